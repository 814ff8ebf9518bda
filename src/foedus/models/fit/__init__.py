"""Estimation: the only place that needs JAX and NumPyro. Every job of `registry` makes one posterior from the data."""
