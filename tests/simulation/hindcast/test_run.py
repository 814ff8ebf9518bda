"""From draws and a record to an answer, its words, its picture; the command; a small run on the publishers' files."""

import json
import sys
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.cli import main
from foedus.data.panel.build import build_panel
from foedus.errors import InputError
from foedus.report.figures.hindcast import figure
from foedus.report.hindcast import hindcast_text, summary
from foedus.simulation.hindcast.answer import HindcastAnswer
from foedus.simulation.hindcast.run import SHIPPED, comparison, coverages, default_origins, hindcast, origin_line
from foedus.simulation.hindcast.span import STATISTICS
from foedus.simulation.hindcast.words import CAVEATS, STRUCTURE, failures, leanings, verdict
from foedus.world.at import world_at

from .worlds import record, start

WORLD = SimpleNamespace(states=3, instruments=("pact",))


def draws(centre):
    """A hundred and one futures about a centre in every statistic."""
    return np.tile(centre + np.linspace(-0.5, 0.5, 101)[:, None], (1, len(STATISTICS)))


def origin(centre, wanted=STATISTICS):
    return origin_line(record(), start(), WORLD, 3, draws(centre), np.full(len(STATISTICS), 9.0), wanted)


def answer(*centres):
    lines = [origin(centre) for centre in centres]
    counted = coverages(lines, STATISTICS)
    return HindcastAnswer(
        version="0",
        what_this_is=STRUCTURE,
        horizon=3,
        futures=101,
        seed=1,
        sources={},
        origins=lines,
        coverage=counted[:-1],
        total=counted[-1],
        failures=failures(lines, STATISTICS),
        leanings=leanings(counted[:-1]),
        caveats=list(CAVEATS),
    )


def test_an_origin_compares_each_statistic_with_the_record():
    lines = {line.statistic: line for line in origin(1.0).comparisons}
    disputes = lines["disputes"]
    assert (disputes.observed, disputes.median, disputes.base) == (1.0, 1.0, 9.0)
    assert disputes.inside50
    assert disputes.inside90
    assert lines["wars"].observed == pytest.approx(10 / 3)
    assert lines["wars"].inside90 is False
    assert lines["poles-milex"].observed is None
    assert lines["poles-milex"].inside90 is None


def test_coverage_counts_what_is_known_and_who_was_nearer():
    *each, total = coverages([origin(1.0), origin(5.0)], STATISTICS)
    disputes = each[0]
    assert (disputes.known, disputes.share50, disputes.share90) == (2, 0.5, 0.5)
    assert (disputes.below, disputes.nearer) == (0.0, 1.0)
    assert total.known == sum(line.known for line in each)


def test_failures_and_leanings_in_words():
    told = {line.statistic: line for line in answer(5.0, 5.0, 5.0, 5.0).failures}
    assert told["disputes"].origins == [2000] * 4
    assert "outside the 90% band from 4 of 4 origins" in told["disputes"].text
    assert "too high, median 5 (4.55 to 5.45) against 1." in told["disputes"].text
    assert "the largest part of the gap" in told["disputes"].text
    assert any(
        "disputes a year: over 4 origins the median is above" in line for line in answer(5.0, 5.0, 5.0, 5.0).leanings
    )
    assert not answer(5.0).leanings


def test_the_verdict_names_origins_and_leans():
    right, wrong = answer(1.0), answer(5.0, 1.0, 5.0, 5.0)
    assert verdict(right.coverage[0], right.origins) == "holds"
    assert verdict(wrong.coverage[0], wrong.origins) == (
        "fails from 2000 and 2000 and 2000; median too high throughout"
    )
    milex = next(each for each in right.coverage if each.statistic == "poles-milex")
    assert verdict(milex, right.origins) == "not compared"


def test_the_summary_has_a_column_an_origin_and_a_row_a_statistic():
    head, rows = summary(answer(1.0, 5.0))
    assert head == ("", "2001-2003", "2001-2003", "in 50%", "in 90%", "verdict")
    assert {len(row) for row in rows} == {len(head)}
    assert rows[0][:3] == ("disputes a year", "1.00; 1.00 [0.550 to 1.45]", "1.00 (outside); 5.00 [4.55 to 5.45]")
    assert len(rows) == len(STATISTICS) + 1


def test_the_hindcast_that_ships_is_one():
    found = HindcastAnswer.model_validate_json(SHIPPED.read_text(encoding="utf-8"))
    assert [origin.year for origin in found.origins] == list(default_origins(found.horizon))
    assert [each.statistic for each in found.coverage] == [each.name for each in STATISTICS]
    assert coverages(found.origins, STATISTICS) == [*found.coverage, found.total]
    assert failures(found.origins, STATISTICS) == found.failures


@given(st.lists(st.floats(-5, 5), min_size=1, max_size=6), st.floats(-5, 5))
def test_a_comparison_is_the_same_in_any_order_of_futures(values, happened):
    one = comparison("wars", np.array(values), happened, None)
    assert one == comparison("wars", np.array(values[::-1]), happened, None)
    assert one.inside90 or not one.inside50


def test_every_form_says_what_a_hindcast_is():
    made = answer(1.0, 5.0)
    assert " ".join(STRUCTURE.split()[:12]) in " ".join(hindcast_text(made).split())
    assert json.loads(made.model_dump_json())["what_this_is"] == STRUCTURE
    assert HindcastAnswer.model_validate_json(made.model_dump_json()) == made


def test_the_picture_has_a_panel_for_each_statistic_with_a_number():
    assert len(figure(answer(1.0, 5.0))["concat"]) == len(STATISTICS)


def test_default_origins_stop_where_the_record_does():
    assert default_origins(20) == (1950, 1960, 1970, 1980, 1990, 2000)
    assert default_origins(10)[-1] == 2000
    assert default_origins(5)[-1] == 2000


def test_unknown_statistics_and_too_many_futures_are_refused_before_anything_is_read(monkeypatch):
    monkeypatch.setenv("FOEDUS_DATA", "/nowhere")
    with pytest.raises(InputError, match="unknown statistic"):
        hindcast(statistics=["peace"])
    with pytest.raises(InputError, match="futures 1,000,000 is not allowed: 1 to 100,000"):
        hindcast(futures=1_000_000)


@pytest.mark.parametrize("words", [("--origins", "x"), ("--origins", "2005"), ("--statistics", "peace")])
def test_the_command_refuses_in_one_line(words, monkeypatch, capsys, tmp_path):
    out = tmp_path / "answer.txt"
    monkeypatch.setattr(sys, "argv", ["foedus", "hindcast", *words, "--out", str(out)])
    with pytest.raises(SystemExit) as stopped:
        main()
    said = capsys.readouterr()
    assert stopped.value.code == 2
    assert said.err.count("\n") == 1
    assert not out.exists()


@pytest.mark.data
def test_a_small_hindcast_of_all_states_runs():
    one = hindcast([1995], horizon=5, futures=12)
    line = one.origins[0]
    assert (line.year, line.last) == (1995, 2000)
    assert len(line.comparisons) == len(STATISTICS)
    assert 0.5 < line.followed <= 1.0
    assert 0.0 <= one.total.share50 <= one.total.share90 <= 1.0


@pytest.mark.data
def test_the_record_counts_the_disputes_of_the_panel():
    from foedus.data.panel.build import treaties
    from foedus.simulation.hindcast.record import observed, read_record
    from foedus.simulation.hindcast.start import start_of

    world = world_at(build_panel("directed-dyad-year", (1985, 1985)), 1985, treaties())
    whole = read_record((1984, 1990))
    groups = ["contiguity", "majors", "disputes"]
    before = build_panel("directed-dyad-year", (1985, 1989), groups, relevant=True).frame
    after = build_panel("directed-dyad-year", (1986, 1990), groups).frame
    keys = ["ccode1", "ccode2", "year"]
    moved = before.select("ccode1", "ccode2", before["year"] + 1)
    expected = after.join(moved, on=keys)["initiated"].sum()
    assert observed(whole, start_of(world), 5).relevant.sum() == expected
