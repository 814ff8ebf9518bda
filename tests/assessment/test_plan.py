"""The plan names every run before any is made."""

import pytest

import foedus
from foedus.assessment.assessment import asked_chunks, work_of
from foedus.assessment.plan import Run, plan
from foedus.simulation.chunks import key_of
from foedus.simulation.study import Study

US_ROK = foedus.load_case("us-rok")


def made(futures=1000, orders=(), without=(), specification=None, beliefs="literature"):
    return plan(Study(US_ROK, horizon=5), futures, orders, without, specification or {}, beliefs)


def test_the_runs_are_counted_before_they_are_made():
    found = made(20_000)
    assert found.headline == found.runs[0]
    assert (found.paired, found.compared) == (2000, 4000)
    assert found.headline.counted == (2000, 4000, 20_000)
    assert all(run.counted == (4000,) for name, run in found.by_order.items() if name != "as-measured")
    assert found.futures == sum(run.futures for run in found.runs)
    assert len(found.rivals) == len(found.by_rival) == 32


def test_every_line_has_its_run_and_what_it_needs_is_kept():
    found = made()
    kept = {run: run for run in found.runs}
    assert all(kept[run].counted for run in (found.headline, *found.by_order.values(), *found.by_rival.values()))
    pairs = [run for both in found.thesis.values() for run in both]
    for run in (found.headline, found.held, *found.by_beliefs.values(), *found.removed.values(), *pairs):
        assert kept[run].paired >= min(run.futures, found.paired)


def test_the_same_question_is_one_run_with_all_that_is_asked_of_it():
    once, twice = made(orders=["as-measured"]), made(orders=["as-measured", "as-measured"])
    assert once.runs == twice.runs
    assert len(set(once.runs)) == len(once.runs)
    assert once.by_order["as-measured"] == once.by_beliefs["literature"] == once.headline


def test_beliefs_are_run_only_where_they_bear_on_something():
    own = [item.id for item in US_ROK.instruments if item.own and item.id != "cost-sharing"]
    found = made(orders=["as-measured"], without=own)
    assert found.own == ()
    assert list(found.by_beliefs) == ["literature"]


def test_what_rests_on_an_instrument_goes_with_it():
    found = made(orders=["as-measured"])
    gone = found.removed["us-forces-korea", "literature"].without
    assert set(gone) == {"us-forces-korea", "thaad", "cost-sharing"}


@pytest.mark.parametrize(
    "change", [{"order": "b"}, {"adherence": 1.0}, {"without": ("x",)}, {"futures": 2}, {"shift": (("x", 1.0),)}]
)
def test_runs_of_other_questions_differ_and_what_is_kept_makes_none(change):
    one = Run(futures=1, order="a", beliefs="literature")
    assert one == Run(futures=1, order="a", beliefs="literature", what="said", counted=(1,), paired=7)
    assert one != Run(**{"futures": 1, "order": "a", "beliefs": "literature", **change})


@pytest.mark.parametrize(("futures", "heard", "shown"), [(20_000, 2000, 1200), (10_000, 1000, 600), (500, 500, 500)])
def test_a_candidate_that_judges_nothing_is_run_in_fewer_futures(futures, heard, shown):
    found = made(futures)
    sizes = {True: set(), False: set()}
    for name, run in found.by_rival.items():
        sizes[found.heard(name)].add((run.futures, run.counted))
    assert sizes == {True: {(heard, (heard,))}, False: {(shown, (shown,))}}


def test_what_a_plain_answer_ran_is_the_beginning_of_one_without_an_instrument():
    """The store finds these chunks by name, under three beliefs: THAAD is gone alone, with the troops, with the treaty."""
    study = Study(US_ROK, horizon=5)
    plain, other = (plan(study, 10_000, (), without, {}, "literature") for without in ((), ("thaad",)))

    def names(found):
        work = work_of(found.runs)
        return {key_of(chunk) for chunk in asked_chunks(study, work)}

    assert len(names(plain) & names(other)) == 9
