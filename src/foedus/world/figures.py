"""Numbers as a case states them: measured figures with their source, elicited numbers with their reason."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from foedus.errors import unknown
from foedus.world.problems import InvalidError, Problem, refuse


def _iso(value: object) -> object:
    if isinstance(value, date) or (isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value)):
        return value
    raise ValueError("a date is written YYYY-MM-DD")


Day = Annotated[date, BeforeValidator(_iso)]
"""A calendar day, YYYY-MM-DD."""

Year = Annotated[int, Field(strict=True, ge=1816, le=2100)]
"""A calendar year, 1816 to 2100."""

Text = Annotated[str, Field(strict=True, min_length=1, pattern=r"\S")]
"""A sentence or a name; not empty."""

Abbreviation = Annotated[str, Field(strict=True, pattern=r"^[A-Z]{3}$")]
"""Correlates of War state abbreviation, three capitals."""

Identifier = Annotated[str, Field(strict=True, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
"""Lower-case words joined by hyphens."""

Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
"""A finite number, written as a number."""


class Strict(BaseModel):
    """Base of every part of a case: frozen, and a field that does not exist is refused by name."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _known_fields(cls, data: object) -> object:
        if isinstance(data, dict):
            extra = [key for key in data if key not in cls.model_fields]
            refuse(Problem((key,), unknown("field", str(key), cls.model_fields)) for key in extra)
        return data


class Figure(Strict):
    """A measured number: value, unit, year or day it holds for, and the key of its source.

    A value that nobody publishes is null, with the reason; it is never zero.
    """

    value: Number | None = Field(description="the number in `unit`; null if nobody publishes it")
    unit: Text = Field(description="unit of the value")
    year: Year | None = Field(None, description="year the value holds for")
    date: Day | None = Field(None, description="day the value holds for, where a year is too coarse")
    source: Identifier | None = Field(None, description="key into the case's `sources`")
    reason: Text | None = Field(None, description="why the value is null")
    note: Text | None = Field(None, description="how the value was computed, or what to beware of")

    @model_validator(mode="after")
    def _sourced(self) -> Figure:
        if self.value is None:
            refuse([] if self.reason else [Problem(("reason",), "is missing; a null value needs a reason")])
            return self
        missing = [] if self.source else [Problem(("source",), "is missing; a value needs a source")]
        if self.year is None and self.date is None:
            missing.append(Problem(("year",), "is missing; a value needs the year or date it holds for"))
        if self.reason is not None:
            missing.append(Problem(("reason",), "is given with a value; a reason explains a null value only"))
        refuse(missing)
        return self

    @property
    def number(self) -> float:
        """The value, NaN when null."""
        return float("nan") if self.value is None else self.value


class Elicited(Strict):
    """A number nobody measured: a judgement between 0 and 1, with its reason. It is tagged so wherever it is used."""

    value: Number = Field(ge=0, le=1, description="the judgement, 0 to 1")
    reason: Text = Field(description="one sentence: why this value")
    tag: Literal["elicited"] = Field("elicited", description="marks the number as a judgement")


def _measured(unit: str, low: float, high: float, *, whole: bool = False, needed: bool = False) -> AfterValidator:
    def check(figure: Figure) -> Figure:
        found = []
        if needed and figure.value is None:
            found.append(Problem(("value",), "is null; the simulation cannot do without it"))
        if figure.unit != unit:
            found.append(Problem(("unit",), f"is '{figure.unit}'; it must be '{unit}'"))
        value = figure.value
        if value is not None and not low <= value <= high:
            found.append(Problem(("value",), f"is {value:g}; allowed: {low:g} to {high:g} {unit}"))
        if value is not None and whole and value != int(value):
            found.append(Problem(("value",), f"is {value:g}; it must be a whole number"))
        if found:
            raise InvalidError(found)
        return figure

    return AfterValidator(check)


def _about(what: str, unit: str, low: float, high: float) -> str:
    return f"{what}; {unit}, {low:g} to {high:g}"


Cinc = Annotated[
    Figure,
    _measured("share of system", 0, 1),
    Field(description=_about("Composite Index of National Capability", "share of system", 0, 1)),
]
Gdp = Annotated[
    Figure,
    _measured("billion current USD", 0, 500_000),
    Field(description=_about("gross domestic product", "billion current USD", 0, 500_000)),
]
Milex = Annotated[
    Figure,
    _measured("million current USD", 0, 20_000_000),
    Field(description=_about("military spending", "million current USD", 0, 20_000_000)),
]
PerHead = Annotated[
    Figure,
    _measured("thousand international dollars of 2017", 0.1, 1000),
    Field(description=_about("gross domestic product per head", "thousand international dollars of 2017", 0.1, 1000)),
]
Polyarchy = Annotated[
    Figure,
    _measured("index 0 to 1", 0, 1),
    Field(description=_about("V-Dem electoral democracy index", "index 0 to 1", 0, 1)),
]
Ideal = Annotated[
    Figure,
    _measured("ideal point", -10, 10),
    Field(description=_about("UN General Assembly ideal point", "ideal point", -10, 10)),
]
Nuclear = Annotated[
    Figure,
    _measured("Bleek status", 0, 3, whole=True, needed=True),
    Field(description="nuclear weapons status; Bleek status, 0 none, 1 explore, 2 pursue, 3 possess"),
]
Latent = Annotated[
    Figure,
    _measured("latency status", 0, 1, whole=True),
    Field(
        description="whether it has ever begun to build or run a facility to enrich or reprocess; latency status, 0 no, "
        "1 yes, null if not coded"
    ),
]
Distance = Annotated[
    Figure,
    _measured("km", 0, 20_040, needed=True),
    Field(description=_about("shortest distance between the two territories", "km", 0, 20_040)),
]
LastDispute = Annotated[
    Figure,
    _measured("year", 1816, 2100, whole=True),
    Field(description="last year the two were in a militarised dispute; year, null if none is recorded"),
]
Memory = Annotated[
    Figure,
    _measured("disputes halved every 20 years", 0, 1000),
    Field(
        description="disputes the two began with each other, each worth half as much for every 20 years to the year; "
        "disputes halved every 20 years, null if not counted"
    ),
]
Rivalry = Annotated[
    Figure,
    _measured("strategic rivalry, 0 or 1", 0, 1, whole=True),
    Field(description="whether the two are strategic rivals; strategic rivalry, 0 or 1, null if not coded"),
]
ShareOfGdp = Annotated[
    Figure,
    _measured("share of GDP", 0, 5, needed=True),
    Field(description=_about("as a share of gross domestic product", "share of GDP", 0, 5)),
]
Troops = Annotated[
    Figure,
    _measured("thousand persons", 0, 5000, needed=True),
    Field(description=_about("allied troops stationed", "thousand persons", 0, 5000)),
]
