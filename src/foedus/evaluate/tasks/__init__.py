"""What can be forecast, a module a kind: each makes `foedus.evaluate.forecasts.Forecasts` of the rows it is about."""
