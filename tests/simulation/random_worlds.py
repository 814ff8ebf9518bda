"""Random valid cases of two to five states: every number is made up, and any that a case may leave unknown may be unknown."""

from __future__ import annotations

from itertools import combinations
from typing import Any

from hypothesis import strategies as st

from foedus.world.schema import Case
from foedus.world.world import KINDS

NAMES = ("AAA", "BBB", "CCC", "DDD", "EEE")
YEAR = 2015
SIDES = ("conservative", "progressive")
UNITS = {
    "cinc": "share of system",
    "gdp": "billion current USD",
    "milex": "million current USD",
    "gdp_per_head": "thousand international dollars of 2017",
    "polyarchy": "index 0 to 1",
    "ideal_point": "ideal point",
    "nuclear": "Bleek status",
    "latent": "latency status",
}


def figure(value: float | None, unit: str) -> dict[str, Any]:
    """A figure, with a source where it is known and a reason where it is not."""
    known = {"year": YEAR, "source": "made-up"} if value is not None else {"reason": "not known"}
    return {"value": value, "unit": unit, **known}


def numbers(low: float, high: float) -> st.SearchStrategy[float]:
    """Numbers between two, of four digits."""
    return st.integers(0, 1000).map(lambda step: round(low + (high - low) * step / 1000, 6))


@st.composite
def states(draw: st.DrawFn, name: str, principal: bool) -> dict[str, Any]:
    """A state; patron and protege have a government with a side."""
    unknown = st.none()
    values = {
        "cinc": draw(numbers(0.001, 0.15)),
        "gdp": draw(unknown | numbers(10, 20_000)),
        "milex": draw(unknown | numbers(100, 800_000)),
        "gdp_per_head": draw(numbers(1, 80)),
        "polyarchy": draw(unknown | numbers(0, 1)),
        "ideal_point": draw(unknown | numbers(-3, 3)),
        "nuclear": draw(st.integers(0, 3)),
        "latent": draw(st.integers(0, 1)),
    }
    democracy = draw(st.booleans())
    made = {
        "code": 100 + NAMES.index(name),
        "abbreviation": name,
        "name": f"State {name}",
        "role": "principal" if principal else draw(st.sampled_from(("principal", "challenger", "theatre", "system"))),
        "major": draw(st.booleans()),
        "democracy": democracy,
        "candidate": values["nuclear"] < 2 and draw(st.booleans()),
        "figures": {field: figure(value, UNITS[field]) for field, value in values.items()},
    }
    if principal:
        side = draw(st.sampled_from(SIDES))
        made["government"] = {"leader": "Somebody", "side": side, "since": "2013-01-01", "source": "made-up"}
    if democracy:
        made["elections"] = {"next": YEAR + draw(st.integers(1, 4)), "every_years": 4, "source": "made-up"}
    return made


@st.composite
def relations(draw: st.DrawFn, pair: tuple[str, str]) -> dict[str, Any]:
    """What joins or divides two states."""
    contiguous = draw(st.booleans())
    last = draw(st.none() | st.integers(1951, YEAR))
    return {
        "states": pair,
        "since": 1950,
        "contiguous": contiguous,
        "distance": figure(0.0 if contiguous else draw(numbers(700, 15_000)), "km"),
        "last_dispute": figure(last, "year"),
        "memory": figure(draw(st.none() | numbers(0, 10)), "disputes halved every 20 years"),
        "rivalry": figure(draw(st.none() | st.integers(0, 1)), "strategic rivalry, 0 or 1"),
    }


@st.composite
def instruments(draw: st.DrawFn, name: str, parties: list[str], kind: str, own: bool) -> dict[str, Any]:
    """An instrument of two or more parties that protects some of them; one of the alliance may rest on its treaty."""
    return {
        "id": name,
        "name": f"Instrument {name}",
        "kind": kind,
        "parties": parties,
        "protects": draw(st.lists(st.sampled_from(parties), unique=True)),
        "since": f"{draw(st.integers(1950, YEAR))}-01-01",
        "notice_years": draw(st.integers(0, 2)),
        "integrity": {"value": draw(numbers(0.05, 0.95)), "reason": "Made up."},
        "rests_on": "treaty" if own and name != "treaty" and draw(st.booleans()) else None,
        "troops": figure(draw(numbers(0, 50)), "thousand persons") if kind == "presence" else None,
        "own": own,
        "source": "made-up",
        "text": "It obliges.",
    }


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """A valid case."""
    names = NAMES[: draw(st.integers(2, len(NAMES)))]
    patron, protege, *others = draw(st.permutations(names))
    alliance = sorted((patron, protege))
    more = []
    for number in range(draw(st.integers(0, 4))):
        own = draw(st.booleans())
        parties = alliance if own else draw(st.lists(st.sampled_from(names), min_size=2, unique=True))
        more.append(draw(instruments(f"other-{number}", parties, draw(st.sampled_from(KINDS)), own)))
    coercer = draw(st.none() | st.sampled_from(others)) if others else None
    coercion = {
        "coercer": coercer,
        "exposure": figure(draw(numbers(0, 0.5)), "share of GDP"),
        "loss": figure(draw(numbers(0, 0.05)), "share of GDP"),
        "episodes": draw(st.integers(0, 3)),
        "years": 30,
        "source": "made-up",
    }
    strain = [
        {"patron": one, "protege": other, "value": draw(numbers(0, 1)), "reason": "Made up."}
        for one in SIDES
        for other in SIDES
    ]
    return Case.model_validate(
        {
            "id": "random",
            "title": "Is it prepared?",
            "as_of": f"{YEAR}-12-31",
            "protege": protege,
            "patron": patron,
            "bloc": draw(st.lists(st.sampled_from(others), unique=True)) if others else [],
            "sources": {"made-up": {"citation": "Nobody, nothing, never"}},
            "states": [draw(states(name, name in alliance)) for name in names],
            "rest": {
                name: figure(value, UNITS[name]) for name, value in (("cinc", 0.25), ("gdp", 60_000), ("milex", 1e6))
            },
            "relations": [draw(relations(pair)) for pair in combinations(names, 2)],
            "instruments": [draw(instruments("treaty", alliance, "defence-pact", own=True)), *more],
            "tolerances": [{"outcome": "war_outside", "at_most": 0.05, "years": 10, "reason": "Made up."}],
            "strain": draw(st.sampled_from(([], strain))),
            "coercion": coercion if coercer else None,
            "provocations": draw(st.sampled_from(([], ["missile-launches"], ["joint-air-patrols"]))),
        }
    )
