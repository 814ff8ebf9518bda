"""Where the numbers of a brief come from: a document, and what stands in it at a path."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from pydantic import BaseModel

from foedus.report.brief.forms import FORMS
from foedus.report.brief.model import Number, Piece, Quote
from foedus.world.canonical import own_instrument

if TYPE_CHECKING:
    from foedus.assessment.answer import Answer
    from foedus.assessment.discover_lines import Discover
    from foedus.assessment.elections_lines import Elections
    from foedus.assessment.outcome_lines import OutcomeLine
    from foedus.assessment.regret_lines import Regret
    from foedus.assessment.signpost_lines import Signposts

T = TypeVar("T", bound=BaseModel)

TREATY = "pact_in_force"
"""The outcome of the treaty of the alliance."""
NONE, CASE = "none on record", " (the case\u2019s count)"
"""Where there is no base rate, and where it is not counted by class."""


@dataclass(frozen=True)
class Source(Generic[T]):
    """A document by the name that a brief has for it."""

    name: str
    document: T

    def at(self, *path: str | int) -> Any:
        """What stands at a path: names of fields and keys, and places in lists."""
        found: Any = self.document
        for step in path:
            found = getattr(found, str(step)) if isinstance(found, BaseModel) else found[step]
        return found

    def number(self, form: str, *path: str | int) -> Number:
        """The value at a path, printed by a form of `FORMS`."""
        return Number(self.name, path, form, FORMS[form].make(self.at(*path)))

    def quote(self, *path: str | int, capital: bool = False) -> Quote:
        """The words at a path; `capital`: as they begin a sentence."""
        text = str(self.at(*path))
        return Quote(self.name, path, f"{text[:1].upper()}{text[1:]}" if capital else text)


@dataclass(frozen=True)
class Materials:
    """What a brief is made of: the answer, an earlier one, and results of single questions where they were handed in."""

    answer: Source[Answer]
    since: Source[Answer] | None = None
    elections: Source[Elections] | None = None
    regret: Source[Regret] | None = None
    discover: Source[Discover] | None = None
    signposts: Source[Signposts] | None = None

    @cached_property
    def places(self) -> dict[str, int]:
        """Place of each outcome in the answer, by its name."""
        return {line.name: place for place, line in enumerate(self.said.outcomes)}

    @property
    def said(self) -> Answer:
        """The answer itself."""
        return self.answer.document

    def outcome(self, name: str) -> OutcomeLine:
        """An outcome by its name."""
        return self.said.outcomes[self.places[name]]

    def label(self, name: str, capital: bool = False) -> tuple[Piece, ...]:
        """The name of an outcome for a reader; a conditional outcome says so."""
        place = self.places[name]
        line = self.said.outcomes[place]
        if line.given is None or line.given not in self.places or line.kind != "share":
            return (self.answer.quote("outcomes", place, "label", capital=capital),)
        return (
            self.answer.quote("outcomes", place, "label", capital=capital),
            " (if: ",
            self.answer.quote("outcomes", self.places[line.given], "label"),
            ")",
        )

    def estimate(self, name: str) -> Number:
        """An outcome's estimate with its interval."""
        form = "probability" if self.outcome(name).unit == "probability" else "amounts"
        return self.answer.number(form, "outcomes", self.places[name], "estimate")

    def base(self, name: str) -> tuple[Piece, ...]:
        """The base rate of an outcome: of its class, else as the case counts it; 'none on record' where there is none."""
        place, line = self.places[name], self.outcome(name)
        where: tuple[str | int, ...] = ("outcomes", place)
        if line.record is not None:
            return (self.answer.number("probability", *where, "record", "pooled"),)
        at = next((i for i, one in enumerate(line.base_rates) if one.probability is not None), None)
        if at is not None:
            return (self.answer.number("probability", *where, "base_rates", at, "probability"), CASE)
        if line.base_rates and line.base_rates[0].events is not None:
            counted = self.answer.number("counted", *where, "base_rates", 0)
            return (counted, " ", self.answer.quote(*where, "base_rates", 0, "unit"), CASE)
        return (NONE,)

    def beside(self, name: str) -> tuple[Piece, ...]:
        """The end of a sentence that gives an outcome's probability: the base rate of its class."""
        found = self.base(name)
        if found == (NONE,):
            return ("its base rate: none on record",)
        return ("its class: " if self.outcome(name).record else "its base rate: ", *found)

    def base_of(self, instrument: str) -> tuple[Piece, ...]:
        """The base rate of an instrument: how many of its class stay in force, where it is the treaty of the alliance."""
        said = self.said.identity
        treaty = own_instrument(said.case, "defence-pact") if said else None
        if treaty is None or treaty.id != instrument or self.outcome(TREATY).record is None:
            return (NONE,)
        return (*self.base(TREATY), " stay in force")

    def named(self, name: str) -> tuple[Piece, ...]:
        """The name of an outcome in quotation marks, as part of a sentence."""
        return ("\u201c", *self.label(name), "\u201d")

    def documents(self) -> dict[str, BaseModel]:
        """Every document by its name."""
        every = (self.answer, self.since, self.elections, self.regret, self.discover, self.signposts)
        return {one.name: one.document for one in every if one is not None}
