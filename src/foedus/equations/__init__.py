"""How states behave: one short file per equation, used by estimation and simulation alike.

Each equation is plain arithmetic, so the same function takes scalars in the compiled simulator, NumPy arrays in tests and
JAX arrays in estimation.
"""
