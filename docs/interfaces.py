"""Pages of what one asks and is answered: commands, data, measures, and the schemas of answers and games."""

from __future__ import annotations

from collections.abc import Mapping

import typer
from layout import fields, plain, table
from pydantic import BaseModel
from typer.testing import CliRunner

from foedus.assessment.ablation_lines import Ablation
from foedus.assessment.answer import Answer
from foedus.assessment.claims import Claims
from foedus.assessment.conditions_lines import Conditions
from foedus.assessment.contribution import Mechanisms
from foedus.assessment.diff_lines import Diff
from foedus.assessment.discover_lines import Discover
from foedus.assessment.elections_lines import Elections
from foedus.assessment.flip_lines import Flip
from foedus.assessment.held_beliefs import BeliefTable
from foedus.assessment.ledger import Ledger
from foedus.assessment.ledger_score import LedgerScore
from foedus.assessment.margins import Margins
from foedus.assessment.orders import Orders
from foedus.assessment.provenance_lines import ProvenanceOfVariance
from foedus.assessment.regret_lines import Regret
from foedus.assessment.replay_lines import Replay
from foedus.assessment.signpost_lines import Signposts
from foedus.assessment.thesis_lines import Thesis
from foedus.assessment.what_if_lines import WhatIf
from foedus.classic.balance_answer import BalanceAnswer
from foedus.classic.bargaining_answer import BargainAnswer
from foedus.classic.deterrence_answer import DeterAnswer, Game
from foedus.classic.issue import Issue
from foedus.classic.landscape_answer import LandscapeAnswer
from foedus.classic.propensity import weights
from foedus.classic.race_answer import RaceAnswer
from foedus.classic.strategic_file import ProbitAnswer, Specification
from foedus.cli import app
from foedus.data.catalog import Source, sources
from foedus.data.columns import UNITS, columns
from foedus.data.references import cite
from foedus.measures.table import measures as every_measure
from foedus.watch.backtest_lines import Backtest
from foedus.watch.board_lines import Board
from foedus.watch.declared import Declared
from foedus.watch.nowcast import Nowcast
from foedus.watch.priced import Prices
from foedus.watch.registered import Registered
from foedus.watch.sheet_lines import Sheet
from foedus.watch.signpost import SignpostWatch
from foedus.watch.update import Update
from foedus.world.outcomes import LACKING, Outcome, shown

GAMES: tuple[tuple[str, str, type[BaseModel]], ...] = (
    (
        "Bargaining: an issue file",
        "YAML, for `foedus bargain FILE.yaml`. A .csv file has the columns actor, capability, "
        "position and salience, and neither sources nor ranges.",
        Issue,
    ),
    ("Bargaining: the answer", "Of `foedus bargain`.", BargainAnswer),
    ("Deterrence: a game file", "YAML, for `foedus deter FILE.yaml`; a case is written as ever.", Game),
    ("Deterrence: the answer", "Of `foedus deter`.", DeterAnswer),
    ("Strategic probit: a specification", "YAML, for `foedus deter-fit FILE.csv --spec SPEC.yaml`.", Specification),
    ("Strategic probit: the answer", "Of `foedus deter-fit`.", ProbitAnswer),
    (
        "Arms race: the answer",
        "Of `foedus race`. Its .csv file has the column year and one column or more for each side; "
        "`--sides a+b,c+d` adds columns up.",
        RaceAnswer,
    ),
)


def answer() -> str:
    """The fields of the answer."""
    text = "# The answer as JSON\n\n`foedus assess CASE --format json` writes an object of format `foedus.answer/4`; "
    text += (
        "`foedus answer-schema` prints its JSON schema. Fields and codes may be added; none changes its meaning. It is "
    )
    text += (
        "data: limits, skills, evidence and agreement are numbers and codes, and lines refer to outcomes by name. What "
    )
    text += "does not apply to the case is absent.\n\n"
    text += fields("Answer", Answer)
    text += (
        "## Outcomes\n\nSource: `src/foedus/world/outcomes.csv`. A case may name each in its base rates and notes.\n\n"
    )
    head = (
        "name",
        "kind",
        "unit",
        "label",
        "definition",
        "absent if the case",
        "limit",
        "change",
        "estimate",
        "skill of",
    )
    return text + table(head, (_outcome(one) for one in shown()))


def _outcome(one: Outcome) -> tuple[str, ...]:
    return (
        f"`{one.name}`",
        one.kind,
        one.unit,
        one.label,
        one.definition,
        LACKING.get(one.applies, ""),
        "may be set" if one.tolerance else "none",
        "reported" if one.paired else "",
        "sum of yearly probabilities" if one.yearly else "futures counted",
        one.scored_words or "none: not measured" * (one.unscored == "not-measured"),
    )


def games() -> str:
    """The fields of the games: what their files may say, and what they answer."""
    text = "# Games: files and answers\n\n`foedus bargain`, `deter`, `deter-fit` and `race`, with `--format json`, write the "
    text += "objects below, each with its format and version. Fields may be added; none changes its meaning. What the games "
    text += "are is told in [bargaining, deterrence, races](../explanation/bargaining-deterrence-races.md).\n\n"
    for title, said, model in GAMES:
        text += f"## {title}\n\n{said}\n\n" + fields(model.__name__, model, "###")
    return text


FORMAL: dict[str, type[BaseModel]] = {"landscape": LandscapeAnswer, "balance": BalanceAnswer}
"""Commands of formal models, with the model of their JSON."""


def formal() -> str:
    """The fields of the answers of the formal models, and the weights of propensities."""
    text = _written("Formal models as JSON", FORMAL)
    text += "## Weights of propensities\n\nSource: `src/foedus/classic/propensity.csv`. All are judgements.\n\n"
    head = ("term", "weight", "drawn from", "provenance", "fact it multiplies", "reason")
    rows = (
        (r.term, f"{r.weight:+g}", f"{r.low:+g} to {r.high:+g}", r.provenance, r.meaning, r.reason) for r in weights()
    )
    return text + table(head, rows)


QUESTIONS: dict[str, type[BaseModel]] = {
    "ablate": Ablation,
    "beliefs show": BeliefTable,
    "claims": Claims,
    "conditions": Conditions,
    "diff": Diff,
    "discover": Discover,
    "elections": Elections,
    "flip": Flip,
    "ledger list": Ledger,
    "ledger score": LedgerScore,
    "mechanism": Mechanisms,
    "mechanism margins": Margins,
    "orders": Orders,
    "provenance": ProvenanceOfVariance,
    "orders --regret": Regret,
    "replay": Replay,
    "thesis": Thesis,
    "what-if": WhatIf,
    "signposts": Signposts,
    "watch update": Update,
    "watch indicators": Declared,
    "watch board": Board,
    "watch sheet": Sheet,
    "watch price": Prices,
    "watch backtest": Backtest,
    "watch nowcast": Nowcast,
    "watch signposts": SignpostWatch,
    "watch ledger": Registered,
}
"""Questions beside that of an assessment, with the model of their JSON."""


def questions() -> str:
    """The fields of the answers to single questions."""
    return _written("Answers to single questions as JSON", QUESTIONS)


def _written(title: str, models: Mapping[str, type[BaseModel]]) -> str:
    """The fields of what each command writes."""
    text = (
        f"# {title}\n\nWhat the commands write with `--format json`. Fields may be added; none changes its meaning.\n\n"
    )
    text += "\n".join(f"- [foedus {command}](#foedus-{command.replace(' ', '-')})" for command in models) + "\n\n"
    for command, model in models.items():
        text += f"## foedus {command}\n\nFormat `{model.model_fields['format'].default}`.\n\n"
        text += fields(model.__name__, model, "###")
    return text


def commands() -> str:
    """The help text of every command."""
    text = (
        "# Commands\n\nAs the command line prints them. Refusals are one line and exit code 2; an interrupt is 130.\n\n"
    )
    for names in [[], *_commands()]:
        run = CliRunner(env={"COLUMNS": "100", "TERM": "dumb", "NO_COLOR": "1"}).invoke(app, [*names, "--help"])
        text += f"## foedus {' '.join(names)}\n\n```\n{plain(run.output)}\n```\n\n".replace(
            "## foedus \n", "## foedus\n"
        )
    return text


def _commands(group: typer.Typer = app, path: tuple[str, ...] = ()) -> list[list[str]]:
    """Every command by the words that call it; a group without a name adds its commands to its parent's."""
    found = [[*path, c.name or str(c.callback.__name__)] for c in group.registered_commands if c.callback]
    for inner in group.registered_groups:
        if inner.typer_instance:
            found += _commands(inner.typer_instance, (*path, inner.name) if inner.name else path)
    return found


def data() -> str:
    """Sources and panel columns."""
    text = "# Data\n\nNone of these files ships with foedus: [get them](../how-to/get-data.md) into one folder.\n\n"
    text += "## Sources\n\n"
    rows = (
        (f"`{s.key}`", s.title, s.version, f"{s.first_year}-{s.last_year}", f"`{s.file}`", _works(s.key))
        for s in sources().values()
    )
    text += table(("key", "title", "version", "years", "file", "works to cite"), rows)
    text += (
        "\n## Where to get them\n\nPages, addresses, licences and latest versions are those that publishers' pages and "
    )
    text += "others' public code gave by the middle of 2026; none was tried from here. A file is known by its SHA-256 "
    text += "(`foedus data show NAME`).\n\n"
    head = ("key", "page", "address", "file", "licence", "latest", "file known", "fetch")
    text += table(head, map(_where, sources().values()))
    for unit in UNITS:
        text += f"\n## Columns of {unit}\n\n"
        rows = ((f"`{c.name}`", c.add, c.unit, c.source, c.missing, c.meaning) for c in columns(unit).values())
        text += table(("column", "group", "unit", "source", "missing", "meaning"), rows)
    return text


def _where(each: Source) -> tuple[str, ...]:
    latest = ", ".join(filter(None, (each.latest, each.latest_years)))
    known = "; ".join(edition.version for edition in each.editions if edition.sha256)
    file = each.member or each.published or ""
    fetched = "get" if each.fetched else f"by hand{f': {each.by_hand}' if each.by_hand else ''}"
    return (
        f"`{each.key}`",
        each.page or "",
        each.address or "",
        file,
        each.licence or "not stated",
        latest,
        known,
        fetched,
    )


def _works(key: str) -> str:
    return " ".join(work.text for work in cite([key]))


def measures() -> str:
    """Every measure."""
    text = "# Measures\n\n`foedus measure NAME --years A:B` computes each of these from the publishers' files. Formulas in "
    text += "full, undefined cases and citations are in the docstring of the function. Source: `src/foedus/measures/table.py`."
    text += " Which to choose: [measures explained](../explanation/measures.md).\n\n"
    head = ("measure", "a row is a", "computed from", "unit and range", "formula", "source", "function", "reads")
    return text + table(
        head,
        (
            (f"`{m.name}`", m.rows, m.takes, m.range, f"`{m.formula}`", m.source, f"`{m.path}`", ", ".join(m.needs))
            for m in every_measure().values()
        ),
    )
