"""Pages of evaluations: backtests, model comparisons, hindcasts."""

from __future__ import annotations

from layout import fields, table

from foedus.equations.registry import RIVALS
from foedus.evaluate.registry import shipped_result
from foedus.evaluate.result import Result
from foedus.evaluate.tables import EQUATION, OUTCOME
from foedus.report import alliances as past
from foedus.report import backtest as report
from foedus.report import hindcast as tables
from foedus.simulation.alliances.answer import AlliancesAnswer
from foedus.simulation.alliances.run import SHIPPED as ALLIANCES
from foedus.simulation.hindcast.answer import HindcastAnswer
from foedus.simulation.hindcast.run import SHIPPED
from foedus.simulation.hindcast.span import STATISTICS


def hindcast() -> str:
    """The fields of a hindcast, and its statistics."""
    text = "# Hindcasts as JSON\n\n`foedus hindcast --format json` writes an object of format `foedus.hindcast/1`. Fields may "
    text += "be added; none changes its meaning. How to read one: [hindcasts](../explanation/hindcasts.md).\n\n"
    text += fields("HindcastAnswer", HindcastAnswer)
    text += "## Statistics\n\nSource: `src/foedus/simulation/hindcast/span.py`.\n\n"
    rows = ((f"`{each.name}`", each.label, each.family, each.meaning) for each in STATISTICS)
    text += table(("name", "label", "family", "definition"), rows)
    found = shipped_hindcast()
    text += f"\n## Results that ship\n\n`src/foedus/simulation/hindcast/shipped.json`. {tables.title(found)}, "
    text += f"seed {found.seed}. "
    text += f"{tables.headline(found)}\n"
    labels = {each.statistic: each.label for each in found.coverage}
    for origin in found.origins:
        text += f"\n### {origin.year + 1}-{origin.last}\n\n" + table(tables.HEAD, tables.rows(origin, labels))
    return (
        text
        + "\n### Files (SHA-256)\n\n"
        + table(("source", "hash"), ((k, f"`{v}`") for k, v in found.sources.items()))
    )


def shipped_hindcast() -> HindcastAnswer:
    """The result of `make hindcast` that ships."""
    return HindcastAnswer.model_validate_json(SHIPPED.read_text(encoding="utf-8"))


def hindcast_results() -> str:
    """What the hindcast that ships comes to, for the page that explains it."""
    found = shipped_hindcast()
    text = f"{tables.title(found)}. {tables.headline(found)}\n\n" + table(*tables.summary(found))
    text += "\nWhere it fails:\n\n"
    return text + "".join(f"- {line}\n" for line in [*(each.text for each in found.failures), *found.leanings])


def alliances_results() -> str:
    """What the forecasts of past alliances that ship come to, for the page that explains them."""
    found = AlliancesAnswer.model_validate_json(ALLIANCES.read_text(encoding="utf-8"))
    text = f"{past.title(found)}, seed {found.seed}. {past.headline(found)}\n\n"
    text += "**Survival, expected against happened**\n\n" + table(*past.by_origin(found))
    text += "\n**Scores against the class rate**, in brackets 90% intervals\n\n" + table(*past.scores(found))
    for origin in found.origins:
        rows = [past.row(line) for line in found.lines if line.origin == origin]
        text += f"\n**{origin + 1}-{origin + found.horizon}**\n\n" + table(past.HEAD, rows)
    text += f"\n{past.KEY}\n"
    if past.refusals(found):
        text += "\nCases that could not be made:\n\n" + "".join(f"- {line}\n" for line in past.refusals(found))
    text += "\nLeft to the priors, for want of data to the origin:\n\n"
    return text + "".join(f"- {each.origin}, {each.posterior}: {'; '.join(each.what)}\n" for each in found.open)


SHIPPED_BACKTESTS = (
    "disputes",
    "disputes-2000",
    "war",
    "joining",
    "pacts",
    "pursuit",
    "treaties",
    "growth-cinc",
    "growth-gdp",
)


def contests() -> str:
    """Every shipped comparison of candidate specifications."""
    text = "# Comparisons of candidate specifications\n\nEvery equation with several candidates, each "
    text += "fitted to past origins and scored on later "
    text += "years, and the weights an assessment draws them by, as `foedus contest EQUATION` makes them, from the tables in "
    text += "`src/foedus/evaluate`. Why so: [decision 11](../decisions/0011-rivals-and-weights.md). "
    text += "In brackets: 90% intervals.\n\n" + "\n".join(f"- [{name}](#{name})" for name in RIVALS) + "\n\n"
    for name in RIVALS:
        found = _shipped(EQUATION, name)
        text += f"## {name}\n\n" + _scores(found)
        weights = ((part, *(f"{w.get(m, 0.0):.2f}" for m in RIVALS[name])) for part, w in found.weights.items())
        text += "\nWeights\n\n" + table(("of", *RIVALS[name]), weights) + "\n"
    return text


def _shipped(kind: str, name: str) -> Result:
    found = shipped_result(kind, name)
    assert found is not None
    return found


def _scores(found: Result) -> str:
    """What a result says, its models, and a table for each cell."""
    text = f"{report.title(found)}. {report.headline(found)}\n\n"
    text += "".join(f"- {note}\n" for note in (found.method, *found.notes, report.edition(found)))
    text += f"- {report.key(found)}\n\n" + table(("model", "what it is"), found.models.items())
    for cell in found.cells:
        text += f"\n**{report.heading(cell)}**\n\n" + table(*report.rows(cell))
    return text


def backtests() -> str:
    """Every result of `foedus backtest` that ships, and the schema of such a result."""
    text = "# Backtests\n\nScores of forecasts made at past origins, from the tables in "
    text += "`src/foedus/evaluate`, as `foedus backtest NAME` makes them. How to read them: "
    text += "[what skill means](../explanation/skill.md). In brackets: 90% intervals.\n\n"
    text += "\n".join(f"- [{name}](#{name})" for name in SHIPPED_BACKTESTS) + "\n- [JSON](#json)\n\n"
    for name in SHIPPED_BACKTESTS:
        found = _shipped(OUTCOME, name)
        text += f"## {name}\n\n" + _scores(found)
        if found.weights:
            members = list(dict.fromkeys(member for each in found.weights.values() for member in each))
            lines = (
                (years, *(f"{w[m]:.2f}" if m in w else "-" for m in members)) for years, w in found.weights.items()
            )
            text += "\nWeights of the stack, from all windows\n\n" + table(("years ahead", *members), lines)
        if found.by_origin:
            models = list(dict.fromkeys(model for each in found.by_origin for model in each.brier_skill))
            skills = ((o.origin, o.horizon, *(o.brier_skill.get(m, "-") for m in models)) for o in found.by_origin)
            text += "\nBrier skill origin by origin\n\n" + table(("origin", "years ahead", *models), skills)
        text += (
            "\nFiles (SHA-256)\n\n"
            + table(("source", "hash"), ((k, f"`{v}`") for k, v in found.sources.items()))
            + "\n"
        )
    text += f"## JSON\n\nFormat `{Result.model_fields['format'].default}`.\n\n"
    return text + fields("Result", Result, "###")
