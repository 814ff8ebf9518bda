"""Lines of provocations: what the counts of futures make of each type, and that a type that is off has none."""

import numpy as np
import pytest

from foedus.assessment.provocations import provocation_lines
from foedus.report import sentences
from foedus.simulation.mechanisms import switches
from foedus.simulation.outcomes import TOTALS
from foedus.simulation.study import Study
from foedus.simulation.tally import COUNTS, empty, number, numbers
from foedus.world.case import load_case


@pytest.mark.parametrize("total", [0, 1, 17, 63, 64, 65, 100, 1000, 50_000])
def test_a_bin_stands_for_what_was_put_into_it(total):
    assert numbers()[number(float(total))] == pytest.approx(total, rel=0.0 if total < 64 else 0.011)


def test_bins_are_in_order_and_the_last_holds_the_rest():
    assert (np.diff(numbers()) > 0).all()
    assert number(1e12) == COUNTS - 1


def counted(study):
    """A tally of 10 futures with 0, 10, 20, ... 90 of each type."""
    kinds = len(study.world.provocations)
    tally = empty(10, study.horizon, kinds, 0)
    tally.futures[:] = 1
    for g in range(10):
        tally.totals[g, len(TOTALS) :] = 10.0 * g
        tally.provoked[:, number(10.0 * g)] += 1
    return tally


def test_a_line_is_a_year_of_the_horizon_beside_the_record():
    study = Study(load_case("us-rok"), horizon=10)
    lines = {line.name: line for line in provocation_lines(study, counted(study))}
    assert list(lines) == list(study.world.provocations)
    line = lines["nuclear-tests"]
    assert (line.a_year.mean, line.a_year.median, line.a_year.low) == pytest.approx((4.5, 4.0, 0.0))
    assert line.a_year.high == pytest.approx(9.0, rel=0.02)
    assert line.none == pytest.approx(0.1)
    assert (line.unit, line.record.events, line.record.last_year) == ("nuclear test", 0, 2023)
    assert line.skill.score is not None
    assert line.skill.score.horizon == 10
    assert lines["joint-air-patrols"].skill.verdict == "not-scored"
    assert "Not scored on later years" in sentences.provocation(lines["joint-air-patrols"])
    assert "On record 2019-2023: 0 in 4.8 years" in sentences.provocation(line)
    entries = lines["chinese-zone-entries"]
    assert (entries.unit, entries.record) == ("sortie", None)
    assert "The level is a judgement; press, known by November 2023" in sentences.provocation(entries)


def test_types_that_are_off_have_no_line():
    study = Study(load_case("us-rok"), horizon=10, switches=switches(["provocation=off"]))
    assert provocation_lines(study, counted(study)) == []
