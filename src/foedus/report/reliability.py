"""Pictures of calibration for model cards, as SVG text: a panel for each horizon, a row for each thing forecast.

Of events a panel shows, for rows given like probabilities, the share that happened; of amounts, in which tenth of its
forecast each outcome fell. Scales of rare events are logarithmic, and a share of none is drawn at their lower end. The text
depends on the numbers alone, so that a page made twice is the same page.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from math import floor, log10

from foedus.evaluate.result import Bin, Cell, Interval, Tenths
from foedus.report.look import BLUE, FONT, INK, MUTED, PAPER, RULE, lines

SIDE, LEFT, GAP = 150, 60, 44
TOP, HEAD, FOOT = 44, 70, 46
LINE = 15
COLUMNS = 4
NARROWEST = 640
LOWEST = 0.0005
"""Where logarithmic scales begin at the lowest."""
TICKS, EVEN = (0.001, 0.01, 0.1, 1.0), (0.0, 0.5, 1.0)
COMMON = 0.2
"""Share of events from which scales are even."""
HIGHEST = 0.5
"""Highest share a tenth is drawn with."""
BAR = "#b7cbe0"
LABEL = (100.0, 20.0)
"""Width and height that the words in a corner take."""

Box = tuple[float, float]


def picture(model: str, cells: Sequence[Cell], title: str, note: str = "") -> str | None:
    """The picture of one model from the cells it was scored in; None where no cell has its calibration."""
    drawn = [cell for cell in cells if _bins(cell, model) or _tenths(cell, model)]
    if not drawn:
        return None
    targets = dict.fromkeys(cell.target for cell in drawn)
    rows = [(target, [cell for cell in drawn if cell.target == target][:COLUMNS]) for target in targets]
    width = max(NARROWEST, LEFT + max(len(same) for _, same in rows) * (SIDE + GAP))
    said = lines(_key(model, drawn) + (f" {note}" if note else ""), width, 12)
    body = [_text(0, 18, title, 15, INK, weight=600)]
    body += [_text(0, 40 + LINE * k, line, 12, MUTED) for k, line in enumerate(said)]
    top = TOP + LINE * len(said)
    for number, (target, same) in enumerate(rows):
        y = top + number * (HEAD + SIDE + FOOT)
        body.append(_text(0, y + 14, _upper(target), 12, INK, weight=600))
        scale = _Scale(model, same)
        for column, cell in enumerate(same):
            body += scale.panel(cell, (LEFT + column * (SIDE + GAP), y + HEAD), first=column == 0)
    height = top + len(rows) * (HEAD + SIDE + FOOT)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="-4 0 {width + 8} {height}" width="{width + 8}" '
        f'height="{height}" font-family="{escape(FONT)}"><title>{escape(title)}</title>'
        f"<desc>{escape(described(model, drawn))}</desc>\n"
        f'<rect x="-4" width="{width + 8}" height="{height}" fill="{PAPER}"/>\n' + "\n".join(body) + "\n</svg>\n"
    )


def described(model: str, cells: Sequence[Cell]) -> str:
    """The picture in words: for each panel, the slope of calibration or how often intervals held."""
    shown = [cell for cell in cells if _bins(cell, model) or _tenths(cell, model)]
    return ". ".join(f"{_upper(cell.target)}, {_ahead(cell)}: {_said(model, cell)}" for cell in shown) + "."


def _key(model: str, cells: Sequence[Cell]) -> str:
    said = []
    if any(_bins(cell, model) for cell in cells):
        said.append(
            "Each dot is a group of forecasts; on the line, as much happened as was forecast. Hollow: none happened. "
            "Bars: 90% intervals. Slope 1 is right; below 1, forecasts spread too far; above 1, not far enough."
        )
    if any(_tenths(cell, model) for cell in cells):
        said.append(
            "Each bar is the share of outcomes that fell in that tenth of their forecasts; right is a tenth in each. "
            "Ends above the line: forecasts too narrow; middle above it: too wide. Thin bars: 90% intervals."
        )
    return " ".join(said)


class _Scale:
    """The scale of one row of panels, and how a panel is drawn on it."""

    def __init__(self, model: str, cells: Sequence[Cell]) -> None:
        self.model = model
        bins = [each for cell in cells for each in _bins(cell, model)]
        common = sum(cell.events for cell in cells) > COMMON * sum(cell.rows for cell in cells)
        self.low = 0.0 if common or not bins else _lowest(bins)
        self.ticks = EVEN if self.low == 0.0 else tuple(tick for tick in TICKS if tick >= self.low)
        highest = [each[2] or 0.0 for cell in cells for each in _tenths(cell, model)]
        self.top = min(HIGHEST, max(0.2, *(floor(each * 10 + 1) / 10 for each in highest))) if highest else 1.0

    def place(self, value: float) -> float:
        """Pixels from the lower end, of a probability."""
        if self.low == 0.0:
            return min(max(value, 0.0), 1.0) * SIDE
        return (log10(min(max(value, self.low), 1.0)) - log10(self.low)) / -log10(self.low) * SIDE

    def height(self, share: float) -> float:
        """Pixels of the share of a tenth."""
        return min(share, self.top) / self.top * SIDE

    def panel(self, cell: Cell, at: Box, *, first: bool) -> list[str]:
        """Heading, axes and marks of one cell."""
        x, y = at
        events = f"{cell.events:,} events in {cell.rows:,}" if _bins(cell, self.model) else f"{cell.rows:,} outcomes"
        found = [
            _text(x, y - 38, _upper(_ahead(cell)), 11, INK, weight=600),
            _text(x, y - 23, events, 11, MUTED),
            _text(x, y - 8, _said(self.model, cell), 11, INK),
        ]
        return found + (self.curve(cell, at, first) if _bins(cell, self.model) else self.histogram(cell, at, first))

    def curve(self, cell: Cell, at: Box, first: bool) -> list[str]:
        """Forecast against what happened."""
        x, y = at
        found = _grid(at, [(self.place(tick), _percent(tick)) for tick in self.ticks], "happened" if first else "")
        found.append(_line(x, y + SIDE, x + SIDE, y, MUTED, 1.2, "4 3"))
        found.append(_text(x + SIDE / 2, y + SIDE + 32, "forecast", 11, MUTED, anchor="middle"))
        marks: list[str] = []
        boxes: list[tuple[float, float, float]] = []
        for each in _bins(cell, self.model):
            value, lower, upper = (0.0 if v is None else v for v in each.happened)
            across = self.place(each.forecast)
            boxes.append((across, self.place(lower), self.place(upper)))
            marks.append(
                _line(x + across, y + SIDE - boxes[-1][1], x + across, y + SIDE - boxes[-1][2], BLUE, 3, "", 0.35)
            )
            marks.append(_dot(each, value, x + across, y + SIDE - self.place(value)))
        wide, tall = LABEL
        if not any(across < wide + 8 and upper > SIDE - tall for across, _, upper in boxes):
            found.append(_text(x + 5, y + 13, "more than forecast", 10, MUTED))
        if not any(across > SIDE - wide - 8 and lower < tall for across, lower, _ in boxes):
            found.append(_text(x + SIDE - 5, y + SIDE - 6, "less than forecast", 10, MUTED, anchor="end"))
        return found + marks

    def histogram(self, cell: Cell, at: Box, first: bool) -> list[str]:
        """Shares of outcomes by tenth of the forecast."""
        x, y = at
        shares = _tenths(cell, self.model)
        wide = SIDE / len(shares)
        ticks = [(self.height(k / 10), _percent(k / 10)) for k in range(round(self.top * 10) + 1)]
        found = _grid(at, ticks, "share of outcomes" if first else "", across=False)
        for number, each in enumerate(shares):
            value, lower, upper = (self.height(0.0 if v is None else v) for v in each)
            left, middle = x + number * wide + 1.5, x + (number + 0.5) * wide
            found.append(
                f'<rect x="{left:.1f}" y="{y + SIDE - value:.1f}" width="{wide - 3:.1f}" height="{value:.1f}" fill="{BAR}"/>'
            )
            found.append(_line(middle, y + SIDE - lower, middle, y + SIDE - upper, BLUE, 2))
        even = y + SIDE - self.height(1.0 / len(shares))
        found.append(_line(x, even, x + SIDE, even, MUTED, 1.2, "4 3"))
        return [
            *found,
            _text(x, y + SIDE + 16, "lowest", 11, MUTED),
            _text(x + SIDE, y + SIDE + 16, "highest", 11, MUTED, anchor="end"),
            _text(x + SIDE / 2, y + SIDE + 32, "tenth of the forecast", 11, MUTED, anchor="middle"),
        ]


def _lowest(bins: Sequence[Bin]) -> float:
    least = min([each.forecast for each in bins] + [each.happened[0] for each in bins if each.happened[0]])
    return max(LOWEST, 10.0 ** floor(log10(least)))


def _dot(each: Bin, value: float, x: float, y: float) -> str:
    said = f"forecast {_percent(each.forecast)}, happened {_percent(value)}, {each.rows:,} forecasts"
    fill = BLUE if value else PAPER
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.4" fill="{fill}" stroke="{BLUE}" stroke-width="1.2">'
        f"<title>{escape(said)}</title></circle>"
    )


def _grid(at: Box, ticks: Sequence[tuple[float, str]], named: str, *, across: bool = True) -> list[str]:
    """Rules and labels of both scales, and the name of the vertical one."""
    x, y = at
    found = []
    for value, label in ticks:
        found.append(_line(x, y + SIDE - value, x + SIDE, y + SIDE - value, RULE, 0.8))
        found.append(_text(x - 6, y + SIDE - value + 4, label, 11, MUTED, anchor="end"))
        if across:
            found.append(_line(x + value, y, x + value, y + SIDE, RULE, 0.8))
            found.append(_text(x + value, y + SIDE + 16, label, 11, MUTED, anchor="middle"))
    if named:
        turned = f'transform="rotate(-90 {x - 48:.1f} {y + SIDE / 2:.1f})"'
        found.append(
            f'<text x="{x - 48:.1f}" y="{y + SIDE / 2:.1f}" font-size="11" fill="{MUTED}" text-anchor="middle" {turned}>'
            f"{escape(named)}</text>"
        )
    return found


def _said(model: str, cell: Cell) -> str:
    """The slope of calibration, or how often the central 90% held what happened."""
    scores = cell.scores.get(model, {})
    if _bins(cell, model):
        return f"slope {_interval(scores.get('calibration_slope'), '.2f')}"
    return f"90% interval held {_interval(scores.get('coverage_90'), '.0%')}"


def _interval(value: Interval | None, form: str) -> str:
    """A value with its interval.

    >>> _interval((1.05, 0.98, 1.12), ".2f")
    '1.05 [0.98, 1.12]'
    """
    if value is None or value[0] is None:
        return "not known"
    middle = format(value[0], form)
    if value[1] is None or value[2] is None:
        return middle
    low, high = (format(each, form).removesuffix("%") for each in value[1:] if each is not None)
    return f"{middle} [{low}, {high}]"


def _ahead(cell: Cell) -> str:
    return "one year ahead" if cell.horizon == 1 else f"{cell.horizon} years ahead"


def _bins(cell: Cell, model: str) -> list[Bin]:
    return [each for each in cell.curve if each.model == model]


def _tenths(cell: Cell, model: str) -> list[Interval]:
    found: list[Tenths] = [each for each in cell.tenths if each.model == model]
    return found[0].shares if found else []


def _percent(value: float) -> str:
    return f"{100 * value:.2g}%" if value < 0.995 else "100%"


def _upper(text: str) -> str:
    return text if text.startswith("ln ") else text[:1].upper() + text[1:]


def _text(x: float, y: float, text: str, size: float, color: str, *, anchor: str = "start", weight: int = 400) -> str:
    bold = f' font-weight="{weight}"' if weight != 400 else ""
    place = f' text-anchor="{anchor}"' if anchor != "start" else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{color}"{place}{bold}>{escape(text)}</text>'


def _line(
    x1: float, y1: float, x2: float, y2: float, color: str, width: float, dash: str = "", opacity: float = 1.0
) -> str:
    more = (f' stroke-dasharray="{dash}"' if dash else "") + (f' stroke-opacity="{opacity}"' if opacity < 1 else "")
    return (
        f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{color}" stroke-width="{width}"{more}/>'
    )
