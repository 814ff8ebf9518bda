"""World orders: where a limit stands elsewhere, and what policies lose over orders."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from foedus.report import limits
from foedus.report.brief.model import Block, Paragraph, Piece, Section, Sentence, Table, paragraph, said
from foedus.report.brief.source import Materials, Source

if TYPE_CHECKING:
    from foedus.assessment.regret_lines import OutcomeRegret, Regret

KEEP = "keep"
FEW = 3
"""Most policies that are named as equally good."""


def section(given: Materials) -> Section:
    """Whether the order matters, the limits in each order, and regret."""
    if len(given.said.orders) < 2:
        only = paragraph(
            said(
                "One world order was run, so the answer says nothing of others; \u2018foedus assess ",
                given.answer.quote("case"),
                "\u2019 runs all.",
            )
        )
        return Section("World orders and regret", (only, *_regret(given)))
    blocks: list[Block] = [paragraph(_moved(given))]
    if given.said.tolerances:
        blocks.append(table(given))
    return Section("World orders and regret", (*blocks, *_regret(given)))


def _moved(given: Materials) -> Sentence:
    """In which orders the mixture stands on another side of a limit than in the headline's."""
    alone = {line.outcome: limits.mixture_side(line) for line in given.said.tolerances}
    found: list[Piece] = []
    for place, order in enumerate(given.said.orders):
        for number, line in enumerate(order.tolerances):
            if order.name == given.said.order or limits.mixture_side(line) == alone.get(line.outcome):
                continue
            found += [
                "" if not found else "; ",
                given.answer.quote("orders", place, "title"),
                ": ",
                *given.named(line.outcome),
                " ",
            ]
            found += [given.answer.number("probability", "orders", place, "tolerances", number, "estimate")]
            found += [" (", *given.beside(line.outcome), ")"]
    if found:
        return said("An order matters where the estimate crosses a limit. ", *found, ".")
    return said("In no other world order does the estimate cross a limit.")


def table(given: Materials) -> Table:
    """Each limited outcome under each order, beside its class."""
    orders = range(len(given.said.orders))
    named = list(dict.fromkeys(line.outcome for line in given.said.tolerances))
    return Table(
        title=said("Outcomes with a limit, by world order"),
        head=(
            said("By ", given.answer.number("year", "by_year")),
            *(said(given.answer.quote("orders", i, "title")) for i in orders),
            said("Its class"),
        ),
        rows=tuple(tuple(_row(given, name)) for name in named),
        widths=(0.21, *(0.67 / len(orders) for _ in orders), 0.12),
        note=(
            said(
                "In ",
                given.answer.number("count", "compared_futures"),
                " futures of each order, with the 90% interval.",
            ),
        ),
    )


def _row(given: Materials, name: str) -> Iterator[Sentence]:
    yield said(given.label(name, capital=True))
    for place, order in enumerate(given.said.orders):
        found = next((i for i, line in enumerate(order.outcomes) if line.outcome == name), None)
        yield (
            said("not run")
            if found is None
            else said(given.answer.number("probability", "orders", place, "outcomes", found, "estimate"))
        )
    yield said(given.base(name))


def _regret(given: Materials) -> list[Paragraph]:
    if given.regret is None:
        return [
            paragraph(
                said(
                    "Regret was not handed in: \u2018foedus orders ",
                    given.answer.quote("case"),
                    " --regret --out regret.json\u2019 computes what each policy loses in each order, and \u2018--with "
                    "regret.json\u2019 puts it here.",
                ),
                kind="note",
            )
        ]
    found = given.regret
    told = [_least(found, place) for place in range(len(found.document.regret))]
    return [paragraph(_kept(found), *told, lead="Regret")]


def _kept(found: Source[Regret]) -> Sentence:
    """In how many combinations all limits are kept."""
    number = found.number
    return said(
        "All limits are kept in ",
        number("count", "satisficing", "kept"),
        " of ",
        number("count", "satisficing", "combinations"),
        " combinations of order, beliefs and equations, and some limit is missed in ",
        number("count", "satisficing", "missed"),
        ".",
    )


def _least(found: Source[Regret], place: int) -> Sentence:
    """The policy of least largest regret in an outcome, beside keeping every instrument."""
    answer, one = found.document, found.document.regret[place]
    limit = next(i for i, each in enumerate(answer.limits) if each.outcome == one.outcome)
    label = found.quote("limits", limit, "label", capital=True)
    if not one.minimax:
        return said(label, ": which policy has the least largest regret cannot be told.")
    best = next(i for i, line in enumerate(one.policies) if line.policy == one.minimax[0])
    keep = next((i for i, line in enumerate(one.policies) if line.policy == KEEP), None)
    beside: tuple[Piece, ...] = ()
    if keep is not None and KEEP not in one.minimax and one.policies[keep].most is not None:
        beside = (
            ", against ",
            found.number("size", "regret", place, "policies", keep, "most"),
            " with every instrument kept",
        )
    few = len(one.minimax) <= FEW
    named = tuple(_named(found, one)) if few else (found.number("count", "regret", place, "minimax"), " policies alike")
    least = found.number("size", "regret", place, "policies", best, "most")
    return said(label, ": regret is least with ", named, ", at most ", least, " points", beside, ".")


def _named(found: Source[Regret], one: OutcomeRegret) -> Iterator[Piece]:
    for number, policy in enumerate(one.minimax):
        yield "" if number == 0 else " and " if number == len(one.minimax) - 1 else ", "
        yield found.quote("policies", policy)
