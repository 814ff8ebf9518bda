"""foedus: is this alliance prepared for the world it is entering?

The public names are imported on first use.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

from foedus.moved import Moved

if TYPE_CHECKING:
    from foedus.assessment.ablation import ablate as ablate
    from foedus.assessment.answer import Answer as Answer
    from foedus.assessment.assessment import assess as assess
    from foedus.assessment.claims import claims as claims
    from foedus.assessment.conditions import conditions as conditions
    from foedus.assessment.diff import diff as diff
    from foedus.assessment.discover import discover as discover
    from foedus.assessment.elections import elections as elections
    from foedus.assessment.flip import flip as flip
    from foedus.assessment.ledger import ledger_add as ledger_add
    from foedus.assessment.ledger import ledger_list as ledger_list
    from foedus.assessment.ledger import ledger_resolve as ledger_resolve
    from foedus.assessment.ledger_score import ledger_score as ledger_score
    from foedus.assessment.margins import margins as margins
    from foedus.assessment.network import network as network
    from foedus.assessment.orders import orders as orders
    from foedus.assessment.provenance import provenance as provenance
    from foedus.assessment.read import read_answer as read_answer
    from foedus.assessment.regret import regret as regret
    from foedus.assessment.replay import replay as replay
    from foedus.assessment.signposts import signposts as signposts
    from foedus.assessment.survival import survival as survival
    from foedus.assessment.thesis import thesis as thesis
    from foedus.assessment.verify import verify as verify
    from foedus.assessment.what_if import what_if as what_if
    from foedus.data.panel.build import build_panel as build_panel
    from foedus.data.panel.build import table as table
    from foedus.data.panel.build import treaties as treaties
    from foedus.errors import FoedusError as FoedusError
    from foedus.estimate.posterior import load_posterior as load_posterior
    from foedus.report.brief.brief import brief as brief
    from foedus.report.gallery import chart as chart
    from foedus.report.gallery import charts as charts
    from foedus.report.rendering import as_html as as_html
    from foedus.report.rendering import as_text as as_text
    from foedus.report.rendering import to_frame as to_frame
    from foedus.report.rendering import to_xarray as to_xarray
    from foedus.simulation.ensemble import simulate as simulate
    from foedus.simulation.setting import Policy as Policy
    from foedus.watch.board import watch_board as watch_board
    from foedus.watch.declared import watch_indicators as watch_indicators
    from foedus.watch.nowcast import watch_nowcast as watch_nowcast
    from foedus.watch.priced import watch_prices as watch_prices
    from foedus.watch.registered import watch_register as watch_register
    from foedus.watch.sheet import watch_sheet as watch_sheet
    from foedus.watch.signpost import watch_signposts as watch_signposts
    from foedus.watch.targets import watch_backtest as watch_backtest
    from foedus.watch.update import watch_update as watch_update
    from foedus.workshop.build import workbench as workbench
    from foedus.world.at import world_at as world_at
    from foedus.world.beliefs import load_beliefs as load_beliefs
    from foedus.world.build import from_case as from_case
    from foedus.world.case import case_names as case_names
    from foedus.world.case import load_case as load_case
    from foedus.world.order import load_order as load_order
    from foedus.world.order import order_names as order_names

__version__ = "0.1.0"

_HOMES = {
    "Answer": "foedus.assessment.answer",
    "FoedusError": "foedus.errors",
    "Policy": "foedus.simulation.setting",
    "ablate": "foedus.assessment.ablation",
    "as_html": "foedus.report.rendering",
    "as_text": "foedus.report.rendering",
    "assess": "foedus.assessment.assessment",
    "brief": "foedus.report.brief.brief",
    "build_panel": "foedus.data.panel.build",
    "case_names": "foedus.world.case",
    "chart": "foedus.report.gallery",
    "charts": "foedus.report.gallery",
    "claims": "foedus.assessment.claims",
    "conditions": "foedus.assessment.conditions",
    "diff": "foedus.assessment.diff",
    "discover": "foedus.assessment.discover",
    "elections": "foedus.assessment.elections",
    "flip": "foedus.assessment.flip",
    "from_case": "foedus.world.build",
    "ledger_add": "foedus.assessment.ledger",
    "ledger_list": "foedus.assessment.ledger",
    "ledger_resolve": "foedus.assessment.ledger",
    "ledger_score": "foedus.assessment.ledger_score",
    "load_beliefs": "foedus.world.beliefs",
    "load_case": "foedus.world.case",
    "load_order": "foedus.world.order",
    "load_posterior": "foedus.estimate.posterior",
    "margins": "foedus.assessment.margins",
    "network": "foedus.assessment.network",
    "order_names": "foedus.world.order",
    "orders": "foedus.assessment.orders",
    "provenance": "foedus.assessment.provenance",
    "read_answer": "foedus.assessment.read",
    "regret": "foedus.assessment.regret",
    "replay": "foedus.assessment.replay",
    "signposts": "foedus.assessment.signposts",
    "simulate": "foedus.simulation.ensemble",
    "survival": "foedus.assessment.survival",
    "table": "foedus.data.panel.build",
    "thesis": "foedus.assessment.thesis",
    "to_frame": "foedus.report.rendering",
    "to_xarray": "foedus.report.rendering",
    "treaties": "foedus.data.panel.build",
    "verify": "foedus.assessment.verify",
    "watch_board": "foedus.watch.board",
    "watch_indicators": "foedus.watch.declared",
    "watch_sheet": "foedus.watch.sheet",
    "watch_update": "foedus.watch.update",
    "watch_backtest": "foedus.watch.targets",
    "watch_nowcast": "foedus.watch.nowcast",
    "watch_prices": "foedus.watch.priced",
    "watch_register": "foedus.watch.registered",
    "watch_signposts": "foedus.watch.signpost",
    "what_if": "foedus.assessment.what_if",
    "workbench": "foedus.workshop.build",
    "world_at": "foedus.world.at",
}

__all__ = sorted([*_HOMES, "__version__"])


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'foedus' has no attribute '{name}'")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return __all__


sys.meta_path.insert(0, Moved())
