"""From a result to rows of the shipped tables (`foedus.evaluate.tables`).

    python -m foedus.evaluate.store RESULT.json ...

puts results of `foedus evaluate --format json`, or of `backtest` or `contest`, in place of those of the same name.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from foedus.atomic import atomic_write
from foedus.evaluate.result import Cell, Interval, Result
from foedus.evaluate.tables import EQUATION, FOLDER, HEADS, KINDS, OUTCOME, REFERENCES, Row, simplest

RIVALS_OF = "the rivals of "
"""How the outcome of a result begins whose forecasters are the specifications of an equation."""


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
        {**key, "part": part, "specification": name, "weight": weight}
        for part, each in found.weights.items()
        for name, weight in each.items()
    ]
    tables: dict[str, list[dict[str, object]]] = {
        "scores": rows,
        "weights": stacked,
        "reversion": [{**key, **found.reversion}] if found.reversion else [],
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
        with atomic_write(path) as part, part.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, head, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


def _scored(row: Row) -> tuple[str, ...]:
    """The key of a score; one over all origins has a number of rows."""
    names = ("kind", "what", "target", "horizon", "subset", "forecaster", "score", "over")
    return str(bool(row["rows"])), *(row[name] for name in names)


def main(paths: list[str]) -> None:
    """Put the results in these files into the tables; a file named `disputes-2000.json` is a result of that name."""
    found = [Result.model_validate_json(Path(path).read_text(encoding="utf-8")) for path in paths]
    kinds = (EQUATION if one.outcome.startswith(RIVALS_OF) else OUTCOME for one in found)
    put(zip(kinds, (Path(path).stem for path in paths), found, strict=True))


if __name__ == "__main__":
    main(sys.argv[1:])
