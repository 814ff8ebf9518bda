"""A ledger keeps what was written, tells every change by hand, and scores only what was written before it was settled."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, date, datetime
from math import log
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import t
from typer.testing import CliRunner

import foedus
from foedus.assessment import chain, ledger, ledger_score
from foedus.assessment.ledger import Ledger, LedgerLine
from foedus.assessment.ledger_score import LedgerScore, ScoredForecast, kind_score, scored_forecast
from foedus.cli import app
from foedus.errors import CaseError, InputError

START = datetime(2023, 12, 1, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def answer():
    return foedus.assess("us-rok", futures=40, horizon=6, orders="as-measured")


@pytest.fixture
def clock(monkeypatch):
    """Sets the time of the ledger; it begins after the day of the case and before the first year."""

    def put(*day):
        for module in (ledger, ledger_score):
            monkeypatch.setattr(module, "now", lambda: datetime(*day, 12, tzinfo=UTC))

    put(START.year, START.month, START.day)
    return put


@pytest.fixture
def kept(answer, clock, tmp_path):
    """A ledger with one answer in it."""
    path = tmp_path / "ledger.jsonl"
    foedus.ledger_add(answer, path)
    return path


def number(path, outcome, horizon):
    return next(
        one.number for one in foedus.ledger_list(path).entries if (one.outcome, one.horizon) == (outcome, horizon)
    )


def settle(path, outcome, horizon, happened, on, source="a page"):
    return foedus.ledger_resolve(number(path, outcome, horizon), happened=happened, on=on, source=source, ledger=path)


def test_an_answer_is_written_down_by_outcome_and_horizon(answer, kept):
    found = foedus.ledger_list(kept)
    line = next(one for one in found.entries if (one.outcome, one.horizon) == ("war_outside", 5))
    told = next(one for one in answer.outcomes if one.name == "war_outside")
    assert line.by_year == told.curve[:5]
    assert line.probability == told.curve[4]
    assert (line.first_day, line.last_day) == (date(2024, 1, 1), date(2028, 12, 31))
    assert line.class_rate == pytest.approx(1 - (1 - told.record.pooled.value) ** (5 / 6))
    pact = next(one for one in found.entries if (one.outcome, one.horizon) == ("pact_in_force", 1))
    whole = next(one for one in answer.outcomes if one.name == "pact_in_force").record.pooled.value
    assert pact.class_rate == pytest.approx(whole ** (1 / 6))
    assert {one.horizon for one in found.entries} == {1, 5, 6}
    assert {one.outcome for one in found.entries}.isdisjoint({"patron_fights", "upkeep", "coercion_cost"})


LINES = [{"number": n, "text": text} for n, text in enumerate(("war", "Münze", "pact\nin force"))]


@pytest.fixture(scope="module")
def chained(tmp_path_factory):
    path = tmp_path_factory.mktemp("chain") / "chain.jsonl"
    for line in LINES:
        chain.add(path, lambda held, line=line: [line])
    return path


def test_a_chain_gives_back_what_was_added(chained):
    assert [json.loads(body) | {"previous": None} for _, body in chain.lines(chained)] == [
        {"previous": None, **line} for line in LINES
    ]


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_any_change_of_any_byte_is_found_and_told_with_its_line(chained, data):
    content = chained.read_bytes()
    place = data.draw(st.integers(0, len(content) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda each: each != content[place]))
    changed = chained.with_name("changed.jsonl")
    changed.write_bytes(content[:place] + bytes([byte]) + content[place + 1 :])
    with pytest.raises(CaseError) as refused:
        chain.lines(changed)
    assert f"changed.jsonl:{content[:place].count(10) + 1}: " in str(refused.value)


@settings(max_examples=60, deadline=None)
@given(order=st.lists(st.integers(0, 2), max_size=4))
def test_lines_taken_out_put_in_or_moved_are_found(chained, order):
    content = chained.read_bytes().splitlines(keepends=True)
    changed = chained.with_name("moved.jsonl")
    changed.write_bytes(b"".join(content[row] for row in order))
    if order == list(range(len(order))):
        chain.lines(changed)  # the last lines gone: only the SHA-256 of the last line, kept elsewhere, shows it
    else:
        with pytest.raises(CaseError):
            chain.lines(changed)


ADDS = """
import sys
from pathlib import Path
from foedus.assessment import chain

for row in range(5):
    chain.add(Path(sys.argv[1]), lambda held: [{"from": sys.argv[2], "row": row}])
"""


def test_processes_that_add_at_once_are_all_kept(tmp_path):
    path = tmp_path / "chain.jsonl"
    workers = [subprocess.Popen([sys.executable, "-c", ADDS, path, name]) for name in "abc"]
    assert [each.wait() for each in workers] == [0, 0, 0]
    found = [json.loads(body) for _, body in chain.lines(path)]
    assert sorted((one["from"], one["row"]) for one in found) == [(name, row) for name in "abc" for row in range(5)]


def test_what_is_refused_leaves_the_ledger_as_it_was(answer, kept, clock):
    settle_war = number(kept, "war_outside", 5)
    clock(2026, 5, 5)
    foedus.ledger_resolve(settle_war, happened=True, on="2025-03-01", source="a page", ledger=kept)
    before = kept.read_bytes()
    refusals = {
        "entry 999 is not in the ledger": (999, True, "2025-03-01", "x"),
        "is resolved: it happened, on 2025-03-01": (settle_war, False, "2028-12-31", "x"),
        "2026-05-06 is to come": (number(kept, "coercion", 5), True, "2026-05-06", "x"),
        "2023-12-31 is before the first day": (number(kept, "coercion", 5), True, "2023-12-31", "x"),
        "by then it had not happened": (number(kept, "coercion", 1), True, "2025-01-01", "x"),
        "is open to 2028-12-31": (number(kept, "coercion", 5), False, "2026-01-01", "x"),
        "would contradict entry": (number(kept, "war_outside", 6), True, "2026-01-01", "x"),
        "source ' ' is not allowed": (number(kept, "coercion", 5), True, "2025-03-01", " "),
        "a day is written YYYY-MM-DD": (number(kept, "coercion", 5), True, "20250301", "x"),
        "is a resolution": (len(before.splitlines()), True, "2025-03-01", "x"),
    }
    for said, (entry, happened, on, source) in refusals.items():
        with pytest.raises(InputError, match=said):
            foedus.ledger_resolve(entry, happened=happened, on=on, source=source, ledger=kept)
    with pytest.raises(InputError, match="has this answer: entries 1 to"):
        foedus.ledger_add(answer, kept)
    clock(2026, 5, 4)
    with pytest.raises(InputError, match="set the clock"):
        settle(kept, "coercion", 5, True, "2025-03-01")
    assert kept.read_bytes() == before


def test_a_forged_line_with_a_sound_chain_is_refused(kept):
    twice = {"format": "foedus.ledger-entry/1", "number": 1}
    chain.add(kept, lambda held: [twice])
    with pytest.raises(CaseError, match="is no entry of a ledger of this version"):
        foedus.ledger_list(kept)


def test_what_had_happened_when_it_was_written_is_a_retrodiction_and_never_scored(answer, clock, tmp_path):
    path = tmp_path / "ledger.jsonl"
    clock(2025, 6, 1)
    foedus.ledger_add(answer, path)
    first = next(one for one in foedus.ledger_list(path).entries if one.horizon == 1)
    assert (first.state, first.retrodiction) == ("open", True)
    assert settle(path, "coercion", 5, True, "2025-06-01").entries[0].retrodiction
    clock(2029, 6, 1)
    assert not settle(path, "war_outside", 5, False, "2028-12-31").entries[0].retrodiction
    found = foedus.ledger_score(path)
    assert [one.outcome for one in found.forecasts] == ["war_outside"]
    assert found.forecasts[0].terms == 4, "2025 from June, 2026, 2027, 2028"


def line(by_year, *, kind="event", state="not", on=None, written=START, rate=None, alliance="USA-ROK", **changes):
    horizon = len(by_year)
    fields = {
        "number": 1,
        "written": written,
        "answer": "a",
        "version": "0",
        "case": "us-rok",
        "alliance": alliance,
        "as_of": date(2023, 11, 7),
        "order": "as-measured",
        "outcome": "war",
        "outcome_kind": kind,
        "label": "war",
        "definition": "",
        "rule": "",
        "horizon": horizon,
        "first_day": date(2024, 1, 1),
        "last_day": date(2023 + horizon, 12, 31),
        "probability": by_year[-1],
        "by_year": by_year,
        "futures": 10_000,
        "class_rate": rate,
        "class_name": None,
        "sha256": "",
        "state": state,
        "resolved_on": on,
        "source": None,
        "retrodiction": False,
    }
    return LedgerLine(**fields | changes)


def test_an_event_is_scored_by_year_at_risk_by_hand():
    """Hazards .1, .2, .5 by F = .1, .28, .64; it happens in the second year. The class: .875 in 3 years, .5 a year."""
    found = scored_forecast([line([0.1, 0.28, 0.64], state="happened", on=date(2025, 7, 1), rate=0.875)])
    assert found.terms == 2
    assert found.log_score == pytest.approx(log(0.9) + log(0.2))
    assert found.brier == pytest.approx(0.1**2 + 0.8**2)
    assert found.class_log_score == pytest.approx(2 * log(0.5))
    assert found.class_brier == pytest.approx(2 * 0.25)


def test_of_the_year_in_which_it_was_written_the_rest_counts():
    """Written on 1 July 2024, of whose 366 days 183 are left."""
    written = datetime(2024, 7, 1, tzinfo=UTC)
    found = scored_forecast([line([0.19, 0.19], written=written)])
    assert found.terms == 2
    assert found.log_score == pytest.approx(log(0.81 ** (183 / 366)) + log(1 - 0.5 / 10_001))


def test_nested_horizons_are_one_forecast_and_a_status_one_term():
    short, whole = line([0.1], number=1), line([0.1, 0.28], number=2)
    assert scored_forecast([short, whole]).entries == [1, 2]
    assert scored_forecast([short, whole]).terms == 2
    status = scored_forecast([line([0.9, 0.8], kind="status", state="happened", rate=0.6)])
    assert (status.terms, status.log_score, status.brier) == (1, log(0.8), pytest.approx(0.04))
    assert status.class_brier == pytest.approx(0.16)


def test_a_probability_of_nothing_that_happens_costs_much_and_not_everything():
    found = scored_forecast([line([0.0], state="happened", on=date(2024, 5, 1))])
    assert found.log_score == pytest.approx(log(0.5 / 10_001))


def test_a_ratio_is_clustered_by_alliance_by_hand():
    """Three alliances with gains 3 of 10, 1 of 10 and -1 of 10: mean .1, variance 3/2 (2^2 + 0 + 2^2) / 30^2."""
    sums = [("a", 1.0, 4), ("a", 2.0, 6), ("b", 1.0, 10), ("c", -1.0, 10)]
    found = ledger_score._ratio(sums)
    half = t.ppf(0.95, 2) * (1.5 * 8.0) ** 0.5 / 30
    assert (found.value, found.low, found.high) == pytest.approx((0.1, 0.1 - half, 0.1 + half))
    assert ledger_score._ratio(sums[:2]).low is None


def planted(events, *, hazard, rate, seed=1, alliances=15, years=20):
    """Forecasts of a year each until so many events came; the forecaster knows their hazard, the class says `rate`."""
    rng, found = np.random.default_rng(seed), []
    for row in range(100_000):
        p = rng.uniform(0.5, 1.5) * hazard
        happened = bool(rng.random() < p)
        on = date(2024 + row % years, 1 + row // years % 12, 1)
        found.append(
            ScoredForecast(
                entries=[row + 1],
                alliance=f"P{row % alliances}",
                outcome="war",
                outcome_kind="event",
                label="war",
                happened=happened,
                on=on,
                terms=1,
                log_score=log(p if happened else 1 - p),
                brier=(p - happened) ** 2,
                class_log_score=log(rate if happened else 1 - rate),
                class_brier=(rate - happened) ** 2,
            )
        )
        if len({(one.alliance, one.on) for one in found if one.happened}) == events:
            return found
    raise AssertionError("too few events")


def test_a_calibrated_forecaster_is_not_called_skilful_under_thirty_events():
    few = kind_score("event", planted(29, hazard=0.3, rate=0.9), 0)
    assert few.brier_gain.low > 0
    assert (few.events, few.verdict) == (29, "too-few-events")
    assert kind_score("event", planted(30, hazard=0.3, rate=0.9), 0).verdict == "skill"


def test_who_knows_no_more_than_the_class_is_not_called_skilful():
    found = [one.model_copy(update={"class_brier": one.brier}) for one in planted(60, hazard=0.3, rate=0.3)]
    assert kind_score("event", found, 0).verdict == "none-shown"
    worse = [
        one.model_copy(update={"brier": one.class_brier, "class_brier": one.brier})
        for one in planted(60, hazard=0.3, rate=0.9)
    ]
    assert kind_score("event", worse, 0).verdict == "worse"


def test_nothing_is_said_while_some_are_overdue_or_of_one_alliance():
    assert kind_score("event", planted(40, hazard=0.3, rate=0.9), 1).verdict == "not-all-resolved"
    assert kind_score("event", planted(40, hazard=0.3, rate=0.9, alliances=1), 0).verdict == "cannot-tell"


def test_forty_alliances_that_keep_their_treaty_are_no_event():
    kept = [
        one.model_copy(update={"outcome_kind": "status", "happened": True, "alliance": str(row)})
        for row, one in enumerate(planted(40, hazard=0.3, rate=0.9))
    ]
    assert kind_score("status", kept, 0).events == 0


def test_what_happened_early_waits_until_the_others_could_be_scored_too(kept, clock):
    clock(2026, 5, 5)
    settle(kept, "coercion", 5, True, "2025-03-01")
    assert (foedus.ledger_score(kept).waiting, foedus.ledger_score(kept).scored) == (1, 0)
    clock(2029, 1, 1)
    assert (foedus.ledger_score(kept).waiting, foedus.ledger_score(kept).scored) == (0, 1)


def run(*words):
    return CliRunner().invoke(app, ["ledger", *map(str, words)])


def test_a_person_writes_down_resolves_lists_and_scores(answer, clock, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("answer.json").write_text(answer.model_dump_json(), encoding="utf-8")
    assert "Mutual Defense Treaty in force" in run("add", "answer.json").output
    clock(2029, 1, 1)
    first = number("ledger.jsonl", "war_outside", 5)
    done = run("resolve", first, "--not", "--on", "2028-12-31", "--source", "UCDP/PRIO", "--format", "json")
    assert Ledger.model_validate_json(done.output).entries[0].state == "not"
    assert "did not 2028-12-31" in run("list").output
    told = " ".join(run("score").output.split())
    assert "0 independent events; under 30 nothing can be said of skill" in told
    score = LedgerScore.model_validate_json(run("score", "--format", "json").output)
    assert (score.scored, score.kinds[0].verdict) == (1, "too-few-events")
    assert score.overdue > 0


def test_an_answer_is_not_written_over_the_ledger(kept):
    before = kept.read_bytes()
    done = run("list", "--ledger", kept, "--out", kept, "--format", "json")
    assert "is the ledger; give --out another file" in str(done.exception)
    assert kept.read_bytes() == before


def test_a_changed_ledger_is_told_with_file_and_line_and_stops_every_command(kept):
    content = kept.read_text(encoding="utf-8")
    kept.write_text(content.replace('"number":2,', '"number":3,', 1), encoding="utf-8")
    for words in (
        ["list"],
        ["score"],
        ["resolve", 1, "--not", "--on", "2023-11-30", "--source", "x"],
    ):
        done = run(*words, "--ledger", kept)
        assert isinstance(done.exception, CaseError)
        assert "ledger.jsonl:2: was changed after it was written" in str(done.exception)


@pytest.mark.parametrize("text", ["", "hello\n", '{"a":1}\n'])
def test_a_file_that_is_no_ledger(tmp_path, text):
    path = tmp_path / "ledger.jsonl"
    path.write_text(text, encoding="utf-8")
    done = run("resolve", 1, "--not", "--on", "2020-01-01", "--source", "x", "--ledger", path)
    assert isinstance(done.exception, InputError)
    assert ("the ledger has none" if not text else "ledger.jsonl:1: is no entry of a ledger") in str(done.exception)
    assert path.read_text(encoding="utf-8") == text


def test_a_ledger_that_is_not_there_is_not_made_by_a_resolution(tmp_path):
    path = tmp_path / "ledger.jsonl"
    done = run("resolve", 1, "--not", "--on", "2020-01-01", "--source", "x", "--ledger", path)
    assert "cannot read" in str(done.exception)
    assert not path.exists()
