"""foedus over HTTP: what the command line asks, asked from a browser or a program of this machine."""
