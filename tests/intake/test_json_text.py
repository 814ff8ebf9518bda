"""JSON that a user hands in."""

from __future__ import annotations

import re

import pytest

from foedus.intake.json_text import parse_json

REFUSED = [
    ('{"a": 1', "line 1, column 8"),
    ('{"a": 1, "a": 2}', "'a' is given twice"),
    ('{"a": NaN}', "NaN, which is not a number"),
    ('{"a": -Infinity}', "-Infinity, which is not a number"),
    ('{"a": 1e999}', "too large for a number"),
    ('{"a": ' + "9" * 5000 + "}", "a whole number of 5,000 digits"),
    ("[" * 100 + "]" * 100, "nested more than 32 levels deep"),
    ("[" * 100_000, "nested more than 32 levels deep"),
    ('["' + "x" * 20_001 + '"]', "a text of 20,001 characters"),
    ('["\\u001b[2J"]', "the control character U+001B"),
    ('{"\\ud800": 1}', "the control character U+D800"),
    ("[" + "1," * 200_001 + "1]", "more than 200,000 values"),
]


def test_json_is_read() -> None:
    assert parse_json('{"a": [1, 2.5, null, true, "x"]}') == {"a": [1, 2.5, None, True, "x"]}


def test_the_largest_seed_is_read() -> None:
    assert parse_json(f"[{2**64 - 1}, {-(2**63)}]") == [2**64 - 1, -(2**63)]


@pytest.mark.parametrize(("text", "said"), REFUSED, ids=range(len(REFUSED)))
def test_what_json_should_not_have_is_refused(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=re.escape(said)) as refused:
        parse_json(text)
    assert str(refused.value).isprintable()
