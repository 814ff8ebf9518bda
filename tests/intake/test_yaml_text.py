"""YAML that a user hands in: what is read, what is refused, and with which line."""

from __future__ import annotations

import pytest
import yaml

from foedus.errors import CaseError
from foedus.intake import yaml_text
from foedus.intake.limits import CHARACTERS, DEPTH, ENTRIES
from foedus.intake.yaml_text import parse

READ = [
    (
        "a: [1, {b: yes}]\n\nc: 1.5\nd: 2024-01-01\ne: ~\n",
        {"a": [1, {"b": "yes"}], "c": 1.5, "d": "2024-01-01", "e": None},
    ),
    ("- x\n- {y: 'é', z: 1}\n", ["x", {"y": "é", "z": 1}]),
    ("a: &one [1]\nb: *one\n", {"a": [1], "b": [1]}),
    ("# only\n---\na: {b: , c: 'x: y'}\n...\n", {"a": {"b": None, "c": "x: y"}}),
    ("a: 010\nb: 0x10\nc: 1_000\nd: .nan\ne: 1e3\n", {"a": "010", "b": "0x10", "c": "1_000", "d": ".nan", "e": 1000.0}),
    ("a: |\n  one\n  two\r\nb: 'true'\n", {"a": "one\ntwo\n", "b": "true"}),
    ("'<<': 1\n'2': 3\n", {"<<": 1, "2": 3}),
]

REFUSED = [
    ("", 1, "the file is empty"),
    ("a: !!int x\n", 1, "a: has the tag '!!int'; write the value without it"),
    ("b: 1\na: !!float .nan\n", 2, "has the tag '!!float'"),
    ("a: !!bool\n", 1, "has the tag '!!bool'"),
    ("a: !!timestamp 2020-01-01\n", 1, "has the tag '!!timestamp'"),
    ("a: !!set {x, y}\n", 1, "has the tag '!!set'"),
    ("a: !!python/object/apply:os.getcwd []\n", 1, "has the tag '!!python/object/apply:os.getcwd'"),
    ("!!str a: 1\n", 1, "has the tag '!!str'"),
    ("a: ! x\n", 1, "has the tag '!'"),
    ("%YAML 1.1\n---\na: 1\n", 1, "'%YAML 1.1' is a directive"),
    ("a: 1\n...\n%TAG ! x\n---\nb: 1\n", 3, "is a directive"),
    ("a: 1\n---\nb: 1\n", 2, "a second document"),
    ("a: &x {b: 1}\nc:\n  <<: *x\n", 3, "c: has a merge key (<<); write the fields out"),
    ("a: 1\nb: 2\na: 3\n", 3, "a: is given twice; keep one"),
    ("2: x\n", 1, "has the field '2', which is no text; put the name in quotes"),
    ("? [a]\n: 1\n", 1, "has a field whose name is no text"),
    ("? |\n a\n: 1\n", 1, "has the field 'a\\n', which is no name"),
    ("a: *b\n", 1, "'*b' repeats a value that is not named before"),
    ("a: &x [*x]\n", 1, "a[0]: refers to itself by '*x'"),
    ('a: 1\nb: "\\e[2J"\n', 2, "b: has the control character U+001B; take it out"),
    ('a: "x\\ry"\n', 1, "has the control character U+000D"),
    ('a: "\\u202e"\n', 1, "has the control character U+202E"),
    ("a: 1\nb: \x1b[2J\n", 2, "has the control character U+001B"),
    ("a: " + "9" * 5000 + "\n", 1, "is a whole number of 5,000 digits; at most 18 are read"),
    ("a: 0." + "9" * 5000 + "\n", 1, "is a number of 5,002 characters"),
    ("a: 1e999\n", 1, "is 1e999, too large for a number"),
    ("a: " + "x" * (CHARACTERS + 1) + "\n", 1, "has 20,001 characters; at most 20,000 are read"),
    ("a" * 300 + ": 1\n", 1, "which is no name"),
    ("x: " + "[" * 1000 + "]" * 1000 + "\n", 1, f"is nested more than {DEPTH} levels deep"),
    ("x: " + "[" * 100_000 + "\n", 1, f"is nested more than {DEPTH} levels deep"),
    ("{reason: nobody knows, it is said}\n", 1, "it is said: has no value; a comma ends a text without quotes"),
    ("{reason: nobody é knows, it is said }\n", 1, "it is said: has no value; a comma ends a text without quotes"),
    ("{value: 0,12, year: 2020}\n", 1, "value: is 0,12; write a decimal with a point: 0.12"),
    ("a:\n  - {value: -3,5e2}\n", 2, "a[0].value: is -3,5e2; write a decimal with a point: -3.5e2"),
    ("{a}\n", 1, "a: has no value; write 'name: value'"),
    ("a: [1,\n  2\nb: 1\n", 1, "column 4: not valid YAML: expected ',' or ']'; close the bracket that opens here"),
    ("a: 1\nb: 'x\n", 2, "column 4: not valid YAML: found unexpected end of stream; close the quotes"),
    (
        "a: b: c\n",
        1,
        "column 5: not valid YAML: mapping values are not allowed in this context; a text that has a colon",
    ),
    ("a:\n\t- b\n", 2, "indent with spaces"),
]


@pytest.mark.parametrize(("text", "value"), READ)
def test_what_a_case_needs_is_read(text: str, value: object) -> None:
    assert parse(text, "x.yaml")[0] == value


@pytest.mark.parametrize("text", [text for text, _ in READ])
def test_both_parsers_read_the_same(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    found = parse(text, "x.yaml")
    monkeypatch.setattr(yaml_text, "LOADER", yaml.SafeLoader)
    assert parse(text, "x.yaml") == found


@pytest.mark.parametrize(("text", "line", "said"), REFUSED, ids=range(len(REFUSED)))
def test_the_rest_is_refused_in_one_line_with_its_place(text: str, line: int, said: str) -> None:
    with pytest.raises(CaseError) as refused:
        parse(text, "x.yaml")
    told = str(refused.value)
    assert told.startswith(f"x.yaml:{line}: ")
    assert said in told
    assert told.isprintable()
    assert len(told) < 600


def test_aliases_are_counted_by_what_they_repeat() -> None:
    bomb = "a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n"
    bomb += "".join(f"a{k + 1}: &a{k + 1} [{', '.join([f'*a{k}'] * 10)}]\n" for k in range(9))
    with pytest.raises(CaseError, match=f"more than {ENTRIES:,} values, what aliases repeat counted each time"):
        parse(bomb, "x.yaml")


def test_a_name_of_a_file_is_escaped() -> None:
    with pytest.raises(CaseError, match=r"^a\\x1b\[2J\.yaml:1: the file is empty$"):
        parse("", "a\x1b[2J.yaml")
