"""The world that a simulation starts from: case files, orders, and panels of a year, as arrays."""
