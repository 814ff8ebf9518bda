"""The first screen: what a reader sees in a minute, and no more."""

import pytest
from tests.assessment.one_candidate import ASKED

import foedus
from foedus import as_html, as_text
from foedus.assessment.outcome_lines import Estimate
from foedus.report.numbers import short
from foedus.report.screen import LINES, WIDTH, first_screen


def fits(text):
    lines = text.splitlines()
    return len(lines) <= LINES and max(map(len, lines)) <= WIDTH and not any(line.endswith(" ") for line in lines)


@pytest.mark.parametrize(("name", "specification"), [("us-rok", ASKED), ("us-philippines", ["rich"])])
def test_a_shipped_case_fits_and_shows_every_limit(name, specification):
    case = foedus.load_case(name)
    answer = foedus.assess(case, futures=1000, orders=["as-measured"], specification=specification)
    text = first_screen(answer)
    assert fits(text)
    assert answer.question in text
    assert answer.verdict.value.upper() in text
    rows = [line for line in text.splitlines() if line.startswith("  ")]
    for line in answer.tolerances:
        known = next(one for one in answer.outcomes if one.name == line.outcome)
        assert any(
            short(known.estimate) in row and (known.record is None or short(known.record.pooled) in row) for row in rows
        )
    assert f"the same command with --full · foedus case show {name}" in text


def test_the_numbers_stand_in_a_row(answer):
    text = first_screen(answer)
    assert fits(text)
    assert "NOT PREPARED. As measured, war missed (all 3 analysts above 5%)." in text
    row = next(line for line in text.splitlines() if line.strip().startswith("war "))
    cells = [part.strip() for part in row.split("  ") if part.strip()]
    assert cells == ["war", "11% (2.2-33)", "<= 5%", "9.9% (4.4-20)", "few events"]
    assert "weakest      Treaty of Zenda, lost on its own in 20% of futures" in text
    assert "others say   war: 55% of respondents (1999)" in text


def test_an_answer_too_long_for_a_screen_is_cut_and_says_so(make, answer):
    many = [answer.outcomes[0].model_copy(update={"name": f"war-{i}", "record": None}) for i in range(60)]
    long = answer.cannot_say[0].model_copy(update={"text": "A thing that nobody can say. " * 20})
    text = first_screen(make(outcomes=[*answer.outcomes, *many], cannot_say=[long], question="Is it ready? " * 30))
    assert fits(text)
    assert " ..." in text
    assert "next: the same command with --full" in text.splitlines()[-1]


def test_a_question_and_a_case_name_without_end_are_held_to_the_screen(make):
    text = first_screen(make(question="Is it ready? " * 200, case="ruritania-" * 20 + "x", without=["garrison"] * 60))
    assert fits(text)
    assert "next: the same command with --full" in text
    assert "by 20" in text


def test_a_name_longer_than_its_column_is_cut_after_a_word(make, answer):
    first = answer.outcomes[0].model_copy(
        update={"label": "war of all the duchies against each other and the crown of Ruritania"}
    )
    text = first_screen(make(outcomes=[first, *answer.outcomes[1:]]))
    assert fits(text)
    assert "war of all the duchies" in text


def test_what_is_so_by_definition_is_said_to_be_so(make, answer):
    fixed = [answer.outcomes[0], answer.outcomes[1].model_copy(update={"by_definition": True}), *answer.outcomes[2:]]
    said = "By definition, whatever the instrument does that is removed: pact holds."
    gone = make(outcomes=fixed, without=["treaty"])
    for text in (first_screen(gone), as_text(gone), as_html(gone)):
        assert said in " ".join(text.split())
    for text in (first_screen(answer), as_text(answer), as_html(answer)):
        assert "By definition" not in text


def test_an_estimate_in_short_has_its_interval():
    assert short(Estimate(value=0.129, low=0.082, high=0.19)) == "13% (8.2-19)"
    assert short(Estimate(value=None, low=None, high=None)) == "unknown"
    assert short(Estimate(value=0.5, low=None, high=None)) == "50%"


def test_a_divided_limit_names_its_ends_and_what_would_settle_it(make, answer, settling):
    apart = [settling(kind="specification", analysts=["duels: rates"], quiet=None)]
    divided = answer.tolerances[0].model_copy(update={"state": "undecided", "settling": apart, "flip": None})
    text = first_screen(make(tolerances=[divided]))
    assert "dissent      war 6.6% (duels: rates) to 11% (the mixture)" in text
    assert "would settle war: which equation holds" in text
    assert "would flip" not in text
