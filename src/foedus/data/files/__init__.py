"""Publishers' files on this machine: fetch, accept, store and record them."""
