"""Names of states as people write them, by the years asked about."""

from datetime import date

import polars as pl
import pytest

from foedus.data.iso2 import ISO2
from foedus.data.iso3 import ISO3
from foedus.data.names import state_among, state_codes
from foedus.errors import InputError, known, unknown

LAST = date(2016, 12, 31)
MEMBERS = pl.DataFrame(
    [
        (2, "USA", "United States of America", date(1816, 1, 1), LAST),
        (255, "GMY", "Germany", date(1816, 1, 1), date(1945, 5, 8)),
        (255, "GMY", "Germany", date(1990, 10, 3), LAST),
        (260, "GFR", "German Federal Republic", date(1955, 5, 5), date(1990, 10, 2)),
        (265, "GDR", "German Democratic Republic", date(1954, 3, 25), date(1990, 10, 2)),
        (305, "AUS", "Austria", date(1955, 7, 27), LAST),
        (437, "CDI", "Ivory Coast", date(1960, 8, 7), LAST),
        (640, "TUR", "Turkey", date(1816, 1, 1), LAST),
        (730, "KOR", "Korea", date(1887, 1, 1), date(1905, 11, 17)),
        (731, "PRK", "North Korea", date(1948, 9, 9), LAST),
        (732, "ROK", "South Korea", date(1949, 6, 29), LAST),
        (900, "AUL", "Australia", date(1920, 1, 10), LAST),
    ],
    schema=["ccode", "stateabb", "statenme", "start", "end"],
    orient="row",
)


@pytest.mark.parametrize(
    ("text", "years", "codes"),
    [
        ("usa", 2010, [2]),
        ("US", 2010, [2]),
        ("america", 2010, [2]),
        ("2", 2010, [2]),
        ("KOR", 2010, [732]),
        ("KOR", 1900, [730]),
        ("kr;kp", 2010, [732, 731]),
        ("Korea, Republic of, USA", 2010, [732, 2]),
        ("south_korea", 2010, [732]),
        ("GMY", 1960, [260]),
        ("DEU", 1960, [260]),
        ("Germany", 2000, [255]),
        ("GMY", (1985, 1995), [255]),
        ("DDR", 1970, [265]),
        ("Türkiye", 2010, [640]),
        ("Turkiye", 2010, [640]),
        ("Côte d’Ivoire", 2010, [437]),
        ("ci", 2010, [437]),
    ],
)
def test_a_state_is_found_by_any_usual_name_of_its_years(text, years, codes):
    assert state_codes(text, MEMBERS, years) == codes


def test_a_cow_abbreviation_comes_first_where_a_command_says_so():
    assert state_codes("AUS", MEMBERS, 2010, cow_first=True) == [305]
    assert state_codes(["aus", 900], MEMBERS, 2010, cow_first=True) == [305, 900]
    with pytest.raises(InputError, match=r"state 'AUS' means Austria \(AUS\) or Australia \(AUL\)"):
        state_codes("AUS", MEMBERS, 2010)


@pytest.mark.parametrize(
    ("text", "years", "words"),
    [
        ("Turkye", 2010, r"did you mean Turkey \(TUR\)\?"),
        ("USA ROK", 2010, "did you mean 'USA, ROK'"),
        ("USA,2", 2010, r"United States of America \(USA\) is named twice"),
        ("ROK", 1930, r"South Korea \(ROK\) is no member .* in 1930 \(a member from 1949\)"),
        ("KOR", (1910, 1940), "is no member .* in 1910:1940"),
        ("\x1b[2J" * 500, 2010, r"unknown state '\\x1b\[2J"),
    ],
)
def test_what_is_not_found_is_refused_in_one_readable_line(text, years, words):
    with pytest.raises(InputError, match=words) as refused:
        state_codes(text, MEMBERS, years)
    assert len(str(refused.value)) < 400


def test_a_state_of_a_case_is_found_by_any_name():
    states, titles = {"USA": 2, "ROK": 732}, {"United States": 2, "South Korea": 732}
    for name in ("rok", "KOR", "kr", "South Korea", "Republic of Korea", "732"):
        assert state_among(name, states, titles, "the case") == "ROK"
    with pytest.raises(InputError, match=r"unknown state 'JPN' \(in the case: USA, ROK\)"):
        state_among("JPN", states, titles, "the case")
    with pytest.raises(InputError, match="unknown state '7777"):
        state_among("7" * 5000, states, titles, "the case")


def test_every_code_of_two_letters_means_a_state_and_every_state_has_one():
    assert set(ISO2.values()) == set(ISO3.values())


def test_names_of_the_project_are_found_in_any_spelling_and_refusals_are_short():
    assert known("case", "US-ROK", ["us-rok"]) == "us-rok"
    assert known("instrument", "T.H.A.A.D", ["thaad"]) == "thaad"
    assert "did you mean 'thaad'" in unknown("instrument", "THAD", ["thaad", "pact"])
    assert len(unknown("name", "x" * 10_000, [f"name-{i}" for i in range(1000)])) < 600
