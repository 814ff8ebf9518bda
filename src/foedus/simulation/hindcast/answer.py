"""The answer of `foedus hindcast`: its schema."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from foedus.part import Part
from foedus.rendered import Rendered


class Comparison(Part):
    """One statistic from one origin: what was simulated, what happened, what the years before would have said."""

    statistic: str
    median: float | None = Field(description="of the futures; null, as its bands, if under half of them define it")
    low50: float | None
    high50: float | None
    low90: float | None
    high90: float | None
    observed: float | None = Field(description="null where the record is not coded for every year, or has no case")
    inside50: bool | None
    inside90: bool | None
    base: float | None = Field(
        description="base rate: the same statistic of as many years up to the origin, from the world that they began in"
    )
    defined: float = Field(description="share of the futures in which the statistic has a denominator")


class PairLine(Part):
    """Disputes of one pair over the horizon, counted by direction and year."""

    states: tuple[int, int] = Field(description="COW numbers")
    name: str = Field(description="COW abbreviations, as PRK-ROK")
    happened: int
    expected: float = Field(description="mean over the futures")
    low90: int
    high90: int
    inside90: bool
    any: float = Field(description="share of the futures with any")


class Tenth(Part):
    """A tenth of the pairs, by falling chance of any dispute."""

    pairs: int
    any: float = Field(description="mean share of the futures with any dispute")
    happened: float = Field(description="share of the pairs that had any")


class Origin(Part):
    """One origin: its world and its comparisons."""

    year: int
    last: int = Field(description="last year compared")
    states: int
    dyads: int = Field(description="pairs that may dispute, of the world at the origin")
    pacts: int = Field(description="defence treaties in force")
    followed: float | None = Field(
        description="share of the disputes of relevant dyads after the origin that were along those pairs"
    )
    majors_then: list[int] = Field(description="COW numbers of the major powers at the origin")
    majors_later: list[int] = Field(description="the same in the last year, of the record")
    poles_later: list[float | None] = Field(
        description="effective number of poles among the latter in the record, by CINC, GDP, military spending"
    )
    left: int = Field(
        description="tied dyads a state of which was no longer in the system in the last year: not compared"
    )
    tied: int = Field(description="dyads with a defence pact at the origin")
    comparisons: list[Comparison]
    pairs: list[PairLine] = Field([], description="the pairs asked for that may dispute")
    tenths: list[Tenth] = Field([], description="all pairs, those of the highest chance first")
    crps: float | None = Field(None, description="of the yearly number of disputes, mean over years; smaller is better")
    crps_climatology: float | None = Field(
        None,
        description="the same of a forecast of the numbers of as many years up to the origin, along the same pairs",
    )


class Coverage(Part):
    """How often the bands of one statistic, or of all, held what happened."""

    statistic: str
    label: str
    meaning: str
    known: int = Field(description="comparisons in which both the bands and the record are known")
    share50: float | None = Field(description="share inside the 50% band")
    share90: float | None = Field(description="share inside the 90% band")
    below: float | None = Field(description="share in which the median was below what happened: 1 or 0 is a lean")
    nearer: float | None = Field(description="share in which the median was nearer to what happened than the base rate")


class Failure(Part):
    """A statistic that left its 90% band, in words."""

    statistic: str
    origins: list[int]
    text: str


class HindcastAnswer(Rendered, Part):
    """The answer of `foedus hindcast`."""

    format: Literal["foedus.hindcast/1"] = "foedus.hindcast/1"
    version: str
    what_this_is: str = Field(description="what a hindcast with the shipped estimates tests, and what it does not")
    horizon: int = Field(description="years compared; fewer where the record of disputes ends before, see `last`")
    futures: int
    seed: int
    fits: str = Field("shipped", description="shipped; as-of: estimated anew to each origin; or a folder")
    sources: dict[str, str] = Field(description="SHA-256 of every publisher's file read")
    origins: list[Origin]
    coverage: list[Coverage]
    total: Coverage
    failures: list[Failure]
    leanings: list[str] = Field(
        description="statistics whose median stood on one side of the record wherever it differed, over four origins or more"
    )
    caveats: list[str]
