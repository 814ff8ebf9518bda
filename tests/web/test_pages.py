"""The pages as a person meets them, in a browser."""

import re
from importlib.resources import files
from types import SimpleNamespace

import pytest
from tests.accessible import problems, unseen_focus

from .conftest import CASE
from .running import servers

pytestmark = pytest.mark.browser
ASKED = "futures=400&horizon=4&order=as-measured"


@pytest.fixture(scope="module")
def live(tmp_path_factory):
    with servers(tmp_path_factory.mktemp("live")) as run:
        yield run("--threads", "1")


@pytest.fixture(scope="module")
def met(chromium, live):
    """A page of the server, what it complained of, and whom else it asked."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(90_000)
    page = context.new_page()
    said, asked = [], []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    yield SimpleNamespace(page=page, said=said, asked=asked, at=live.at, live=live)
    context.close()


@pytest.fixture
def page(met):
    met.said.clear()
    met.asked.clear()
    met.page.set_viewport_size({"width": 1280, "height": 900})
    yield met.page
    assert met.said == []
    assert all(url.startswith((met.at, "data:", "blob:")) for url in met.asked)


def form(met, page, query=ASKED):
    page.goto(f"{met.at}/cases/{CASE}?{query}")
    page.wait_for_selector("#first[aria-busy=false] table")


@pytest.fixture(scope="module")
def job(met):
    """The page of an assessment that was asked for with the form."""
    page = met.page
    form(met, page)
    page.click("#whole")
    page.wait_for_selector("#bar, .verdict")
    page.wait_for_selector(".verdict")
    return page.url


def test_first_numbers_follow_the_form(met, page):
    form(met, page)
    before = page.inner_text("#first")
    command = page.inner_text("#command")
    page.click("[name=kept] >> nth=0")
    page.wait_for_function("old => document.querySelector('#command').textContent !== old", arg=command)
    page.wait_for_selector("#first[aria-busy=false] table")
    assert page.inner_text("#first") != before
    assert "--without" in page.inner_text("#command")
    assert "without=" in page.url


def test_the_address_holds_the_question(met, page):
    form(met, page, f"{ASKED}&adherence=-0.5&tolerance=war_outside=0.04&beliefs=sceptical")
    command, numbers = page.inner_text("#command"), page.inner_text("#first")
    assert {"--adherence -0.5", "--tolerance war_outside=0.04", "--beliefs sceptical"} <= set(
        re.findall(r"--\w+ \S+", command)
    )
    page.reload()
    page.wait_for_selector("#first[aria-busy=false] table")
    assert (page.inner_text("#command"), page.inner_text("#first")) == (command, numbers)


def test_several_orders_of_an_address_stay(met, page):
    form(met, page, f"{ASKED}&order=multipolar")
    assert "--order as-measured --order multipolar" in page.inner_text("#command")


def test_a_refusal_is_told_beside_the_form(met, page):
    form(met, page)
    page.fill("[name=horizon]", "61")
    page.wait_for_selector("#problem:not([hidden])")
    assert "horizon 61 is not allowed: a whole number from 1 to 60 years" in page.inner_text("#problem")
    assert len(met.said) == 1
    assert "422" in met.said.pop()


def test_a_condition_makes_it_a_what_if(met, page):
    form(met, page)
    page.fill("[name=do]", "without mutual-defense-treaty")
    page.wait_for_function("() => document.querySelector('#command').textContent.startsWith('foedus what-if')")
    assert page.is_disabled("[name=adherence]")
    page.click("#whole")
    page.wait_for_selector(".chart")
    page.wait_for_function("() => document.querySelector('.chart').naturalWidth > 100")
    assert "Made, in all futures" in page.inner_text("main")


def test_an_answer_is_read_and_taken_away(met, page, job):
    page.goto(job)
    assert page.inner_text("#command").startswith(f"foedus assess {CASE}")
    with page.expect_download() as waiting:
        page.click("a:text-is('JSON')")
    assert waiting.value.suggested_filename == f"{CASE}-answer.json"
    page.click("text=Read the whole answer")
    assert page.inner_text("h1") == page.title().partition(" - ")[0]


def test_a_job_is_cancelled_on_its_page_and_asked_again(met, page):
    page.goto(f"{met.at}/cases/{CASE}?futures=400000&seed=9")
    page.click("#whole")
    page.click("#cancel")
    page.wait_for_selector("#again")
    assert "cancelled" in page.inner_text("main")
    met.said.clear()


def test_a_case_handed_in_is_checked_on_the_page(met, page, tmp_path):
    text = (files("foedus") / "cases" / f"{CASE}.yaml").read_text(encoding="utf-8")
    (tmp_path / "broken.yaml").write_text(text.replace("as_of:", "as_off:", 1), encoding="utf-8")
    page.goto(met.at)
    page.set_input_files("#file", tmp_path / "broken.yaml")
    page.click("text=Check and keep")
    page.wait_for_selector(".told li")
    assert re.match(r"case.yaml:\d+: ", page.inner_text(".told li >> nth=0"))
    met.said.clear()
    (tmp_path / "sound.yaml").write_text(text, encoding="utf-8")
    page.set_input_files("#file", tmp_path / "sound.yaml")
    page.click("text=Check and keep")
    page.click(".told a")
    page.wait_for_selector("h1")
    assert "handed in" not in page.inner_text("h1")


def test_a_belief_file_is_handed_in_with_the_form_and_asked_with(met, page, tmp_path):
    text = "name: doubter\neffects:\n  defence-pact.initiation: { mean: 2.5, sd: 0.1 }\n"
    (tmp_path / "broken.yaml").write_text(text.replace("mean: 2.5", "mean: no"), encoding="utf-8")
    (tmp_path / "sound.yaml").write_text(text, encoding="utf-8")
    form(met, page)
    before = page.inner_text("#first")
    page.set_input_files("#belief-file", tmp_path / "broken.yaml")
    page.wait_for_selector(".told li")
    assert page.inner_text(".told li").startswith("beliefs.yaml:3: effects.defence-pact.initiation.mean: ")
    assert page.input_value("#beliefs") == "literature"
    met.said.clear()
    page.set_input_files("#belief-file", tmp_path / "sound.yaml")
    page.wait_for_function("() => document.querySelector('#command').textContent.includes('--beliefs doubter-')")
    page.wait_for_selector("#first[aria-busy=false] table")
    assert page.inner_text("#first") != before
    name = page.input_value("#beliefs")
    assert f"beliefs={name}" in page.url
    assert problems(page) == []
    page.goto(met.at)
    page.once("dialog", lambda dialog: dialog.accept())
    with page.expect_navigation():
        page.click(f"[data-remove={name}]")
    assert page.locator(f"[data-remove={name}]").count() == 0
    page.goto(f"{met.at}/cases/{CASE}?{ASKED}&beliefs={name}")
    page.wait_for_selector("#problem:not([hidden])")
    assert page.inner_text("#problem").startswith(f"unknown beliefs '{name}'")
    met.said.clear()


def test_a_belief_file_that_is_too_large_is_told_in_one_line(met, page, tmp_path):
    (tmp_path / "large.yaml").write_bytes(b"#" * 4_000_001)
    page.goto(met.at)
    page.set_input_files("#belief-file", tmp_path / "large.yaml")
    page.click("text=Check and keep beliefs")
    page.wait_for_selector(".told li")
    assert "at most 4,000,000 are read" in page.inner_text(".told li")
    met.said.clear()


def pages(met, job):
    return ["/", f"/cases/{CASE}?{ASKED}", job.removeprefix(met.at), f"/workbench/{CASE}", "/api", "/login"]


def test_every_page_is_accessible_and_fits(met, page, job):
    for path in pages(met, job):
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(met.at + path)
        if path.startswith("/cases"):
            page.wait_for_selector("#first[aria-busy=false] table")
        assert problems(page) == [], path
        assert unseen_focus(page) == [], path
        for width in (320, 390, 1920):  # 320: 400% of 1280
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (path, width)
        assert problems(page) == [], (path, "1920")


def test_the_pages_are_accessible_in_the_dark(met, page, job):
    page.emulate_media(color_scheme="dark")
    for path in pages(met, job):
        page.goto(met.at + path)
        if path.startswith("/cases"):
            page.wait_for_selector("#first[aria-busy=false] table")
        assert problems(page) == [], path
    page.emulate_media(color_scheme="light")
