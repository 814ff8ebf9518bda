"""The parts of a brief, one a module: each makes blocks from what the brief is made of."""
