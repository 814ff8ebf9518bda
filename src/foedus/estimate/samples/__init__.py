"""Samples that the equations are estimated on, built from the panel by the definitions of each equation's docstring."""
