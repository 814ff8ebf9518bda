"""Numbers in a case file: measured figures with their source, elicited numbers with their reason."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from foedus.errors import unknown
from foedus.intake.yaml_text import CUT_OFF
from foedus.world.fields import fields
from foedus.world.problems import Problem, refuse


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

MOST_LETTERS = 200
"""Most characters of a name."""


def _one_line(text: str) -> str:
    name = text.strip()
    if len(name) > MOST_LETTERS or not name.isprintable():
        raise ValueError(f"must be one line of at most {MOST_LETTERS} characters")
    return name


Name = Annotated[Text, AfterValidator(_one_line)]
"""What a reader sees in a line or a table: one line, without space around it."""

Abbreviation = Annotated[str, Field(strict=True, pattern=r"^[A-Z]{3}$")]
"""Correlates of War state abbreviation, three capitals."""

Identifier = Annotated[str, Field(strict=True, max_length=MOST_LETTERS, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
"""Lower-case words joined by hyphens."""

PUBLISHED = r"^\d{4}(-\d{2}(-\d{2})?)?$"
"""A year, a month or a day."""

PATTERNS = {
    r"^[A-Z]{3}$": "must be three capitals, a Correlates of War abbreviation such as USA",
    r"^[a-z0-9]+(-[a-z0-9]+)*$": "must be lower-case words joined by hyphens",
    r"\S": "must not be empty",
    PUBLISHED: "must be a year, a month or a day: YYYY, YYYY-MM or YYYY-MM-DD",
}
"""What each pattern of a text asks for, in words."""

LEAST, MOST = 1e-12, 1e15
"""Between which the size of a number other than 0 lies: what is beyond is not measured, and arithmetic with it is lost."""


def _sized(value: float) -> float:
    if value and not LEAST <= abs(value) <= MOST:
        raise ValueError(f"must be 0, or {LEAST:g} to {MOST:g} in size")
    return value


Number = Annotated[float, Field(strict=True, allow_inf_nan=False), AfterValidator(_sized)]
"""A finite number, written as a number, of a size that can be."""


def _unknown(key: str, known: Iterable[str]) -> str:
    """The message for a field that is not known; one with a space is the rest of a text that a comma cut."""
    return CUT_OFF.replace("has no value", f"unknown field '{key}'") if " " in key else unknown("field", key, known)


class Strict(BaseModel):
    """Base class of every part of a case: frozen; an unknown field is refused by name."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _known_fields(cls, data: object) -> object:
        if isinstance(data, dict):
            extra = [key for key in data if key not in cls.model_fields]
            refuse(Problem((key,), _unknown(str(key), cls.model_fields)) for key in extra)
        return data


class Figure(Strict):
    """A measured number: value, unit, year or day it holds for, and the key of its source.

    An unpublished value is null, with the reason; it is never zero.
    """

    value: Number | None = Field(description="the number in `unit`; null if it is not published")
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
    """An elicited number: a judgement between 0 and 1, with its reason, tagged as elicited wherever it is used."""

    value: Number = Field(ge=0, le=1, description="the judgement, 0 to 1")
    reason: Text = Field(description="one sentence: why this value")
    tag: Literal["elicited"] = Field("elicited", description="marks the number as a judgement")


def _measured(name: str, *, zero: bool = False) -> AfterValidator:
    """Unit and range of a figure, from its row of fields.csv; `zero` allows 0 even if the row does not."""
    field = fields()[name]

    def check(figure: Figure) -> Figure:
        found = []
        value = figure.value
        if figure.unit != field.unit:
            found.append(Problem(("unit",), f"is '{figure.unit}'; it must be '{field.unit}'"))
        if value == 0 and field.above and not zero:
            found.append(Problem(("value",), "is 0; it must be above 0; write null, with a reason, if it is unknown"))
        elif value is not None and not field.low <= value <= field.high:
            found.append(Problem(("value",), f"is {value:g}; allowed: {field.allowed}"))
        if value is not None and field.whole and value != int(value):
            found.append(Problem(("value",), f"is {value:g}; it must be a whole number"))
        refuse(found)
        return figure

    return AfterValidator(check)


def _about(name: str) -> str:
    field = fields()[name]
    return f"{field.meaning}; {'above ' * field.above}{field.allowed}"


Cinc = Annotated[Figure, _measured("cinc"), Field(description=_about("cinc"))]
Gdp = Annotated[Figure, _measured("gdp"), Field(description=_about("gdp"))]
Milex = Annotated[Figure, _measured("milex"), Field(description=_about("milex"))]
RestOfCinc = Annotated[Figure, _measured("cinc", zero=True), Field(description=_about("cinc"))]
RestOfGdp = Annotated[Figure, _measured("gdp", zero=True), Field(description=_about("gdp"))]
RestOfMilex = Annotated[Figure, _measured("milex", zero=True), Field(description=_about("milex"))]
PerHead = Annotated[Figure, _measured("gdp_per_head"), Field(description=_about("gdp_per_head"))]
Polyarchy = Annotated[Figure, _measured("polyarchy"), Field(description=_about("polyarchy"))]
Ideal = Annotated[Figure, _measured("ideal"), Field(description=_about("ideal"))]
Nuclear = Annotated[Figure, _measured("nuclear"), Field(description=_about("nuclear"))]
Latent = Annotated[Figure, _measured("latent"), Field(description=_about("latent"))]
Distance = Annotated[Figure, _measured("distance"), Field(description=_about("distance"))]
LastDispute = Annotated[Figure, _measured("last_dispute"), Field(description=_about("last_dispute"))]
Memory = Annotated[Figure, _measured("memory"), Field(description=_about("memory"))]
Rivalry = Annotated[Figure, _measured("rivalry"), Field(description=_about("rivalry"))]
Exposure = Annotated[Figure, _measured("exposure"), Field(description=_about("exposure"))]
Load = Annotated[Figure, _measured("load"), Field(description=_about("load"))]
Loss = Annotated[Figure, _measured("loss"), Field(description=_about("loss"))]
Troops = Annotated[Figure, _measured("troops"), Field(description=_about("troops"))]


def one_of(kind: str, allowed: tuple[str, ...]) -> AfterValidator:
    """A check that a text is one of those allowed, which names the nearest."""

    def check(name: str) -> str:
        if name not in allowed:
            raise ValueError(unknown(kind, name, allowed))
        return name

    return AfterValidator(check)
