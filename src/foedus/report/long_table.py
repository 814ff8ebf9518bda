"""Any result as one long table: a row for each number, with its interval, what it is of, and where the JSON has it.

section    field of the result that holds it: 'outcomes', 'tolerances', 'counterfactuals', ...
item       what it is of: an outcome by its name in the JSON; where there is none, an instrument, an order, a state, ...
under      what else it is told under: order, instrument that is gone, beliefs, analyst; several are separated by '; '
quantity   fields below the section: 'estimate', 'curve', 'record.pooled.value', ...
year       of a number by year, and of an answer's headline; empty where none applies
value      the number, as the JSON has it; empty where it could not be estimated
low, high  its 90% interval; empty where it has none
n          futures, cases or respondents that it was counted in; empty where the result does not say
unit       'probability', 'change of probability', 'futures', ...; empty for a number without one
evidence   what it rests on: the skill of the outcome, the grade of an instrument, 'record', how an analyst was counted
json       where the JSON has it (RFC 6901): '/outcomes/0/estimate'
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from foedus.report import quantities

if TYPE_CHECKING:
    import polars as pl

COLUMNS = ("section", "item", "under", "quantity", "year", "value", "low", "high", "n", "unit", "evidence", "json")
WHOLE = ("year", "n")
NUMBERS = ("value", "low", "high")
LEFT_OUT = ("identity", "words")
"""What an answer rests on is for `foedus verify`; it holds no result."""
DATES = ("first_year", "last_year", "year")
"""Fields that say when, and no number of a result."""
CENTRES = (("value", "low", "high"), ("median", "low90", "high90"), ("mean", "low", "high"))
"""A number and its interval, where a part has all three fields."""
NAMES = (
    *("outcome", "instrument", "policy", "name", "order", "analyst", "pair", "index", "rival", "statistic", "state"),
    *("parameter", "figure", "along", "over", "equation", "forecaster"),
)
"""Fields that name a part, the first that it has; a part of a list without one is told by its place: #1."""
SIDES = ("patron", "protege")


@dataclass(frozen=True)
class Place:
    """Where a number stands: the parts around it, their names, the fields that lead to it."""

    result: BaseModel
    parts: tuple[BaseModel, ...] = ()
    names: tuple[tuple[str, str], ...] = ()
    fields: tuple[str, ...] = ()
    path: tuple[str, ...] = ()

    def part(self, part: BaseModel) -> Place:
        """Inside a part."""
        return replace(self, parts=(*self.parts, part), names=(*self.names, *_names(part)))

    def field(self, name: str) -> Place:
        """At a field of a part."""
        return replace(self, fields=(*self.fields, name), path=(*self.path, name))

    def key(self, name: str) -> Place:
        """At a key of a mapping."""
        return replace(self, names=(*self.names, ("key", name)), path=(*self.path, name))

    def entry(self, number: int, name: str = "") -> Place:
        """At an entry of a list, which has a name where its fields give it none of its own."""
        names = (*self.names, ("entry", name)) if name else self.names
        return replace(self, names=names, path=(*self.path, str(number)))

    def row(self, value: float | None, **others: Any) -> dict[str, Any]:
        """The row of a number that stands here."""
        item = next((name for field, name in self.names if field == "outcome"), self.names[0][1] if self.names else "")
        under = dict.fromkeys(name for _, name in self.names if name != item)
        found = {
            "section": self.fields[0],
            "item": item,
            "under": "; ".join(under),
            "quantity": ".".join(self.fields[1:]) or self.fields[0],
            "value": value,
            "json": "/" + "/".join(part.replace("~", "~0").replace("/", "~1") for part in self.path),
            "n": quantities.counted_in(self.result, self.parts, self.fields, self.names[-1][1] if self.names else ""),
            "unit": quantities.unit(self.result, self.parts, self.fields, item),
            "evidence": quantities.evidence(self.result, self.parts, self.fields, item),
            "year": quantities.year(self.result, self.parts, self.fields),
        }
        return {name: None if (cell := (found | others).get(name)) == "" else cell for name in COLUMNS}


def long_table(result: BaseModel) -> pl.DataFrame:
    """Every number of a result, a row each; the columns are those of the module, missing is null."""
    import polars as pl

    kinds = {name: pl.Int64 if name in WHOLE else pl.Float64 if name in NUMBERS else pl.String for name in COLUMNS}
    return pl.DataFrame(list(rows(result)), schema=kinds)


def rows(result: BaseModel) -> Iterator[dict[str, Any]]:
    """The rows of the table, in the order of the JSON. Whole numbers at its top are the question, and not told."""
    start = Place(result)
    for name in type(result).model_fields:
        found = getattr(result, name)
        if name not in LEFT_OUT and not isinstance(found, int):
            yield from _found(found, start.field(name))


def _found(found: Any, at: Place) -> Iterator[dict[str, Any]]:
    if isinstance(found, BaseModel):
        yield from _of_part(found, at.part(found))
    elif isinstance(found, Mapping):
        for key, value in found.items():
            yield from _found(value, at.key(str(key)))
    elif isinstance(found, list | tuple):
        yield from _of_list(found, at)
    elif isinstance(found, int | float) and not isinstance(found, bool):
        yield at.row(float(found))


def _of_part(part: BaseModel, at: Place) -> Iterator[dict[str, Any]]:
    fields = type(part).model_fields
    centre = next((names for names in CENTRES if set(names) <= set(fields)), ())
    if centre and isinstance(getattr(part, centre[0]), list):
        yield from _banded(part, centre, at)
    elif centre:
        value, low, high = (getattr(part, name) for name in centre)
        place = at if centre[0] == "value" else at.field(centre[0])
        yield place.row(value, low=low, high=high)
    for name in fields:
        if name not in (*centre, *DATES) and not (centre and name in quantities.SIZES):
            yield from _found(getattr(part, name), at.field(name))


def _banded(part: BaseModel, centre: tuple[str, ...], at: Place) -> Iterator[dict[str, Any]]:
    """A path with its band, a row a year."""
    path, low, high = (getattr(part, name) for name in centre)
    place = at.field(centre[0])
    for number, year in enumerate(quantities.years(at.result, len(path)) or [None] * len(path)):
        yield place.entry(number).row(path[number], low=low[number], high=high[number], year=year)


def _of_list(found: list[Any] | tuple[Any, ...], at: Place) -> Iterator[dict[str, Any]]:
    """Parts one by one, and a path a row a year. Lists of whole numbers name years or states: they are no result."""
    if any(isinstance(each, float) for each in found):
        years = quantities.years(at.result, len(found))
        for number, each in enumerate(found):
            yield at.entry(number, "" if years else f"#{number + 1}").row(each, year=years[number] if years else None)
        return
    parts = [each for each in found if isinstance(each, BaseModel)]
    called = [tuple(_names(part)) for part in parts]
    for number, part in enumerate(parts):
        own = called[number] and called.count(called[number]) == 1
        yield from _found(part, at.entry(number, "" if own else f"#{number + 1}"))


def _names(part: BaseModel) -> list[tuple[str, str]]:
    """What a part is called: by the first of `NAMES` that it has, or by its two sides."""
    fields = type(part).model_fields
    sides = [getattr(part, side) for side in SIDES if side in fields]
    if len(sides) == len(SIDES) and all(isinstance(side, str) for side in sides):
        return [("sides", " and ".join(sides))]
    for field in NAMES:
        if field in fields and isinstance(getattr(part, field), str):
            is_outcome = field == "outcome" or (field == "name" and {"estimate", "curve"} <= set(fields))
            return [("outcome" if is_outcome else field, getattr(part, field))]
    return []
