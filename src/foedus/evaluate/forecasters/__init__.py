"""Who forecasts: the simulator's own equations, and the rivals they are held against."""
