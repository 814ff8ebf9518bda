"""From publishers' files to one validated panel: `catalog` (what and where), `readers` (one format each), `panel`."""
