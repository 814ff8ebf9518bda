"""The brief as one page: no script, nothing fetched, readable on a telephone and on paper."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from foedus.report.brief.model import Brief
from foedus.report.brief.plain import plain

FOLDER = files("foedus.report") / "templates"


def as_html(brief: Brief) -> str:
    """The brief as self-contained HTML."""
    style = Markup((FOLDER / "brief.css").read_text(encoding="utf-8"))
    return _template().render(brief=plain(brief), style=style, drawn=Markup)


@cache
def _template() -> Template:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string((FOLDER / "brief.html.j2").read_text(encoding="utf-8"))
