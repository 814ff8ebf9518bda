"""Small pure functions of the field, each with its formula, range and source."""
