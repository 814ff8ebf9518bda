"""A case's ensemble of futures in one page, which counts them in the reader's browser."""
