"""An evaluation as text, and as rows that the reference page shares with it."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from foedus.evaluate.result import Cell, Interval, Result, spelled
from foedus.evaluate.tables import REFERENCES, simplest, skill_name
from foedus.report.plain import columns

WIDTH = 116
NO_SKILL, WORSE = "no skill shown", "worse than {reference}"
HEADS = {
    "brier_skill": "Brier skill",
    "crps_skill": "CRPS skill",
    "auc": "AUC",
    "average_precision": "AP",
    "log_score": "log score",
    "calibration_slope": "slope",
    "crps": "CRPS",
    "error": "error",
    "coverage_50": "in 50%",
    "coverage_90": "in 90%",
    "width_90": "90% wide",
}
"""Scores in the order they are shown, with their headings."""
SPELLED = ("brier_skill", "crps_skill", "auc", "average_precision")
"""Scores shown with their interval in the text; the JSON has all."""
KEY = (
    "Skill: 1 - score / score of the reference, 0 is no better. AUC: 0.5 is chance. AP: average precision. Log score: nearer "
    "to 0 is better. Slope of calibration: 1 is right, below 1 over-confident. In brackets: 90% intervals."
)
KEY_OF_COUNTS = (
    " CRPS of yearly counts: events a year, less is better; in 50%, in 90%: share of years in that interval."
)
KEY_OF_YEARS = (
    "CRPS, error and the width of the 90% interval in the unit of the count, less is better; in 50% and 90%: share of years "
    "whose count lay in that interval. Skill: 1 - CRPS / CRPS of no change. In brackets: 90% intervals."
)
KEY_OF_AMOUNTS = (
    "CRPS and error in log points (0.1 is about ten percent), less is better; in 50% and 90%: share of states whose level lay "
    "in that interval. Skill: 1 - CRPS / CRPS of no change. In brackets: 90% intervals."
)


def backtest_text(found: Result) -> str:
    """The result for a terminal or a file."""
    return "\n".join(line.rstrip() for line in _lines(found)) + "\n"


def evaluation_text(found: Result) -> str:
    """The result for a terminal or a file, with the number of events expected by each forecaster."""
    lines = [*_lines(found), "", *_expected(found)]
    return "\n".join(line.rstrip() for line in lines).rstrip() + "\n"


def _expected(found: Result) -> Iterator[str]:
    """Observed and expected events, a line for each target."""
    cells = [cell for cell in found.cells if cell.expected]
    if not cells:
        return
    yield "Events expected: the sum of the probabilities"
    names = list(dict.fromkeys(name for cell in cells for name in cell.expected))
    table = [
        [
            f"{_ahead(cell)}: {cell.target}; {cell.subset}",
            f"{cell.events:,}",
            *(_sum(cell.expected.get(name)) for name in names),
        ]
        for cell in cells
    ]
    yield from columns(["", "happened", *names], table)


def _sum(value: float | None) -> str:
    return "-" if value is None else f"{value:,.1f}"


def _ahead(cell: Cell) -> str:
    return "one step" if cell.horizon == 1 else f"{cell.horizon} years"


def title(found: Result) -> str:
    """The title: what was forecast, and from which origins."""
    first, last = found.origins[0], found.origins[-1]
    number = len(found.origins)
    where = f"{number} origins, {first} to {last}" if number > 1 else f"origin {first}"
    return f"Backtest of {found.outcome}: {where}, scored to {found.last_year}"


def headline(found: Result) -> str:
    """The result in one sentence for each horizon."""
    return " ".join(_sentence(found, cell) for cell in found.cells if cell is _first(found, cell.horizon))


def verdict(skill: Interval, reference: str = "climatology") -> str:
    """What the interval of a skill means, in words; empty if it shows skill."""
    _, low, high = skill
    if low is None or high is None:
        return ""
    if high < 0:
        return WORSE.format(reference=reference)
    return NO_SKILL if low <= 0 <= high else ""


def shown(cell: Cell) -> list[str]:
    """The scores of a cell, in the order of HEADS."""
    return [key for key in HEADS if any(key in scores for scores in cell.scores.values())]


def rows(cell: Cell) -> tuple[list[str], list[list[str]]]:
    """Heading and one row per model: scores, the gain over the simplest model, a remark if no skill is shown."""
    names, skill = shown(cell), skill_name(cell)
    plain, score = simplest(cell)
    lines = []
    for model, scores in cell.scores.items():
        values = [spelled(scores.get(key)) if key in SPELLED else short(scores.get(key)) for key in names]
        found = skill_of(cell, model)
        word = "reference" if model == REFERENCES[skill] else verdict(found, REFERENCES[skill])
        lines.append([model, *values, spelled(cell.gain(model, plain, score)), word])
    return ["model", *(HEADS[key] for key in names), f"{HEADS[score]} over {plain}", ""], lines


def skill_of(cell: Cell, model: str) -> Interval:
    """The skill of a model."""
    return cell.scores[model].get(skill_name(cell), (None, None, None))


def short(found: Interval | None) -> str:
    """A value alone."""
    return "-" if found is None or found[0] is None else f"{found[0]:#.3g}"


def heading(cell: Cell) -> str:
    """The heading of the rows of a cell."""
    ahead = "one step ahead" if cell.horizon == 1 else f"{cell.horizon} years ahead"
    events = "" if cell.events == cell.rows else f", {cell.events:,} with the event"
    return f"{ahead}: {cell.target}; {cell.subset} ({cell.rows:,} forecasts{events})"


def _first(found: Result, horizon: int) -> Cell:
    return next(cell for cell in found.cells if cell.horizon == horizon)


def _sentence(found: Result, cell: Cell) -> str:
    # the surest, not the highest: with many models, the highest may be so by chance
    best = max(cell.scores, key=lambda model: skill_of(cell, model)[1] or 0.0)
    value, low, high = skill_of(cell, best)
    ahead = "One step ahead" if cell.horizon == 1 else f"{cell.horizon} years ahead"
    if value is None or low is None or high is None or low <= 0:
        return f"{ahead}: {NO_SKILL}."
    return f"{ahead}: {best} has the surest skill, {value:.3f} [{low:.3f}, {high:.3f}]."


def _lines(found: Result) -> Iterator[str]:
    yield title(found)
    yield from wrap(headline(found), WIDTH)
    for cell in found.cells:
        yield ""
        yield from wrap(heading(cell), WIDTH)
        yield from columns(*rows(cell))
    if found.weights:
        yield ""
        yield "Weights of the stack, from all windows"
        members = list(dict.fromkeys(name for each in found.weights.values() for name in each))
        table = [[part, *(short((w.get(m), None, None)) for m in members)] for part, w in found.weights.items()]
        yield from columns(["of", *members], table)
    yield ""
    yield from wrap(key(found), WIDTH)
    for name, words in found.models.items():
        yield f"  {name:14} {words}"
    for note in (found.method, *found.notes, edition(found)):
        yield from wrap(note, WIDTH, subsequent_indent="  ")


def key(found: Result) -> str:
    """What the scores are."""
    first = found.cells[0]
    if "width_90" in shown(first):
        return KEY_OF_YEARS
    if skill_name(first) == "crps_skill":
        return KEY_OF_AMOUNTS
    return KEY + (KEY_OF_COUNTS if "crps" in shown(first) else "")


def edition(found: Result) -> str:
    """Which capability data were used."""
    return f"Capabilities: {found.capabilities}." if found.capabilities else "No capability data were used."
