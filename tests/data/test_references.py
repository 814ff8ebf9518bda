"""Whom to cite: works as text and as BibTeX, which a strict parser of its grammar reads back."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.data.catalog import source, sources
from foedus.data.panel.build import build_panel
from foedus.data.references import ENTRY, Reference, cite, reference, references
from foedus.errors import InputError

FIELDS = {
    "article": {"author", "title", "journal", "year"},
    "book": {"author", "title", "publisher", "year"},
    "incollection": {"author", "title", "booktitle", "publisher", "year"},
    "misc": {"author", "title"},
}
"""What the standard styles of BibTeX require."""


def parse(text: str) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Entries of BibTeX as kind, key and fields; only braced values, every brace closed, no stray character."""
    at = 0
    while at < len(text):
        opened = re.compile(r"\s*@([a-z]+)\{([a-z0-9-]+),").match(text, at)
        assert opened, f"no entry at {text[at : at + 40]!r}"
        fields: dict[str, str] = {}
        at = opened.end()
        while (field := re.compile(r"\s*([a-z]+) = \{").match(text, at)) is not None:
            value, at = braced(text, field.end())
            assert field[1] not in fields
            fields[field[1]] = value
            comma = re.compile(r",?").match(text, at)
            assert comma
            at = comma.end()
        closed = re.compile(r"\s*\}\s*").match(text, at)
        assert closed, f"entry {opened[2]} goes on with {text[at : at + 40]!r}"
        at = closed.end()
        yield opened[1], opened[2], fields


def braced(text: str, at: int) -> tuple[str, int]:
    """The text up to the brace that closes, and the place after it."""
    start, depth = at, 1
    while depth:
        assert at < len(text), "a brace is not closed"
        step = 2 if text[at] == "\\" else 1
        depth += {"{": 1, "}": -1}.get(text[at], 0)
        at += step
    value = text[start : at - 1]
    assert not re.search(r"(?<!\\)[&%$#_]", value), f"a sign TeX would take as its own in {value!r}"
    return value, at


def test_every_reference_is_used_and_every_one_used_exists() -> None:
    assert {work for each in sources().values() for work in each.cite} == set(references())
    assert all(each.cite for each in sources().values())


def test_the_whole_catalogue_parses_with_what_each_kind_requires() -> None:
    works = cite(sources())
    entries = list(parse("\n\n".join(work.bibtex for work in works)))
    assert [key for _, key, _ in entries] == [work.key for work in works]
    assert set(references()) == {work.key for work in works}
    for kind, key, fields in entries:
        assert kind == ENTRY[reference(key).type]
        assert set(fields) >= FIELDS[kind], key


@pytest.mark.parametrize("key", references())
def test_a_work_is_one_line_of_whole_sentences(key: str) -> None:
    work = reference(key)
    assert "\n" not in work.text
    assert work.text.endswith(".")
    assert not re.search(r"\.\.|  | ,|None|\(\)", work.text), work.text
    assert work.doi is None or re.fullmatch(r"10\.\d{4,9}/\S+", work.doi)
    assert work.pages is None or re.fullmatch(r"\d+(-\d+)?", work.pages)


def test_an_article_as_published() -> None:
    assert reference("goemans-gleditsch-chiozza-2009").text == (
        "Goemans, Henk E., Gleditsch, Kristian Skrede & Chiozza, Giacomo (2009). Introducing Archigos: a dataset of "
        "political leaders. Journal of Peace Research 46(2): 269-283. https://doi.org/10.1177/0022343308100719."
    )


def test_a_chapter_names_book_and_editor() -> None:
    work = reference("singer-bremer-stuckey-1972")
    assert "In Russett, Bruce (ed.), Peace, War, and Numbers, 19-48. Sage." in work.text
    ((kind, _, fields),) = parse(work.bibtex)
    assert (kind, fields["booktitle"], fields["editor"]) == (
        "incollection",
        "Peace, War, and Numbers",
        "Russett, Bruce",
    )
    assert fields["pages"] == "19--48"


def test_an_institution_is_not_split_into_first_and_last_name() -> None:
    ((_, _, fields),) = parse(reference("cow-states-2025").bibtex)
    assert fields["author"] == "{Correlates of War Project}"
    assert fields["note"] == "Version 2024"


def test_each_work_once_in_the_order_of_the_catalogue() -> None:
    works = [work.key for work in cite(["gml-directed", "cow-majors", "cow-states", "gml-disputes"])]
    assert Counter(works).most_common(1)[0][1] == 1
    assert works == [*source("cow-states").cite, *source("gml-directed").cite]


def test_unknown_names_are_refused_with_the_nearest() -> None:
    with pytest.raises(InputError, match="unknown source 'cow-stats'; did you mean 'cow-states'"):
        cite(["cow-stats"])
    with pytest.raises(InputError, match="unknown reference 'singer-1978'; did you mean 'singer-1987'"):
        reference("singer-1978")


@given(text=st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1))
def test_any_title_survives_the_grammar(text: str) -> None:
    work = Reference(key="a-2000", type="data", author=("Nobody",), title=text, publisher=text, version=text)
    ((_, _, fields),) = parse(work.bibtex)
    assert set(fields) == {"author", "title", "howpublished", "note"}


@pytest.mark.data
def test_a_panel_names_the_works_of_its_sources() -> None:
    built = build_panel("state-year", (2000, 2001), ["capabilities"])
    for work in cite(["cow-states", "cow-nmc"]):
        assert work.text in built.citations
        assert work.bibtex in built.citations
