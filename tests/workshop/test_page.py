"""The page as a person meets it: opened from a file, with the network off."""

import json
import re
from html import unescape
from types import SimpleNamespace

import pytest
from tests.accessible import problems, unseen_focus
from typer.testing import CliRunner

import foedus
from foedus.assessment.conditions_lines import Conditions
from foedus.cli.commands import app
from foedus.workshop.beside import beside

from .conftest import CASE, FUTURES

pytestmark = pytest.mark.browser
VIEWS = ["answer", "years", "instruments", "orders", "governments", "beliefs", "flips", "found", "sources"]


def state(page, **changes):
    page.evaluate("(changes) => window.workbench.change(changes)", changes)


def test_every_view_opens_without_a_complaint_or_a_request(opened, page):
    for view in VIEWS:
        page.click(f"#tab-{view}")
        page.wait_for_selector(f"#panel[aria-labelledby='tab-{view}'] > *")
    assert opened.said == []
    assert opened.asked == [opened.address]


@pytest.mark.parametrize("width", [320, 390, 1280, 1920])
def test_every_view_fits_the_window(page, width):
    page.set_viewport_size({"width": width, "height": 900})
    for view in VIEWS:
        state(page, view=view)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, view
    page.set_viewport_size({"width": 1280, "height": 900})


def test_the_address_restores_the_state(opened, page):
    name = page.evaluate("window.workbench.about.movable[0].name")
    state(page, without=["mutual-defense-treaty"], limits={}, moves={name: 0.5}, view="years", order="multipolar")
    before = page.inner_text("#panel")
    address = page.evaluate("location.href")
    page.goto("about:blank")
    page.goto(address)
    page.wait_for_selector("#panel[aria-labelledby='tab-years'] > *")
    assert page.inner_text("#panel") == before


def test_the_command_that_is_shown_gives_the_same_numbers(page):
    removed = page.evaluate("window.workbench.about.instruments.at(-1).id")
    state(page, without=[removed])
    command = page.inner_text("#command")
    assert command.startswith(f"foedus assess {CASE}")
    result = CliRunner().invoke(app, [*command.split()[1:], "--format", "json", "--no-cache"])
    assert result.exit_code == 0, result.output
    answer = json.loads(result.stdout)
    assert answer["futures"] == FUTURES
    found = page.evaluate(
        """async () => {
          const w = window.workbench, seen = await w.seenOf(w.stateOf(location.hash.slice(1)));
          const { value, limits } = w.verdictOf(seen, w.stateOf(location.hash.slice(1)));
          const stands = limits.map((one) => [one.limit.outcome, one.state, one.keeps, one.fails]);
          return { value, stands, ...Object.fromEntries(w.about.outcomes.map((x) => [x.name, w.estimate(seen.scene, x)])) };
        }"""
    )
    assert found["value"] == answer["verdict"]["value"]
    assert found["stands"] == [[x["outcome"], x["state"], x["keeps"], x["fails"]] for x in answer["tolerances"]]
    for line in answer["outcomes"]:
        for name in ("value", "low", "high"):
            expected = line["estimate"][name]
            assert found[line["name"]][name] == (
                expected if expected is None else pytest.approx(expected, rel=2e-6, abs=2e-7)
            ), line["name"]


def test_what_was_handed_in_is_told_and_the_rest_has_its_command(page, tree):
    state(page, view="found")
    assert (
        page.inner_text("pre.found").split() == foedus.as_text(Conditions.model_validate_json(tree.read_text())).split()
    )
    named = " ".join(page.locator(".absent code").all_inner_texts())
    assert f"foedus discover {CASE}" in named
    assert f"foedus signposts {CASE}" in named
    assert "foedus conditions" not in named


def test_what_is_handed_in_is_of_the_same_case(tree):
    for changed, files, said in (
        ({}, [tree, tree], "a second result"),
        ({"horizon": 9}, [tree], "has the horizon '20'"),
    ):
        answer = SimpleNamespace(**{"case": CASE, "horizon": 20, "beliefs": "literature"} | changed)
        with pytest.raises(foedus.FoedusError, match=said):
            beside(answer, files)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_view_is_accessible(page, scheme):
    page.emulate_media(color_scheme=scheme)
    found = {}
    for view in VIEWS:
        state(page, view=view)
        page.wait_for_selector(f"#panel[aria-labelledby='tab-{view}'] > *")
        found |= {f"{view}: {one}": None for one in problems(page)}
    page.emulate_media(color_scheme="light")
    assert list(found) == []
    assert unseen_focus(page) == []


def test_what_is_not_in_the_file_is_said_with_its_command(page):
    ids = page.evaluate("window.workbench.about.instruments.map((one) => one.id)")
    state(page, without=[ids[-1]])
    page.evaluate("window.workbench.change({ adherence: 1 })")
    assert f"foedus assess {CASE}" in page.inner_text(".notice code")
    assert page.evaluate("window.workbench.stateOf(location.hash.slice(1)).adherence") == 0


def test_a_workbench_that_is_served_links_to_the_form(chromium, bench, tmp_path):
    pytest.importorskip("fastapi")
    from foedus.web.pages import served

    (tmp_path / "served.html").write_bytes(served(bench.html.encode(), f"/cases/{CASE}"))
    page = chromium.new_page()
    page.goto((tmp_path / "served.html").as_uri())
    page.wait_for_selector("#panel > *")
    removed = page.evaluate("window.workbench.about.instruments.at(-1).id")
    page.evaluate("(removed) => window.workbench.change({ without: [removed] })", removed)
    page.evaluate("window.workbench.change({ adherence: 1 })")
    assert page.get_attribute(".notice a", "href").startswith(f"/cases/{CASE}?futures=")
    assert f"&without={removed}&adherence=1" in page.get_attribute(".notice a", "href")
    page.close()


def test_the_belief_file_that_is_offered_is_one(page, tmp_path):
    one = page.evaluate("window.workbench.about.movable[0]")
    state(page, moves={one["name"]: 0.5}, beliefs="sceptical")
    with page.expect_download() as waiting:
        page.click("text=Save as belief file")
    waiting.value.save_as(tmp_path / "my-beliefs.yaml")
    found = foedus.load_beliefs(tmp_path / "my-beliefs.yaml")
    prior = one["under"]["sceptical"]
    assert found.base == "sceptical"
    assert found.of(one["name"]).mean == pytest.approx(prior["mean"] + 0.5 * prior["sd"])
    assert "--beliefs my-beliefs.yaml" in page.inner_text("#command")


def test_a_pinned_state_is_compared(page):
    page.click("text=Pin this state")
    ids = page.evaluate("window.workbench.about.instruments.map((one) => one.id)")
    state(page, without=[ids[0]])
    assert "Less pinned" in page.inner_text("#panel thead")
    state(page, view="flips")
    assert "the pinned state" in page.inner_text("#panel")
    page.click("#panel button:has-text('Open future') >> nth=0")
    page.wait_for_selector(".story")
    assert f"foedus replay {CASE} --future" in page.inner_text(".story code")


def test_the_keyboard_reaches_every_control(page):
    state(page, view="answer")
    page.evaluate("document.activeElement.blur()")
    wanted = page.evaluate(
        """() => [...document.querySelectorAll("input, select, button, summary, a, [tabindex='0']")].filter((x) =>
          !x.disabled && x.tabIndex >= 0 && x.offsetParent && !(x.type === "radio" && !x.checked)).length"""
    )
    page.focus("a.skip")
    for _ in range(wanted + 5):
        page.evaluate("document.activeElement.dataset.reached = 1")
        page.keyboard.press("Tab")
    assert page.evaluate("document.querySelectorAll('[data-reached]').length") >= wanted


def test_the_tabs_turn_with_arrows(page):
    page.focus("#tab-answer")
    page.keyboard.press("ArrowRight")
    page.wait_for_selector("#panel[aria-labelledby='tab-years'] > *")
    assert page.evaluate("document.activeElement.id") == "tab-years"


def test_a_figure_gives_its_data(page):
    state(page, view="instruments")
    for suffix in ("csv", "json", "svg", "png"):
        with page.expect_download() as waiting:
            page.click(f".offers button:text-is('{suffix.upper()}')")
        content = waiting.value.path().read_bytes()
        assert waiting.value.suggested_filename.endswith(f".{suffix}")
        assert len(content) > 50
        if suffix == "json":
            assert json.loads(content)["command"].startswith("foedus assess")
        if suffix == "svg":
            assert content.startswith(b"<svg")


def test_the_file_asks_for_nothing(bench):
    assert "default-src 'none'; script-src 'sha256-" in unescape(bench.html)
    addresses = set(
        re.findall(r"https?://[^\s\"'`)]+", re.sub(r"<script type=.*?</script>", "", bench.html, flags=re.DOTALL))
    )
    assert addresses == {"http://www.w3.org/2000/svg"}
    assert not re.search(r"<(?:link|img|iframe)\b|\beval\(|new Function|fetch\(|XMLHttpRequest", bench.html)


def test_the_bytes_are_accounted_for(bench):
    assert 0.9 < sum(bench.bytes.values()) / bench.size < 1.01
