"""Samples: what each equation is estimated on, built from the panel by the definitions of the equation's docstring."""
