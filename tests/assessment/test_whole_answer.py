"""Every number of an answer keeps the promise of its line: inside its interval, and inside 0 to 1 where it is a probability."""

import math
from pathlib import Path

import pytest
from pydantic import BaseModel
from tests.assessment.one_candidate import ASKED

import foedus
from foedus.assessment.answer import Answer, CountLine, CountRecord, PoleLine
from foedus.assessment.identity import Identity
from foedus.assessment.outcome_lines import Difference, Estimate, Score
from foedus.data.library import Shelf
from foedus.simulation.block import WIDTH
from foedus.world.outcomes import PROBABILITY
from foedus.world.schema import Case

CASES = ("us-rok", "us-philippines", Path(__file__).parent / "ruritania.yaml")
SHARES = {"kept_share", "probability", "share", "curve", "prior_share", "weight", "weights", "strain", "at_horizon"}
"""Fields that hold probabilities or shares, beside the estimates."""
MUCH = 3000
"""Futures (a block has WIDTH at least) times years beyond which one specification is asked for and one instrument is taken
away, and beyond five times of which only one order is run."""


def answered(name, futures, horizon):
    """The whole answer, or where that would take long, the one with the fewest runs."""
    case = foedus.load_case(name)
    if max(futures, WIDTH) * horizon <= MUCH:
        return foedus.assess(case, futures=futures, horizon=horizon)
    own = [item.id for item in case.instruments if item.own]
    orders = ["as-measured"] if futures * horizon > 5 * MUCH else []
    return foedus.assess(case, futures=futures, horizon=horizon, orders=orders, specification=ASKED, without=own[1:])


def inside(x, least=0.0, most=1.0):
    return x is None or least <= x <= most


def kept(found, least=-math.inf, most=math.inf):
    """An estimate lies in its interval, and both in a range."""
    low, high = (found.value if x is None else x for x in (found.low, found.high))
    return found.value is None or least <= low <= found.value <= high <= most


def broken(part, units, path="answer", unit=None):
    """Path and content of everything that breaks its promise, in a part of an answer and all below it."""
    if isinstance(part, Estimate):
        least, most = {PROBABILITY: (0.0, 1.0), "change": (-1.0, 1.0)}.get(unit, (-math.inf, math.inf))
        if not kept(part, least, most):
            yield path, part
    elif isinstance(part, PoleLine):
        for bands in zip(part.low90, part.low50, part.median, part.high50, part.high90, strict=True):
            if None not in bands and list(bands) != sorted(bands):
                yield path, bands
    elif isinstance(part, CountLine):
        if not 0.0 <= part.low <= part.median <= part.high:
            yield path, part
    elif isinstance(part, BaseModel) and not isinstance(part, Case):
        own = units.get(getattr(part, "outcome", getattr(part, "name", "")), PROBABILITY)
        own = "skill" if isinstance(part, Score) else "count" if isinstance(part, CountRecord) else own
        own = "change" if isinstance(part, Difference) and own == PROBABILITY else own
        for name, value in part if not isinstance(part, Identity) else ():
            if name in SHARES and not isinstance(value, Estimate):
                yield from ((f"{path}.{name}", x) for x in numbers(value) if not inside(x))
            else:
                yield from broken(value, units, f"{path}.{name}", own)
    elif isinstance(part, dict | list):
        for key, value in part.items() if isinstance(part, dict) else enumerate(part):
            yield from broken(value, units, f"{path}[{key}]", unit)


def numbers(value):
    """Every number in a number, list or mapping."""
    if isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from numbers(each)
    else:
        yield value


@pytest.mark.parametrize("name", CASES, ids=lambda name: Path(name).stem)
@pytest.mark.parametrize(("futures", "horizon"), [(1, 1), (1, 20), (1, 60), (300, 1), (300, 60)])
def test_every_estimate_lies_in_its_interval_and_every_probability_in_0_to_1(name, horizon, futures):
    answer = answered(name, futures, horizon)
    assert list(broken(answer, {line.name: line.unit for line in answer.outcomes})) == []


def test_an_answer_reads_no_publishers_file(monkeypatch):
    def refuse(self, *args, **options):
        raise AssertionError("an answer read a publisher's file")

    whole = answered(CASES[0], 50, 1)
    monkeypatch.delenv("FOEDUS_DATA", raising=False)
    monkeypatch.setattr(Shelf, "read", refuse)
    assert answered(CASES[0], 50, 1) == whole


def test_the_walk_finds_what_is_broken():
    answer = answered(CASES[2], 50, 1)
    first = answer.outcomes[0].model_copy(update={"estimate": Estimate(value=0.3, low=0.4, high=0.5)})
    bad = Answer.model_construct(**{**dict(answer), "outcomes": [first.model_copy(update={"curve": [1.2]})]})
    assert [path for path, _ in broken(bad, {first.name: PROBABILITY})] == [
        "answer.outcomes[0].estimate",
        "answer.outcomes[0].curve",
    ]
