"""The schema of case files: frozen models, one per noun, each field with its meaning, unit and range."""

from __future__ import annotations

import math
from datetime import date
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, Field, model_validator

from foedus.errors import unknown
from foedus.world.check import problems
from foedus.world.figures import (
    PUBLISHED,
    Abbreviation,
    Cinc,
    Day,
    Distance,
    Elicited,
    Exposure,
    Figure,
    Gdp,
    Ideal,
    Identifier,
    LastDispute,
    Latent,
    Load,
    Loss,
    Memory,
    Milex,
    Nuclear,
    Number,
    PerHead,
    Polyarchy,
    RestOfCinc,
    RestOfGdp,
    RestOfMilex,
    Rivalry,
    Strict,
    Text,
    Troops,
    Year,
)
from foedus.world.outcomes import current, replaced, shown
from foedus.world.problems import Problem, refuse
from foedus.world.world import KINDS

Role = Literal["principal", "challenger", "theatre", "system"]
"""principal: of the alliance or beside it; challenger: the adversary's side; theatre: a war there draws on the patron;
system: a great power that matters for polarity only. Principals and challengers make the treaty area."""

Side = Literal["conservative", "progressive", "none"]

Constitution = Literal["presidential", "semi-presidential", "parliamentary"]

Provocation = Literal["missile-launches", "joint-air-patrols"]

PROVOCATIONS: tuple[str, ...] = get_args(Provocation)
"""Provocation processes a case may ask for."""

OUTCOMES = {one.name: one.meaning for one in (*shown(), *replaced())}
"""Outcomes that base rates and tolerances may name, and what each means."""


ENDS = " (ends)"
"""How the unit of a base rate ends that counts how often what held came to an end."""


def _one_of(kind: str, allowed: tuple[str, ...]) -> AfterValidator:
    def check(name: str) -> str:
        if name not in allowed:
            raise ValueError(unknown(kind, name, allowed))
        return name

    return AfterValidator(check)


Published = Annotated[str, Field(strict=True, pattern=PUBLISHED)]
"""A year, a month or a day of publication."""

Kind = Annotated[str, _one_of("kind", KINDS)]
Outcome = Annotated[str, _one_of("outcome", tuple(OUTCOMES))]


class Source(Strict):
    """Where a figure comes from: the publisher's work, its version, and the years it covers."""

    citation: Text = Field(description="author or publisher, title, year")
    version: Text | None = Field(None, description="version or release of the work")
    note: Text | None = Field(None, description="what to beware of")


class Government(Strict):
    """Who governs on the case's date."""

    leader: Text = Field(description="chief executive")
    party: Text | None = Field(None, description="party of the chief executive; null if not looked up")
    side: Side = Field(
        "none", description="a judgement: side followed by the model; none where alternation is not followed"
    )
    since: Day = Field(description="day of taking office")
    source: Identifier = Field(description="key into the case's `sources`")
    reason: Text | None = Field(None, description="why this side; it is a judgement, and counts as elicited")


class Elections(Strict):
    """The calendar of executive elections."""

    next: Day | Year = Field(description="day of the next scheduled election, or its year if no day is fixed")
    every_years: int = Field(strict=True, ge=1, le=10, description="years between scheduled elections, 1 to 10")
    source: Identifier = Field(description="key into the case's `sources`")
    note: Text | None = Field(None, description="the rule that gives the day")
    constitution: Constitution | None = Field(
        None,
        description="how early elections and other changes of government come about; null: at the rates of all democracies",
    )
    constitution_source: Identifier | None = Field(
        None, description="key into the case's `sources`: who calls the constitution so"
    )

    @model_validator(mode="after")
    def _sourced(self) -> Elections:
        if self.constitution is not None and self.constitution_source is None:
            refuse([Problem(("constitution_source",), "is missing; a constitution needs a source")])
        return self

    @property
    def year(self) -> int:
        """Year of the next scheduled election."""
        return self.next if isinstance(self.next, int) else self.next.year


def _published(known_on: str) -> None:
    """Raises ValueError for a month or a day that no calendar has."""
    try:
        date(*[*map(int, known_on.split("-")), 1, 1][:3])
    except ValueError as error:
        raise ValueError(f"known_on {known_on} is not in the calendar: {error}") from error


def _not_stated(unit: str) -> Figure:
    return Figure(value=None, unit=unit, reason="not stated")


class Capabilities(Strict):
    """Measured attributes of a state."""

    cinc: Cinc
    gdp: Gdp
    milex: Milex
    gdp_per_head: PerHead
    polyarchy: Polyarchy
    ideal_point: Ideal
    nuclear: Nuclear
    latent: Latent = _not_stated("latency status")


class Rest(Strict):
    """Totals of the states of the system that the case does not list."""

    cinc: RestOfCinc
    gdp: RestOfGdp
    milex: RestOfMilex


class State(Strict):
    """A state of the case."""

    code: int = Field(strict=True, ge=2, le=990, description="Correlates of War state code")
    abbreviation: Abbreviation = Field(description="Correlates of War abbreviation; names the state in this file")
    name: Text = Field(description="short name shown to a reader")
    role: Role = Field(description="part the state plays in the case")
    major: bool = Field(strict=True, description="great power whose capabilities count towards polarity")
    democracy: bool = Field(strict=True, description="elects its executive in contested elections")
    candidate: bool = Field(
        strict=True, description="its decision for own nuclear weapons is simulated; needs `gdp_per_head` and `latent`"
    )
    figures: Capabilities
    government: Government | None = Field(None, description="null where governments are not followed")
    elections: Elections | None = Field(None, description="null where no executive election is scheduled")


UNJUDGED_INTEGRITY = Elicited(value=0.9, reason="not judged: taken as a treaty in force without dispute over it")
"""Integrity of an instrument that was not judged."""

Pair = Annotated[tuple[Abbreviation, ...], Field(min_length=2, max_length=2)]


Hostility = Literal["threat", "display", "use of force", "war"]
"""How far a dispute goes, in the words of Correlates of War; war is 1,000 battle deaths or more."""


WAR_DEATHS = 1000
"""Battle deaths from which a dispute is a war."""


class Dispute(Strict):
    """A militarised dispute, by the rule of Correlates of War: a threat, display or use of force by one state on another."""

    level: Hostility = Field(description="the highest hostility")
    deaths: int | None = Field(None, strict=True, ge=0, description="battle deaths of the two; null if not known")
    source: Identifier = Field(description="key into the case's `sources`")
    note: Text | None = Field(None, description="what happened, or what to beware of")

    @model_validator(mode="after")
    def _deadly_enough(self) -> Dispute:
        if self.deaths and self.level in ("threat", "display"):
            refuse(
                [
                    Problem(
                        ("deaths",),
                        f"is {self.deaths}, but the level is {self.level}; deaths come of use of force or war",
                    )
                ]
            )
        if self.deaths and self.deaths >= WAR_DEATHS and self.level != "war":
            refuse(
                [
                    Problem(
                        ("level",),
                        f"is {self.level} with {self.deaths} deaths; {WAR_DEATHS} battle deaths or more are a war",
                    )
                ]
            )
        return self


class UnderWay(Dispute):
    """The dispute in which two states are on the case's date."""

    since: Year = Field(description="year in which it began, or reached this level")


class Incident(Dispute):
    """A dispute after the last year to which the disputes of a pair are coded."""

    year: Year = Field(description="year in which it began")


class Relation(Strict):
    """What joins or divides two states."""

    states: Pair = Field(description="the two states, in any order")
    since: Year = Field(
        description="first year of the present unbroken run in which both are states; an earlier dispute does not count"
    )
    contiguous: bool = Field(strict=True, description="by land, or by up to 400 miles of water")
    distance: Distance
    last_dispute: LastDispute
    memory: Memory = _not_stated("disputes halved every 20 years")
    rivalry: Rivalry = _not_stated("strategic rivalry, 0 or 1")
    dispute: UnderWay | None = Field(None, description="under way on the case's date; null if none is known")
    incidents: tuple[Incident, ...] = Field(
        (), description="disputes known of the years after those coded, the last year that has one at the least"
    )

    @property
    def coded(self) -> int | None:
        """Last year to which its disputes are coded: that of `last_dispute` or of `memory`; None where neither has one."""
        return max((each.year for each in (self.last_dispute, self.memory) if each.year is not None), default=None)


class Instrument(Strict):
    """A treaty, ceasefire, command, deployment or habit that is meant to hold."""

    id: Identifier
    name: Text
    kind: Kind = Field(description="one of " + ", ".join(KINDS))
    parties: tuple[Abbreviation, ...] = Field(min_length=1, description="states bound by it")
    protects: tuple[Abbreviation, ...] = Field((), description="states it is meant to protect; empty if none")
    against: tuple[Abbreviation, ...] | None = Field(
        None, description="initiators it is meant to deter; null means every state that is not a party"
    )
    mutual: bool = Field(False, strict=True, description="also restrains the protected against `against` (ceasefires)")
    since: Day = Field(description="day it took effect")
    until: Day | None = Field(None, description="last day of its present term; null if it has none")
    notice_years: int = Field(
        strict=True, ge=0, le=5, description="whole years between denunciation and exit, 0 to 5; 0 if no clause"
    )
    integrity: Elicited = Field(
        UNJUDGED_INTEGRITY,
        description="a judgement: how fully it is kept up on the case's date, 0 to 1; 0.9 if it was not judged, as for a "
        "treaty in force without dispute over it; one that starts lower is lost more easily",
    )
    rests_on: Identifier | None = Field(None, description="instrument without which this one lapses")
    troops: Troops | None = Field(None, description="presence only")
    own: bool = Field(strict=True, description="belongs to the alliance under assessment")
    source: Identifier = Field(description="key into the case's `sources`")
    text: Text = Field(description="one sentence: what it obliges")


LEAST_EXPOSURE, MOST_EXPOSURE = 1e-3, 1e9
"""Between which the exposure of a record lies, in whatever unit; nor can it have more events."""

Events = Annotated[Number, Field(ge=0, le=MOST_EXPOSURE)]
Units = Annotated[Number, Field(ge=LEAST_EXPOSURE, le=MOST_EXPOSURE)]


class BaseRate(Strict):
    """How often an outcome happened before: events in an exposure, or the share a study prints."""

    outcome: Outcome
    events: Events | None = Field(None, description="times it happened")
    exposure: Units | None = Field(None, description="in how many units it could have happened")
    share: Number | None = Field(None, ge=0, le=1, description="share printed by a study that gives no counts")
    unit: Text = Field(description="unit of the exposure, for example years or disputes")
    period: Text = Field(description="years covered, for example 1954-2023")
    source: Identifier = Field(description="key into the case's `sources`")
    text: Text = Field(description="one sentence: what was counted")

    @model_validator(mode="after")
    def _counted_or_printed(self) -> BaseRate:
        counted = self.events is not None and self.exposure is not None
        if counted == (self.share is not None) or (self.events is None) != (self.exposure is None):
            raise ValueError("give either events and exposure, or share")
        return self

    @property
    def ends(self) -> bool:
        """Whether the events are ends of a status, as in the unit 'years (ends)'."""
        return self.unit.endswith(ENDS)

    @property
    def counted_in(self) -> str:
        """The unit of the exposure, without the mark of ends."""
        return self.unit.removesuffix(ENDS)

    @property
    def by_year(self) -> bool:
        """Whether the exposure is counted in years: of the case, of dyads or of others."""
        return self.counted_in.endswith("years")

    @property
    def rate(self) -> float:
        """Events per unit of exposure, or the printed share."""
        if self.events is not None and self.exposure is not None:
            return self.events / self.exposure
        return self.share if self.share is not None else float("nan")


class View(Strict):
    """What a sceptic, the literature or an optimist says of an outcome: a record (events in an exposure), or a judgement."""

    outcome: Outcome
    beliefs: Literal["sceptical", "literature", "optimist"] = Field(description="whose view it is")
    events: Events | None = Field(None, description="times it happened")
    exposure: Units | None = Field(None, description="in how many trials it could have happened")
    unit: Text | None = Field(None, description="unit of the exposure, for example disputes at force")
    value: Number | None = Field(None, ge=0, le=1, description="a judgement: the probability")
    reason: Text = Field(description="one sentence: what was counted, or why it is judged so")
    source: Identifier | None = Field(None, description="key into the case's `sources`; required for a record")

    @model_validator(mode="after")
    def _record_or_judgement(self) -> View:
        record = (self.events, self.exposure, self.unit, self.source)
        counted = None not in record
        if counted == (self.value is not None) or (not counted and record[:3] != (None, None, None)):
            raise ValueError("give either events, exposure, unit and source, or value")
        if self.events is not None and self.exposure is not None and self.events > self.exposure:
            raise ValueError(f"events {self.events:g} must not exceed the exposure of {self.exposure:g}")
        return self


MOST_A_YEAR = 1000.0
"""Highest rate of events a year."""


class OutsideView(Strict):
    """What others said of an outcome. It stands beside the outcome, in its own unit; nothing is computed from it but its value
    at the horizon, where it is a probability or a rate."""

    outcome: Outcome
    unit: Literal[
        "probability", "rate", "rate-of-ends", "share-of-respondents", "share-of-cases", "points", "direction"
    ] = Field(
        description="probability: within `years`; rate: events a year; rate-of-ends: ends a year of what held; points: a "
        "change in percentage points"
    )
    value: Number | None = Field(None, description="in its unit; null for a direction")
    respondents: int | None = Field(
        None, strict=True, ge=1, description="how many were asked, or counted; null if not printed"
    )
    period: Text = Field(description="when it was asked, or the years it covers")
    years: int | None = Field(None, strict=True, ge=1, le=100, description="horizon of a probability, years")
    known_on: Published = Field(description="when it was published: YYYY, YYYY-MM or YYYY-MM-DD; may be after `as_of`")
    source: Identifier = Field(description="key into the case's `sources`")
    text: Text = Field(description="one sentence: what was said, and what to beware of")

    @model_validator(mode="after")
    def _typed(self) -> OutsideView:
        if (self.unit == "direction") != (self.value is None):
            raise ValueError("give a value, but for a direction")
        if (self.unit == "probability") != (self.years is not None):
            raise ValueError("give years for a probability, and for nothing else")
        if self.unit == "points" and not -100.0 <= (self.value or 0.0) <= 100.0:
            raise ValueError(f"value {self.value:g} is not allowed: a change in percentage points is -100 to 100")
        _published(self.known_on)
        value = 0.0 if self.value is None or self.unit == "points" else self.value
        most = 1.0 if self.unit in ("probability", "share-of-respondents", "share-of-cases") else MOST_A_YEAR
        if not 0.0 <= value <= most:
            raise ValueError(f"value {value:g} is not allowed: a {self.unit} is 0 or more, and at most {most:g}")
        return self

    def known_by(self, day: date) -> bool:
        """Whether it was published by a day; a month or year without a day counts to its end."""
        given = [int(part) for part in self.known_on.split("-")]
        return given <= [day.year, day.month, day.day][: len(given)] and (
            len(given) == 3 or given < [day.year, day.month, day.day][: len(given)]
        )

    def at(self, years: int) -> float | None:
        """A probability or a rate so many years ahead; None for anything else, as for a status at another horizon."""
        if self.value is None:
            return None
        if self.unit == "probability" and current(self.outcome).kind != "event":
            return float(self.value) if self.years == years else None
        if self.unit == "probability" and self.years is not None:
            return float(1.0 - (1.0 - self.value) ** (years / self.years))
        if self.unit == "rate":
            return 1.0 - math.exp(-self.value * years)
        return math.exp(-self.value * years) if self.unit == "rate-of-ends" else None


class Tolerance(Strict):
    """The probability that the reader of the case can tolerate; the verdict compares outcomes with it."""

    outcome: Outcome
    at_most: Number | None = Field(None, ge=0, le=1, description="probability over the horizon, upper limit")
    at_least: Number | None = Field(None, ge=0, le=1, description="probability at the horizon, lower limit")
    years: int = Field(20, strict=True, ge=1, le=60, description="horizon the limit is stated for, years, 1 to 60")
    reason: Text = Field(description="one sentence: why this limit")
    tag: Literal["elicited"] = Field("elicited", description="marks the number as a judgement")

    @model_validator(mode="after")
    def _one_limit(self) -> Tolerance:
        if (self.at_most is None) == (self.at_least is None):
            raise ValueError("give exactly one of at_most and at_least")
        return self


class Strain(Elicited):
    """How much a pair of governments strains the alliance, 0 none to 1 rupture."""

    patron: Literal["conservative", "progressive"] = Field(description="side that governs the patron")
    protege: Literal["conservative", "progressive"] = Field(description="side that governs the protege")


class Coercion(Strict):
    """The state that may coerce the protege economically, and its record."""

    coercer: Abbreviation
    exposure: Exposure
    loss: Loss
    episodes: int = Field(strict=True, ge=0, le=1000, description="episodes on record")
    years: Number = Field(gt=0, le=300, description="years in which they could have happened")
    source: Identifier = Field(description="key into the case's `sources`")


JUDGED = {
    "challengers": "challengers: none is named, so the numbers speak of a world without an adversary",
    "sides": "sides of the governments of patron and protege: not followed, so no pair of governments is told apart",
    "strain": "strain of the pairs of governments: 0 for each pair not stated",
    "tolerances": "limits the reader can live with: without any there is no verdict",
    "integrity": "how fully each instrument is kept up: 0.9 where not stated",
    "bloc": "the adversary's bloc: none",
    "cannot-say": "what the case cannot answer: nothing of its own is said",
}
"""What a case states by judgement alone, by code, and what is assumed where it does not."""


class Case(Strict):
    """An alliance on a date, and the question asked of it."""

    id: Identifier
    title: Text = Field(description="the question")
    as_of: Day = Field(description="nothing later than this day enters the case")
    protege: Abbreviation = Field(description="the protected state")
    patron: Abbreviation = Field(description="the state that protects it")
    bloc: tuple[Abbreviation, ...] = Field((), description="a judgement: the adversary's bloc; empty if none is judged")
    sources: dict[Identifier, Source] = Field(min_length=1, description="every source, by key")
    states: tuple[State, ...] = Field(min_length=2, max_length=200)
    rest: Rest
    relations: tuple[Relation, ...] = Field(min_length=1)
    instruments: tuple[Instrument, ...] = Field(min_length=1)
    base_rates: tuple[BaseRate, ...] = Field((), description="shown beside the outcome; nothing is computed from it")
    views: tuple[View, ...] = Field((), description="rival views of an outcome that are shown beside the estimate")
    outside_views: tuple[OutsideView, ...] = Field((), description="what others said of an outcome; shown beside it")
    tolerances: tuple[Tolerance, ...] = Field((), description="a judgement; without any the verdict cannot tell")
    strain: tuple[Strain, ...] = Field(
        (), max_length=4, description="a judgement: one entry per pair of governments; 0 for a pair not stated"
    )
    load: Load = Field(
        _not_stated("war draws on the patron, 0 or 1"),
        description="whether the patron takes part in a war, of the last year known; null: drawn at its usual rate",
    )
    coercion: Coercion | None = Field(None, description="null if no state is expected to coerce the protege")
    provocations: tuple[Provocation, ...] = Field((), description="provocation processes to follow")
    cannot_say: tuple[Text, ...] = Field((), description="a judgement: what this case cannot answer, a sentence each")
    words: dict[Text, Text] = Field({}, description="abbreviations and terms of this case, each with its meaning")
    notes: dict[Outcome, Text] = Field({}, description="by outcome, one sentence on what it means in this case")

    @model_validator(mode="after")
    def _consistent(self) -> Case:
        refuse(problems(self))
        return self

    @property
    def year(self) -> int:
        """The year-end nearest to `as_of`: futures start in the year after it."""
        return self.as_of.year if self.as_of.month > 6 else self.as_of.year - 1

    @property
    def sides(self) -> tuple[Side, Side]:
        """Sides that govern patron and protege; none if not judged."""
        by_name = {state.abbreviation: state.government for state in self.states}
        patron, protege = (by_name[name] for name in (self.patron, self.protege))
        return patron.side if patron else "none", protege.side if protege else "none"

    @property
    def not_judged(self) -> tuple[str, ...]:
        """Codes of the judgements that this case leaves at the schema's defaults: see `JUDGED`."""
        judged = {
            "challengers": bool(self.bloc) or any(state.role == "challenger" for state in self.states),
            "sides": "none" not in self.sides,
            "strain": len(self.strain) == 4,
            "tolerances": bool(self.tolerances),
            "integrity": all(item.integrity != UNJUDGED_INTEGRITY for item in self.instruments),
            "bloc": bool(self.bloc),
            "cannot-say": bool(self.cannot_say),
        }
        return tuple(code for code in JUDGED if not judged[code])

    @property
    def abbreviations(self) -> tuple[str, ...]:
        """Abbreviations of the states, in the order of the file."""
        return tuple(state.abbreviation for state in self.states)
