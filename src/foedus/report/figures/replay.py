"""One future as a timeline, beside its twin: a row for each kind of happening, a mark for each year that has one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple, get_args

from foedus.assessment.replay_lines import Happening, Level, Replay, What
from foedus.equations.provocation import TYPES
from foedus.errors import InputError
from foedus.report.chart import Chart
from foedus.report.chart import Row as ChartRow
from foedus.report.look import BLUE, BRICK, INK, MUTED, WIDE, down, lines, stacked, words
from foedus.report.replay import said
from foedus.report.vega import Spec, field, layer, mark, value
from foedus.report.words import counted

SIDE, SIZE, LEAST, APART = 260, 11, 24.0, 5.0
BOTH, FUTURE, TWIN = "in both", "in the future alone", "in the twin alone"
COLOURS = {BOTH: MUTED, FUTURE: BLUE, TWIN: BRICK}
SHAPES = {BOTH: "circle", FUTURE: "triangle-up", TWIN: "diamond"}
PLACES = {BOTH: 0.0, FUTURE: -APART, TWIN: APART}
"""How far a mark stands from the middle of its row, in pixels."""
FEWEST, MOST = 24, 160
"""Area of a mark of one happening, and of the most that a row has in a year."""
ORDER = get_args(What)
"""Of rows: governments first, then disputes by level, pacts, instruments, provocations, coercion, weapons."""


class Row(NamedTuple):
    """A kind of happening, in the order of rows."""

    what: int
    level: int
    name: str


def chart(answer: Replay) -> Chart:
    """Marks by year; larger where there is more of the kind in the year."""
    found = _counted(answer)
    rows = [
        {"happening": row.name, "year": year, "where": where, "number": number}
        for (row, year, where), number in sorted(found.items())
    ]
    if not rows:
        raise InputError("nothing that is told happens in this future, so there is nothing to draw")
    order = [row.name for row in sorted({row for row, _, _ in found})]
    return Chart(
        "replay",
        title(answer),
        subtitle(answer),
        _words(answer, rows),
        rows,
        lambda width: _figure(answer, rows, order, width),
    )


def figure(answer: Replay, width: int = WIDE) -> Spec:
    """The bare picture."""
    return chart(answer).figure(width)


def _words(answer: Replay, rows: Sequence[ChartRow]) -> str:
    most = max(rows, key=lambda row: row["number"])
    years = counted(len({row["year"] for row in rows}), "year")
    said = f"{counted(sum(row['number'] for row in rows), 'happening')} in {years}"
    said += f"; most in a year: {most['happening']}, {most['number']:,} in {most['year']}."
    if answer.twin is None:
        return said
    differing = ", ".join(map(str, answer.differing)) or "no year"
    return f"{said} Something happens in one of the two alone in {differing}."


def _figure(answer: Replay, found: Sequence[ChartRow], order: Sequence[str], width: int) -> Spec:
    texts = [lines(name, SIDE, SIZE) for name in order]
    centres, height = stacked([max(LEAST, len(text) * (SIZE + 2) + 8) for text in texts])
    at, most = dict(zip(order, centres, strict=True)), Counter[str]()
    for row in found:
        most[row["happening"]] = max(most[row["happening"]], row["number"])
    rows = [
        row
        | {
            "place": at[row["happening"]] + PLACES[row["where"]],
            "size": _area(row["number"], most[row["happening"]]),
        }
        for row in found
    ]
    years = [year.year for year in answer.told.years]
    kinds = [BOTH, FUTURE, TWIN] if answer.twin else [BOTH]
    colour = field(
        "where:N",
        title=None,
        scale={"domain": kinds, "range": [COLOURS[kind] for kind in kinds]},
        legend={"orient": "top"} if answer.twin else None,
    )
    shape = field(
        "where:N", scale={"domain": kinds, "range": [SHAPES[kind] for kind in kinds]}, legend=colour["legend"]
    )
    x = field(
        "year:Q",
        title=None,
        scale={"domain": [years[0] - 0.5, years[-1] + 0.5], "nice": False},
        axis={"format": "d", "grid": True, "tickMinStep": 1},
    )
    size = {"field": "size", "type": "quantitative", "scale": None, "legend": None}
    return layer(
        mark(
            "point",
            rows,
            {"x": x, "y": down(height), "color": colour, "shape": shape, "size": size},
            filled=True,
            opacity=0.9,
        ),
        words(list(zip(texts, centres, strict=True)), SIZE, value(-8), down(height), align="right", color=INK),
        width=width - SIDE - 16,
        height=height,
    )


def title(answer: Replay) -> str:
    """The title of the chart."""
    return f"Future {answer.future:,} of seed {answer.seed}: {answer.case}"


def subtitle(answer: Replay) -> str:
    """What the chart shows."""
    beside = ", beside its twin, which has the same random numbers" if answer.twin else ""
    return f"What is told, year by year{beside}. It is one draw of many, and no forecast. Larger: more in the year."


def _counted(answer: Replay) -> Counter[tuple[Row, int, str]]:
    """How much there is by row, year, and in which of the two it is."""
    found: Counter[tuple[Row, int, str]] = Counter()
    for place, year in enumerate(answer.told.years):
        other = answer.twin.years[place].happenings if answer.twin else year.happenings
        mine = [(each, BOTH if each in other else FUTURE) for each in year.happenings]
        for each, where in [*mine, *((each, TWIN) for each in other if each not in year.happenings)]:
            if row := _row(each, answer):
                found[row, year.year, where] += round(each.number or 0.0) if each.what == "provocation" else 1
    return found


def _row(each: Happening, answer: Replay) -> Row | None:
    """The row of a happening; none for a dispute that goes on, which is where it began."""
    if each.what == "continues":
        return None
    name, _ = said(each, answer.names | answer.labels)
    if each.what == "provocation":
        name = _capital(TYPES[each.instrument or ""].label)
    elif each.instrument:
        name = f"{name}: {answer.names.get(each.instrument, each.instrument)}"
    elif len(each.states) == 1:
        name = f"{name}: {each.states[0]}"
    level = get_args(Level).index(each.level) if each.level else 0
    return Row(ORDER.index(each.what), level, name)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _area(number: int, most: int) -> float:
    return FEWEST + (MOST - FEWEST) * (number - 1) / max(most - 1, 1) if most > 1 else 2 * FEWEST
