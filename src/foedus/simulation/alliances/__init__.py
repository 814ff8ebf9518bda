"""Every defence alliance of past years as a case of its day, simulated with fits as of that day, against the record."""
