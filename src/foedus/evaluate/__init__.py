"""What forecasts made at past origins were worth, against what happened after them.

windows       the years after an origin, and what was over by it
forecasters   the simulator's own equations at the mode of their posteriors; the rivals they are held against
tasks         what can be forecast: who forecasts it, on which rows, from which years
scoring       from forecasts to a result: scores with intervals, differences, calibration, stacking weights
registry      every equation and outcome by its name; `run.evaluate` asks for one
tables        the results that ship
"""
