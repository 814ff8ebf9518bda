"""One module for each raw format: `read(path)` returns the publisher's table, typed, with null for missing."""
