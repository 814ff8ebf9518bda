"""Cases started from the publishers' data: names, who is in them, and that nothing later than the day enters."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from foedus.cli import app
from foedus.data.names import state_codes
from foedus.errors import InputError
from foedus.simulation.ensemble import simulate
from foedus.world.build import from_case
from foedus.world.case import check_case, load_case, new_case
from foedus.world.draft import cast as roles
from foedus.world.figures import Figure
from foedus.world.schema import JUDGED, Case, State

END = date(2016, 12, 31)
MEMBERS = pl.DataFrame(
    [
        (2, "USA", "United States of America", date(1816, 1, 1), END),
        (840, "PHI", "Philippines", date(1946, 7, 4), END),
        (732, "ROK", "South Korea", date(1949, 6, 29), END),
        (255, "GMY", "Germany", date(1990, 10, 3), END),
        (260, "GFR", "German Federal Republic", date(1955, 5, 5), date(1990, 10, 2)),
        (265, "GDR", "German Democratic Republic", date(1954, 3, 25), date(1990, 10, 2)),
        (365, "RUS", "Russia", date(1816, 1, 1), END),
        (305, "AUS", "Austria", date(1955, 7, 27), END),
        (900, "AUL", "Australia", date(1920, 1, 10), END),
        (640, "TUR", "Turkey", date(1816, 1, 1), END),
    ],
    schema=["ccode", "stateabb", "statenme", "start", "end"],
    orient="row",
)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("USA, PHL", [2, 840]),
        ("usa,phi", [2, 840]),
        ("United States, South Korea", [2, 732]),
        ("US; Korea, Rep.", [2, 732]),
        ("Türkiye, Austria", [640, 305]),
        ("Germany", [255]),
        ("USA, Korea, Republic of", [2, 732]),
        ("Korea, Rep.; USA", [732, 2]),
    ],
)
def test_a_state_has_its_usual_names(text: str, codes: list[int]) -> None:
    assert state_codes(text, MEMBERS, 2018) == codes


def test_a_name_means_the_state_of_its_time() -> None:
    assert state_codes("Germany", MEMBERS, 1970) == [260]
    assert state_codes("SUN, DDR, West Germany", MEMBERS, 1970) == [365, 265, 260]


@pytest.mark.parametrize(
    ("text", "year", "said"),
    [
        ("Phillipines", 2018, r"unknown state 'Phillipines'; did you mean Philippines \(PHI\)\? write a COW"),
        ("XXX", 2018, "unknown state 'XXX'; write a COW"),
        ("USA KOR", 2018, "unknown state 'USA KOR'; did you mean 'USA, KOR'[?] separate states by commas"),
        ("United States South Korea", 2018, "did you mean 'United States, South Korea'"),
        ("DDR", 2018, "no member of the COW state system in 2018"),
        ("AUS, USA", 2018, r"'AUS' means Austria \(AUS\) or Australia \(AUL\); write the name in full"),
        ("USA, Philippines", 1940, "no member of the COW state system in 1940"),
        ("GFR", 2018, "no member of the COW state system in 2018"),
        ("USA, PHL, Philippines", 2018, "is named twice"),
    ],
)
def test_a_name_that_will_not_do_is_refused_in_one_line(text: str, year: int, said: str) -> None:
    with pytest.raises(InputError, match=said) as refused:
        state_codes(text, MEMBERS, year)
    assert len(str(refused.value)) < 200


@pytest.mark.parametrize(("states", "day"), [("USA, PHL", None), (None, date(2018, 1, 1))])
def test_states_and_day_belong_together(tmp_path: Path, states: str | None, day: date | None) -> None:
    with pytest.raises(InputError, match="belong together"):
        new_case(tmp_path / "new.yaml", states, day)
    assert not list(tmp_path.iterdir())


DRAFTS = [
    ("USA, PHL", date(2018, 1, 1)),
    ("USA, ROK", date(2017, 12, 31)),
    ("USA, UK, France, Germany", date(2010, 12, 31)),
    ("US, Türkiye", date(1965, 3, 1)),
    ("Russia, Belarus", date(2022, 2, 20)),
    ("UK, France", date(1950, 1, 1)),
]


@pytest.fixture(scope="module")
def draft(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, date], Path]:
    """The file of a case drafted of states as of a day, once."""
    return cache(lambda states, day: new_case(tmp_path_factory.mktemp("draft") / "draft.yaml", states, day))


@pytest.fixture(params=DRAFTS, ids=[f"{states} {day}" for states, day in DRAFTS])
def drafted(request: pytest.FixtureRequest, draft: Callable[[str, date], Path]) -> Path:
    return draft(*request.param)


def figures(case: Case) -> list[Figure]:
    stated = [getattr(state.figures, name) for state in case.states for name in type(state.figures).model_fields]
    stated += [getattr(case.rest, name) for name in ("cinc", "gdp", "milex")]
    named = ("distance", "last_dispute", "memory", "rivalry")
    stated += [getattr(relation, name) for relation in case.relations for name in named]
    return stated + [item.troops for item in case.instruments if item.troops]


def state(case: Case, abbreviation: str) -> State:
    return next(state for state in case.states if state.abbreviation == abbreviation)


@pytest.mark.data
def test_a_drafted_case_is_valid_and_judges_nothing(drafted: Path) -> None:
    assert check_case(drafted) == []
    case = load_case(drafted)
    assert set(case.not_judged) == set(JUDGED) - {"challengers"}
    assert not from_case(case).judged
    assert "TODO" not in drafted.read_text(encoding="utf-8")


@pytest.mark.data
def test_nothing_later_than_its_day_enters_a_draft(drafted: Path) -> None:
    case = load_case(drafted)
    over = case.as_of.year if (case.as_of.month, case.as_of.day) == (12, 31) else case.as_of.year - 1
    for figure in figures(case):
        assert figure.value is not None or figure.reason
        assert figure.year is None or figure.year <= over
    assert all(item.since <= case.as_of for item in case.instruments)
    assert all(one.government.since <= case.as_of for one in case.states if one.government)
    assert all(one.elections.year > case.year for one in case.states if one.elections)


@pytest.mark.data
def test_every_source_of_a_draft_is_used_and_cited(drafted: Path) -> None:
    case = load_case(drafted)
    text = drafted.read_text(encoding="utf-8")
    for key, entry in case.sources.items():
        assert f"source: {key}" in text
        assert entry.version
        assert len(entry.citation) > 20


@pytest.mark.data
def test_the_alliance_of_the_united_states_and_the_philippines_as_drafted(draft: Callable[[str, date], Path]) -> None:
    case = load_case(draft("USA, PHL", date(2018, 1, 1)))
    assert (case.patron, case.protege, case.year) == ("USA", "PHI", 2017)
    assert [one.abbreviation for one in case.states if one.role == "challenger"] == ["CHN", "DRV", "TAW", "INS"]
    assert state(case, "PHI").government.leader == "Rodrigo Duterte"  # type: ignore[union-attr]
    assert state(case, "USA").government.party == "Republican"  # type: ignore[union-attr]
    assert state(case, "USA").elections.next == 2020  # type: ignore[union-attr]
    pact = next(item for item in case.instruments if item.own and item.kind == "defence-pact")
    assert pact.since == date(1951, 8, 30)
    assert pact.name == "1951 defence pact"
    assert len(simulate(case, futures=10, horizon=2, engine="reference").future) == 10


def by_role(case: Case, role: str) -> list[str]:
    return [one.abbreviation for one in case.states if one.role == role]


@pytest.mark.data
def test_challengers_are_rivals_of_the_protege_and_rivals_of_the_patron_in_dispute_with_it(tmp_path: Path) -> None:
    case = load_case(new_case(tmp_path / "us-rok.yaml", "USA, ROK", date(2018, 1, 1)))
    assert by_role(case, "challenger") == ["PRK", "CHN", "RUS"]


@pytest.mark.data
def test_an_alliance_of_many_has_its_adversary_every_great_power_and_a_short_title(tmp_path: Path) -> None:
    nato = "USA, UKG, FRN, CAN, NOR, DEN, BEL, NTH, LUX, ITA, POR, ICE"
    path = new_case(tmp_path / "nato.yaml", nato, date(1990, 1, 1))
    case = load_case(path)
    assert by_role(case, "challenger") == ["ARG", "RUS", "IRN"]
    assert {one.abbreviation for one in case.states if one.major} == {"USA", "UKG", "FRN", "RUS", "CHN"}
    assert "United Kingdom, France and 9 others" in case.title
    assert "Russia (strategic rival of United States of America, and in dispute" in " ".join(
        path.read_text(encoding="utf-8").replace("\n#", "").split()
    )
    assert len({item.name for item in case.instruments}) == len(case.instruments)


@pytest.mark.data
def test_a_draft_without_a_challenger_says_so_in_the_file_and_at_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(roles, "_candidates", lambda *given: iter(()))
    path = tmp_path / "us-phl.yaml"
    done = CliRunner().invoke(app, ["case", "new", str(path), "--from-data", "USA, PHL", "--as-of", "2018-01-01"])
    assert done.exit_code == 0, done.exception
    assert "a world without an adversary" in done.stderr
    assert "# NO CHALLENGER is named" in path.read_text(encoding="utf-8").replace("every other great power. ", "\n# ")
    assert "challengers" in load_case(path).not_judged


@pytest.mark.data
@pytest.mark.parametrize(
    ("states", "day", "said"),
    [
        ("USA", date(2018, 1, 1), "needs two states or more; 1 was named"),
        ("Venezuela, Cuba", date(2012, 1, 1), "have no defence pact in ATOP on 2012-01-01"),
        ("USA, PHL", date(9999, 1, 1), "is after today"),
        ("USA, PHL", date(1946, 1, 1), "is too early"),
    ],
)
def test_what_cannot_be_drafted_is_refused_and_writes_nothing(
    tmp_path: Path, states: str, day: date, said: str
) -> None:
    with pytest.raises(InputError, match=said):
        new_case(tmp_path / "new.yaml", states, day)
    assert not list(tmp_path.iterdir())
