"""Pages of what is estimated and stated: parameters, the index of estimates, model cards with their pictures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from layout import dedented, table

from foedus.equations.effects import BELIEFS, effects, priors
from foedus.equations.literature import Finding, findings
from foedus.estimate.equations import Equation, equations
from foedus.estimate.posterior import load_posterior
from foedus.evaluate.held_out import held_out
from foedus.report import calibration
from foedus.report.cards import card
from foedus.report.chart import Chart
from foedus.report.look import sentence_list


def parameters() -> str:
    """Every stated effect and prior."""
    text = (
        "# Stated parameters\n\nWhat no data here estimates, with its provenance. Source: `src/foedus/equations/`.\n\n"
    )
    text += "## Effects of instruments (`effects.csv`)\n\n"
    text += "Grades: A identified; B estimated with selection narrowed; C literature with rival signs or unseen sizes; "
    text += (
        "D assumption. Status: S seen in a page, S-dir only the direction seen, C computed on the publishers' files, "
    )
    text += "M recalled and not checked. Rival signs: those that a source, an estimate or one of the beliefs gives the effect. "
    text += "Why each is stated three times: [what a treaty is worth](../explanation/treaties.md).\n\n"
    head = ("beliefs", "mean", "sd", "grade", "provenance", "status", "source", "moved by data")
    for own in zip(*(effects(beliefs) for beliefs in BELIEFS), strict=True):
        first = own[0]
        text += f"### {first.kind}: {first.channel}\n\n{first.meaning[:1].upper()}{first.meaning[1:]}. "
        text += f"Rival signs: {first.rival_signs}.\n\n"
        rows = (
            (e.beliefs, f"{e.mean:+.2f}", f"{e.sd:.2f}", e.grade, e.provenance, e.status, e.source, e.moved_by)
            for e in own
        )
        text += table(head, rows) + "\n"
    text += "## Other priors (`stated.csv`)\n\n"
    head = ("parameter", "mean", "sd", "provenance", "status", "meaning", "source")
    text += table(
        head,
        (
            (p.name, f"{p.mean:+.2f}", f"{p.sd:.2f}", p.provenance, p.status, p.meaning, p.source)
            for p in priors().values()
        ),
    )
    text += "\n## Findings considered (`literature.csv`)\n\n"
    text += "Role: a prior leans on the finding; an equation fitted here answers its question; it stands beside an outcome, as "
    text += "a base rate or a figure of the case; or it is unused, for the reason given. "
    text += "Priors are those of the default belief.\n\n"
    head = ("number", "finding", "source", "status", "role", "priors", "how it enters, or why not")
    return text + table(
        head, ((f.number, f.finding, f.source, f.status, f.role, _leaning(f), f.use) for f in findings())
    )


def _leaning(finding: Finding) -> str:
    """'umbrella/armament N(-0.50, 0.75)': the priors that lean on a finding."""
    stated = {f"{e.kind}/{e.channel}": (e.mean, e.sd) for e in effects()}
    stated |= {p.name: (p.mean, p.sd) for p in priors().values()}
    found = ((key, *stated[key]) for key in finding.keys)
    return ", ".join(f"{key} N({mean:+.2f}, {sd:.2f})" for key, mean, sd in found) or "-"


def estimates() -> str:
    """The index of the model cards."""
    text = "# Estimates\n\nOne card for each equation, made from the posteriors that ship with the package: mathematics, data, "
    text += "coefficients, diagnostics, scores, a picture of what was forecast against what happened, known failures. "
    text += "`foedus posterior FILE.npz` prints the same of any posterior; "
    text += "[refit](../how-to/refit.md) says how to make one.\n\n"
    head = ("posterior", "what", "unit", "fitted to", "scored on later years", "card")
    return text + table(
        head,
        (
            (
                f"[{e.name}](cards/{e.module}.md#{e.name})",
                e.what,
                e.unit,
                "-".join(str(year) for year in record["years"]),
                _scored(e.name, record),
                e.module,
            )
            for e in equations().values()
            for record in [load_posterior(e.name).record]
        ),
    )


def _scored(name: str, record: Mapping[str, Any]) -> str:
    """Where the forecasts of later years were made from."""
    if (found := held_out(name)) is not None:
        origins = found.contest.origins
        return f"from {len(origins)} origins, {origins[0]}-{origins[-1]}"
    return f"after {record['scores']['fitted to']}" if "fitted to" in record["scores"] else "no"


def cards() -> dict[str, Callable[[], str]]:
    """A page for each module of equations."""
    modules: dict[str, list[Equation]] = {}
    for each in equations().values():
        modules.setdefault(each.module, []).append(each)
    return {f"cards/{module}.md": partial(model_card, module, of) for module, of in modules.items()}


def model_card(module: str, of: list[Equation]) -> str:
    """The mathematics of one equation, where it fails, and the card of each of its posteriors."""
    text = f"# Model card: {module}\n\nSource: `src/foedus/equations/{module}.py`. [All cards](../estimates.md)\n\n"
    text += "## Mathematics\n\n" + dedented(of[0].mathematics) + "\n\n## Known failures\n\n"
    text += "".join(f"- {each.name}: {each.weakness}{_rank(each.name)}\n" for each in of) + "\n"
    return text + "\n".join(card(load_posterior(each.name)) + shown(each.name) for each in of)


def _rank(name: str) -> str:
    """The rank of a specification among the candidates on later years, by log score of what its equation forecasts."""
    if (later := held_out(name)) is None:
        return ""
    equation = name.removesuffix(later.specification)
    places, years, rivals = [], [], 0
    for cell in later.contest.cells:
        scores = {model: each["log_score"][0] for model, each in cell.scores.items() if "log_score" in each}
        known = {
            model: score for model, score in scores.items() if score is not None and equation + model in equations()
        }
        if cell.target == later.contest.cells[0].target and later.specification in known:
            places.append(str(1 + sum(score > known[later.specification] for score in known.values())))
            years, rivals = [*years, str(cell.horizon)], len(known)
    return (
        f" Rank by log score on later years, of {rivals}: {sentence_list(places)} ({sentence_list(years)} years ahead)."
    )


def shown(name: str) -> str:
    """The picture of calibration on a card, where there is one."""
    drawn = picture(name)
    return f"\n### Calibration on later years\n\n![{drawn.words}]({name}.svg)\n" if drawn else ""


def picture(name: str) -> Chart | None:
    """The picture of calibration of a posterior; None where its specification was not scored on later years."""
    later = held_out(name)
    return calibration.picture(name, later.specification, later.contest.cells, later.note) if later else None


def pictures() -> dict[str, Callable[[], str]]:
    """How to draw the pictures of calibration on the cards."""
    found = {name: picture(name) for name in equations()}
    return {f"cards/{name}.svg": drawn.svg for name, drawn in found.items() if drawn is not None}
