"""Classic formal models of alliances, each small, pure and checked against its authors' published results."""
