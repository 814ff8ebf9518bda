"""The contest of rival specifications: forecasts of years they were not fitted to, and the weights that follow."""
