"""What a case contains, as text."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator

from rich import box
from rich.console import Console
from rich.table import Table

from foedus.world.figures import Figure
from foedus.world.schema import JUDGED, UNJUDGED_INTEGRITY, Case, Government
from foedus.world.unknown import told, unknown_figures
from foedus.world.views import Poll


def case_text(case: Case, width: int = 100) -> str:
    """States with their figures, instruments, tolerances, judgements not made, and what the case cannot say."""
    file = io.StringIO()
    console = Console(file=file, width=width, highlight=False, markup=False, color_system=None, legacy_windows=False)
    console.print(f"{case.title}\n{case.id} · as of {case.as_of.day} {case.as_of:%B %Y}\n")
    tables = (_states(case), _instruments(case), *([_tolerances(case)] if case.tolerances else []))
    for table in tables:
        console.print(table)
        console.print()
    sections = {
        "Polls of the protege's public on own nuclear weapons": [_poll(poll) for poll in case.polls],
        "Where futures start, beside what is on record": list(_moved(case)),
        "Not known, and how it enters": told(unknown_figures(case)),
        "Not judged, and taken by default": [JUDGED[code] for code in case.not_judged],
        "What this case cannot say": case.cannot_say,
    }
    console.print(
        "\n\n".join("\n".join([title, *map("- {}".format, lines)]) for title, lines in sections.items() if lines)
    )
    return "".join(line.rstrip() + "\n" for line in file.getvalue().splitlines())


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", title_style="", box=box.SIMPLE_HEAD, padding=(0, 1))
    for number, column in enumerate(columns):
        table.add_column(column, justify="left" if number == 0 else "right")
    return table


def _states(case: Case) -> Table:
    table = _table(
        "States (figures and their sources are in the case file)",
        "state",
        "role",
        "CINC %",
        "GDP bn $",
        "army bn $",
        "polyarchy",
        "ideal pt",
        "head of government",
    )
    table.columns[1].justify = table.columns[-1].justify = "left"
    for state in case.states:
        figures = state.figures
        table.add_row(
            state.name,
            state.role,
            _number(figures.cinc, 100.0),
            _number(figures.gdp),
            _number(figures.milex, 0.001),
            _number(figures.polyarchy),
            _number(figures.ideal_point),
            _government(state.government) if state.government else "not followed",
        )
    return table


def _instruments(case: Case) -> Table:
    table = _table("Instruments and pacts", "name", "kind", "parties", "since", "integrity", "own")
    table.columns[1].justify = table.columns[2].justify = "left"
    for item in case.instruments:
        table.add_row(
            item.name,
            item.kind,
            ", ".join(item.parties),
            f"{item.since:%Y}" + (f" to {item.until:%Y}" if item.until else ""),
            "not judged" if item.integrity == UNJUDGED_INTEGRITY else f"{item.integrity.value:.2f}",
            "yes" if item.own else "no",
        )
    return table


def _tolerances(case: Case) -> Table:
    table = _table("Tolerances (judgements)", "outcome", "limit", "years", "reason")
    table.columns[3].justify = "left"
    for entry in case.tolerances:
        word, bound = ("at most", entry.at_most) if entry.at_most is not None else ("at least", entry.at_least)
        table.add_row(entry.outcome, f"{word} {100 * (bound or 0.0):g}%", str(entry.years), entry.reason)
    return table


def _poll(poll: Poll) -> str:
    asked = f" of {poll.respondents:,}" if poll.respondents else ", respondents not printed"
    return f"{poll.pollster}, {poll.asked}: {poll.share:.1%}{asked} ({poll.question})"


def _moved(case: Case) -> Iterator[str]:
    """Levels of provocations, and opinion, that the case places elsewhere than where their record ends."""
    for one in case.tempo:
        yield f"{one.provocation}: {math.exp(one.change):.3g} times the level of the last year on record ({one.source})"
    if case.opinion is not None:
        moved, source = case.opinion.change, case.opinion.source
        yield f"support for own nuclear weapons: {moved:+.3g} logits from what the polls say ({source})"


def _government(government: Government) -> str:
    return government.leader if government.side == "none" else f"{government.leader}, {government.side}"


def _number(figure: Figure, scale: float = 1.0) -> str:
    if figure.value is None:
        return "unknown"
    value = figure.value * scale
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
