"""The sentences on world orders: what each imposes, through what it can matter, and which were left out."""

from __future__ import annotations

from collections.abc import Sequence

from foedus.assessment.answer import Answer, Imposed, OrderLine
from foedus.report import reading
from foedus.report.sentences import listed
from foedus.report.words import counted
from foedus.simulation.mechanisms import channels, mechanisms

BY_ORDER = {"transfers.capability": "transfers", "load.order": "load"}
"""Parameters that act on what an order imposes alone, and on what of it."""


def idle(answer: Answer) -> list[str]:
    """The sentence on mechanisms that were switched on and have nothing to act on in any order; none where none is."""
    acted_on = {one.what for order in answer.orders for one in order.imposed}
    waits = {name for name, what in BY_ORDER.items() if what not in acted_on}
    found = [name for name in answer.mechanisms_on if waits.issuperset(mechanisms()[name].parameters)]
    if not found:
        return []
    acts = "acts" if len(found) == 1 else "act"
    return [f"{listed(found)}: on, but {acts} only on what an order imposes, and no order that is run imposes any."]


UNSWITCHED = {
    "cinc": "which party of a treaty is the strongest",
    "pacts": "who counts as an ally where war and commitments are counted",
}
"""What else a part of an order decides, without a mechanism that could be switched off."""

WHAT = {
    "cinc": "CINC",
    "gdp": "GDP",
    "milex": "military spending",
    "ideal": "UN ideal points",
    "pacts": "defence pacts among",
    "treaties": "treaties below a pact among",
    "transfers": "arms received by",
    "load": "wars elsewhere of the patron",
}


def absent_orders(answer: Answer) -> list[str]:
    """The sentence on orders that were left out; none where none was."""
    titles = [order.title for order in answer.absent_orders]
    return [f"Left out, because no state of the case is touched: {', '.join(titles)}."] if titles else []


def order(line: OrderLine) -> str:
    """What an order assumes, which of its states the case holds where it does not hold all, and how it can matter."""
    held = f" Of the states that it names the case holds {listed(line.states)}." if line.lacking and line.states else ""
    return f"{line.text}{held}{_through(line)}"


def _through(line: OrderLine) -> str:
    """The mechanisms by which an order can matter in the case; empty where it imposes nothing."""
    if not line.imposed:
        return ""
    off = f" Off, and able to add to it: {', '.join(line.channels_off)}." if line.channels_off else ""
    if not line.channels:
        return f" Imposed: {imposed(line.imposed)}. The order cannot matter: no mechanism that is on reads it.{off}"
    read = "; ".join(f"{_imposed(one)} ({_readers(one, line.channels)})" for one in line.imposed)
    return f" The order matters only through what reads it: {read}.{off}"


def _readers(one: Imposed, switched: Sequence[str]) -> str:
    """What reads a part of an order: mechanisms that are on, and what has no switch."""
    own = [channel.name for channel in channels() if channel.name in switched and one.what in channel.reads]
    return listed([*own, UNSWITCHED[one.what]] if one.what in UNSWITCHED else own) or "nothing"


def imposed(what: Sequence[Imposed]) -> str:
    """'CINC up: United States, down: China; defence pacts among China, Russia'."""
    return "; ".join(_imposed(one) for one in what)


def _imposed(one: Imposed) -> str:
    if one.what in ("pacts", "treaties", "transfers"):
        return f"{WHAT[one.what]} {', '.join(one.up)}"
    sides = [f"{word} {', '.join(names)}" for word, names in (("up:", one.up), ("down:", one.down)) if names]
    return f"{WHAT[one.what]} {', '.join(sides)}"


def of_orders(answer: Answer) -> str:
    """What stands with a table of orders: the size of each."""
    each = f"In {counted(answer.compared_futures, 'future')} of each order"
    order = reading.headline(answer)
    if order is None or answer.futures == answer.compared_futures:
        return f"{each}."
    return f"{each}; those of the order {order.title.lower()} are the first of the headline's {answer.futures:,}."
