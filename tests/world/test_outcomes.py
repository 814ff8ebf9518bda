"""One row an outcome: the table, and what follows from it."""

import re
from pathlib import Path

import pytest

from foedus.assessment.outcome_lines import Skill
from foedus.evaluate.skill import skill
from foedus.simulation.outcomes import EVENTS, TOTALS, YEARLY
from foedus.world.case import case_notes, check_case, load_case
from foedus.world.outcomes import APPLIES, LACKING, applies, current, outcome, outcomes, outcomes_of, replaced, shown
from foedus.world.views import OUTCOMES

RURITANIA = Path(__file__).parents[1] / "assessment" / "ruritania.yaml"


def test_the_rows_are_what_the_simulator_marks_and_adds_up_in_its_order():
    assert (
        *("war_outside", "war_begun_on", "war_begun_by", "war_inside", "protege_deaths", "war_on_protege"),
        *("lethal_attack", "protege_attacked", "patron_fights", "patron_fails", "patron_attacked", "protege_fights"),
        *("protege_fails", "invoked", "any_fights", "none_fights", "all_fight", "honoured", "violated"),
        *(
            "pact_in_force",
            "upkeep",
            "integrity_kept",
            "protege_nuclear",
            "trilateral_meeting",
            "bloc_pacts",
            "coercion",
            "patron_at_war",
        ),
        *(f"governments_{a}_{b}" for a in ("progressive", "conservative") for b in ("progressive", "conservative")),
    ) == EVENTS
    assert (
        *("disputes_protege", "force_protege", "parties_called", "parties_fighting", "coercion_cost"),
        "ceasefire_violations",
    ) == TOTALS
    assert {one.yearly for one in outcomes()} <= {"", *YEARLY}


@pytest.mark.parametrize("one", outcomes(), ids=lambda one: one.name)
def test_a_row_is_whole(one):
    if one.replaced_by:
        assert one.place is None
        assert outcome(one.replaced_by).place
        assert (one.paired, one.tolerance, one.yearly) == (False, False, "")
        return
    if one.place is None:
        assert (one.unit, one.label, one.applies, one.paired, one.tolerance) == ("", "", "", False, False)
        return
    assert all((one.unit, one.label, one.definition, one.meaning))
    assert one.applies in APPLIES
    assert one.tolerance == (one.kind in ("event", "status"))
    assert (one.kind == "share") == bool(one.failed_by)
    assert not one.given or one.kind in ("share", "ratio", "status")
    assert (one.kind == "ratio") == ({one.part, one.whole} <= set(TOTALS))
    assert one.unscored in {"", *Skill.model_fields["verdict"].annotation.__args__}
    assert bool(one.scored_as) == bool(one.scored_words)
    assert not one.scored_as or skill(one.scored_as, 1)


def test_places_run_from_one_and_cases_may_name_what_is_shown():
    assert [one.place for one in shown()] == list(range(1, len(shown()) + 1))
    assert list(OUTCOMES) == [one.name for one in (*shown(), *replaced())]


def test_every_outcome_applies_to_a_case_that_has_everything():
    case = load_case("us-rok")
    rest = {one.name for one in shown()} - {one.name for one in outcomes_of(case)}
    assert rest == {one.name for one in shown() if one.applies == "many-party-pact"}
    assert not any("{" in one.label + one.definition for one in outcomes_of(case))
    assert set(LACKING) == set(APPLIES) - {"always"}


@pytest.mark.parametrize(
    ("changes", "lost"),
    [
        ({"coercion": None}, {"coercion", "coercion_cost"}),
        ({"bloc": ("PRK",)}, {"bloc_pacts"}),
    ],
)
def test_what_a_case_lacks_takes_its_outcomes_away(changes, lost):
    case = load_case("us-rok").model_copy(update=changes)
    many = {one.name for one in shown() if one.applies == "many-party-pact"}
    assert {one.name for one in shown() if not applies(one, case)} - many == lost


REFUSED = [
    ("coercion_cost", "'coercion_cost' is a total, which has no limit"),
    ("honoured", "'honoured' is a share, which has no limit"),
    ("disputes_protege", "'disputes_protege' is a total, which has no limit"),
    ("protege_nuclear", "the case does not simulate the protege's decision for nuclear weapons"),
    ("trilateral_meeting", "the case has no own consultation"),
    ("bloc_pacts", "the case names a bloc of fewer than two states"),
    ("coercion", "the case names no coercer"),
]


@pytest.mark.parametrize(("name", "message"), REFUSED)
def test_a_tolerance_that_cannot_be_judged_is_refused_by_its_line(name, message, tmp_path):
    text = RURITANIA.read_text().replace("outcome: pact_in_force", f"outcome: {name}")
    line = text[: text.index(f"outcome: {name}")].count("\n") + 1
    path = tmp_path / "case.yaml"
    path.write_text(text)
    found = check_case(path)
    assert len(found) == 1
    assert found[0].startswith(f"{path}:{line}: tolerances[1].outcome: '{name}' ")
    assert message in found[0]


def test_a_base_rate_may_stand_beside_what_has_no_limit(tmp_path):
    path = tmp_path / "case.yaml"
    path.write_text(
        RURITANIA.read_text().replace("outcome: war_on_protege\n    events", "outcome: patron_fights\n    events")
    )
    assert check_case(path) == []


def test_a_note_on_an_unknown_outcome_is_refused(tmp_path):
    path = tmp_path / "case.yaml"
    path.write_text(RURITANIA.read_text().replace("  war_on_protege: The last", "  war_on: The last"))
    assert len(found := check_case(path)) == 1
    assert "unknown outcome 'war_on'; did you mean 'war_" in found[0]


def test_a_case_that_names_an_outcome_of_before_is_told_what_is_read(tmp_path):
    path = tmp_path / "case.yaml"
    path.write_text(text := RURITANIA.read_text())
    lines = [text[:at].count("\n") + 1 for at in (m.start() for m in re.finditer("war_on_protege", text))]
    told = "'war_on_protege' is replaced by 'war_outside', which is read and judged in its place"
    fields = ("base_rates[0].outcome", "tolerances[0].outcome", "notes.war_on_protege")
    assert case_notes(path) == [f"{path}:{line}: {field}: {told}" for line, field in zip(lines, fields, strict=True)]
    path.write_text(text.replace("war_on_protege", "war_outside"))
    assert case_notes(path) == []


def test_a_row_is_found_by_its_name():
    assert outcome("honoured").given == "invoked"
    assert current("honoured").given == "protege_attacked"
