"""The states of a case in a year: pacts, rivalries and disputes as lines between them."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, pi, sin

from foedus.assessment.network import Network
from foedus.report import numbers
from foedus.report.chart import Chart, Row
from foedus.report.look import BLUE, BRICK, INK, MUTED, OCHRE, PAPER, WIDE, sentence_list
from foedus.report.vega import Spec, field, layer, mark
from foedus.report.words import counted

HEIGHT, ACROSS = 460, 640
SHIFT = 0.022
"""How far a rivalry and disputes lie beside the line of a pact."""
RARE, SELDOM = 0.05, 0.25
"""The least share of futures with a pact, and the least mean number of disputes, that are shown."""
MOST = 5
"""Pairs that words name."""
ROLES = {"patron": BLUE, "protege": BLUE, "bloc": BRICK, "other": MUTED}
SHAPES = {"patron": "square", "protege": "circle", "bloc": "diamond", "other": "circle"}


def chart(answer: Network) -> Chart:
    """States on a circle, patron and protege at its left and their adversaries at its right."""
    names = {state.abbreviation: state.name for state in answer.states}
    rows = [
        {
            "first": names[tie.states[0]],
            "second": names[tie.states[1]],
            "pact": tie.pact.value,
            "low": tie.pact.low,
            "high": tie.pact.high,
            "pact_now": tie.pact_now,
            "rivals": tie.rivals,
            "disputes": tie.disputes,
        }
        for tie in answer.ties
        if tie.pact_now or tie.rivals or (tie.pact.value or 0.0) >= RARE or (tie.disputes or 0.0) >= SELDOM
    ]
    ahead = answer.year > answer.start
    return Chart(
        "network",
        f"The states of {answer.case} in {answer.year}: pacts, rivalries and disputes",
        "Blue: a defence pact"
        + (f", thicker where more of {counted(answer.futures, 'future')} have it" if ahead else "")
        + "; dashed red: strategic rivals, as the case has it"
        + (f"; dotted ochre: disputes from {answer.start + 1}, thicker where more" if ahead else "")
        + ". Square: patron; diamond: the adversary's bloc."
        + (f" Pacts under {RARE:.0%} and fewer than {SELDOM:g} disputes are left out." if ahead else ""),
        _words(answer, rows),
        rows,
        lambda width: _figure(answer, rows, width),
    )


def _words(answer: Network, rows: Sequence[Row]) -> str:
    ahead = answer.year > answer.start

    def pair(row: Row) -> str:
        share = f" ({numbers.probability(row['pact'])})" if ahead else ""
        return f"{row['first']} and {row['second']}{share}"

    bound = sorted((row for row in rows if (row["pact"] or 0.0) >= 0.5), key=lambda row: -row["pact"])
    rivals = [f"{row['first']} and {row['second']}" for row in rows if row["rivals"]]
    more = f", and {len(bound) - MOST} more" if len(bound) > MOST else ""
    said = [
        f"In {answer.year} a pact binds {'; '.join(map(pair, bound[:MOST]))}{more}."
        if bound
        else "No pact is likelier than not."
    ]
    said += [f"Rivals are {sentence_list(rivals)}."] if rivals else []
    fought = max(rows, key=lambda row: row["disputes"] or 0.0, default=None)
    if fought and fought["disputes"]:
        said.append(
            f"Most disputes are between {fought['first']} and {fought['second']}, {numbers.amount(fought['disputes'])} from "
            f"{answer.start + 1}."
        )
    return " ".join(said)


def _figure(answer: Network, rows: Sequence[Row], width: int) -> Spec:
    at = _places(answer)
    placed = [row | _line(at[row["first"]], at[row["second"]]) for row in rows]
    most = max([row["disputes"] or 0.0 for row in rows] + [1e-9])
    pacts = [
        row | {"thick": 0.6 + 4.0 * (row["pact"] or 0.0)}
        for row in placed
        if row["pact_now"] or (row["pact"] or 0.0) >= RARE
    ]
    rivals = [row for row in placed if row["rivals"]]
    fought = [
        row | {"thick": 0.5 + 4.0 * row["disputes"] / most} for row in placed if (row["disputes"] or 0.0) >= SELDOM
    ]
    wide, high = (ACROSS, HEIGHT) if width >= WIDE else (width - 10, width - 60)
    reach = 1.2 * wide / high
    scale = {"domain": [-reach, reach], "nice": False}
    tall = {"domain": [-1.2, 1.2], "nice": False}
    x, y = field("x:Q", axis=None, scale=scale), field("y:Q", axis=None, scale=tall)
    ends = {"x": x, "y": y, "x2": "x2", "y2": "y2"}
    other = {
        "x": field("tx:Q", axis=None, scale=scale),
        "y": field("ty:Q", axis=None, scale=tall),
        "x2": "tx2",
        "y2": "ty2",
    }
    beside = {
        "x": field("sx:Q", axis=None, scale=scale),
        "y": field("sy:Q", axis=None, scale=tall),
        "x2": "sx2",
        "y2": "sy2",
    }
    thick = {"field": "thick", "type": "quantitative", "scale": None, "legend": None}
    states: list[Row] = [
        {"x": at[one.name][0], "y": at[one.name][1], "name": one.name, "role": one.role} for one in answer.states
    ]
    kinds = list(dict.fromkeys(one["role"] for one in states))
    colour = field("role:N", scale={"domain": kinds, "range": [ROLES[kind] for kind in kinds]}, legend=None)
    shape = field("role:N", scale={"domain": kinds, "range": [SHAPES[kind] for kind in kinds]}, legend=None)
    labels = [
        mark(
            "text",
            [one for one in states if (one["x"] >= 0) is right],
            {"x": x, "y": y, "text": "name:N"},
            align="left" if right else "right",
            dx=12 if right else -12,
            fontSize=12,
            color=INK,
        )
        for right in (False, True)
    ]
    return layer(
        mark("rule", fought, other | {"strokeWidth": thick}, color=OCHRE, strokeDash=[1, 3], strokeCap="round"),
        mark("rule", pacts, ends | {"strokeWidth": thick}, color=BLUE, opacity=0.8),
        mark("rule", rivals, beside, color=BRICK, strokeWidth=1.4, strokeDash=[6, 4]),
        mark(
            "point",
            states,
            {"x": x, "y": y, "color": colour, "shape": shape},
            filled=True,
            size=170,
            opacity=1,
            stroke=PAPER,
        ),
        *labels,
        width=wide,
        height=high,
    )


def _places(answer: Network) -> dict[str, tuple[float, float]]:
    """Places on a circle: patron and protege at the left, then the others below and above, the bloc at the right."""
    by_role = {role: [one.name for one in answer.states if one.role == role] for role in ROLES}
    others = by_role["other"]
    half = len(others) // 2
    turn = [*by_role["protege"], *others[:half], *by_role["bloc"], *others[half:], *by_role["patron"]]
    step = 2.0 * pi / len(turn)
    start = pi + step / 2.0
    return {name: (cos(start + step * i), sin(start + step * i)) for i, name in enumerate(turn)}


def _line(one: tuple[float, float], other: tuple[float, float]) -> Row:
    """A line between two places, and one on each side of it."""
    (a, b), (c, d) = one, other
    long = ((c - a) ** 2 + (d - b) ** 2) ** 0.5 or 1.0
    u, v = -SHIFT * (d - b) / long, SHIFT * (c - a) / long
    return {"x": a, "y": b, "x2": c, "y2": d, "sx": a + u, "sy": b + v, "sx2": c + u, "sy2": d + v} | {
        "tx": a - u,
        "ty": b - v,
        "tx2": c - u,
        "ty2": d - v,
    }
