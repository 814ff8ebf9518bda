"""What any result looks like: its text, its HTML, its table, and what a notebook shows of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup
from pydantic import BaseModel

from foedus.errors import InputError
from foedus.report.words import counted
from foedus.shown import shown

if TYPE_CHECKING:
    import polars as pl
    import xarray as xr

TEXTS = {
    "Ablation": "ablation.ablation_text",
    "AlliancesAnswer": "alliances.alliances_text",
    "Answer": "text.as_text",
    "Backtest": "watch.backtest.backtest_text",
    "BalanceAnswer": "balance.balance_text",
    "BargainAnswer": "bargaining.bargaining_text",
    "Board": "watch.board.board_text",
    "Claims": "claims.claims_text",
    "Conditions": "conditions.conditions_text",
    "Declared": "watch.declared.declared_text",
    "DeterAnswer": "deterrence.deterrence_text",
    "Diff": "diff.diff_text",
    "Discover": "discover.discover_text",
    "Elections": "elections.elections_text",
    "Flip": "flip.flip_text",
    "HindcastAnswer": "hindcast.hindcast_text",
    "LandscapeAnswer": "landscape.landscape_text",
    "Ledger": "ledger.ledger_text",
    "LedgerScore": "ledger.score_text",
    "Margins": "margins.margins_text",
    "Mechanisms": "mechanism.contribution_text",
    "Network": "pictured.network_text",
    "Nowcast": "watch.nowcast.nowcast_text",
    "Orders": "orders.orders_text",
    "Panel": "panel.panel_text",
    "Posterior": "cards.card",
    "Prices": "watch.priced.prices_text",
    "ProbitAnswer": "deterrence.probit_text",
    "ProvenanceOfVariance": "provenance.provenance_text",
    "RaceAnswer": "race.race_text",
    "Registered": "watch.signposts.registered_text",
    "Regret": "regret.regret_text",
    "Replay": "replay.replay_text",
    "Result": "backtest.backtest_text",
    "Sheet": "watch.sheet.sheet_text",
    "SignpostWatch": "watch.signposts.signposts_text",
    "Signposts": "signposts.signposts_text",
    "Survival": "pictured.survival_text",
    "Thesis": "thesis.thesis_text",
    "Update": "watch.taken.update_text",
    "Verified": "verified.verified_text",
    "WhatIf": "what_if.what_if_text",
}
"""The function of `foedus.report` that tells a result, by the class of the result."""
SHORTEST = {"Answer": "screen.first_screen"}
"""A shorter one, where there is one."""
FRAGMENTS = {"Answer": ("foedus.report.screen", "screen"), "Panel": ("foedus.report.panel", "rows")}
"""The module whose `parts` a template shows, and the template."""
FOLDER = files("foedus.report") / "templates"
LINES = 40
"""Most lines that a notebook or a prompt shows of a text."""


def as_text(result: Any) -> str:
    """A result of foedus as plain text, whole: an answer, a panel, or what any public function found.

    Raises InputError for anything else.
    """
    return str(_function(TEXTS, result)(result))


def as_html(result: Any) -> str:
    """A result as HTML: an answer as the page that `foedus assess --out answer.html` writes, anything else as one element.

    Raises InputError for what is no result of foedus.
    """
    if type(result).__name__ == "Answer":
        from foedus.report.page import as_html as page

        return page(result)
    return fragment(result)


def to_frame(result: Any) -> pl.DataFrame:
    """A result as a Polars frame: of a panel its rows, of anything else the long table, a row a number.

    The columns of the long table are told in `foedus.report.long_table`. Raises InputError for what is no result of foedus.
    """
    if hasattr(result, "frame"):
        return result.frame  # type: ignore[no-any-return]
    found = getattr(result, "result", result)
    if not isinstance(found, BaseModel):
        raise InputError(
            f"{_kind(result)} is no result with numbers; give an answer, a panel, or what a public function found"
        )
    from foedus.report.long_table import long_table

    return long_table(found)


def to_xarray(result: Any) -> xr.Dataset:
    """An answer as a labelled data set: estimates, curves, orders, instruments, with their 90% intervals.

    Raises InputError for anything but an answer, which `to_frame` takes.
    """
    if type(result).__name__ != "Answer":
        raise InputError(f"{_kind(result)} is no answer of foedus.assess; foedus.to_frame gives any result as a table")
    from foedus.report.labelled import dataset

    return dataset(result)


def short_text(result: Any) -> str:
    """The first screen of an answer; of anything else the first lines of its text."""
    if type(result).__name__ in SHORTEST:
        return str(_function(SHORTEST, result)(result)).rstrip()
    lines = as_text(result).rstrip().splitlines()
    more = [f"... {counted(len(lines) - LINES, 'more line')}: print(foedus.as_text(...))"] if len(lines) > LINES else []
    return "\n".join([*lines[:LINES], *more])


def fragment(result: Any) -> str:
    """One HTML element for a cell of a notebook: of an answer its first screen, of a panel its first rows, else its text."""
    module, name = FRAGMENTS.get(type(result).__name__, ("", "told"))
    shown_parts = import_module(module).parts(result) if module else {"text": short_text(result)}
    style = Markup((FOLDER / "notebook_style.css").read_text(encoding="utf-8"))
    return _template(name).render(style=style, **shown_parts)


def _function(known: dict[str, str], result: Any) -> Callable[[Any], Any]:
    name = known.get(type(result).__name__)
    if name is None or not type(result).__module__.startswith("foedus."):
        raise InputError(
            f"{_kind(result)} is no result of foedus; give an answer, a panel, or what a public function found"
        )
    module, _, function = name.rpartition(".")
    return getattr(import_module(f"foedus.report.{module}"), function)  # type: ignore[no-any-return]


def _kind(result: Any) -> str:
    return (
        f"{shown(result)[:60]} ({type(result).__name__})"
        if isinstance(result, str | int | float)
        else type(result).__name__
    )


@cache
def _template(name: str) -> Template:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string((FOLDER / f"notebook_{name}.html.j2").read_text(encoding="utf-8"))
