"""The claims of the text that a case goes back to: how each is checked, what came out, and on what that rests.

The claims of a case are stated in a file beside it: `NAME.claims.yaml` for `NAME.yaml`, `cases/claims/` for those that ship.
"""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from foedus.assessment.claim_checks import Check, computed
from foedus.errors import InputError
from foedus.part import Part
from foedus.rendered import Rendered
from foedus.shown import shown
from foedus.world.case import load, names_file, shipped, taken_case
from foedus.world.figures import PUBLISHED, Identifier, Name, Number, Strict, Text
from foedus.world.problems import Problem, refuse
from foedus.world.schema import Case

Kind = Literal["fact", "forecast", "thesis"]
Status = Literal["confirmed", "wrong", "partly", "open", "cannot-be-checked"]
RestsOn = Literal["seen", "document", "computed", "nothing"]

UNSETTLED = ("open", "cannot-be-checked")
"""Status of a claim that needs no source."""
HAPPENED = {"confirmed": True, "wrong": False}
"""What a resolved forecast comes to, by its status."""


RESTS_ON = (
    "seen: pages that were read; document: the text of a treaty, law or declaration; computed: publishers' data; nothing: no "
    "page that says so was read"
)


class Resolution(Strict):
    """What became of a forecast."""

    happened: bool = Field(description="what was forecast came about")
    on: Annotated[str, Field(strict=True, pattern=PUBLISHED)] = Field(
        description="day, month or year by which it was settled"
    )


class StatedFigure(Strict):
    """A number that bears on a claim."""

    what: Name = Field(description="what is counted, with its year")
    stated: Number = Field(description="the number as its source has it, or as it was computed")
    unit: Name
    source: Text = Field(description="who states it, or what it was computed from")
    check: Check | None = Field(None, description="the computation, made anew where the publishers' files are present")


class StatedClaim(Strict):
    """One claim of the text, in other words than its own."""

    id: Annotated[str, Field(strict=True, pattern=r"^[A-Z][A-Z0-9]{0,9}$")] = Field(description="C01")
    claim: Text
    kind: Kind
    check: Text = Field(description="how it is checked")
    status: Status
    evidence: Text = Field(description="what was found")
    rests_on: RestsOn = Field(description=RESTS_ON)
    source: Text | None = Field(None, description="citation")
    resolution: Resolution | None = Field(None, description="of a forecast that is settled")
    figures: tuple[StatedFigure, ...] = ()

    @model_validator(mode="after")
    def _consistent(self) -> StatedClaim:
        found = []
        if self.source is None and (self.status not in UNSETTLED or self.rests_on != "nothing"):
            found.append(Problem(("source",), f"is missing; a claim that is {self.status} needs one"))
        if self.rests_on == "nothing" and self.status not in UNSETTLED:
            found.append(Problem(("rests_on",), f"is nothing, so the claim is open, not {self.status}"))
        if self.kind != "forecast" and self.resolution is not None:
            found.append(Problem(("resolution",), f"is of forecasts only; this is a {self.kind}"))
        settled = self.status not in UNSETTLED
        if self.kind == "forecast" and settled != (self.resolution is not None):
            told = "is missing" if settled else "is given"
            found.append(Problem(("resolution",), f"{told}; a forecast has one if its status is not open"))
        expected = HAPPENED.get(self.status)
        if self.resolution is not None and expected not in (None, self.resolution.happened):
            found.append(Problem(("resolution", "happened"), f"contradicts the status {self.status}"))
        refuse(found)
        return self


class StatedClaims(Strict):
    """The file of the claims of a case."""

    case: Identifier = Field(description="id of the case")
    text: Name = Field(description="title of the text")
    published: Name = Field(description="where and when")
    known_to: Annotated[str, Field(strict=True, pattern=PUBLISHED)] = Field(description="nothing later was looked at")
    claims: Annotated[tuple[StatedClaim, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _each_once(self) -> StatedClaims:
        names = [one.id for one in self.claims]
        refuse(
            Problem(("claims", row, "id"), f"'{name}' is given twice; give each claim its own")
            for row, name in enumerate(names)
            if name in names[:row]
        )
        return self


class FigureLine(Part):
    """A number that bears on a claim."""

    what: str
    unit: str
    stated: float = Field(description="as the file of the claims has it")
    source: str = Field(description="of the stated number")
    computed: float | None = Field(description="made anew from the publishers' files; null: see `not_computed`")
    not_computed: str | None = Field(description="why not: no computation is named, or what the file lacks")


class ClaimLine(Part):
    """One claim with its check and what came out."""

    id: str
    claim: str
    kind: Kind
    check: str = Field(description="how it is checked")
    status: Status = Field(description="open: what was read does not settle it; cannot-be-checked: nothing could")
    evidence: str
    rests_on: RestsOn = Field(description=RESTS_ON)
    source: str | None = Field(description="citation; null where nothing was read")
    happened: bool | None = Field(
        description="of a forecast: what was forecast came about; null: not settled, or no forecast"
    )
    settled_on: str | None = Field(description="day, month or year by which a forecast was settled")
    figures: list[FigureLine]


class Claims(Rendered, Part):
    """The answer of `foedus claims`."""

    format: Literal["foedus.claims/1"] = "foedus.claims/1"
    case: str
    text: str = Field(description="title of the text that makes the claims")
    published: str
    known_to: str = Field(description="nothing later was looked at")
    claims: list[ClaimLine]


NO_CHECK = "no computation is named"


def claims(case: Case | str | Path) -> Claims:
    """Every claim of the text that a case goes back to, with its status; numbers computed where the publishers' files are.

    case  a case, or the name or path of one

    Raises InputError for a case without claims, CaseError for a file of claims that is not valid.

    >>> import foedus
    >>> found = foedus.claims("us-rok")
    >>> next(one.status for one in found.claims if one.id == "C13")
    'wrong'
    """
    stated = _stated(case)
    return Claims(
        case=stated.case,
        text=stated.text,
        published=stated.published,
        known_to=stated.known_to,
        claims=[_line(one) for one in stated.claims],
    )


def _stated(case: Case | str | Path) -> StatedClaims:
    """The file of the claims of a case."""
    if not isinstance(case, Case) and names_file(case):
        path = Path(case)
        loaded, beside = taken_case(path), path.with_name(f"{path.stem}.claims.yaml")
        if not beside.exists():
            raise InputError(f"the case {loaded.id} states no claims; put them beside it in {shown(beside.name)}")
        found = load(StatedClaims, "claims", beside, _claims())
        if found.case != loaded.id:
            raise InputError(
                f"{shown(beside.name)} has the claims of '{shown(found.case)}', not of the case {loaded.id}"
            )
        return found
    name = taken_case(case).id
    if name not in shipped(_claims()):
        raise InputError(f"the case {name} states no claims; cases that do: {', '.join(shipped(_claims()))}")
    return load(StatedClaims, "claims", name, _claims())


def _claims() -> Traversable:
    return files("foedus") / "cases" / "claims"


def _line(one: StatedClaim) -> ClaimLine:
    return ClaimLine(
        id=one.id,
        claim=one.claim,
        kind=one.kind,
        check=one.check,
        status=one.status,
        evidence=one.evidence,
        rests_on=one.rests_on,
        source=one.source,
        happened=one.resolution.happened if one.resolution else None,
        settled_on=one.resolution.on if one.resolution else None,
        figures=[_figure(each) for each in one.figures],
    )


def _figure(one: StatedFigure) -> FigureLine:
    value, lacking = computed(one.check) if one.check else (None, NO_CHECK)
    return FigureLine(
        what=one.what, unit=one.unit, stated=one.stated, source=one.source, computed=value, not_computed=lacking
    )
