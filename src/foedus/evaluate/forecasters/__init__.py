"""Forecasters: the simulator's own equations, and the models they are compared with."""
