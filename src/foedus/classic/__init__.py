"""Classic formal models of alliances, each small, pure and checked against what its authors printed."""
