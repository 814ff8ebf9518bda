"""One small workbench for all tests, opened in the browser without a network."""

from types import SimpleNamespace

import pytest

import foedus
from foedus.simulation.study import Study

CASE, FUTURES = "us-philippines", 400
ORDERS = ("as-measured", "multipolar")


@pytest.fixture(scope="session")
def study():
    return Study(foedus.load_case(CASE))


@pytest.fixture(scope="session")
def tree(tmp_path_factory):
    """A contingency tree as `foedus conditions` writes it."""
    path = tmp_path_factory.mktemp("tree") / "conditions.json"
    found = foedus.conditions(CASE, fails="war_outside", given="protege_deaths by 2027", futures=FUTURES)
    path.write_text(found.model_dump_json(), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def bench(tree):
    return foedus.workbench(CASE, futures=FUTURES, orders=ORDERS, beside=[tree])


@pytest.fixture(scope="session")
def address(bench, tmp_path_factory):
    path = tmp_path_factory.mktemp("bench") / "bench.html"
    path.write_text(bench.html, encoding="utf-8")
    return path.as_uri()


@pytest.fixture(scope="module")
def opened(chromium, address):
    """The page at the start, with what it asked for and what it complained of."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, offline=True)
    context.set_default_timeout(60_000)
    page = context.new_page()
    said, asked = [], []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    page.wait_for_selector("#panel > *")
    page.evaluate("() => window.workbench.ready")
    yield SimpleNamespace(page=page, said=said, asked=asked, address=address)
    context.close()


@pytest.fixture
def page(opened):
    opened.page.evaluate("() => window.workbench.change(window.workbench.stateOf(''))")
    return opened.page
