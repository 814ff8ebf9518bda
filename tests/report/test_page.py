import re
from html.parser import HTMLParser

import pytest
from tests.accessible import problems

from foedus.report.page import as_html

VOID = {"meta", "br", "img", "link", "hr", "input"}


class Page(HTMLParser):
    """Tags that open and close in order, their attributes, and the text between them."""

    def __init__(self, html):
        super().__init__()
        self.open, self.tags, self.text, self.ids = [], [], [], []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self.ids += [value for name, value in attrs if name == "id"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag, f"</{tag}> at {self.getpos()}"

    def handle_data(self, data):
        self.text.append(data)

    def words(self):
        return re.sub(r"\s+", " ", " ".join(self.text))


@pytest.fixture(scope="module")
def html(answer):
    return as_html(answer)


@pytest.fixture
def page(html):
    return Page(html)


def test_every_tag_closes_and_every_id_is_its_own(page):
    assert page.open == []
    assert len(page.ids) == len(set(page.ids))


def test_nothing_is_fetched_from_anywhere(html, page):
    for tag, attributes in page.tags:
        assert tag not in ("script", "link", "iframe", "img", "object", "embed")
        for name in ("src", "href", "xlink:href", "action", "data"):
            assert attributes.get(name, "#").startswith("#"), (tag, attributes)
        assert not any(name.startswith("on") for name in attributes)
    assert "http://" not in html
    assert "https://" not in html
    assert "@import" not in html
    assert all(found.startswith("#") for found in re.findall(r"url\(([^)]*)\)", html))


def test_links_lead_to_places_on_the_page(page):
    assert {x["href"][1:] for tag, x in page.tags if tag == "a"} <= set(page.ids)


def test_every_outcome_stands_there_with_its_numbers(page):
    words = page.words()
    for expected in (
        "Not prepared",
        "missed war Five is a made-up limit. 11% at most 5% all 3 above 5%",
        "war What war means. 11% very unlikely (5-20%) 2.2% to 33% 9.9% 4.4% to 20% a",
        "pact holds What pact holds means. 88% very likely (80-95%) 77% to >99.9%",
        "never seen What never seen means. 0% none in 1,234 futures 0% to <0.1%",
        "not estimable What not estimable means. unknown unknown",
        "cost, florins What cost means. 4.4 3.3 to 5.5",
        "Treaty of Zenda +1.2 0.3 to 2.1 no change C",
        "Castle garrison no change \u22121.1 \u22122.2 to 0.40 D",
        "Rests on 11 fitted, 22 literature and 33 elicited parameters.",
        "progressive and conservative 44% 33% to 55% 0.5 They quarrel.",
        "What this cannot say Whether Ruritania exists.",
    ):
        assert expected in words


def test_the_words_are_explained(page):
    for term in (
        "CINC",
        "ideal point",
        "polyarchy",
        "specification",
        "90% interval",
        "paired difference",
        "evidence grade",
    ):
        assert term in page.text


def test_the_contents_name_every_heading_in_its_order(html, page):
    titles = re.findall(r'<h2 id="([^"]+)">(.*?)</h2>', html)
    contents = html.split('aria-label="On this page">')[1].split("</nav>")[0]
    assert re.findall(r'<a href="#([^"]+)">(.*?)</a>', contents) == titles
    assert len(titles) == html.count("<h2") > 5


def test_what_is_closed_on_paper_is_said_there(html):
    told = html.split('<p class="paper">')[1].split("</p>")[0]
    for closed in re.findall(r"<summary>(.*?)</summary>", html):
        assert re.sub(r"<[^>]+>", "", closed) in told


def test_pictures_are_named_and_described(page):
    pictures = [x for tag, x in page.tags if tag == "svg"]
    assert len(pictures) == 6
    for attributes in pictures:
        assert attributes["role"] == "img"
        assert set(attributes["aria-labelledby"].split()) <= set(page.ids)


def test_what_a_case_says_is_text(make, answer):
    bad = "<script>alert('x')</script>"
    outcomes = [answer.outcomes[0].model_copy(update={"label": bad, "note": bad}), *answer.outcomes[1:]]
    lines = [answer.counterfactuals[0].model_copy(update={"name": bad})]
    said = [answer.cannot_say[0].model_copy(update={"text": bad})]
    html = as_html(make(question=bad, outcomes=outcomes, counterfactuals=lines, cannot_say=said, case='"><b>'))
    assert "<script" not in html.lower()
    assert Page(html).open == []
    assert bad in Page(html).words()


def test_an_answer_of_outcomes_alone_is_still_a_page(make):
    empty = make(counterfactuals=[], orders=[], thesis=[], governments=[], agreement=[], cannot_say=[])
    found = Page(as_html(empty))
    assert found.open == []
    assert "The world order" not in found.words()


def test_the_same_answer_gives_the_same_page(answer, html):
    assert as_html(answer) == html


def lengthened(answer, make):
    """The answer with as many outcomes, instruments and orders as that of a shipped case."""
    outcomes = [
        line.model_copy(update={"name": f"{line.name}{n or ''}", "label": f"{line.label}, number {n}"})
        for n in range(4)
        for line in answer.outcomes
    ]
    lines = [line.model_copy(update={"name": f"{line.name} {n}"}) for n in range(5) for line in answer.counterfactuals]
    kept = [answer.instruments[0].model_copy(update={"name": f"Treaty {n}"}) for n in range(10)]
    orders = [answer.orders[0].model_copy(update={"name": f"order {n}", "text": "Imposed. " * 60}) for n in range(5)]
    said = [answer.cannot_say[0].model_copy(update={"text": "What nobody knows. " * 8}) for _ in range(10)]
    return make(outcomes=outcomes, counterfactuals=lines, instruments=kept, orders=orders, cannot_say=said)


@pytest.fixture
def show(chromium, tmp_path):
    """A page opened from a file."""
    shown = chromium.new_page()

    def opened(html):
        (tmp_path / "page.html").write_text(html, encoding="utf-8")
        shown.goto((tmp_path / "page.html").as_uri())
        return shown

    yield opened
    shown.close()


@pytest.mark.browser
def test_the_page_prints_on_six_sheets_at_most(answer, make, show):
    pdfium = pytest.importorskip("pypdfium2")
    printed = pdfium.PdfDocument(show(as_html(lengthened(answer, make))).pdf(prefer_css_page_size=True))
    assert 2 <= len(printed) <= 6
    assert tuple(round(side) for side in printed[0].get_size()) == (595, 842)
    text = printed[len(printed) - 1].get_textpage().get_text_bounded()
    assert "Not on paper, and in the file" in text.replace("\r\n", " ")
    printed.close()


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 768, 390])
def test_the_page_fits_the_window(answer, make, show, width):
    long = answer.counterfactuals[0].model_copy(update={"name": "Unbrokenname" * 8})
    page = show(as_html(make(counterfactuals=[long, *answer.counterfactuals])).replace("<details", "<details open"))
    page.set_viewport_size({"width": width, "height": 900})
    assert page.locator("svg").count() == 6
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_is_accessible(answer, show, scheme):
    page = show(as_html(answer).replace("<details", "<details open"))
    page.emulate_media(color_scheme=scheme)
    assert problems(page) == []
