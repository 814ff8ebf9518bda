"""The shipped results, as tables in this folder (`foedus.evaluate.store` writes them).

    scores.csv   a row for each score of each forecaster at each horizon. `over` names the forecaster whose score was
                 subtracted; `shown` is 1 if the score is the reported skill of an outcome
    weights.csv  stacking weights: of an equation over all horizons ('all'), or by stage; of a stack by horizon
    reversion.csv  rate and middle of the reversion of the log-odds of an equation (`foedus.evaluate.reversion`)
    curves.csv   calibration of the simulator's specifications: for each bin of forecasts, or each tenth, the share that
                 happened
    sources.csv  SHA-256 of the publishers' files behind each

A value is empty if the score does not exist. Origins are evenly spaced from `first` to `last`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from functools import cache
from importlib import resources
from pathlib import Path
from typing import NamedTuple

from foedus.evaluate.result import Bin, ByOrigin, Cell, Difference, Interval, Tenths

FOLDER = Path(str(resources.files("foedus.evaluate")))
EQUATION, OUTCOME = "equation", "outcome"
KINDS = (EQUATION, OUTCOME)
HEADS = {
    "scores": (
        *(
            "kind",
            "what",
            "first",
            "last",
            "origins",
            "last_year",
            "capabilities",
            "target",
            "horizon",
            "subset",
            "rows",
        ),
        *("events", "forecaster", "score", "over", "value", "low", "high", "shown"),
    ),
    "weights": ("kind", "what", "part", "specification", "weight"),
    "reversion": ("kind", "what", "rate", "centre"),
    "curves": (
        "kind",
        "what",
        "target",
        "horizon",
        "forecaster",
        "stretch",
        "forecast",
        "value",
        "low",
        "high",
        "rows",
    ),
    "sources": ("kind", "what", "source", "sha256"),
}
HISTORY = "history-only"
REFERENCES = {"brier_skill": "climatology", "crps_skill": "no-change"}
"""What each skill is over."""
Row = dict[str, str]


class Shipped(NamedTuple):
    """The shipped results of one equation or outcome.

    shown   by horizon, the target and forecaster of the reported skill of the outcome
    """

    kind: str
    what: str
    origins: tuple[int, ...]
    last_year: int
    capabilities: str | None
    cells: list[Cell]
    by_origin: list[ByOrigin]
    weights: dict[str, dict[str, float]]
    sources: dict[str, str]
    shown: dict[int, tuple[str, str]]

    @property
    def horizons(self) -> list[int]:
        """Years ahead."""
        return sorted({cell.horizon for cell in self.cells})

    def cell(self, horizon: int, target: str, subset: str) -> Cell | None:
        """The cell, or None."""
        same = (c for c in self.cells if (c.horizon, c.target, c.subset) == (horizon, target, subset))
        return next(same, None)


def skill_name(cell: Cell) -> str:
    """The skill that is reported for a cell."""
    return "crps_skill" if any("crps_skill" in scores for scores in cell.scores.values()) else "brier_skill"


def simplest(cell: Cell) -> tuple[str, str]:
    """The simplest forecaster of a cell, with which others are compared, and the score of the comparison."""
    score = skill_name(cell)
    score = score if any(score in scores for scores in cell.scores.values()) else "log_score"
    others = [name for name in cell.scores if name not in REFERENCES.values()] or list(cell.scores)
    return (HISTORY if HISTORY in cell.scores else others[0]), score


@cache
def shipped(kind: str, what: str) -> Shipped | None:
    """The shipped results of an equation or outcome; None if there are none."""
    rows = _rows("scores", kind, what)
    if not rows:
        return None
    head = rows[0]
    first, last, count = int(head["first"]), int(head["last"]), int(head["origins"])
    step = (last - first) // (count - 1) if count > 1 else 1
    cells, shown = _cells(rows), {int(r["horizon"]): (r["target"], r["forecaster"]) for r in rows if r["shown"]}
    _add_curves(cells, _rows("curves", kind, what))
    return Shipped(
        kind=kind,
        what=what,
        origins=tuple(range(first, last + 1, step)),
        last_year=int(head["last_year"]),
        capabilities=head["capabilities"] or None,
        cells=cells,
        by_origin=_origins(row for row in rows if not row["rows"]),
        weights=weights(kind, what),
        sources={row["source"]: row["sha256"] for row in _rows("sources", kind, what)},
        shown=shown,
    )


def weights(kind: str, what: str) -> dict[str, dict[str, float]]:
    """Stacking weights that ship, by what they are of: 'all', a stage, or a horizon."""
    found: dict[str, dict[str, float]] = {}
    for row in _rows("weights", kind, what):
        found.setdefault(row["part"], {})[row["specification"]] = float(row["weight"])
    return found


def reversion(what: str) -> tuple[float, float]:
    """Rate and middle of the log-odds of an equation that ship; (0, 0) if they do not revert."""
    for row in _rows("reversion", EQUATION, what):
        return float(row["rate"]), float(row["centre"])
    return 0.0, 0.0


def names(kind: str) -> list[str]:
    """Equations or outcomes with shipped results."""
    return [what for each, what in _table("scores")[1] if each == kind]


def _rows(table: str, kind: str, what: str) -> list[Row]:
    """The rows of a table of one kind and name."""
    head, rows = _table(table)
    return [dict(zip(head, cells, strict=True)) for cells in rows.get((kind, what), [])]


@cache
def _table(table: str) -> tuple[list[str], dict[tuple[str, str], list[list[str]]]]:
    """The head of a table, and the cells of its rows by kind and name."""
    found: dict[tuple[str, str], list[list[str]]] = {}
    with (FOLDER / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
        rows = csv.reader(stream)
        head = next(rows)
        kind, what = head.index("kind"), head.index("what")
        for cells in rows:
            found.setdefault((cells[kind], cells[what]), []).append(cells)
    return head, found


def forget() -> None:
    """Clear the cache of the tables, after writing them."""
    shipped.cache_clear()
    _table.cache_clear()


def _cells(rows: Iterable[Row]) -> list[Cell]:
    """The cells of the scores over all origins."""
    found: dict[tuple[str, str, str], Cell] = {}
    for row in rows:
        if not row["rows"]:
            continue
        key = row["target"], row["horizon"], row["subset"]
        cell = found.get(key)
        if cell is None:
            cell = found[key] = Cell(
                horizon=int(row["horizon"]), target=row["target"], subset=row["subset"], rows=int(row["rows"]),
                events=int(row["events"]), scores={}, differences=[],
            )  # fmt: skip
        name, over = row["forecaster"], row["over"]
        if over:
            cell.differences.append(Difference(first=name, second=over, scores={row["score"]: _interval(row)}))
        else:
            cell.scores.setdefault(name, {})[row["score"]] = _interval(row)
    return list(found.values())


def _origins(rows: Iterable[Row]) -> list[ByOrigin]:
    """The skill in the window of each origin."""
    found: dict[tuple[int, int], dict[str, float | None]] = {}
    for row in rows:
        found.setdefault((int(row["first"]), int(row["horizon"])), {})[row["forecaster"]] = _number(row["value"])
    return [ByOrigin(origin=origin, horizon=ahead, brier_skill=skill) for (origin, ahead), skill in found.items()]


def _add_curves(cells: Iterable[Cell], rows: Iterable[Row]) -> None:
    by_key = {(cell.target, cell.horizon): cell for cell in cells if cell.subset == "all"}
    for row in rows:
        cell, name = by_key[row["target"], int(row["horizon"])], row["forecaster"]
        if row["forecast"]:
            line = Bin(model=name, forecast=float(row["forecast"]), happened=_interval(row), rows=int(row["rows"]))
            cell.curve.append(line)
            continue
        if not cell.tenths or cell.tenths[-1].model != name:
            cell.tenths.append(Tenths(model=name, shares=[]))
        cell.tenths[-1].shares.append(_interval(row))


def _interval(row: Row) -> Interval:
    return _number(row["value"]), _number(row["low"]), _number(row["high"])


def _number(text: str) -> float | None:
    return float(text) if text else None
