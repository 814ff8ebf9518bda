"""Case files: what is refused, with which line; what is written and found."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import pytest
from tests.cases.filled import filled, placeholders

from foedus.errors import CaseError, InputError
from foedus.world import textfile
from foedus.world.build import from_case
from foedus.world.case import case_names, case_schema, check_case, load_case, new_case

TEXT = (files("foedus") / "cases" / "us-rok.yaml").read_text(encoding="utf-8")

# (text replaced, replacement, text that begins on the line named, what the line says)
TWICE = "{ provocation: missile-launches, change: 1.0, source: kinu }"
BAD = [
    ("cinc: { value: 0.123566", "cinc: { value: -0.1", "value: -0.1", "figures.cinc.value: is -0.1; allowed: 0 to 1"),
    ("cinc: { value: 0.123566", "cinc: { value: 9.5", "value: 9.5", "figures.cinc.value: is 9.5; allowed: 0 to 1"),
    ("cinc: { value: 0.123566", "cinc: { value: .nan", "value: .nan", "should be a number (given '.nan')"),
    ("cinc: { value: 0.123566", "cinc: { value: lots", "value: lots", "should be a number (given 'lots')"),
    ("cinc: { value: 0.123566", "cinc: { value: 1e999", "value: 1e999", "is 1e999, too large for a number"),
    ("gdp: { value: 25744.1", "gdp: { value: 25744100.0", "25744100.0", "allowed: 0 to 500000 billion current USD"),
    (
        "unit: share of system",
        "unit: per cent",
        "per cent",
        "cinc.unit: is 'per cent'; it must be 'share of system'",
    ),
    ("year: 2022, source: nmc }", "year: 2022 }", "value: 0.123566", "figures.cinc.source: is missing"),
    ("year: 2022, source: nmc }", "source: nmc }", "value: 0.123566", "figures.cinc.year: is missing"),
    ("year: 2022, source: nmc }", "year: 2022, source: nmcc }", "nmcc", "unknown source 'nmcc'; did you mean 'nmc'?"),
    ("year: 2022, source: nmc }", "year: 2024, source: nmc }", "2024, source: nmc", "is 2024, after the case's as_of"),
    (
        "year: 2022, source: bleek }",
        "year: 2022, source: bleek, reason: x }",
        "reason: x",
        "explains a null value",
    ),
    ('reason: "the World Bank', 'note: "the World Bank', 'note: "the World Bank pub', "a null value needs a reason"),
    (
        "nuclear: { value: 3",
        "nuclear: { value: 2.5",
        "value: 2.5",
        "nuclear.value: is 2.5; it must be a whole number",
    ),
    (
        "as_of: 2023-11-07",
        "as_of: 1954-10-01",
        "since: 1954-11-17",
        "is 1954-11-17, after the case's as_of 1954-10-01",
    ),
    ("as_of: 2023-11-07", "as_of: 2023-13-07", "as_of:", "month value is outside expected range"),
    ("as_of: 2023-11-07", "as_of: 7 November 2023", "as_of:", "written YYYY-MM-DD (given '7 November 2023')"),
    ("protege: ROK", "protege: RKO", "protege: RKO", "protege: unknown state 'RKO'; did you mean 'ROK'?"),
    ("protege: ROK", "protege: USA", "patron: USA", "patron: is USA, the protege itself"),
    ("bloc: [CHN, RUS, PRK]", "bloc: [CHN, RUS, ROK]", "bloc:", "bloc[2]: ROK is in the alliance"),
    ("protege: ROK\n", "", "id: us-rok", "protege: is missing"),
    ("title:", "titel:", "titel:", "unknown field 'titel'; did you mean 'title'?"),
    (
        "candidate: false",
        "candidate: true",
        "figures:",
        "figures.latent.value: is null, and the equation of armament cannot do without it; give it, or set candidate",
    ),
    ("latent: { value: 1,", "latent: { value: 2,", "latent: { value: 2", "is 2; allowed: 0 to 1 latency status"),
    (
        "value: 69.88",
        "value: 0",
        "gdp_per_head: { value: 0",
        "is 0; allowed: 0.1 to 1000 thousand international dollars",
    ),
    ("bloc: [CHN, RUS, PRK]", "bloc: CHN", "bloc: CHN", "bloc: should be a list (given 'CHN')"),
    ("protege: ROK", "protege: [ROK]", "protege: [ROK]", "protege: should be a text; a number or a date needs quotes"),
    (
        "bloc: [CHN",
        "opinion: high\nbloc: [CHN",
        "opinion: high",
        "opinion: should hold fields with values, 'name: value' (given 'high')",
    ),
    ("major: true", "major: yes", "major: yes", "states[0].major: should be true or false (given 'yes')"),
    ("code: 732", "code: 2", "code: 2\n    abbreviation: ROK", "states[1].code: '2' is given twice"),
    ("kind: umbrella", "kind: umbrela", "kind: umbrela", "unknown kind 'umbrela'; did you mean 'umbrella'?"),
    ("parties: [CHN, PRK]", "parties: [CHN, XYZ]", "parties: [CHN, XYZ]", "parties[1]: unknown state 'XYZ'"),
    ("parties: [CHN, PRK]", "parties: [CHN]", "parties: [CHN]", "has 1 party; a defence-pact needs two or more"),
    (
        "rests_on: mutual-defense-treaty\n    troops",
        "rests_on: thaad\n    troops",
        "rests_on: thaad",
        "the chain must not be a circle",
    ),
    (
        "rests_on: mutual-defense",
        "rests_on: mutual-defence",
        "rests_on: mutual-defence",
        "did you mean 'mutual-def",
    ),
    ("    against: [PRK]\n    mutual: true", "    mutual: true", "id: armistice", "needs both sides named"),
    ("value: 0.9\n", "value: 1.2\n", "value: 1.2\n", "integrity.value: should be less than or equal to 1 (given 1.2)"),
    ("value: 0.9\n", "value: 1.0\n", "value: 1.0\n", "integrity.value: is 1; allowed: 0.01 to 0.99"),
    ("notice_years: 1", "notice_years: -1", "notice_years: -1", "should be greater than or equal to 0 (given -1)"),
    ("until: 2025-12-31", "until: 2020-12-31", "until: 2020", "an instrument that has ended is left out"),
    ("troops: { value: 28.5", "troops: { value: -28.5", "troops: {", "is -28.5; allowed: 0 to 5000 thousand persons"),
    ("side: progressive", "side: none", "side: none, since: 2021", "government.side: is none; the governments"),
    ("as_of: 2023-11-07", "as_of: 9999-01-01", "as_of:", "as_of: is 9999-01-01, after today, "),
    ("cinc: { value: 0.123566", "cinc: { value: 0", "value: 0,", "cinc.value: is 0; it must be above 0"),
    ("gdp: { value: 25744.1", "gdp: { value: 0", "value: 0,", "gdp.value: is 0; it must be above 0"),
    (
        "cinc: { value: 0.014094, unit: share of system, year: 2022, source: nmc }",
        "cinc: { value: null, unit: share of system, reason: unknown }",
        "value: null, unit: share",
        "states[2].figures.cinc.value: is null, and the equations of escalation, initiation, joining and treaty_end cannot",
    ),
    (
        "distance: { value: 4333, unit: km, year: 2019, source: cshapes }",
        "distance: { value: null, unit: km, reason: unknown }",
        "value: null, unit: km",
        "distance.value: is null, and the equations of initiation and treaty_formation cannot do without it; give it",
    ),
    (
        "nuclear: { value: 3, unit: Bleek status, year: 2022, source: bleek }",
        "nuclear: { value: null, unit: Bleek status, reason: unknown }",
        "value: null, unit: Bleek",
        "nuclear.value: is null, and the equations of armament and escalation cannot do without it",
    ),
    (
        'reason: "the World Bank publishes no figure for North Korea"',
        "reason: nobody knows, it is said",
        "it is said",
        "a comma ends a text without quotes: put the text before it and this in one pair of quotes",
    ),
    ("states: [USA, ROK]", "states: [USA, Rok]", "states: [USA, Rok]", "states[1]: must be three capitals"),
    ("next: 2024-11-05", "next: 2023-11-05", "next: 2023-11-05", "futures start in 2024"),
    ("outcome: war_outside", "outcome: war", "outcome: war\n", "base_rates[0].outcome: unknown outcome 'war'"),
    ("at_most: 0.05", "at_most: 0.05\n    at_least: 0.01", "outcome: war_outside\n    at_most", "exactly one of"),
    ("    events: 0\n", "", "outcome: war_outside\n    exposure", "either events and exposure, or share"),
    ("patron: progressive\n    protege: p", "patron: conservative\n    protege: p", None, "each of the four pairs"),
    ("[missile-launches", "[missile", "provocations: [", "should be 'missile-launches', 'nuclear-tests', "),
    ("cinc: { value: 0.475974", "cinc: { value: 0.575974", "0.575974", "add up to 1.1000; they must not exceed 1"),
    (
        "rest:\n  cinc: { value: ",
        "rest:\n  cinc: { value: 0, unit: share of system, year: 2022, source: nmc } #",
        None,
        "is 0, but the",
    ),
    ("bloc: [CHN, RUS, PRK]", "bloc: [CHN, CHN]", "bloc:", "bloc[1]: 'CHN' is given twice"),
    (
        "    events: 0\n",
        "    events: 700\n",
        "    events: 700",
        "base_rates[0].events: is 700, more than the exposure of",
    ),
    (
        "    at_most: 0.05\n    years: 20",
        "    at_most: 0.05\n    years: 61",
        "    years: 61",
        "less than or equal to 60 (given 61)",
    ),
    ("leader: Joe Biden", "leader: todo", "leader: todo", "leader: TODO is a placeholder"),
    ("leader: Joe Biden", "leader: <fill in>", "leader: <fill in>", "leader: '<fill in>' is a placeholder"),
    ("states: [USA, ROK]", "states: [USA, USA]", "states: [USA, USA]", "names USA twice"),
    ("states: [USA, ROK]", "states: [USA, PRK]", None, "the pair PRK and USA is given twice"),
    ("leader: Joe Biden", "leader: TBD", "leader: TBD", "leader: 'TBD' is a placeholder; write what belongs there"),
    ("leader: Joe Biden", "leader: '??'", "leader: '??'", "leader: '??' is a placeholder"),
    ("leader: Joe Biden", 'leader: "Joe\\nBiden"', 'leader: "Joe', "must be one line of at most 200 characters"),
    ("leader: Joe Biden", 'leader: "\\e[2J"', 'leader: "', "has the control character U+001B; take it out"),
    ("bloc: [CHN, RUS, PRK]", "bloc: !!set { CHN, RUS, PRK }", "bloc:", "bloc: has the tag '!!set'"),
    ("code: 732", "code: !!int x", "code: !!int x", "states[1].code: has the tag '!!int'"),
    (
        "cinc: { value: 0.123566",
        "cinc: { value: 1e-300",
        "1e-300",
        "must be 0, or 1e-12 to 1e+15 in size (given 1e-300)",
    ),
    (
        "cinc: { value: 0.123566",
        "cinc: { date: 2019-01-01, value: 0.123566",
        "2019-01-01",
        "but the date is 2019-01-01",
    ),
    ("since: 1954-11-17", "since: 1754-11-17", "since: 1754", "is 1754-11-17; allowed: 1816-01-01 or later"),
    ("since: 2021-01-20", "since: 1921-01-20", "side: progressive, since: 1921", "over 90 years before as_of"),
    ("as_of: 2023-11-07", "as_of: 1815-11-07", "as_of:", "as_of: is 1815-11-07; allowed: 1816-01-01 or later"),
    ("next: 2024-11-05", "next: 2044-11-05", "next: 2044", "is 2044-11-05, but they are held every 4 years"),
    ("next: 2024-11-05", "next: 9999-11-05", "next: 9999", "is 9999-11-05; allowed: up to 2100-12-31"),
    ("name: South Korea", "name: UNITED STATES", "name: UNITED", "states[1].name: 'united states' is given twice"),
    ("coercer: CHN", "coercer: ROK", "coercer: ROK", "coercion.coercer: is ROK, the protege itself"),
    ("parties: [USA, PRK, CHN]", "parties: [USA]", "parties: [USA]\n", "has 1 party; a ceasefire needs two or more"),
    ("id: us-rok\n", "id: us-rok\nid: again\n", "id: again", "id: is given twice"),
    ("title: Is", "title: &a [*a] # Is", "*a", "refers to itself"),
    ("title: Is", "title: [Is", "title: [Is", "column 8: not valid YAML: expected ',' or ']'; close the"),
    (
        "\ncannot_say:",
        "\ntempo: [{ provocation: missile-launches, change: 6.0, source: kinu }]\ncannot_say:",
        "tempo:",
        "less than",
    ),
    (
        "\ncannot_say:",
        "\ntempo: [{ provocation: missile-launches, change: .nan, source: kinu }]\ncannot_say:",
        "tempo:",
        "should be a number",
    ),
    ("\ncannot_say:", f"\ntempo: [{TWICE}, {TWICE}]\ncannot_say:", "tempo:", "'missile-launches' is given twice"),
    (
        "provocations: [missile-launches, ",
        f"tempo: [{TWICE}]\nprovocations: [",
        "tempo:",
        "which the case does not follow",
    ),
    (
        "\ncannot_say:",
        "\nopinion: { change: -5.5, source: kinu }\ncannot_say:",
        "opinion:",
        "greater than or equal to -5",
    ),
]


NULL = "cinc: { value: null, unit: share of system, reason: unknown }"


def problems(tmp_path: Path, old: str, new: str) -> tuple[Path, str, list[str]]:
    assert old in TEXT
    path = tmp_path / "bad.yaml"
    text = TEXT.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")
    return path, text, check_case(path)


@pytest.mark.parametrize(("old", "new", "marker", "said"), BAD, ids=[f"{i}-{row[3][:40]}" for i, row in enumerate(BAD)])
def test_a_bad_case_is_refused_in_one_line_with_its_place(
    tmp_path: Path, old: str, new: str, marker: str | None, said: str
) -> None:
    path, text, lines = problems(tmp_path, old, new)
    told = [line for line in lines if said in line]
    assert told, lines
    assert not any("\n" in line for line in lines)
    if marker is not None:
        line = text[: text.index(marker)].count("\n") + 1
        assert any(line_told.startswith(f"{path}:{line}: ") for line_told in told)
    with pytest.raises(CaseError, match=r"bad\.yaml:"):
        load_case(path)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("protege: ROK", "protege: RKO"),
        ("parties: [USA, ROK]", "parties: [USA, RKO]"),
        ("states: [USA, ROK]", "states: [US, ROK]"),
        ('reason: "the World Bank publishes no figure for North Korea"', "reason: nobody knows, it is said"),
        ("as_of: 2023-11-07", "as_of: 9999-01-01"),
        ("since: 1954-11-17", "since: 1754-11-17"),
    ],
)
def test_the_true_cause_is_told_alone(tmp_path: Path, old: str, new: str) -> None:
    assert len(problems(tmp_path, old, new)[2]) == 1


def test_a_refusal_of_many_problems_ends_in_how_many_are_left(tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text("".join(f"x{k}: 1\n" for k in range(1000)), encoding="utf-8")
    said = check_case(path)
    assert len(said) == textfile.TOLD + 1
    assert re.search(r"bad\.yaml: \d+ more; mend these first$", said[-1])


def test_every_problem_is_told_at_once(tmp_path: Path) -> None:
    text = TEXT.replace("code: 732", "code: 2").replace("id: thaad\n", "id: armistice\n")
    path = tmp_path / "bad.yaml"
    path.write_text(text, encoding="utf-8")
    said = " ".join(check_case(path))
    assert "'2' is given twice" in said
    assert "'armistice' is given twice" in said


def test_the_same_problem_of_several_states_is_one_line_that_names_them(tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text(re.sub(r"cinc: \{ value: [\d.]+,[^}]*\}", NULL, TEXT, count=3), encoding="utf-8")
    (said,) = check_case(path)
    assert "states[0].figures.cinc.value: is null, and the equations of" in said
    assert re.search(r"; the same for ROK \(line \d+\), PRK \(line \d+\)$", said), said


def test_a_case_dated_before_its_figures_is_refused_in_few_lines(tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text(TEXT.replace("as_of: 2023-11-07", "as_of: 1950-01-01"), encoding="utf-8")
    said = check_case(path)
    assert len(said) < 70
    assert any(line.endswith(" more") for line in said)


@pytest.mark.parametrize(
    "text", ["", "- a\n- b\n", "just text\n", "a: b: c\n", "\tx: 1\n", "a: [\n", "? [a]\n: 1\n", "\x01"]
)
def test_no_text_makes_it_crash(tmp_path: Path, text: str) -> None:
    path = tmp_path / "odd.yaml"
    path.write_text(text, encoding="utf-8")
    lines = check_case(path)
    assert lines
    assert all(line.startswith(f"{path}:") for line in lines)


def test_not_utf8(tmp_path: Path) -> None:
    path = tmp_path / "odd.yaml"
    path.write_bytes(b"title: \xff\n")
    with pytest.raises(CaseError, match="not UTF-8"):
        check_case(path)


def test_names_and_paths() -> None:
    assert "us-rok" in case_names()
    with pytest.raises(InputError, match="unknown case 'us-rk'; did you mean 'us-rok'"):
        load_case("us-rk")
    with pytest.raises(InputError, match=r"cannot read nowhere\.yaml: No such file"):
        load_case("nowhere.yaml")


def test_yaml_names_are_not_booleans(tmp_path: Path) -> None:
    path = tmp_path / "no.yaml"
    path.write_text(TEXT.replace("leader: Joe Biden", "leader: NO"), encoding="utf-8")
    government = load_case(path).states[0].government
    assert government is not None
    assert government.leader == "NO"


def test_every_placeholder_of_a_new_case_is_refused_by_its_line(tmp_path: Path) -> None:
    path = new_case(tmp_path / "mine.yaml")
    lines = path.read_text(encoding="utf-8").splitlines()
    refused = check_case(path)
    assert len(refused) == placeholders("\n".join(lines))
    for line in refused:
        number, place, said = re.fullmatch(r".*mine\.yaml:(\d+): (\S+): (.*)", line).groups()  # type: ignore[union-attr]
        assert "TODO" in lines[int(number) - 1]
        assert said == "TODO is a placeholder; write what belongs there", place
    assert any(": states[0].name: TODO is a placeholder" in line for line in refused)


def test_the_template_filled_in_is_a_case(tmp_path: Path) -> None:
    path = filled(tmp_path)
    assert check_case(path) == []
    case = load_case(path)
    assert from_case(case).states == 3
    assert case.not_judged == ()


@pytest.mark.parametrize(
    ("old", "place"),
    [
        ("leader: Joe Biden", "states[0].government.leader"),
        ("name: Mutual Defense Treaty", "instruments[0].name"),
        ("reason: Reaffirmed", "instruments[0].integrity.reason"),
        ("  - Whether the treaty", "cannot_say[0]"),
    ],
)
def test_a_placeholder_that_a_person_left_is_refused(tmp_path: Path, old: str, place: str) -> None:
    path, text, lines = problems(tmp_path, old, f"{old.split(' ')[0] or '  -'} TODO ")
    number = text[: text.index("TODO")].count("\n") + 1
    assert lines == [f"{path}:{number}: {place}: TODO is a placeholder; write what belongs there"]


def test_a_new_case_overwrites_nothing(tmp_path: Path) -> None:
    path = new_case(tmp_path / "mine.yaml")
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match="exists already"):
        new_case(path)
    assert path.read_text(encoding="utf-8") == "mine"
    assert [item.name for item in tmp_path.iterdir()] == ["mine.yaml"]
    with pytest.raises(InputError, match=r"ends in \.yaml"):
        new_case(tmp_path / "mine.txt")
    with pytest.raises(InputError, match="cannot be written"):
        new_case(tmp_path / "absent" / "mine.yaml")


def _models(schema: dict[str, object]) -> list[dict[str, dict[str, object]]]:
    definitions = schema["$defs"]
    assert isinstance(definitions, dict)
    return [item["properties"] for item in (schema, *definitions.values()) if "properties" in item]


def test_the_schema_is_closed_and_names_the_fields() -> None:
    schema = case_schema()
    assert schema["additionalProperties"] is False
    assert {"states", "instruments", "relations", "sources"} <= set(schema["required"])
    assert all(fields for fields in _models(schema))
