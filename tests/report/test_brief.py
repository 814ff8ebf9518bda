"""The brief: its numbers are those of the JSON, its sentences keep the rules, and all three files are what they claim."""

import io
import json
import re
import subprocess
import sys
import zipfile
from collections import Counter
from html.parser import HTMLParser

import docx
import pypdfium2
import pytest
from tests.assessment.one_candidate import ASKED

import foedus
from foedus.assessment.elections_lines import AfterOutcome, Elections, OutcomeAfter, PairOfGovernments
from foedus.assessment.outcome_lines import Difference, Estimate
from foedus.equations.beliefs import beliefs_of, every
from foedus.errors import InputError
from foedus.report.brief.brief import brief
from foedus.report.brief.check import problems
from foedus.report.brief.forms import FORMS
from foedus.report.brief.model import CONSTANTS, Figure, Number, Paragraph, Quote, Section, Table, said
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


def written(made):
    """Every text of the model."""
    yield made.title
    for section in made.sections:
        yield section.title
        yield from (block.lead for block in section.blocks if isinstance(block, Paragraph))
    for _, line in made.lines():
        yield from map(str, line)


def pieces(made):
    return [piece for _, line in made.lines() for sentence in line for piece in sentence.pieces]


def at(document, path):
    for step in path:
        document = document[step]
    return document


# The model


def test_every_section_is_there_and_none_is_empty(made):
    assert [section.title for section in made.pages] == SECTIONS
    for section in made.sections:
        assert section.blocks
        for _, line in (one for one in made.lines() if one[0] == section.title):
            assert any(str(sentence).strip() for sentence in line)


def test_every_number_is_that_of_the_json_at_its_path(made):
    documents = {name: json.loads(one.model_dump_json()) for name, one in made.sources.items()}
    for piece in pieces(made):
        if isinstance(piece, Number):
            value = at(documents[piece.source], piece.path)
            form = FORMS[piece.form]
            if form.kind is not None:
                value = form.kind.model_validate(value, extra="ignore")
            assert form.make(value) == piece.text, piece


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


# What --check refuses


def test_a_brief_of_an_answer_has_nothing_to_refuse(made):
    assert problems(made) == []


PERCENT = Number("answer", ("outcomes", 0, "estimate"), "probability", "11% (2.2 to 33)")
BASE = Number("answer", ("outcomes", 0, "record", "pooled"), "probability", "9.9% (4.4 to 20)")


@pytest.mark.parametrize(
    ("sentence", "why"),
    [
        (said("We have high confidence that war is unlikely."), "mixed"),
        (said("We are confident: ", PERCENT, ", class ", BASE, "."), "mixed"),
        (said("Confidence is low that the chance is one in ten."), "mixed"),
        (said("War has ", PERCENT, "."), "base rate"),
        (said("War has 11%."), "base rate"),
        (said("War has 11 per cent, whatever the 90% interval."), "base rate"),
        (said("War has ", PERCENT, "; its class: ", BASE, "."), ""),
        (said("War has ", PERCENT, "; its base rate: none on record."), ""),
        (said("War is very unlikely (5\u201320%)."), "base rate"),
        (said("Confidence in this is low."), ""),
        (said("War is unlikely."), ""),
        (said("In brackets: the 90% interval."), ""),
    ],
)
def test_a_planted_sentence_is_refused_for_what_is_wrong_with_it(answer, sentence, why):
    found = brief(answer)
    planted = Section("Planted", (Paragraph((sentence,)),))
    wrong = problems(type(found)(**{**vars(found), "annex": (*found.annex, planted)}))
    assert len(wrong) == (1 if why else 0)
    assert all(line.startswith("Planted: ") and why in line and "\n" not in line for line in wrong)


def test_a_row_without_its_base_rate_is_refused(answer):
    found = brief(answer)
    rows = ((said("War"), said(PERCENT), said("")), (said("War"), said(PERCENT), said(BASE)))
    table = Table(said("Planted"), (said("a"), said("b"), said("c")), rows, (0.4, 0.3, 0.3))
    wrong = problems(type(found)(**{**vars(found), "annex": (Section("Planted", (table,)),)}))
    assert len(wrong) == 1


# What changed


def changed(made):
    return " ".join(
        str(sentence)
        for title, line in made.lines()
        if title == "What changed since the last brief"
        for sentence in line
    )


def test_no_change_is_said(answer):
    told = changed(brief(answer, since=answer))
    assert "The verdict is the same: not prepared." in told
    assert "no change" in told


def test_an_earlier_brief_as_json_will_do(answer, tmp_path):
    (tmp_path / "old.json").write_text(brief(answer).json())
    assert "no change" in changed(brief(answer, since=tmp_path / "old.json"))
    broken = json.loads((tmp_path / "old.json").read_text())
    (tmp_path / "old.json").write_text(json.dumps({**broken, "answer": {}}))
    with pytest.raises(InputError, match="holds no answer of this version"):
        brief(answer, since=tmp_path / "old.json")


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


def test_what_moved_beyond_the_interval_stands_first(answer, make):
    near, far = (answer.outcomes[place] for place in (0, 1))
    outcomes = [
        near.model_copy(update={"estimate": Estimate(value=0.10, low=0.02, high=0.3)}),
        far.model_copy(update={"estimate": Estimate(value=0.5, low=0.4, high=0.6)}),
        *answer.outcomes[2:],
    ]
    before = make(outcomes=outcomes, verdict=answer.verdict.model_copy(update={"value": "prepared"}))
    told = changed(brief(answer, since=before))
    assert "The verdict was \u201cprepared\u201d and is now \u201cnot prepared\u201d." in told
    assert "Pact holds: from 50% (40 to 60) to 88% (77 to >99.9), beyond the interval" in told
    assert told.index("Pact holds") < told.index("War: from 10% (2.0 to 30) to 11% (2.2 to 33), within the interval")


def test_an_earlier_answer_about_another_alliance_is_refused(answer, make):
    with pytest.raises(InputError, match="about 'graustark' and this one about 'ruritania'"):
        brief(answer, since=make(case="graustark"))


# What is handed in


def elections(**changes):
    known = Estimate(value=0.1, low=0.05, high=0.2)
    moved = Difference(outcome="war", estimate=Estimate(value=0.03, low=0.01, high=0.05), clear=True)
    after = OutcomeAfter(outcome="war", estimate=known, difference=moved, futures=99, effective_sets=88.0)
    pair = PairOfGovernments(
        patron="progressive", protege="conservative", in_office=False, strain=0.5, reason="", by_year=[known],
        seen=[after], imposed=[after],
    )  # fmt: skip
    return Elections(
        case="ruritania", horizon=4, futures=99, parameter_sets=88, seed=1, order="as-measured", beliefs="literature",
        patron="Strelsau", protege="Ruritania", years=[2001], year=2001, left_out=[], pairs=[pair],
        outcomes=[AfterOutcome(name="war", kind="event", label="war", given=None, estimate=known)],
    ).model_copy(update=changes)  # fmt: skip


def test_results_that_are_handed_in_are_told_and_traced(answer, tmp_path):
    (tmp_path / "e.json").write_text(elections().model_dump_json())
    found = brief(answer, beside=[tmp_path / "e.json"])
    text = " ".join(written(found))
    assert (
        "With progressive governments in Strelsau and conservative ones in Ruritania, war changes by +3.0 points"
        in text
    )
    assert "was not handed in: \u2018foedus elections" not in text
    assert "was not handed in: \u2018foedus elections ruritania" in " ".join(written(brief(answer)))
    test_every_number_is_that_of_the_json_at_its_path(found)
    assert problems(found) == []


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("{", "is not JSON that foedus wrote"),
        ('{"format": "foedus.diff/1"}', "has the format 'foedus.diff/1'"),
        ('{"format": "foedus.elections/1"}', "is not an answer of 'foedus elections'"),
        (elections(case="graustark").model_dump_json(), "has the case 'graustark'"),
        (elections(horizon=7).model_dump_json(), "has the horizon '7'"),
    ],
)
def test_a_result_that_does_not_belong_is_refused(answer, tmp_path, content, why):
    (tmp_path / "e.json").write_text(content)
    with pytest.raises(InputError, match=re.escape(why)) as refused:
        brief(answer, beside=[tmp_path / "e.json"])
    assert "\n" not in str(refused.value)


# The command


@pytest.fixture
def run(monkeypatch, capfd, tmp_path, answer):
    """The command in a folder with the answer as answer.json, an earlier one and a damaged one."""
    from foedus.cli import main

    monkeypatch.chdir(tmp_path)
    (tmp_path / "answer.json").write_text(answer.model_dump_json())
    (tmp_path / "damaged.json").write_text(answer.model_dump_json()[:500])
    (tmp_path / "older.json").write_text(answer.model_dump_json().replace("foedus.answer/4", "foedus.answer/2"))

    def call(*words):
        monkeypatch.setattr(sys, "argv", ["foedus", "brief", *words])
        with pytest.raises(SystemExit) as stopped:
            main()
        return subprocess.CompletedProcess(words, int(stopped.value.code or 0), *capfd.readouterr())

    return call


@pytest.mark.parametrize(
    ("suffix", "begins"), [("pdf", b"%PDF-"), ("docx", b"PK"), ("html", b"<!doctype html>"), ("json", b"{")]
)
def test_the_suffix_decides_the_format(run, tmp_path, suffix, begins):
    done = run("answer.json", "--out", f"b.{suffix}", "--check")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / f"b.{suffix}").read_bytes().lstrip().startswith(begins)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("answer.json",), "give --out"),
        (("answer.json", "--out", "b.odt"), "cannot tell the format from '.odt'"),
        (("answer.json", "--out", "/dev/null"), "/dev/null"),
        (("answer.json", "--out", "nowhere/b.pdf"), "does not exist"),
        (("damaged.json", "--out", "b.pdf"), "is not an answer of this version"),
        (("older.json", "--out", "b.pdf"), "is not an answer of this version"),
        (("answer.json", "--since", "damaged.json", "--out", "b.pdf"), "is not JSON that foedus wrote"),
        (("answer.json", "--with", "answer.json", "--out", "b.pdf"), "has the format 'foedus.answer/4'"),
        (("graustark", "--out", "b.pdf"), "graustark"),
    ],
)
def test_a_bad_request_is_refused_in_one_line_and_writes_nothing(run, tmp_path, words, why):
    before = set(tmp_path.iterdir())
    done = run(*words)
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1
    assert why in done.stderr
    assert set(tmp_path.iterdir()) == before


def test_check_refuses_a_sentence_of_the_case(run, tmp_path, answer):
    wrong = answer.cannot_say[0].model_copy(update={"text": "Whether, in all likelihood, confidence would last."})
    (tmp_path / "wrong.json").write_text(answer.model_copy(update={"cannot_say": [wrong]}).model_dump_json())
    done = run("wrong.json", "--check", "--out", "b.pdf")
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1
    assert "likelihood and confidence are mixed" in done.stderr
    assert not (tmp_path / "b.pdf").exists()
