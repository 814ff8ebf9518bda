"""The brief as a document of a word processor: styles, native tables, alternative texts, the same bytes every time."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from foedus.report.brief.model import Brief, Figure, Paragraph, Section, Table

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph as _Paragraph

FONT, INK, RULE = "Times New Roman", "1F2933", "B8BFC6"
BODY, SMALL = 9.0, 8.0
"""Sizes of text and of tables, in points."""
WIDTH = 17.0
"""Of the text, in centimetres."""
TINT = "EEF2F5"
LONGEST = 255
"""Most characters of a property of the file."""
OLDEST = (1980, 1, 1, 0, 0, 0)
"""Time of every part: the earliest that the container can state."""


def as_docx(brief: Brief) -> bytes:
    """The brief for paper of size A4; its date is that of the case. Pictures are drawn while the text is written."""
    import docx

    with ThreadPoolExecutor(1) as pool:
        figures = [block for one in (*brief.pages, *brief.annex) for block in one.blocks if isinstance(block, Figure)]
        pictures = [pool.submit(figure.chart.png) for figure in figures]
        document, places = _written(docx.Document(), brief)
        for figure, picture, place in zip(figures, pictures, places, strict=True):
            _draw(place, figure, picture.result())
    return _packed(document)


def _written(document: Document, brief: Brief) -> tuple[Document, list[_Paragraph]]:
    """The document without its pictures, and their places in it."""
    _properties(document, brief)
    _page(document)
    _styles(document)
    document.add_paragraph(brief.title, style="Title")
    document.add_paragraph(str(brief.subtitle), style="Subtitle")
    places = [place for section in brief.pages for place in _section(document, section, "Heading 1")]
    if brief.annex:
        document.add_paragraph("Annex", style="Heading 1").paragraph_format.page_break_before = True
    places += [place for section in brief.annex for place in _section(document, section, "Heading 2")]
    return document, places


def _properties(document: Document, brief: Brief) -> None:
    day = datetime(brief.as_of.year, brief.as_of.month, brief.as_of.day, tzinfo=UTC)
    core = document.core_properties
    core.title, core.author, core.subject = brief.title[:LONGEST], "foedus", str(brief.subtitle)[:LONGEST]
    core.language, core.comments, core.last_modified_by = "en-GB", "", "foedus"
    core.created = core.modified = day


LOOKS = {
    "Normal": (BODY, False, 0, 2),
    "Title": (16, True, 0, 1),
    "Subtitle": (SMALL, False, 0, 3),
    "Heading 1": (11, True, 5, 1),
    "Heading 2": (10, True, 5, 1),
    "Caption": (SMALL, True, 2, 1),
    "List Bullet": (BODY, False, 0, 1),
    "Note": (SMALL, False, 0, 2),
    "Table Text": (SMALL, False, 0, 0),
    "Table Head": (SMALL, True, 0, 0),
}
"""By style of a paragraph: size in points, bold, and the distance before and after in points."""
STYLES = {"plain": "Normal", "item": "List Bullet", "note": "Note"}
"""By kind of a paragraph."""


def _page(document: Document) -> None:
    """Size and margins of the paper."""
    from docx.shared import Cm

    page = document.sections[0]
    page.page_width, page.page_height = Cm(21.0), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.0)
    page.top_margin = page.bottom_margin = Cm(1.2)
    page.header_distance = page.footer_distance = Cm(0.7)


def _styles(document: Document) -> None:
    """Fonts and distances; the styles keep their names, by which a reader navigates."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    styles = document.styles
    known = {style.name for style in styles}
    for name, (size, bold, before, after) in LOOKS.items():
        style: Any = styles[name] if name in known else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.font.name, style.font.size, style.font.bold, style.font.italic = FONT, Pt(size), bold, False
        style.font.color.rgb = RGBColor.from_string(INK)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
            fonts.set(qn(script), FONT)
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(theme), None)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
        style.paragraph_format.line_spacing = 1.0
        for what in ("w:rPr/w:spacing", "w:rPr/w:kern", "w:pPr/w:pBdr"):
            for found in style.element.xpath(what):
                found.getparent().remove(found)
    styles["Caption"].paragraph_format.keep_with_next = True
    _rules(document)


def _rules(document: Document) -> None:
    """Tables have thin rules between their rows and none between columns."""
    from docx.oxml.ns import qn

    for border in document.styles["Table Grid"].element.xpath("w:tblPr/w:tblBorders/*"):
        upright = border.tag in {qn(f"w:{side}") for side in ("left", "right", "start", "end", "insideV")}
        border.set(qn("w:val"), "nil" if upright else "single")
        border.set(qn("w:color"), RULE)


def _add(document: Document, text: str, style: str) -> _Paragraph:
    """A paragraph of a style, by the id that python-docx would look up anew for each: its name without blanks."""
    made = document.add_paragraph(text)
    made._p.style = style.replace(" ", "")
    return made


def _section(document: Document, section: Section, heading: str) -> Iterator[_Paragraph]:
    """Write a section; the places of its pictures."""
    _add(document, section.title, heading)
    for block in section.blocks:
        if isinstance(block, Paragraph):
            _paragraph(document, block)
        elif isinstance(block, Table):
            _table(document, block)
        else:
            _add(document, str(block.title), "Caption")
            yield document.add_paragraph()
            _paragraph(document, Paragraph((block.reading,), kind="note"))


def _paragraph(document: Document, block: Paragraph) -> None:
    made = _add(document, "", STYLES[block.kind])
    if block.lead:
        made.add_run(f"{block.lead}. ").bold = True
    made.add_run(" ".join(map(str, block.sentences)))


def _table(document: Document, block: Table) -> None:
    """A native table, whose first row is a head that is repeated on every page."""
    from docx.oxml import OxmlElement
    from docx.shared import Cm

    _add(document, str(block.title), "Caption")
    table = document.add_table(rows=len(block.rows) + 1, cols=len(block.head), style="Table Grid")
    table.autofit = False
    widths = [Cm(WIDTH * share) for share in block.widths]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    texts = [block.head, *block.rows]
    for place, (row, cells) in enumerate(zip(table.rows, texts, strict=True)):
        for cell, text, width in zip(row.cells, cells, widths, strict=True):
            cell.width = width
            _cell(cell, str(text), head=place == 0)
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if place == 0:
            properties.append(OxmlElement("w:tblHeader"))
    for note in block.note:
        _paragraph(document, Paragraph((note,), kind="note"))


def _cell(cell: _Cell, text: str, head: bool) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    paragraph = cell.paragraphs[0]
    paragraph._p.style = "TableHead" if head else "TableText"
    paragraph.add_run(text)
    if head:
        shade = OxmlElement("w:shd")
        for name, value in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", TINT)):
            shade.set(qn(name), value)
        cell._tc.get_or_add_tcPr().append(shade)


def _draw(place: _Paragraph, block: Figure, png: bytes) -> None:
    """A picture with its alternative text."""
    from docx.shared import Cm

    picture: Any = place.add_run().add_picture(io.BytesIO(png))
    scale = min(Cm(WIDTH) / picture.width, Cm(block.height) / picture.height)
    picture.width, picture.height = int(picture.width * scale), int(picture.height * scale)
    described = picture._inline.docPr
    described.set("descr", block.chart.words)
    described.set("title", str(block.title))


def _packed(document: Document) -> bytes:
    """The file, its parts in order and all of one time."""
    plain, packed = io.BytesIO(), io.BytesIO()
    document.save(plain)
    with zipfile.ZipFile(plain) as before, zipfile.ZipFile(packed, "w") as after:
        for name in _ordered(before.namelist()):
            part = zipfile.ZipInfo(name, OLDEST)
            part.compress_type = zipfile.ZIP_DEFLATED
            after.writestr(part, before.read(name))
    return packed.getvalue()


def _ordered(names: Sequence[str]) -> list[str]:
    """The list of types first, as readers expect."""
    return sorted(names, key=lambda name: (name != "[Content_Types].xml", name))
