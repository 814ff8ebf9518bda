"""Publishers' files in, one validated panel out: `catalog` (what and where), `readers` (one format each), `build`."""
