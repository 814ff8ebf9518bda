"""Mutants of tables: each is read, or refused in one readable line that names the file. FOEDUS_FUZZ is how many are tried."""

from __future__ import annotations

import os
import random
from pathlib import Path

import numpy as np
import pytest

from foedus.classic.files import read_landscape, read_network
from foedus.classic.issue import arrays, load_issue
from foedus.classic.spending import from_file
from foedus.classic.strategic_file import Specification, build_sample, needed
from foedus.classic.textable import read_table
from foedus.errors import FoedusError

TRIED = int(os.environ.get("FOEDUS_FUZZ", "300"))
PROBIT = Specification(outcome="out", u1_sq=("const", "x"), u1_war=("kind=p",), u2_war=("const", "z"))

SEEDS = {
    "landscape": "name,size,A,B,C\nA,1,,2,-1\nB,2,2,,0.5\nC,3,-1,0.5,\n",
    "network": "i,j,sign\nA,B,1\nB,C,-1\nA,C,-\nC,D,+\n",
    "issue": "actor,capability,position,salience\nGreece,100.5,40,1\nUSA,30,60,0.25\nIMF,5,55,0.5\n",
    "spending": "year,usa,ussr\n1990,10,20\n1991,11.5,21\n1992,12,22\n1993,14,25\n",
    "probit": "out,x,kind,z\n0,0.5,p,1\n1,-0.2,q,2\n2,1.5,p,0\n0,,q,1\n",
}
CELLS = [
    *("", " ", "nan", "inf", "-inf", "1e308", "1e-320", "-9", "999", "1_000", "1,5", '"1,5"', "0x10", "٣", "9" * 400),
    *("1e400", "NA", "#N/A", "#DIV/0!", "TRUE", "\x1b[2J", "\x00", "\ufeff", "a\nb", '"a\nb"', '"', "'", ";", "\t"),
    *("=1+1", "−1", "1.0", "A", "a", "name", "year", "é" * 300),
]


def read(kind: str, path: Path) -> list[np.ndarray]:
    """The numbers of a table of a kind."""
    if kind == "landscape":
        found = read_landscape(path)
        return [found.sizes, found.weights]
    if kind == "network":
        return [read_network(path).adjacency]
    if kind == "issue":
        return list(arrays(load_issue(path)))
    if kind == "spending":
        return [from_file(path).values]
    sample, _ = build_sample(read_table(path, needed(PROBIT)), PROBIT)
    return list(sample.regressors)


def mutant(text: str, chance: random.Random) -> bytes:
    """A table with one to four changes of its cells, rows, columns, separator or bytes."""
    rows = [line.split(",") for line in text.splitlines()]
    separator, end = ",", "\n"
    for _ in range(chance.randint(1, 4)):
        row = chance.randrange(len(rows))
        cell = chance.randrange(max(1, len(rows[row])))
        match chance.randrange(9):
            case 0 | 1:
                rows[row][cell : cell + 1] = [chance.choice(CELLS)]
            case 2:
                rows.insert(row, list(chance.choice(rows)))
            case 3:
                rows.insert(row, [chance.choice(CELLS)] * chance.randint(0, 6))
            case 4 if len(rows) > 1:
                del rows[row]
            case 5:
                rows = [[*cells, *[""] * chance.randint(1, 3)] for cells in rows]
            case 6:
                rows = [[*cells[:cell], chance.choice(["", "1", "x"]), *cells[cell:]] for cells in rows]
            case 7:
                separator, end = chance.choice(";\t,|"), chance.choice(["\n", "\r\n", "\r"])
            case _:
                rows[row] = [each.swapcase() for each in rows[row]]
    content = end.join(separator.join(cells) for cells in rows).encode(
        chance.choice(["utf-8"] * 4 + ["utf-16", "utf-8-sig"])
    )
    if chance.random() < 0.1:
        place = chance.randrange(len(content) + 1)
        content = content[:place] + bytes(chance.randrange(256) for _ in range(3)) + content[place:]
    return content[: chance.randrange(len(content) + 1)] if chance.random() < 0.1 else content


@pytest.mark.parametrize("kind", SEEDS)
def test_a_mutant_is_read_or_refused_in_one_readable_line(kind: str, tmp_path: Path) -> None:
    chance = random.Random(f"{kind} {TRIED}")
    path = tmp_path / "own.csv"
    assert all(len(values) for values in read(kind, write(path, SEEDS[kind].encode())))
    taken = 0
    for _ in range(TRIED):
        content = mutant(SEEDS[kind], chance)
        try:
            found = read(kind, write(path, content))
        except FoedusError as error:
            said = str(error)
            assert said.startswith((str(path), "sides")), (content, said)
            assert said.isprintable() or all(line.isprintable() for line in said.splitlines()), (content, said)
            assert len(said) < 600 + len(str(path)) * 4, (content, said)
        else:
            taken += 1
            assert all(np.isfinite(values).all() for values in found), content
    assert 0 < taken < TRIED


def write(path: Path, content: bytes) -> Path:
    """The path, after the content went there."""
    path.write_bytes(content)
    return path
