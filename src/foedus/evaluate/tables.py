"""The results that ship, as tables beside this file, and how a result becomes their rows.

    scores.csv   what was scored, by whom, and how well: a row for each score of each forecaster at each horizon. `over` names
                 the forecaster whose score was taken off; `shown` is 1 where the score is the one skill of an outcome
    weights.csv  stacking weights by horizon
    curves.csv   calibration of the simulator's specifications: of the forecasts in a stretch, or in a tenth, the share that
                 happened
    sources.csv  SHA-256 of the publishers' files behind each

A value is empty where a score does not exist. Origins are evenly spaced from `first` to `last`.

    python -m foedus.evaluate.tables RESULT.json ...

puts results of `foedus evaluate --format json`, or of `backtest` or `contest`, in place of those of the same name.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from typing import NamedTuple

from foedus.evaluate.result import Bin, ByOrigin, Cell, Difference, Interval, Result, Tenths
from foedus.files import beside

FOLDER = Path(str(resources.files("foedus.evaluate")))
EQUATION, OUTCOME = "equation", "outcome"
KINDS = (EQUATION, OUTCOME)
RIVALS_OF = "the rivals of "
"""How the outcome of a result begins whose forecasters are the specifications of an equation."""
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
    "weights": ("kind", "what", "horizon", "specification", "weight"),
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
    """What ships of one equation or outcome.

    shown   by horizon, the target and forecaster of the one skill of the outcome
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
    """The plainest forecaster of a cell, which others are compared with, and the score they are compared by."""
    score = skill_name(cell)
    score = score if any(score in scores for scores in cell.scores.values()) else "log_score"
    others = [name for name in cell.scores if name not in REFERENCES.values()] or list(cell.scores)
    return (HISTORY if HISTORY in cell.scores else others[0]), score


@cache
def shipped(kind: str, what: str) -> Shipped | None:
    """What ships of an equation or outcome; None where nothing does."""
    rows = _rows("scores").get((kind, what))
    if not rows:
        return None
    head = rows[0]
    first, last, count = int(head["first"]), int(head["last"]), int(head["origins"])
    step = (last - first) // (count - 1) if count > 1 else 1
    cells, shown = _cells(rows), {int(r["horizon"]): (r["target"], r["forecaster"]) for r in rows if r["shown"]}
    _add_curves(cells, _rows("curves").get((kind, what), []))
    return Shipped(
        kind=kind,
        what=what,
        origins=tuple(range(first, last + 1, step)),
        last_year=int(head["last_year"]),
        capabilities=head["capabilities"] or None,
        cells=cells,
        by_origin=_origins(row for row in rows if not row["rows"]),
        weights=weights(kind, what),
        sources={row["source"]: row["sha256"] for row in _rows("sources").get((kind, what), [])},
        shown=shown,
    )


def weights(kind: str, what: str) -> dict[str, dict[str, float]]:
    """Stacking weights that ship, by horizon."""
    found: dict[str, dict[str, float]] = {}
    for row in _rows("weights").get((kind, what), []):
        found.setdefault(row["horizon"], {})[row["specification"]] = float(row["weight"])
    return found


def names(kind: str) -> list[str]:
    """Equations or outcomes of which results ship."""
    return [what for each, what in _rows("scores") if each == kind]


@cache
def _rows(table: str) -> dict[tuple[str, str], list[Row]]:
    """The rows of a table by kind and name."""
    found: dict[tuple[str, str], list[Row]] = {}
    with (FOLDER / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            found.setdefault((row["kind"], row["what"]), []).append(row)
    return found


def forget() -> None:
    """Read the tables anew when next asked: for who has written them."""
    shipped.cache_clear()
    _rows.cache_clear()


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


def written(kind: str, what: str, found: Result) -> dict[str, list[Row]]:
    """The rows of one result, by table."""
    order = sorted(found.origins)
    key: dict[str, object] = {"kind": kind, "what": what}
    head: dict[str, object] = key | {
        "first": order[0], "last": order[-1], "origins": len(order), "last_year": found.last_year,
        "capabilities": found.capabilities or "",
    }  # fmt: skip
    rows = [{**head, **row} for cell in found.cells for row in _scores(cell)]
    rows += [{**head, **row} for row in _by_origin(found)]
    curves = [{**key, **row} for cell in found.cells for row in _curves(cell)] if kind == EQUATION else []
    stacked: list[dict[str, object]] = [
        {**key, "horizon": horizon, "specification": name, "weight": weight}
        for horizon, each in found.weights.items()
        for name, weight in each.items()
    ]
    tables: dict[str, list[dict[str, object]]] = {
        "scores": rows,
        "weights": stacked,
        "curves": curves,
        "sources": [{**key, "source": name, "sha256": digest} for name, digest in found.sources.items()],
    }
    return {
        table: [{name: "" if row.get(name) is None else str(row[name]) for name in HEADS[table]} for row in made]
        for table, made in tables.items()
    }


def _scores(cell: Cell) -> Iterator[dict[str, object]]:
    what = {
        "target": cell.target,
        "horizon": cell.horizon,
        "subset": cell.subset,
        "rows": cell.rows,
        "events": cell.events,
    }
    for name, scores in cell.scores.items():
        for score, value in scores.items():
            yield {**what, "forecaster": name, "score": score, **_parts(value)}
    plain, score = simplest(cell)
    for name in cell.scores:
        if (gain := cell.gain(name, plain, score)) is not None:
            yield {**what, "forecaster": name, "score": score, "over": plain, **_parts(gain)}


def _by_origin(found: Result) -> Iterator[dict[str, object]]:
    for each in found.by_origin:
        for name, value in each.brier_skill.items():
            yield {
                "first": each.origin, "last": each.origin, "origins": 1, "target": found.cells[0].target,
                "horizon": each.horizon, "subset": found.cells[0].subset, "forecaster": name, "score": "brier_skill",
                "value": value,
            }  # fmt: skip


def _curves(cell: Cell) -> Iterator[dict[str, object]]:
    what = {"target": cell.target, "horizon": cell.horizon}
    number: dict[str, int] = {}
    for line in cell.curve:
        if line.model in REFERENCES.values():
            continue
        number[line.model] = number.get(line.model, 0) + 1
        yield {
            **what, "forecaster": line.model, "stretch": number[line.model], "forecast": line.forecast,
            **_parts(line.happened), "rows": line.rows,
        }  # fmt: skip
    for each in cell.tenths:
        for tenth, share in enumerate(each.shares, start=1):
            yield {**what, "forecaster": each.model, "stretch": tenth, **_parts(share)}


def _parts(value: Interval) -> Mapping[str, float | None]:
    return dict(zip(("value", "low", "high"), value, strict=True))


def put(results: Iterable[tuple[str, str, Result]], folder: Path = FOLDER) -> None:
    """Write results into the tables of a folder, in place of those of the same kind and name."""
    made = {(kind, what): written(kind, what, found) for kind, what, found in results}
    for table, head in HEADS.items():
        path = folder / f"{table}.csv"
        before: list[Row] = []
        if path.is_file():
            with path.open(encoding="utf-8", newline="") as stream:
                before = list(csv.DictReader(stream))
        rows = [row for row in before if (row["kind"], row["what"]) not in made]
        rows += [row for each in made.values() for row in each[table]]
        if table == "scores":
            chosen = {_scored(row) for row in before if row["shown"]}
            rows = [row | {"shown": "1" if _scored(row) in chosen else ""} for row in rows]
        rows.sort(key=lambda row: (KINDS.index(row["kind"]), row["what"]))
        with beside(path) as part, part.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, head, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


def _scored(row: Row) -> tuple[str, ...]:
    """What tells a score from all others."""
    names = ("kind", "what", "origins", "target", "horizon", "subset", "forecaster", "score", "over")
    return tuple(row[name] for name in names)


def main(paths: list[str]) -> None:
    """Put the results in these files into the tables; a file named `disputes-2000.json` is a result of that name."""
    found = [Result.model_validate_json(Path(path).read_text(encoding="utf-8")) for path in paths]
    kinds = (EQUATION if one.outcome.startswith(RIVALS_OF) else OUTCOME for one in found)
    put(zip(kinds, (Path(path).stem for path in paths), found, strict=True))


if __name__ == "__main__":
    main(sys.argv[1:])
