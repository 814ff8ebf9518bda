"""The user's own files: landscapes and signed networks as CSV; every refusal names file and line.

A landscape has a header `name,size` and then every state once, and a row a state: its name, its size, and its propensity with
each state of the header. The matrix is symmetric with an empty diagonal. A network has the columns `i`, `j` and `sign`, and a
row a tie: two actors, and 1 or + (friends), -1 or - (foes).
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from foedus.classic.landscape import Landscape
from foedus.classic.network import Network
from foedus.classic.textable import Table, check_name, read_table, refuse_codes
from foedus.errors import InputError
from foedus.shown import shown
from foedus.taken import path as taken_path

SIGNS = {"+": 1, "-": -1, "−": -1}
TIE = ("i", "j", "sign")


def read_landscape(path: str | Path) -> Landscape:
    """The landscape in a CSV file."""
    table = read_table(taken_path("file", path), ("name", "size"))
    if table.columns[:2] != ("name", "size"):
        raise InputError(
            f"{path}:{table.line}: the header begins '{shown(','.join(table.heads[:2]))}'; it must be 'name,size', then "
            "the states"
        )
    place = _places(table)
    down = table.names("name", "state")
    sizes = [
        table.number(cells[1], f"{path}:{line}: size of '{cells[0]}'")
        for line, cells in zip(table.lines, table.rows, strict=True)
    ]
    matrix = np.zeros((len(down), len(down)))
    read = []
    for i, (line, cells) in enumerate(zip(table.lines, table.rows, strict=True)):
        for j, name in enumerate(down):
            cell = cells[place[name.casefold()]]
            if i != j or cell:
                where = f"{path}:{line}: propensity of '{cells[0]}' with '{name}'"
                matrix[i, j] = table.number(cell, where)
                read.append(((cell, where), float(matrix[i, j])))
    refuse_codes(read)
    try:
        return Landscape(down, sizes, matrix)
    except InputError as error:
        raise InputError(f"{path}: {error}") from None


def _places(table: Table) -> dict[str, int]:
    """The column of every state by its name without capitals. Raises InputError for a state that lacks a row or a column."""
    place = {name.casefold(): column for column, name in enumerate(table.heads) if column > 1}
    down = table.texts("name")
    below = {name.casefold() for name in down}
    for name in down:
        if name.casefold() not in place:
            raise InputError(
                f"{table.file}:{table.line}: state '{name}' has a row and no column; give every state both"
            )
    for name in table.heads[2:]:
        if name.casefold() not in below:
            raise InputError(
                f"{table.file}:{table.line}: state '{name}' has a column and no row; give every state both"
            )
    return place


def read_network(path: str | Path) -> Network:
    """The signed network in a CSV file; it must have a negative tie; without one there is nothing to split."""
    table = read_table(taken_path("file", path), TIE)
    if sorted(table.columns) != sorted(TIE):
        raise InputError(f"{path}:{table.line}: the header is '{shown(','.join(table.heads))}'; it must be 'i,j,sign'")
    seen: dict[frozenset[str], tuple[int, int]] = {}
    spelt: dict[str, tuple[str, int]] = {}
    for first, second, mark, line in zip(*(table.texts(column) for column in TIE), table.lines, strict=True):
        where = f"{path}:{line}:"
        if not first or not second:
            raise InputError(f"{where} a tie names one actor; give both")
        for name in (first, second):
            check_name(name, f"{path}:{line}", "actor")
            before = spelt.setdefault(name.casefold(), (name, line))
            if before[0] != name:
                raise InputError(f"{where} '{name}' is '{before[0]}' on line {before[1]}; write it one way")
        if first == second:
            raise InputError(f"{where} '{first}' has a tie with itself; take the row out")
        tie = (line, _sign(table, mark, where))
        earlier = seen.setdefault(frozenset((first, second)), tie)
        if earlier != tie:
            what = "again" if earlier[1] == tie[1] else "with the other sign"
            raise InputError(
                f"{where} the tie of '{first}' and '{second}' is given {what}, after line {earlier[0]}; keep one"
            )
    names = sorted({name for pair in seen for name in pair})
    place = {name: row for row, name in enumerate(names)}
    if all(sign > 0 for _, sign in seen.values()):
        raise InputError(f"{path}: no tie is negative, so the network is already balanced; check the signs")
    return Network(names, [[place[name] for name in pair] for pair in seen], [sign for _, sign in seen.values()])


def _sign(table: Table, mark: str, where: str) -> int:
    if mark in SIGNS:
        return SIGNS[mark]
    try:
        value = table.number(mark, where)
    except InputError:
        value = 0.0
    if value not in (1.0, -1.0):
        raise InputError(f"{where} sign '{shown(mark)}' is not allowed: 1 or + for friends, -1 or - for foes")
    return int(value)
