"""The line for opinion: where it is asked for and the case has polls, and nowhere else."""

from __future__ import annotations

import pytest
from tests.assessment.one_candidate import ASKED

from foedus import assess, load_case
from foedus.assessment.opinion import opinion_line
from foedus.equations.beliefs import Beliefs, Stated
from foedus.errors import InputError
from foedus.report.text import as_text
from foedus.simulation.mechanisms import Switches
from foedus.simulation.study import Study

ON = Switches(on=("opinion",))


@pytest.fixture(scope="module")
def case():
    return load_case("us-rok")


def test_the_line_is_a_share_with_an_interval_that_widens(case):
    line = opinion_line(Study(case, switches=ON))
    assert (line.polls, line.houses) == (6, 5)
    for one in (line.start, line.end, line.sampling):
        assert 0.0 < one.low < one.value < one.high < 1.0
    assert line.sampling.high - line.sampling.low < line.start.high - line.start.low < line.end.high - line.end.low
    assert (line.start.low, line.start.high) == pytest.approx((0.53, 0.72), abs=0.01)


def test_the_interval_widens_as_the_walk_is_believed_to(case):
    fast = Beliefs("fast", "literature", (Stated("opinion.scale", 1.0, 0.1),))
    study = Study(case, switches=ON, beliefs=(fast,))
    plain, wide = opinion_line(study), opinion_line(study, "fast")
    assert wide.start == plain.start
    assert wide.end.low < plain.end.low < plain.end.high < wide.end.high


def test_no_switch_or_no_polls_is_no_line(case):
    assert opinion_line(Study(case)) is None
    assert opinion_line(Study(case, switches=Switches(on=("wedge",)))) is None
    mute = case.model_copy(update={"polls": ()})
    with pytest.raises(InputError, match="mechanism 'opinion' cannot be switched on: the case lacks what it acts on"):
        Study(mute, switches=ON)


def test_the_order_of_polls_decides_nothing(case):
    turned = case.model_copy(update={"polls": case.polls[::-1]})
    assert opinion_line(Study(turned, switches=ON)) == opinion_line(Study(case, switches=ON))


def test_the_text_says_it(case):
    found = assess(case, futures=20, horizon=1, orders=["as-measured"], mechanisms=["opinion=on"], specification=ASKED)
    text = " ".join(as_text(found, colour=False).split())
    assert "The public of South Korea for own nuclear weapons" in text
    assert "from 6 polls of 5 houses" in text
    assert "opinion" not in found.off_by_default
