"""Mutants of tables: each is read, or refused in readable lines that name the file."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from types import MappingProxyType

import numpy as np
import polars as pl
import pytest
from tests.fuzz.trial import Kind, run, seeds
from tests.watch import files

from foedus.classic.files import read_landscape, read_network
from foedus.classic.issue import arrays, load_issue
from foedus.classic.spending import from_file
from foedus.classic.strategic_file import Specification, build_sample, needed
from foedus.classic.textable import read_table
from foedus.errors import FoedusError
from foedus.watch.feeds.blocks import BYTES
from foedus.watch.feeds.layout import layout_of
from foedus.watch.feeds.registry import feed_of
from foedus.watch.gathered import discard
from foedus.watch.ingest import File, _gather, _silent

PROBIT = Specification(outcome="out", u1_sq=("const", "x"), u1_war=("kind=p",), u2_war=("const", "z"))

SEEDS = {
    "landscape": "name,size,A,B,C\nA,1,,2,-1\nB,2,2,,0.5\nC,3,-1,0.5,\n",
    "network": "i,j,sign\nA,B,1\nB,C,-1\nA,C,-\nC,D,+\n",
    "issue table": "actor,capability,position,salience\nGreece,100.5,40,1\nUSA,30,60,0.25\nIMF,5,55,0.5\n",
    "spending": "year,usa,ussr\n1990,10,20\n1991,11.5,21\n1992,12,22\n1993,14,25\n",
    "probit": "out,x,kind,z\n0,0.5,p,1\n1,-0.2,q,2\n2,1.5,p,0\n0,,q,1\n",
}
REPORTS = [
    files.report(7, "20230501", "20230503", Actor1Name="NORTH KOREA"),
    files.report(8, "20230502", NumMentions="3"),
]
FEEDS = {
    "feed gdelt": files.gdelt(*REPORTS),
    "feed icews": files.table(
        files.ICEWS,
        *(f"{n},2023-05-0{n},A,Gov,South Korea,Say,10,0.0,B,Gov,Bhutan,1,1,Wire,,,,South Korea,1,2" for n in (1, 2)),
    ),
    "feed polecat": files.table(
        files.POLECAT,
        *(f"E{n},2023-05-01,ASSAULT,aerial,-9,x,m,Army,PRK;CHN,None,None,Seoul,Wire,2023-05-02,N" for n in (1, 2)),
    ),
    "feed acled": files.table(
        files.ACLED,
        "KOR7,17 May 2023,2023,3,Political violence,Battles,Armed clash,Military Forces of North Korea (2011-),,1,"
        'Civilians (South Korea),South Korea,Paju,Wire,"Shots, none hurt",0,1685000000',
        "KOR8,18 May 2023,2023,1,Protests,Protests,Peaceful protest,,,1,,South Korea,Paju,Wire,None,0,1685000000",
    ),
    "feed beyond-parallel": files.table(
        files.PROVOCATIONS, files.provocation("2022-11-02", "Nuclear"), files.provocation("2022-11-03")
    ),
    "feed cns": files.table(files.CNS, files.missile("1984-09"), *(files.missile("2022-11-02", n) for n in (1, 2))),
    "feed taiwan-mnd": files.table(files.SORTIES, files.sortie("2022/8/5", "68.0"), files.sortie("2022/8/6")),
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
    if kind == "issue table":
        return list(arrays(load_issue(path)))
    if kind == "spending":
        return [from_file(path).values]
    if kind in FEEDS:
        return [events(path)]
    sample, _ = build_sample(read_table(path, needed(PROBIT)), PROBIT)
    return list(sample.regressors)


def events(path: Path) -> np.ndarray:
    """What the events of a file count, as they would go into the store."""
    feed, head = feed_of(path)
    file = File(path, feed, head, {"PRK": "PRK"}, date(2030, 1, 1))
    folder = path.with_name("gathered")
    discard(folder)
    _gather(folder, file, layout_of(head, feed, path), _silent, BYTES)
    return pl.read_parquet(folder / "*.parquet")["count"].to_numpy()


def mutant(text: str, chance: random.Random) -> bytes:
    """A table with one to four changes of its cells, rows, columns, separator or bytes."""
    separator, end = "\t" if "\t" in text else ",", "\n"
    rows = [line.split(separator) for line in text.splitlines()]
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
    made = end.join(separator.join(cells) for cells in rows) + chance.choice((end, end, ""))
    content = made.encode(chance.choice(["utf-8"] * 4 + ["utf-16", "utf-8-sig"]))
    if chance.random() < 0.1:
        place = chance.randrange(len(content) + 1)
        content = content[:place] + bytes(chance.randrange(256) for _ in range(3)) + content[place:]
    return content[: chance.randrange(len(content) + 1)] if chance.random() < 0.1 else content


def judge(kind: str, path: Path) -> bool:
    """Whether a table of a kind is read, with numbers that are finite; one that is refused is refused in readable lines."""
    try:
        found = read(kind, path)
    except FoedusError as error:
        said = str(error)
        assert said.startswith((str(path), "sides")), said
        assert all(line.isprintable() for line in said.splitlines()), said
        assert len(said) < 600 + len(str(path)) * 4, said
        return False
    assert all(np.isfinite(values).all() for values in found)
    return True


KINDS = MappingProxyType(
    {name: Kind(".csv", partial(mutant, text), partial(judge, name)) for name, text in (SEEDS | FEEDS).items()}
)


@pytest.mark.parametrize("name", KINDS)
def test_a_mutant_is_read_or_refused_in_readable_lines(
    name: str, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    path = tmp_path / "own.csv"
    path.write_text((SEEDS | FEEDS)[name], encoding="utf-8")
    assert all(len(values) for values in read(name, path))
    trial = run(name, KINDS[name], tmp_path, seeds(100))
    trial.check(record_property)
    assert trial.came["read"]
    assert trial.came["refused"]
