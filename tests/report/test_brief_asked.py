"""Briefs as they are asked for: what `--check` refuses, what changed, what is handed in, the command."""

import json
import re
import subprocess
import sys

import pytest
from tests.report.traced import numbers_stand_at_their_paths, written

from foedus.assessment.elections_lines import AfterOutcome, Elections, OutcomeAfter, PairOfGovernments
from foedus.assessment.outcome_lines import Difference, Estimate
from foedus.errors import InputError
from foedus.report.brief.brief import brief
from foedus.report.brief.check import problems
from foedus.report.brief.model import Number, Paragraph, Section, Table, said

# What --check refuses


PERCENT = Number("answer", ("outcomes", 0, "estimate"), "probability", "11% (2.2 to 33)")
BASE = Number("answer", ("outcomes", 0, "record", "pooled"), "probability", "9.9% (4.4 to 20)")


@pytest.mark.parametrize(
    ("sentence", "why"),
    [
        (said("We have high confidence that war is unlikely."), "mixed"),
        (said("We are confident: ", PERCENT, ", class ", BASE, "."), "mixed"),
        (said("Confidence is low that the chance is one in ten."), "mixed"),
        (said("War has ", PERCENT, "."), "base rate"),
        (said("War has 11%."), "base rate"),
        (said("War has 11 per cent, whatever the 90% interval."), "base rate"),
        (said("War has ", PERCENT, "; its class: ", BASE, "."), ""),
        (said("War has ", PERCENT, "; its base rate: none on record."), ""),
        (said("War is very unlikely (5\u201320%)."), "base rate"),
        (said("Confidence in this is low."), ""),
        (said("War is unlikely."), ""),
        (said("In brackets: the 90% interval."), ""),
    ],
)
def test_a_planted_sentence_is_refused_for_what_is_wrong_with_it(answer, sentence, why):
    found = brief(answer)
    planted = Section("Planted", (Paragraph((sentence,)),))
    wrong = problems(type(found)(**{**vars(found), "annex": (*found.annex, planted)}))
    assert len(wrong) == (1 if why else 0)
    assert all(line.startswith("Planted: ") and why in line and "\n" not in line for line in wrong)


def test_a_row_without_its_base_rate_is_refused(answer):
    found = brief(answer)
    rows = ((said("War"), said(PERCENT), said("")), (said("War"), said(PERCENT), said(BASE)))
    table = Table(said("Planted"), (said("a"), said("b"), said("c")), rows, (0.4, 0.3, 0.3))
    wrong = problems(type(found)(**{**vars(found), "annex": (Section("Planted", (table,)),)}))
    assert len(wrong) == 1


# What changed


def changed(made):
    return " ".join(
        str(sentence)
        for title, line in made.lines()
        if title == "What changed since the last brief"
        for sentence in line
    )


def test_no_change_is_said(answer):
    told = changed(brief(answer, since=answer))
    assert "The verdict is the same: not prepared." in told
    assert "no change" in told


def test_an_earlier_brief_as_json_will_do(answer, tmp_path):
    (tmp_path / "old.json").write_text(brief(answer).json())
    assert "no change" in changed(brief(answer, since=tmp_path / "old.json"))
    broken = json.loads((tmp_path / "old.json").read_text())
    (tmp_path / "old.json").write_text(json.dumps({**broken, "answer": {}}))
    with pytest.raises(InputError, match="holds no answer of this version"):
        brief(answer, since=tmp_path / "old.json")


def test_what_moved_beyond_the_interval_stands_first(answer, make):
    near, far = (answer.outcomes[place] for place in (0, 1))
    outcomes = [
        near.model_copy(update={"estimate": Estimate(value=0.10, low=0.02, high=0.3)}),
        far.model_copy(update={"estimate": Estimate(value=0.5, low=0.4, high=0.6)}),
        *answer.outcomes[2:],
    ]
    before = make(outcomes=outcomes, verdict=answer.verdict.model_copy(update={"value": "prepared"}))
    told = changed(brief(answer, since=before))
    assert "The verdict was \u201cprepared\u201d and is now \u201cnot prepared\u201d." in told
    assert "Pact holds: from 50% (40 to 60) to 88% (77 to >99.9), beyond the interval" in told
    assert told.index("Pact holds") < told.index("War: from 10% (2.0 to 30) to 11% (2.2 to 33), within the interval")


def test_an_earlier_answer_about_another_alliance_is_refused(answer, make):
    with pytest.raises(InputError, match="about 'graustark' and this one about 'ruritania'"):
        brief(answer, since=make(case="graustark"))


# What is handed in


def elections(**changes):
    known = Estimate(value=0.1, low=0.05, high=0.2)
    moved = Difference(outcome="war", estimate=Estimate(value=0.03, low=0.01, high=0.05), clear=True)
    after = OutcomeAfter(outcome="war", estimate=known, difference=moved, futures=99, effective_sets=88.0)
    pair = PairOfGovernments(
        patron="progressive", protege="conservative", in_office=False, strain=0.5, reason="", by_year=[known],
        seen=[after], imposed=[after],
    )  # fmt: skip
    return Elections(
        case="ruritania", horizon=4, futures=99, parameter_sets=88, seed=1, order="as-measured", beliefs="literature",
        patron="Strelsau", protege="Ruritania", years=[2001], year=2001, left_out=[], pairs=[pair],
        outcomes=[AfterOutcome(name="war", kind="event", label="war", given=None, estimate=known)],
    ).model_copy(update=changes)  # fmt: skip


def test_results_that_are_handed_in_are_told_and_traced(answer, tmp_path):
    (tmp_path / "e.json").write_text(elections().model_dump_json())
    found = brief(answer, beside=[tmp_path / "e.json"])
    text = " ".join(written(found))
    assert (
        "With progressive governments in Strelsau and conservative ones in Ruritania, war changes by +3.0 points"
        in text
    )
    assert "was not handed in: \u2018foedus elections" not in text
    assert "was not handed in: \u2018foedus elections ruritania" in " ".join(written(brief(answer)))
    numbers_stand_at_their_paths(found)
    assert problems(found) == []


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("{", "is not JSON that foedus wrote"),
        ('{"format": "foedus.diff/1"}', "has the format 'foedus.diff/1'"),
        ('{"format": "foedus.elections/1"}', "is not an answer of 'foedus elections'"),
        (elections(case="graustark").model_dump_json(), "has the case 'graustark'"),
        (elections(horizon=7).model_dump_json(), "has the horizon '7'"),
    ],
)
def test_a_result_that_does_not_belong_is_refused(answer, tmp_path, content, why):
    (tmp_path / "e.json").write_text(content)
    with pytest.raises(InputError, match=re.escape(why)) as refused:
        brief(answer, beside=[tmp_path / "e.json"])
    assert "\n" not in str(refused.value)


# The command


@pytest.fixture
def run(monkeypatch, capfd, tmp_path, answer):
    """The command in a folder with the answer as answer.json, an earlier one and a damaged one."""
    from foedus.cli import main

    monkeypatch.chdir(tmp_path)
    (tmp_path / "answer.json").write_text(answer.model_dump_json())
    (tmp_path / "damaged.json").write_text(answer.model_dump_json()[:500])
    (tmp_path / "older.json").write_text(answer.model_dump_json().replace("foedus.answer/4", "foedus.answer/2"))

    def call(*words):
        monkeypatch.setattr(sys, "argv", ["foedus", "brief", *words])
        with pytest.raises(SystemExit) as stopped:
            main()
        return subprocess.CompletedProcess(words, int(stopped.value.code or 0), *capfd.readouterr())

    return call


@pytest.mark.parametrize(
    ("suffix", "begins"), [("pdf", b"%PDF-"), ("docx", b"PK"), ("html", b"<!doctype html>"), ("json", b"{")]
)
def test_the_suffix_decides_the_format(run, tmp_path, suffix, begins):
    done = run("answer.json", "--out", f"b.{suffix}", "--check")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / f"b.{suffix}").read_bytes().lstrip().startswith(begins)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("answer.json",), "give --out"),
        (("answer.json", "--out", "b.odt"), "cannot tell the format from '.odt'"),
        (("answer.json", "--out", "/dev/null"), "/dev/null"),
        (("answer.json", "--out", "nowhere/b.pdf"), "does not exist"),
        (("damaged.json", "--out", "b.pdf"), "is not an answer of this version"),
        (("older.json", "--out", "b.pdf"), "is not an answer of this version"),
        (("answer.json", "--since", "damaged.json", "--out", "b.pdf"), "is not JSON that foedus wrote"),
        (("answer.json", "--with", "answer.json", "--out", "b.pdf"), "has the format 'foedus.answer/4'"),
        (("graustark", "--out", "b.pdf"), "graustark"),
    ],
)
def test_a_bad_request_is_refused_in_one_line_and_writes_nothing(run, tmp_path, words, why):
    before = set(tmp_path.iterdir())
    done = run(*words)
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1
    assert why in done.stderr
    assert set(tmp_path.iterdir()) == before


def test_check_refuses_a_sentence_of_the_case(run, tmp_path, answer):
    wrong = answer.cannot_say[0].model_copy(update={"text": "Whether, in all likelihood, confidence would last."})
    (tmp_path / "wrong.json").write_text(answer.model_copy(update={"cannot_say": [wrong]}).model_dump_json())
    done = run("wrong.json", "--check", "--out", "b.pdf")
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1
    assert "likelihood and confidence are mixed" in done.stderr
    assert not (tmp_path / "b.pdf").exists()
