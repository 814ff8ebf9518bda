"""A condition is read as it is written, and what cannot be is refused in one line with the nearest name."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.assessment.island import island

from foedus.assessment.condition import Condition, made, parse, seen
from foedus.assessment.made import Make, Watch
from foedus.errors import InputError
from foedus.simulation.outcomes import EVENTS
from foedus.simulation.study import Study


@pytest.fixture(scope="module")
def study():
    return Study("us-rok")


@pytest.fixture(scope="module")
def far(tmp_path_factory):
    """The made-up case: states BOH, RUR, STR, AAA and BBB, simulated from 2016 to 2021."""
    return Study(island(tmp_path_factory.mktemp("island")), horizon=6)


def pair_of(study, first, second):
    codes = study.world.codes[study.world.pairs].tolist()
    return codes.index(sorted((first, second)))


def test_a_war_is_begun_by_the_state_that_is_named_first(far):
    pair = pair_of(far, 102, 103)
    there, back = parse("war:RUR-STR in 2018", far), parse("war:STR-RUR in 2018", far)
    assert there.makes == (Make("war", 2 * pair, 0.0, 3, 3),)
    assert back.makes == (Make("war", 2 * pair + 1, 0.0, 3, 3),)
    assert there.watches == back.watches == (Watch("war", pair),)


def test_a_government_is_of_one_year_or_from_one_on(far):
    one, on = (parse(f"government:BOH=conservative, RUR=progressive {when} 2018", far) for when in ("in", "from"))
    assert one.watches == (Watch("side", 0, 1), Watch("side", 1, -1))
    assert [each.last for each in one.makes] == [3, 3]
    assert [each.last for each in on.makes] == [6, 6]
    assert (one.before, on.before) == (3, 2)


def test_what_rests_on_an_instrument_goes_with_it(far):
    condition = parse("without treaty from 2019", far)
    assert condition.makes == (Make("absent", 0, 0.0, 4, 6), Make("absent", 1, 0.0, 4, 6))
    assert parse("without treaty", far).before == 0


def test_names_are_read_as_users_write_them(far):
    assert parse("Government:boh=Conservative  in 2018", far).watches == (Watch("side", 0, 1),)
    assert parse("War:rur-str In 2018", far).makes == parse("war:RUR-STR in 2018", far).makes
    assert parse("without TREATY", far).makes == parse("without treaty", far).makes
    assert parse("garrison.troops = 7.5 from 2017", far).makes == (Make("troops", 1, 7.5, 2, 6),)


def test_names_are_read_as_a_reader_is_shown_them_and_states_by_iso_codes(study):
    for shown, short in (
        ("war on South Korea by 2030", "war_outside by 2030"),
        ("without united states forces korea", "without us-forces-korea"),
        ("United States Forces Korea.troops=20", "us-forces-korea.troops=20"),
        ("war:China-TWN in 2027", "war:CHN-TAW in 2027"),
        ("government:United States=conservative in 2027", "government:USA=conservative in 2027"),
    ):
        one, other = parse(shown, study), parse(short, study)
        assert (one.events, one.watches, one.makes) == (other.events, other.watches, other.makes)


def test_a_replaced_outcome_can_still_be_seen(study):
    assert parse("lethal_attack in 2025", study).events == ("lethal_attack",)


def words(*rows):
    """Events of futures: bits of protege_deaths, then of one watch."""
    table = np.zeros((len(rows), len(EVENTS) + 1), np.uint64)
    for place, (own, watched) in enumerate(rows):
        table[place, EVENTS.index("protege_deaths")], table[place, -1] = own, watched
    return table


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("protege_deaths in 2017", [False, True, False]),
        ("protege_deaths by 2017", [True, True, False]),
        ("not protege_deaths by 2017", [False, False, True]),
        ("not protege_deaths in 2017", [True, False, True]),
        ("dispute:AAA-BBB in 2018", [True, False, False]),
        ("Not dispute:AAA-BBB by 2018", [False, True, False]),
    ],
)
def test_futures_meet_what_they_show(far, text, expected):
    condition = parse(text, far)
    events = words((0b001, 0b100), (0b010, 0b000), (0b100, 0b010))
    assert condition.met(events, condition.watches).tolist() == expected


REFUSED = [
    ("lethal_attack", "cannot read the condition 'lethal_attack': write 'OUTCOME in YEAR', 'war:A-B in YEAR'"),
    ("", "cannot read the condition '': write"),
    ("war:CHN-TAW-JPN in 2027", "cannot read the condition 'war:CHN-TAW-JPN in 2027'"),
    ("war:CHN in 2027", "cannot read the condition 'war:CHN in 2027'"),
    ("protege_deth in 2025", "unknown outcome 'protege_deth'; did you mean 'protege_deaths'?"),
    ("protege_deaths=no in 2025", "unknown outcome 'protege_deaths=no'; did you mean 'protege_deaths'?"),
    ("not not war:CHN-TAW in 2027", "'not not war:CHN-TAW in 2027': 'not' stands once, before something that is seen"),
    ("not without thaad", "'not without thaad': 'not' stands once, before something that is seen; leave it out"),
    (
        "patron_fights in 2025",
        "'patron_fights in 2025' cannot be seen in a year: patron_fights is a share; name an event",
    ),
    ("coercion_cost by 2025", "'coercion_cost by 2025' cannot be seen in a year: coercion_cost is a total"),
    ("pact_in_force by 2030", "'pact_in_force by 2030': pact_in_force is a status, which holds in a year; write 'in'"),
    ("wra:CHN-TAW in 2027", "unknown kind of condition 'wra'; did you mean 'war'?"),
    ("war:CHN-TAI in 2027", "unknown state 'TAI'; did you mean 'TAW'?"),
    ("war:UKR-TAW in 2027", "'war:UKR-TAW in 2027': the case has no pair of these two"),
    ("war:CHN-CHN in 2027", "'war:CHN-CHN in 2027': the case has no pair of these two"),
    ("war:CHN-TAW from 2027", "'war:CHN-TAW from 2027': a war is in a year or by a year; write 'in' for 'from'"),
    ("government:USA in 2027", "cannot read the condition 'government:USA in 2027'"),
    ("government:USA=green in 2027", "unknown side 'green'"),
    (
        "government:USA=progressive, usa=conservative in 2027",
        "'government:USA=progressive, usa=conservative in 2027': usa is",
    ),
    (
        "government:PRK=progressive in 2027",
        "'government:PRK=progressive in 2027': the case follows no governments of PRK",
    ),
    (
        "government:USA=conservative by 2027",
        "'government:USA=conservative by 2027': a government is in office in a year",
    ),
    ("without thad", "unknown instrument 'thad'; did you mean 'thaad'?"),
    ("usfk.troops=20", "unknown instrument 'usfk'; did you mean 'us-forces-korea'?"),
    ("thaad.troops=20", "'thaad.troops=20': thaad has no troops; a presence has (us-forces-korea)"),
    ("us-forces-korea.troops=-5", "troops -5 is not allowed: thousands of troops, a number from 0 to 10,000"),
    ("us-forces-korea.troops=nan", "troops nan is not allowed"),
    ("us-forces-korea.troops=many", "troops many is not allowed"),
    (
        "protege_deaths in 2023",
        "'protege_deaths in 2023': year 2023 is not allowed: 2024 to 2042, so that years after it",
    ),
    ("protege_deaths in 2043", "'protege_deaths in 2043': year 2043 is not allowed: 2024 to 2042"),
    ("without thaad from 2044", "'without thaad from 2044': year 2044 is not allowed: 2024 to 2043; see --horizon"),
    (f"protege_deaths in {'9' * 5000}", "'protege_deaths in 999"),
    ("protege_deaths in soon", "'protege_deaths in soon': year 'soon' is not a year such as 2024"),
]


@pytest.mark.parametrize(("text", "message"), REFUSED)
def test_what_cannot_be_read_is_refused_in_one_line(study, text, message):
    with pytest.raises(InputError) as refused:
        parse(text, study)
    assert str(refused.value).startswith(message)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("text", ["red \x1b[31m", "war:CHN-TAW in 2027\n\x07", "a" * 5000])
def test_a_refusal_shows_no_control_character_and_is_short(study, text):
    with pytest.raises(InputError) as refused:
        parse(text + " in", study)
    assert str(refused.value).isprintable()
    assert len(str(refused.value)) < 500


PIECES = [
    "not",
    "war",
    "dispute",
    "government",
    "without",
    ":",
    "-",
    "=",
    ",",
    ".troops",
    "in",
    "by",
    "from",
    "2027",
    "99",
]
PIECES += [
    "CHN",
    "TAW",
    "usa",
    "conservative",
    "thaad",
    "us-forces-korea",
    "protege_deaths",
    "upkeep",
    "\x00",
    "²",
    "１",
    "-1e400",
]


@given(st.text(max_size=60) | st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(["", " "])), max_size=9))
def test_any_text_is_read_or_refused_in_one_line(study, text):
    text = text if isinstance(text, str) else "".join(piece + space for piece, space in text)
    try:
        found = parse(text, study).text
    except InputError as refused:
        found = str(refused)
    assert found.isprintable()


def test_a_horizon_of_a_year_leaves_nothing_after_an_event():
    with pytest.raises(InputError, match="horizon 1 leaves no year after the first; ask for 2 years or more"):
        parse("protege_deaths in 2024", Study("us-rok", horizon=1))


NOT_SEEN = [
    (["without thaad from 2027"], "'without thaad from 2027' is a setting, which is made and not seen: use --do"),
    (["us-forces-korea.troops=20"], "'us-forces-korea.troops=20' is a setting, which is made and not seen: use --do"),
    (
        ["government:USA=conservative from 2029"],
        "'government:USA=conservative from 2029' is seen in one year: write 'in'",
    ),
    (
        ["protege_deaths in 2025", "not protege_deaths in 2025"],
        "'protege_deaths in 2025' and 'not protege_deaths in 2025' contra",
    ),
    (
        ["not protege_deaths by 2030", "protege_deaths in 2025"],
        "'not protege_deaths by 2030' and 'protege_deaths in 2025' contra",
    ),
    (
        ["protege_deaths by 2025", "not protege_deaths by 2026"],
        "'protege_deaths by 2025' and 'not protege_deaths by 2026' contra",
    ),
    (
        ["not war:CHN-TAW in 2027", "war:TAW-CHN in 2027"],
        "'not war:CHN-TAW in 2027' and 'war:TAW-CHN in 2027' contradict",
    ),
    (
        ["government:USA=conservative in 2029", "government:ROK=progressive, USA=progressive in 2029"],
        "'government:USA=conservative in 2029' and 'government:ROK=progressive, USA=progressive in 2029' contradict",
    ),
]


@pytest.mark.parametrize(("texts", "message"), NOT_SEEN)
def test_what_cannot_be_seen_is_refused(study, texts, message):
    with pytest.raises(InputError) as refused:
        seen(texts, study)
    assert str(refused.value).startswith(message)


@pytest.mark.parametrize(
    "texts",
    [
        ["protege_deaths in 2026", "not protege_deaths by 2025"],
        ["protege_deaths by 2026", "not protege_deaths by 2025"],
        ["protege_deaths by 2026", "not protege_deaths in 2025"],
        ["not protege_deaths in 2025", "not protege_deaths by 2026"],
        ["government:USA=conservative in 2029", "government:USA=progressive in 2030"],
        ["government:USA=conservative in 2029", "government:ROK=progressive in 2029"],
    ],
)
def test_what_can_be_seen_together_is(study, texts):
    assert [one.text for one in seen(texts, study)] == texts


NOT_MADE = [
    (
        ["protege_deaths in 2025"],
        "'protege_deaths in 2025' is an observation, which is seen and not made: use --given, or",
    ),
    (["not pact_in_force in 2030"], "'not pact_in_force in 2030' is an observation"),
    (
        ["not war:CHN-TAW in 2027"],
        "'not war:CHN-TAW in 2027' cannot be made: name what is made",
    ),
    (["war:CHN-TAW by 2027"], "'war:CHN-TAW by 2027' is made in one year: write 'in' for 'by'"),
    (["coercion by 2027"], "'coercion by 2027' is made in one year: write 'in' for 'by'"),
    (["coercion from 2027"], "'coercion from 2027' is made in one year: write 'in' for 'from'"),
    (["not coercion in 2027"], "'not coercion in 2027' cannot be made: name what is made"),
    (
        ["government:USA=conservative from 2029", "government:USA=progressive in 2035"],
        "'government:USA=conservative from 2029' and 'government:USA=progressive in 2035' contradict each other",
    ),
    (["us-forces-korea.troops=20", "us-forces-korea.troops=10 from 2030"], "'us-forces-korea.troops=20' and"),
    (
        ["without mutual-defense-treaty from 2030", "us-forces-korea.troops=20"],
        "'without mutual-defense-treaty from 2030' and",
    ),
]


@pytest.mark.parametrize(("texts", "message"), NOT_MADE)
def test_what_cannot_be_made_is_refused(study, texts, message):
    with pytest.raises(InputError) as refused:
        made(texts, study)
    assert str(refused.value).startswith(message)


@pytest.mark.parametrize(
    "texts",
    [
        ["without thaad from 2027", "us-forces-korea.troops=20"],
        ["government:USA=conservative in 2029", "government:USA=progressive in 2030"],
        ["war:CHN-TAW in 2027", "war:TAW-CHN in 2027"],
        ["without thaad", "without mutual-defense-treaty from 2030"],
        ["coercion in 2027", "coercion in 2029"],
    ],
)
def test_what_can_be_made_together_is(study, texts):
    assert [one.text for one in made(texts, study)] == texts


def test_a_condition_that_is_given_twice_is_one(study):
    assert len(made(["without thaad", " without  thaad"], study)) == 1
    assert isinstance(made(["without thaad"], study)[0], Condition)


def test_an_opposite_has_an_opposite(study):
    one = parse("government:USA=conservative, ROK=progressive in 2029", study)
    assert one.negated == parse("not government:USA=conservative, ROK=progressive in 2029", study)
    assert one.negated.negated == one
