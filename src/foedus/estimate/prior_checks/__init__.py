"""Prior predictive checks: what the priors of each equation imply for its own sample, one file per equation."""
