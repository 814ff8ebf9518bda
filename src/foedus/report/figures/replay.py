"""One future as a timeline, beside its twin: a row for each kind of happening, a mark for each year that has one."""

from __future__ import annotations

from collections import Counter
from typing import Any

from foedus.assessment.replay_lines import Happening, Replay
from foedus.equations.provocation import TYPES
from foedus.report.look import BLUE, BRICK, INK, MUTED, WIDE, down, lines, stacked, words
from foedus.report.replay import LEVELS
from foedus.report.vega import Spec, field, layer, mark, value

SIDE, SIZE, LEAST, APART = 260, 11, 24.0, 5.0
BOTH, FUTURE, TWIN = "in both", "in the future alone", "in the twin alone"
COLOURS = {BOTH: MUTED, FUTURE: BLUE, TWIN: BRICK}
PLACES = {BOTH: 0.0, FUTURE: -APART, TWIN: APART}
"""How far a mark stands from the middle of its row, in pixels."""
FEWEST, MOST = 24, 160
"""Area of a mark of one happening, and of the most that a row has in a year."""
INSTRUMENTS = ("denounced", "out-of-force", "expired", "agreed-anew", "integrity-lost", "integrity-regained")
TITLES = {
    "government": "New government",
    "pact-imposed": "Defence pact that the order imposes",
    "pact-formed": "Defence pact formed",
    "pact-ended": "Defence pact ended",
    "denounced": "Denounced",
    "out-of-force": "Out of force",
    "expired": "Expired",
    "agreed-anew": "Agreed anew",
    "integrity-lost": "No longer kept up",
    "integrity-regained": "Kept up again",
    "coercion": "Economic coercion",
    "weapons-pursued": "Pursues nuclear weapons",
    "weapons-acquired": "Has nuclear weapons",
}


def figure(answer: Replay, width: int = WIDE) -> Spec:
    """Marks by year; larger where there is more of the kind in the year."""
    found = _counted(answer)
    names = sorted({name for name, _, _ in found}, key=_rank)
    texts = [lines(name, SIDE, SIZE) for name in names]
    centres, height = stacked([max(LEAST, len(text) * (SIZE + 2) + 8) for text in texts])
    at, most = dict(zip(names, centres, strict=True)), Counter[str]()
    for (name, _, _), number in found.items():
        most[name] = max(most[name], number)
    rows: list[dict[str, Any]] = [
        {"year": year, "place": at[name] + PLACES[where], "where": where, "size": _area(number, most[name])}
        for (name, year, where), number in found.items()
    ]
    years = [year.year for year in answer.told.years]
    kinds = [BOTH, FUTURE, TWIN] if answer.twin else [BOTH]
    colour = field(
        "where:N",
        title=None,
        scale={"domain": kinds, "range": [COLOURS[kind] for kind in kinds]},
        legend={"orient": "top"} if answer.twin else None,
    )
    x = field(
        "year:Q",
        title=None,
        scale={"domain": [years[0] - 0.5, years[-1] + 0.5], "nice": False},
        axis={"format": "d", "grid": True, "tickMinStep": 1},
    )
    size = {"field": "size", "type": "quantitative", "scale": None, "legend": None}
    return layer(
        mark("point", rows, {"x": x, "y": down(height), "color": colour, "size": size}, filled=True, opacity=0.9),
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


def _counted(answer: Replay) -> Counter[tuple[str, int, str]]:
    """How much there is by row, year, and in which of the two it is."""
    found: Counter[tuple[str, int, str]] = Counter()
    for place, year in enumerate(answer.told.years):
        other = answer.twin.years[place].happenings if answer.twin else year.happenings
        for each in year.happenings:
            found[_row(each, answer), year.year, BOTH if each in other else FUTURE] += _number(each)
        for each in other:
            if each not in year.happenings:
                found[_row(each, answer), year.year, TWIN] += _number(each)
    return Counter({key: number for key, number in found.items() if key[0]})


def _row(each: Happening, answer: Replay) -> str:
    """The row of a happening; empty for a dispute that goes on, which is where it began."""
    if each.what == "continues":
        return ""
    if each.what == "dispute":
        return LEVELS[each.level or "war"]
    if each.what == "provocation":
        return _capital(TYPES[each.instrument or ""].label)
    if each.what in INSTRUMENTS:
        return f"{TITLES[each.what]}: {answer.names.get(each.instrument or '', each.instrument)}"
    if each.what in ("government", "weapons-pursued", "weapons-acquired"):
        return f"{TITLES[each.what]}: {each.states[0]}"
    return TITLES[each.what]


def _rank(name: str) -> tuple[int, str]:
    """Governments first, then treaties and pacts, provocations, disputes by level, coercion, weapons."""
    heads = [
        TITLES["government"],
        *(TITLES[what] for what in INSTRUMENTS),
        *(t for w, t in TITLES.items() if "pact" in w),
    ]
    heads += [_capital(one.label) for one in TYPES.values()] + list(LEVELS.values())
    heads += [TITLES["coercion"], TITLES["weapons-pursued"], TITLES["weapons-acquired"]]
    return next(place for place, head in enumerate(heads) if name.startswith(head)), name


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _number(each: Happening) -> int:
    return round(each.number or 0.0) if each.what == "provocation" else 1


def _area(number: int, most: int) -> float:
    return FEWEST + (MOST - FEWEST) * (number - 1) / max(most - 1, 1) if most > 1 else 2 * FEWEST
