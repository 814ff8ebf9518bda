"""The user's own files: landscapes and signed networks as CSV; every refusal names file and line.

A landscape has a header `name,size` and then every state once, and a row a state: its name, its size, and its propensity with
each state of the header. The matrix is symmetric with an empty diagonal. A network has the header `i,j,sign` and a
row a tie: two actors, and 1 or + (friends), -1 or - (foes).
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from foedus.classic.landscape import Landscape
from foedus.classic.network import Network
from foedus.classic.textable import number, read_rows
from foedus.errors import InputError

SIGNS = {"1": 1, "+1": 1, "+": 1, "-1": -1, "-": -1}


def read_landscape(path: Path) -> Landscape:
    """The landscape in a CSV file."""
    (line, head), *rows = read_rows(path)
    if head[:2] != ["name", "size"]:
        raise InputError(
            f"{path}:{line}: the header begins '{','.join(head[:2])}'; it must be 'name,size', then the states"
        )
    across, down = head[2:], [cells[0] for _, cells in rows]
    lacking = [name for name in down if name not in across]
    if lacking:
        raise InputError(f"{path}:{line}: state '{lacking[0]}' has a row and no column; give every state both")
    lacking = [name for name in across if name not in down]
    if lacking:
        raise InputError(f"{path}:{line}: state '{lacking[0]}' has a column and no row; give every state both")
    place = {name: column for column, name in enumerate(across)}
    sizes = [number(cells[1], f"{path}:{line}: size of '{cells[0]}'") for line, cells in rows]
    matrix = np.zeros((len(rows), len(rows)))
    for i, (line, cells) in enumerate(rows):
        for j, name in enumerate(down):
            cell = cells[2 + place[name]]
            if i != j or cell:
                matrix[i, j] = number(cell, f"{path}:{line}: propensity of '{cells[0]}' with '{name}'")
    try:
        return Landscape(down, sizes, matrix)
    except InputError as error:
        raise InputError(f"{path}: {error}") from None


def read_network(path: Path) -> Network:
    """The signed network in a CSV file; it must have a negative tie; without one there is nothing to split."""
    (line, head), *rows = read_rows(path)
    if head != ["i", "j", "sign"]:
        raise InputError(f"{path}:{line}: the header is '{','.join(head)}'; it must be 'i,j,sign'")
    seen: dict[frozenset[str], tuple[int, int]] = {}
    for line, (first, second, mark) in rows:
        where = f"{path}:{line}:"
        if not first or not second:
            raise InputError(f"{where} a tie names one actor; give both")
        if first == second:
            raise InputError(f"{where} '{first}' has a tie with itself; take the row out")
        if mark not in SIGNS:
            raise InputError(f"{where} sign '{mark}' is not allowed: 1 or + for friends, -1 or - for foes")
        before = seen.setdefault(frozenset((first, second)), (line, SIGNS[mark]))
        if before != (line, SIGNS[mark]):
            what = "again" if before[1] == SIGNS[mark] else "with the other sign"
            raise InputError(
                f"{where} the tie of '{first}' and '{second}' is given {what}, after line {before[0]}; keep one"
            )
    names = sorted({name for pair in seen for name in pair})
    place = {name: row for row, name in enumerate(names)}
    if all(sign > 0 for _, sign in seen.values()):
        raise InputError(f"{path}: no tie is negative, so the network is already balanced; check the signs")
    return Network(names, [[place[name] for name in pair] for pair in seen], [sign for _, sign in seen.values()])
