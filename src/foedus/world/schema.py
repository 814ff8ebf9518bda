"""The schema of case files: frozen models, one per noun, each field with its meaning, unit and range."""

from __future__ import annotations

from typing import Annotated, Literal, get_args
from weakref import WeakValueDictionary

from pydantic import Field, model_validator

from foedus.world.check import problems
from foedus.world.fields import fields
from foedus.world.figures import (
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
    Name,
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
    one_of,
)
from foedus.world.problems import Problem, refuse
from foedus.world.views import BaseRate, Outcome, OutsideView, Poll, Tolerance, View
from foedus.world.world import KINDS

Role = Literal["principal", "challenger", "theatre", "system"]
"""principal: of the alliance or beside it; challenger: the adversary's side; theatre: a war there draws on the patron;
system: a great power that matters for polarity only. Principals and challengers make the treaty area."""

Side = Literal["conservative", "progressive", "none"]

Constitution = Literal["presidential", "semi-presidential", "parliamentary"]

Provocation = Literal[
    "missile-launches",
    "nuclear-tests",
    "other-provocations",
    "joint-air-patrols",
    "warheads-added",
    "chinese-zone-entries",
    "russian-zone-entries",
]

PROVOCATIONS: tuple[str, ...] = get_args(Provocation)
"""Provocation processes a case may ask for."""

Kind = Annotated[str, one_of("kind", KINDS)]

FURTHEST = fields()["tempo"].high
"""How far a state may stand from where the record ends, in logarithms or logits."""


class Source(Strict):
    """Where a figure comes from: the publisher's work, its version, and the years it covers."""

    citation: Text = Field(description="author or publisher, title, year")
    version: Text | None = Field(None, description="version or release of the work")
    note: Text | None = Field(None, description="what to beware of")


class Government(Strict):
    """Who governs on the case's date."""

    leader: Name = Field(description="chief executive")
    party: Name | None = Field(None, description="party of the chief executive; null if not looked up")
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
    name: Name = Field(description="short name shown to a reader")
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
    name: Name
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


class Moved(Strict):
    """How far something stands, on the case's date, from where the record of it ends."""

    change: Number = Field(
        ge=-FURTHEST, le=FURTHEST, description=f"by how much it is higher, -{FURTHEST:g} to {FURTHEST:g}"
    )
    source: Identifier = Field(description="key into the case's `sources`")
    note: Text | None = Field(None, description="how the number was computed, or what to beware of")


def _absent(value: object) -> bool:
    """Whether a part that came later is left out of what is written, so that the same case is written as it was before."""
    return not value


class Tempo(Moved):
    """How far the level of a type of provocation stands from that of the last year on record, as a natural logarithm."""

    provocation: Provocation


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


_SOUND: WeakValueDictionary[int, Case] = WeakValueDictionary()
"""Cases whose rules were checked: a case does not change, and is validated again wherever it is a part of something."""


class Case(Strict):
    """An alliance on a date, and the question asked of it."""

    id: Identifier
    title: Name = Field(description="the question")
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
    polls: tuple[Poll, ...] = Field((), description="of the protege's public on own nuclear weapons")
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
    tempo: tuple[Tempo, ...] = Field(
        (),
        exclude_if=_absent,
        description="levels of provocations that stand elsewhere than in the last year on record: ln of the ratio",
    )
    opinion: Moved | None = Field(
        None,
        exclude_if=_absent,
        description="how far support for own nuclear weapons stands from what `polls` say, in logits; null: nowhere else",
    )
    cannot_say: tuple[Text, ...] = Field((), description="a judgement: what this case cannot answer, a sentence each")
    words: dict[Text, Text] = Field({}, description="abbreviations and terms of this case, each with its meaning")
    notes: dict[Outcome, Text] = Field({}, description="by outcome, one sentence on what it means in this case")

    @model_validator(mode="after")
    def _consistent(self) -> Case:
        if _SOUND.get(id(self)) is not self:
            refuse(problems(self))
            _SOUND[id(self)] = self
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
