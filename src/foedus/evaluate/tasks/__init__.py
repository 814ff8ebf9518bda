"""What can be forecast, one module per kind: each makes `foedus.evaluate.forecasts.Forecasts` of its rows."""
