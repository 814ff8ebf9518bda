"""Evaluation: forecasts made at past origins, scored against what happened afterwards.

windows       the years after an origin, and what was over by the origin
forecasters   the simulator's own equations at the mode of their posteriors; the models they are compared with
tasks         what can be forecast: forecasters, rows and years of each
scoring       from forecasts to a result: scores with intervals, differences, calibration, stacking weights
registry      every equation and outcome by name; `run.evaluate` evaluates one
tables        the shipped results
"""
