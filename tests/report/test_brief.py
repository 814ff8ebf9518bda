"""The brief: its numbers are those of the JSON, its sentences keep the rules, and all three files are what they claim."""

import io
import json
import re
import zipfile
from collections import Counter
from html.parser import HTMLParser

import docx
import pypdfium2
import pytest
from tests.assessment.one_candidate import ASKED
from tests.report.traced import at, numbers_stand_at_their_paths, pieces, written

import foedus
from foedus.equations.beliefs import beliefs_of, every
from foedus.report.brief.brief import brief
from foedus.report.brief.check import problems
from foedus.report.brief.model import CONSTANTS, Figure, Number, Quote, Table
from foedus.world.schema import JUDGED

NUMBER = re.compile(r"\d[\d,.]*\d|\d")
SECTIONS = [
    "Bottom line",
    "How likely, and how sure",
    "Verdict, limits and dissenters",
    "What each instrument is worth",
    "World orders and regret",
    "Elections",
    "Where it fails",
    "What to watch",
    "Key assumptions, and what if they are wrong",
    "What changed since the last brief",
    "Sources",
]


@pytest.fixture(scope="module")
def answers():
    asked = {"futures": 100, "horizon": 10, "specification": ASKED}
    return {
        "us-rok": foedus.assess("us-rok", orders=["as-measured", "multipolar"], **asked),
        "russia-dprk": foedus.assess("russia-dprk", orders=["as-measured"], **asked),
    }


@pytest.fixture(scope="module", params=["us-rok", "russia-dprk", "made"])
def given(request, answers, answer):
    """An answer to a shipped case, or the hand-made one."""
    return answers.get(request.param, answer)


@pytest.fixture(scope="module")
def made(given):
    return brief(given)


@pytest.fixture(scope="module")
def pdf(made):
    return made.pdf()


@pytest.fixture(scope="module")
def packed(made):
    """The bytes of the document of a word processor."""
    return made.docx()


@pytest.fixture(scope="module")
def html(made):
    return made.html()


@pytest.fixture(scope="module")
def pages(pdf):
    """The text of every page."""
    return [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf)]


class Text(HTMLParser):
    """What a page shows: text outside of styles, titles and pictures; and that inside pictures."""

    def __init__(self, html):
        super().__init__()
        self.open, self.shown, self.drawn, self.tags = [], [], [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag):
        while self.open.pop() != tag:
            pass

    def handle_data(self, data):
        if not {"style", "title", "desc"} & set(self.open):
            (self.drawn if "svg" in self.open else self.shown).append(data)


def tokens(text):
    return NUMBER.findall(text)


# The model


def test_every_section_is_there_and_none_is_empty(made):
    assert [section.title for section in made.pages] == SECTIONS
    for section in made.sections:
        assert section.blocks
        for _, line in (one for one in made.lines() if one[0] == section.title):
            assert any(str(sentence).strip() for sentence in line)


def test_every_number_is_that_of_the_json_at_its_path(made):
    numbers_stand_at_their_paths(made)


def test_every_quote_stands_in_the_json(made):
    documents = {name: json.loads(one.model_dump_json()) for name, one in made.sources.items()}
    charts = {block.name: block for section in made.sections for block in section.blocks if isinstance(block, Figure)}
    for piece in pieces(made):
        if isinstance(piece, Quote) and piece.source == "chart":
            assert getattr(charts[piece.path[0]].chart.chart, piece.path[1]) == piece.text
        elif isinstance(piece, Quote) and piece.source == "beliefs":
            assert every(beliefs_of("literature"))[piece.path[0]].meaning == piece.text
        elif isinstance(piece, Quote) and piece.source == "defaults":
            assert JUDGED[piece.path[0]] == piece.text
        elif isinstance(piece, Quote):
            assert str(at(documents[piece.source], piece.path)).casefold() == piece.text.casefold()


def test_own_words_hold_no_number_but_declared_constants(made):
    own = [piece for piece in pieces(made) if isinstance(piece, str)]
    assert {number for text in own for number in tokens(text)} <= set(CONSTANTS)


def test_what_was_asked_otherwise_is_said_at_the_top(make):
    other = brief(make(without=["garrison"], beliefs="optimist", specification={"initiation": "liberal"}))
    assert "to 2004, with the beliefs optimist, without garrison." in str(other.subtitle)
    assert "Equations were not weighted, but asked for: initiation liberal." in " ".join(written(other))


def test_a_question_longer_than_a_property_of_a_file_is_printed_whole(make):
    question = "Is it ready? " * 30
    document = docx.Document(io.BytesIO(brief(make(question=question)).docx()))
    assert document.paragraphs[0].text == question


def test_an_answer_that_knows_what_came_says_so(answer, make):
    late = answer.provenance.model_copy(update={"late_fits": {"war": 2002, "deaths": 2001}})
    text = " ".join(written(brief(make(provenance=late))))
    assert "This is no forecast: 2 of the equations were fitted on years after the date of the case, to 2002" in text


# What is rendered is the model


def traced(shown, made, beside=()):
    """No number of the model is lost, and every number that is shown is of the model or of what stands beside it."""
    expected = Counter(number for text in written(made) for number in tokens(text))
    found = Counter(tokens(shown))
    assert not expected - found
    assert set(found) - set(expected) <= set(beside)


def test_the_numbers_of_the_pdf_are_those_of_the_model(made, pages):
    charts = [block.chart.svg() for section in made.sections for block in section.blocks if isinstance(block, Figure)]
    drawn = {number for svg in charts for number in tokens(" ".join(Text(svg).drawn))}
    traced(" ".join(pages), made, drawn | {str(page) for page in range(1, len(pages) + 1)})


def test_the_numbers_of_the_page_are_those_of_the_model(made, html):
    traced(" ".join(Text(html).shown), made)


def test_the_numbers_of_the_document_are_those_of_the_model(made, packed):
    document = docx.Document(io.BytesIO(packed))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    traced(" ".join([*(paragraph.text for paragraph in document.paragraphs), *cells]), made)


# PDF


def test_two_pages_then_the_annex(pages):
    assert ["Annex" in page.splitlines()[0] for page in pages[:3]] == [False, False, True]
    assert all(title in pages[0] + pages[1] for title in SECTIONS)


def test_the_first_half_page_has_verdict_reason_weakest_instrument_and_what_to_watch(given, pdf):
    page = pypdfium2.PdfDocument(pdf)[0]
    width, height = page.get_size()
    upper = " ".join(page.get_textpage().get_text_bounded(0, height / 2, width, height).split())
    assert f"Verdict. {given.verdict.value.capitalize()}" in upper
    deciding = next(reason for reason in given.verdict.reasons if reason.decides)
    if deciding.outcome is not None:
        assert next(line.label for line in given.outcomes if line.name == deciding.outcome) in upper
    assert "Weakest instrument." in upper
    assert next(line.name for line in given.instruments if line.weakest) in upper
    assert "Watch. " in upper


def test_the_same_answer_gives_the_same_bytes_and_needs_no_network(answer, monkeypatch):
    def refused(*arguments, **options):
        raise AssertionError("a connection was opened")

    monkeypatch.setattr("socket.socket.connect", refused)
    one, other = brief(answer), brief(answer)
    assert one.pdf() == other.pdf()
    assert one.docx() == other.docx()
    assert one.html() == other.html()


def test_the_pdf_is_tagged_and_claims_ua_1(made, pdf):
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    plain = pypdfium2.PdfDocument(pdf)
    assert plain.get_metadata_dict()["Title"] == made.title
    assert pypdfium2.raw.FPDFCatalog_IsTagged(plain)
    figures = [block for section in made.sections for block in section.blocks if isinstance(block, Figure)]
    tree = _tagged(plain)
    assert {"Document", "H1", "H2", "P", "Table", "TH", "TD", "Caption"} <= {kind for kind, _ in tree}
    assert [words for kind, words in tree if kind == "Figure" and words] == [one.chart.words for one in figures]


def _tagged(plain):
    """Type and alternative text of every element of the structure, page by page; one of several pages once."""
    found = {}
    for page in plain:
        root = pypdfium2.raw.FPDF_StructTree_GetForPage(page)
        waiting = [
            pypdfium2.raw.FPDF_StructTree_GetChildAtIndex(root, i)
            for i in range(pypdfium2.raw.FPDF_StructTree_CountChildren(root))
        ]
        while waiting:
            element = waiting.pop(0)
            if not element:
                continue
            kind = _text(pypdfium2.raw.FPDF_StructElement_GetType, element)
            words = _text(pypdfium2.raw.FPDF_StructElement_GetAltText, element)
            found[kind, words] = None
            waiting += [
                pypdfium2.raw.FPDF_StructElement_GetChildAtIndex(element, i)
                for i in range(pypdfium2.raw.FPDF_StructElement_CountChildren(element))
            ]
        pypdfium2.raw.FPDF_StructTree_Close(root)
    return list(found)


def _text(get, element):
    import ctypes

    length = get(element, None, 0)
    buffer = ctypes.create_string_buffer(length)
    get(element, buffer, length)
    return buffer.raw[: max(0, length - 2)].decode("utf-16-le")


# DOCX and HTML


def test_the_document_has_styles_native_tables_and_alternative_texts(made, packed):
    document = docx.Document(io.BytesIO(packed))
    by_style = {}
    for paragraph in document.paragraphs:
        by_style.setdefault(paragraph.style.name, []).append(paragraph.text)
    assert by_style["Title"] == [made.title]
    assert by_style["Heading 1"] == [*SECTIONS, "Annex"]
    blocks = [block for section in made.sections for block in section.blocks]
    tables = [block for block in blocks if isinstance(block, Table)]
    assert [table.style.name for table in document.tables] == ["Table Grid"] * len(tables)
    for table, block in zip(document.tables, tables, strict=True):
        assert [cell.text for cell in table.rows[0].cells] == list(map(str, block.head))
        assert table.rows[0]._tr.trPr.xpath("w:tblHeader")
    words = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert words == [block.chart.words for block in blocks if isinstance(block, Figure)]
    assert all(words)
    assert document.core_properties.created.date() == made.as_of


def test_parts_of_the_document_have_one_time(packed):
    with zipfile.ZipFile(io.BytesIO(packed)) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_page_fetches_nothing_and_runs_nothing(html):
    text = Text(html)
    assert not {tag for tag, _ in text.tags} & {"script", "link", "iframe", "img", "object", "embed"}
    assert [name for _, attributes in text.tags for name in attributes if name.startswith("on")] == []
    assert "@import" not in html
    assert re.findall(r"https?://(?!www\.w3\.org/2000/svg)", html) == []
    assert all(found.startswith("#") for found in re.findall(r"url\(([^)]*)\)", html))


# As JSON


def test_a_brief_of_an_answer_has_nothing_to_refuse(made):
    assert problems(made) == []


def test_the_json_has_every_sentence_and_where_its_numbers_stand(made):
    found = json.loads(made.json())

    def pieces_of(value):
        if isinstance(value, dict) and "source" in value and "path" in value:
            yield value
        elif isinstance(value, dict | list):
            for one in value.values() if isinstance(value, dict) else value:
                yield from pieces_of(one)

    told = [one for part in ("subtitle", "pages", "annex") for one in pieces_of(found[part]) if "form" in one]
    numbers = [piece for piece in pieces(made) if isinstance(piece, Number)]
    assert [(one["source"], one["path"], one["text"]) for one in told] == [
        (piece.source, list(piece.path), piece.text) for piece in numbers
    ]
    for one in told:
        at(found[one["source"]], one["path"])


def test_the_treaty_has_the_base_rate_of_its_class_wherever_its_loss_is_told(answers):
    answer = answers["us-rok"]
    [pact] = [place for place, one in enumerate(answer.outcomes) if one.name == "pact_in_force"]
    [treaty] = [place for place, one in enumerate(answer.instruments) if one.name == "Mutual Defense Treaty"]
    told = [{one.path for each in line for one in each.numbers} for _, line in brief(answer).lines()]
    lines = [paths for paths in told if ("instruments", treaty, "lost_of_itself") in paths]
    assert lines
    assert all(("outcomes", pact, "record", "pooled") in paths for paths in lines)
