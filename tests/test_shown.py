"""Values of others in a message: on one line, escaped and cut."""

from __future__ import annotations

import pickle
import sys

from hypothesis import given
from hypothesis import strategies as st

from foedus.errors import CaseError, InputError, lacking, unknown
from foedus.shown import LINE, VALUE, escaped, first_line, quoted

VALUES = st.recursive(
    st.text() | st.floats() | st.integers() | st.none(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(VALUES)
def test_any_value_is_shown_on_one_short_line(value: object) -> None:
    assert quoted(value).isprintable()
    assert len(quoted(value)) <= VALUE


@given(st.text(), st.integers(10, 80))
def test_a_text_is_plain_and_no_longer_than_asked(text: str, most: int) -> None:
    assert escaped(text, most).isprintable()
    assert len(escaped(text, most)) <= most
    assert not text.isprintable() or len(text) > most or escaped(text, most) == text


def test_an_unknown_name_is_escaped_and_cut() -> None:
    assert unknown("state", "\x1b[2JRKO\n" * 1000, ["ROK"]).startswith("unknown state '\\x1b[2JRKO\\n")
    assert len(unknown("state", "x" * 10**6, ["ROK"])) < 120


def test_what_another_library_says_is_cut_at_its_first_line() -> None:
    assert first_line(ValueError("\x1b[2Jone" + "x" * 1000 + "\ntwo")).startswith("\\x1b[2Jonexxx")
    assert len(first_line(ValueError("x" * 1000))) == LINE
    assert first_line(KeyError()) == "KeyError"


def test_a_refusal_has_a_line_for_each_argument_whatever_is_in_it():
    assert str(InputError("no file 'a\nb\x1b[2J'")) == "no file 'a\\nb\\x1b[2J'"
    assert str(pickle.loads(pickle.dumps(CaseError("one\n", "two")))) == "one\\n\ntwo"


def test_the_command_for_an_extra_is_of_the_python_that_runs(monkeypatch):
    monkeypatch.setattr(sys, "executable", "/my clone/.venv/bin/python")
    assert lacking("a fit", "fit", ImportError("No module named 'jax'")) == (
        "a fit needs the extra 'fit' (No module named 'jax'): '/my clone/.venv/bin/python' -m pip install 'foedus[fit]'"
    )
