"""The page: one file without a request, whose only script and style are named by their hashes."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

FOLDER = files("foedus.workshop") / "templates"
SCRIPTS = (
    *("numbers", "interval", "store", "count", "state", "judge", "compare"),
    *("dom", "charts", "export", "doors", "story", "views", "more", "controls", "main"),
)
"""Modules of the script, each after what it uses."""


def as_page(about: Mapping[str, Any], scenes: Mapping[str, str]) -> tuple[str, int]:
    """The page, and how many bytes of it are program and look."""
    script, style = _script(), _text("workbench.css")
    html = _template().render(
        title=about["title"],
        policy=f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}'; img-src blob: data:",
        script=Markup(script),
        style=Markup(style),
        about=Markup(_data(about)),
        scenes={name: Markup(text) for name, text in scenes.items()},
    )
    return html, len(script) + len(style)


def _data(about: Mapping[str, Any]) -> str:
    """JSON that no script element ends in."""
    return json.dumps(about, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


@cache
def _script() -> str:
    modules = "\n".join(_text(f"workbench/{name}.js") for name in SCRIPTS)
    return f'"use strict";\n(() => {{\n{modules}\n}})();\n'


def _text(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


@cache
def _template() -> Any:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(_text("workbench.html.j2"))
