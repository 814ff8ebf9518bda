"""The site: every page of the repository as Sphinx and MyST show it. It needs no network, to build or to read."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

from sphinx.errors import ExtensionError

import foedus

project, release = "foedus", foedus.__version__
extensions = ["myst_parser"]
root_doc = "README"
include_patterns = ["*.md", "docs/**"]
exclude_patterns = [
    ".*",
    "answer",
    "bench",
    "build",
    "dist",
    "docs/built/site",
    "docs/site",
    "examples",
    "src",
    "tests",
]
highlight_language = "text"
myst_heading_anchors = 3

html_theme = "furo"
html_title = "foedus"
html_copy_source = html_show_sphinx = html_show_search_summary = False
html_last_updated_fmt = None
html_static_path = ["static"]
html_css_files = ["site.css"]
templates_path: list[str] = []

CONTENTS = {
    "README": (
        ("Learn", ["docs/tutorial/question-to-brief"]),
        ("Do", ["docs/how-to/README"]),
        ("Understand", ["docs/explanation/README", "docs/cases"]),
        ("Look up", ["docs/reference/README", "docs/built/api"]),
        ("The project", ["ARCHITECTURE", "docs/decisions/README", "CONTRIBUTING", "CHANGELOG"]),
    ),
}
"""Pages that have a list of others in the margin: each list with its heading."""
FOLDERS = ("docs/how-to", "docs/explanation", "docs/reference", "docs/decisions")
"""Folders whose page README lists all others."""
BUILT = ("backtests", "contests", "estimates")
"""Pages made for the site that are listed with the reference."""


def contents(page: str, text: str, found: set[str]) -> str:
    """The lists of pages that belong under a page, in the order of its links, which no reader of the repository needs."""
    lists = CONTENTS.get(page, ())
    folder = page.removesuffix("/README")
    if folder in FOLDERS:
        under = [name for name in sorted(found) if name.startswith(f"{folder}/") and name != page]
        under.sort(key=lambda name: text.find(f"({name.rpartition('/')[2]}.md") % (len(text) + 1))
        built = [f"docs/built/{name}" for name in BUILT] if folder == "docs/reference" else []
        lists = (("", [*under, *built]),)
    if page == "docs/built/estimates":
        lists = (("", sorted(name for name in found if name.startswith("docs/built/cards/"))),)
    return "".join(
        "\n\n```{toctree}\n:hidden:\n:titlesonly:\n"
        + (f":caption: {title}\n" if title else "")
        + "\n"
        + "".join(f"/{name}\n" for name in names)
        + "```\n"
        for title, names in lists
    )


def _source(app: Any, page: str, source: list[str]) -> None:
    source[0] += contents(page, source[0], app.env.found_docs)


FETCHED = re.compile(
    r"""<(?:script|img|iframe)[^>]*\ssrc="(?:https?:)?//|<link[^>]*\shref="(?:https?:)?//|url\(["']?https?:"""
)
"""What a browser would fetch from elsewhere."""


def _finish(app: Any, failed: Exception | None) -> None:
    """A front page under the name that a browser asks for; refuse a site that would need a network to be read."""
    if failed is not None:
        return
    site = Path(app.outdir)
    shutil.copy(site / "README.html", site / "index.html")
    for path in [*site.rglob("*.html"), *site.rglob("*.css")]:
        if found := FETCHED.search(path.read_text(encoding="utf-8")):
            raise ExtensionError(f"{path.relative_to(site)} needs a network: {found[0]}")


def setup(app: Any) -> dict[str, bool]:
    """Add the lists of pages, and a front page under the name that a browser asks for."""
    app.connect("source-read", _source)
    app.connect("build-finished", _finish)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
