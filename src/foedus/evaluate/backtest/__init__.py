"""Backtests: what forecasts made with what was known at an origin were worth, against what happened after it.

Point estimates (penalised maximum likelihood, boosting) stand in for the sampler here: many origins, many rivals, and a
score that asks only for probabilities.
"""
