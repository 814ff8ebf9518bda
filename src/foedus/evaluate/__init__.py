"""Forecasts of years that no equation was fitted to, scored and weighed."""
