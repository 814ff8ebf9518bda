"""Publishers' files on this machine: fetched, accepted, put in place, on record."""
