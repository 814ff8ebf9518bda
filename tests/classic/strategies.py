"""Random landscapes and signed networks."""

import numpy as np
from hypothesis import strategies as st

from foedus.classic.landscape import Landscape
from foedus.classic.network import Network


@st.composite
def landscapes(draw, least=2, most=8):
    """Whole numbers, so that energies are exact and ties between alignments happen."""
    n = draw(st.integers(least, most))
    sizes = draw(st.lists(st.integers(1, 9), min_size=n, max_size=n))
    upper = draw(st.lists(st.integers(-3, 3), min_size=n * (n - 1) // 2, max_size=n * (n - 1) // 2))
    matrix = np.zeros((n, n))
    matrix[np.triu_indices(n, k=1)] = upper
    return Landscape([f"s{i}" for i in range(n)], sizes, matrix + matrix.T)


@st.composite
def networks(draw, most=9):
    n = draw(st.integers(2, most))
    pairs = [(i, j) for i in range(n) for j in range(i + 1, n)]
    signs = draw(st.lists(st.sampled_from([1, -1, 0]), min_size=len(pairs), max_size=len(pairs)).filter(any))
    kept = [(pair, sign) for pair, sign in zip(pairs, signs, strict=True) if sign]
    return Network([f"s{i}" for i in range(n)], [pair for pair, _ in kept], [sign for _, sign in kept])
