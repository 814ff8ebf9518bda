"""The answer of `foedus alliances` as text, and as rows that the page of documentation shares with it."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.evaluate.result import Cell, Interval
from foedus.report.plain import columns, sentences
from foedus.report.words import counted
from foedus.simulation.alliances.answer import AlliancesAnswer, Change, Line
from foedus.simulation.alliances.scores import MODEL, REFERENCE

HEAD = ("", "survival", "class", "happened", "war", "class", "happened", "joining", "class", "happened")
SCORES = ("", "rows", "happened", "expected", "class rate", "Brier skill", "log score, gain", "slope")
PICTURE = (
    "Each dot is a group of alliances: on the dashed line as much happened as was forecast. Bars: 90% intervals, by drawing "
    "patrons."
)
CHANGES = ("switched", "cases", "futures moved", "", "expected", "Brier score", "log score", "worse")
CHANGES_KEY = (
    "Switched minus as it is, with 90% intervals by drawing patrons; a Brier score above 0 and a log score below 0 are worse. "
    "A mechanism is switched in the cases that have what it acts on; the others stay as they are."
)
KEY = (
    "Survival: the treaty is in force in the last year. War: of the protege, with any state. Joining: the patron fights, given "
    "war on the protege. Shares are means over the other members in turn; '-' is none."
)


def alliances_text(answer: AlliancesAnswer) -> str:
    """The answer for a terminal or a file."""
    return "\n".join(_lines(answer)) + "\n"


def title(answer: AlliancesAnswer) -> str:
    """Which alliances, over how many years."""
    years = ", ".join(map(str, answer.origins))
    futures = f"{counted(answer.futures, 'future')} a case"
    if answer.proteges:
        futures += f", of an alliance at most {answer.proteges}, with its strongest members as proteges"
    known = "; with hindsight" if answer.hindsight else ""
    return f"Every defence alliance in force at the end of {years}, over {counted(answer.horizon, 'year')}; {futures}{known}"


def headline(answer: AlliancesAnswer) -> str:
    """How the forecasts of survival did."""
    rows = [line for line in answer.lines if line.survival is not None]
    expected = sum(line.survival or 0.0 for line in rows)
    rate = sum(line.survival_class for line in rows)
    kept = sum(line.survived for line in rows)
    return (
        f"Of {len(rows)} treaties {kept} were in force at the end; {expected:.1f} were expected, "
        f"{rate:.1f} by the class rate."
    )


def scores(answer: AlliancesAnswer) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Head and rows of the table of scores."""
    return SCORES, [_scores(cell) for cell in answer.cells]


def changes(answer: AlliancesAnswer) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Head and rows of what each switch does to the scores; one that moves nothing has one row."""
    found: list[tuple[str, ...]] = []
    for each in answer.switched:
        what = (each.switched, str(each.cases), f"{each.futures:,}")
        if not each.futures:
            found.append((*what, "nothing changes", "", "", "", ""))
        else:
            found += [(*what, *_change(one)) for one in each.changes]
    return CHANGES, found


def by_origin(answer: AlliancesAnswer) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Head and rows of expected and observed survival, by origin and kind of treaty."""
    found: list[tuple[str, ...]] = []
    for origin in answer.origins:
        for name, kind in (("bilateral", True), ("multilateral", False)):
            rows = [x for x in answer.lines if (x.origin, x.bilateral) == (origin, kind) and x.survival is not None]
            expected = sum(line.survival or 0.0 for line in rows)
            rate = sum(line.survival_class for line in rows)
            kept = str(sum(line.survived for line in rows))
            found.append((f"{origin}, {name}", str(len(rows)), kept, f"{expected:.1f}", f"{rate:.1f}"))
    return ("", "treaties", "in force later", "expected", "class rate"), found


def refusals(answer: AlliancesAnswer) -> list[str]:
    """Alliances of which not every case could be made, with the reason."""
    return [f"{line.origin}: {line.name} (ATOP {line.atopid}): {line.refused}" for line in answer.lines if line.refused]


def row(line: Line) -> tuple[str, ...]:
    """One alliance, in columns of HEAD."""
    return (
        line.name,
        *(_share(line.survival), _share(line.survival_class), "kept" if line.survived else "lapsed"),
        *(_share(line.war), _share(line.war_class), _share(line.war_happened)),
        *(_share(line.joining), _share(line.joining_class), _share(line.joined)),
    )


def _lines(answer: AlliancesAnswer) -> Iterator[str]:
    yield title(answer)
    yield from sentences([headline(answer)], "")
    for origin in answer.origins:
        yield ""
        yield f"{origin + 1}-{origin + answer.horizon}"
        yield from columns(HEAD, [row(line) for line in answer.lines if line.origin == origin])
    yield ""
    yield from sentences([KEY], "")
    yield ""
    yield "Expected against happened"
    yield from columns(*by_origin(answer))
    yield ""
    yield "Scores against the class rate, with 90% intervals"
    yield from columns(*scores(answer))
    yield ""
    if answer.switched:
        yield "Scores with a mechanism switched"
        yield from columns(*changes(answer))
        yield from sentences([CHANGES_KEY], "")
        yield ""
    if refusals(answer):
        yield "Not made"
        yield from sentences(refusals(answer))
        yield ""
    yield "Left to the priors, for want of data to the origin"
    yield from sentences([f"{each.origin}, {each.posterior}: {'; '.join(each.what)}" for each in answer.open])
    yield ""
    yield "Read with care"
    yield from sentences(answer.caveats)


def _change(one: Change) -> tuple[str, ...]:
    expected = f"{one.expected[0]:.1f} to {one.expected[1]:.1f}"
    return one.target, expected, _interval(one.brier, 4), _interval(one.log_score, 4), "worse" if one.worse else "-"


def _scores(cell: Cell) -> tuple[str, ...]:
    own = cell.scores[MODEL]
    return (
        f"{cell.target}, {cell.subset}",
        str(cell.rows),
        str(cell.events),
        f"{cell.expected[MODEL]:.1f}",
        f"{cell.expected[REFERENCE]:.1f}",
        _interval(own["brier_skill"]),
        _interval(cell.differences[0].scores["log_score"]),
        _interval(own["calibration_slope"]),
    )


def _interval(found: Interval, places: int = 2) -> str:
    value, low, high = found
    if value is None:
        return "-"
    return f"{value:.{places}f}" + ("" if low is None or high is None else f" [{low:.{places}f}, {high:.{places}f}]")


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.0%}"
