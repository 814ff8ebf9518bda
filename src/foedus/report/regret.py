"""Policies over world orders in words: levels, regret, how often limits are kept, how ranks hold."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.assessment.regret_lines import OutcomeRegret, PolicyRegret, RankStability, Regret
from foedus.report import limits, numbers
from foedus.report.look import sentence_list
from foedus.report.numbers import PROBABILITY
from foedus.report.plain import columns
from foedus.report.plain import sentences as wrapped
from foedus.report.words import counted, size

SIDES = {"keeps": "kept", "fails": "missed", "astride": "undecided", "unknown": "cannot tell"}
DEFINED = "*"
"""Mark of a policy under which the outcome differs by its definition."""
CANNOT_TELL = "cannot tell"
KEEP = "keep"
FEW = 3
"""Most policies that are named as equally good."""


def regret_text(answer: Regret) -> str:
    """The answer for a terminal or a file."""
    return "\n".join(_lines(answer)) + "\n"


def _lines(answer: Regret) -> Iterator[str]:
    yield from wrapped(
        [
            f"{answer.case}: {counted(len(answer.policies), 'policy', 'policies')} in "
            f"{counted(len(answer.orders), 'world order')}; {size(answer.futures, answer.horizon)} in "
            f"{counted(answer.parameter_sets, 'parameter set')}, the same in all {counted(answer.runs, 'run')}; "
            f"seed {answer.seed}, beliefs {answer.beliefs}."
        ],
        mark="",
    )
    yield ""
    yield from columns(("every instrument kept", *(order.title for order in answer.orders)), list(_levels(answer)))
    yield ""
    yield from wrapped([*_satisficing(answer), *_choices(answer)], mark="  ")
    yield ""
    yield from columns(
        ("ranks of instruments hold", "over", "pairs", "share", "90%", "least", "luck alone"), _ranks(answer)
    )
    for one in answer.regret:
        yield ""
        yield f"Regret, {label_of(answer, one.outcome)}, in points (90% interval of the largest)"
        alike = [line for line in one.policies if line.policy != KEEP and _regrets(line) == _kept(one)]
        yield from columns(_head(answer), [_row(line) for line in one.policies if line not in alike])
        if alike:
            yield from wrapped([f"The same as {KEEP}: {', '.join(line.policy for line in alike)}."], mark="  ")
    yield ""
    yield from wrapped(list(_notes(answer)), mark="  ")


def _regrets(line: PolicyRegret) -> list[float | None]:
    return [each.estimate.value for each in line.regrets]


def _kept(one: OutcomeRegret) -> list[float | None]:
    """The regrets of keeping every instrument; empty where that is not compared."""
    return next((_regrets(line) for line in one.policies if line.policy == KEEP), [])


def _levels(answer: Regret) -> Iterator[tuple[str, ...]]:
    for place, limit in enumerate(answer.limits):
        levels = [order.levels[place] for order in answer.orders]
        yield (
            f"{limit.label} {limits.limit(limit)}",
            *(f"{numbers.probability(one.estimate.value)} {SIDES[one.side]}" for one in levels),
        )


def label_of(answer: Regret, outcome: str) -> str:
    """The name of an outcome that has a limit."""
    return next(one.label for one in answer.limits if one.outcome == outcome)


def _satisficing(answer: Regret) -> Iterator[str]:
    found = answer.satisficing
    yield (
        f"Satisficing: all limits are kept in {found.kept} of {counted(found.combinations, 'combination')} "
        f"({counted(found.orders, 'order')}, {counted(found.beliefs, 'set')} of beliefs, "
        f"{counted(found.specifications, 'specification')}), some limit is missed in {found.missed}, "
        f"and {found.undecided} are undecided by Monte Carlo error."
    )
    each = "; ".join(
        f"{label_of(answer, one.outcome)} kept {one.kept}, missed {one.missed}, undecided {one.undecided}"
        for one in found.limits
    )
    yield f"By limit: {each}."


def _choices(answer: Regret) -> Iterator[str]:
    """The minimax-regret policy of each outcome, and how sure that is."""
    for one in answer.regret:
        lines = {line.policy: line for line in one.policies}
        if not one.minimax:
            yield f"Least largest regret, {label_of(answer, one.outcome)}: {CANNOT_TELL}."
            continue
        named = [answer.policies[name] for name in one.minimax]
        told = sentence_list(named) if len(named) <= FEW else f"{len(named)} policies, equally good"
        most, share = lines[one.minimax[0]].most, lines[one.minimax[0]].chosen
        sure = "" if share is None else f"; in {share:.0%} of parameter sets drawn anew"
        kept = f", {answer.policies[KEEP]} {_points(lines[KEEP].most)}" if KEEP in lines else ""
        yield f"Least largest regret, {label_of(answer, one.outcome)}: {told} ({_points(most)}{kept}{sure})."


def _points(x: float | None) -> str:
    return CANNOT_TELL if x is None else numbers.points(x).lstrip("+")


def _ranks(answer: Regret) -> list[tuple[str, ...]]:
    return [
        (
            label_of(answer, one.outcome),
            counted(one.models, one.over.removesuffix("s")),
            str(one.pairs),
            *_held(one),
        )
        for one in answer.ranks
        if one.pairs
    ]


def _held(one: RankStability) -> tuple[str, ...]:
    if one.held.value is None:
        return CANNOT_TELL, "", "", ""
    least = f"{numbers.probability(one.least_held)} ({one.least})"
    return (
        numbers.probability(one.held.value),
        numbers.interval(one.held, PROBABILITY),
        least,
        numbers.probability(one.again.value),
    )


def _head(answer: Regret) -> tuple[str, ...]:
    return ("policy", *(order.title for order in answer.orders), "largest", "90%", "least in")


def _row(line: PolicyRegret) -> tuple[str, ...]:
    name = f"{line.policy}{DEFINED if line.by_definition else ''}"
    values = _regrets(line)
    if line.most is None:
        return (name, *(_points(x) for x in values), CANNOT_TELL, "", "")
    worst = max(line.regrets, key=lambda each: each.estimate.value or 0.0)
    share = "" if line.chosen is None else f"{line.chosen:.0%}"
    around = numbers.change_interval(worst.estimate, PROBABILITY)
    return (name, *(_points(x) for x in values), _points(line.most), around, share)


def _notes(answer: Regret) -> Iterator[str]:
    yield (
        "Regret: what a policy loses in an order against the best policy there, in the same futures. largest: over orders. "
        "least in: share of parameter sets drawn anew in which its largest regret is the least. One outcome at a time: nothing "
        "here says what one is worth in another. No policy has a cost, so that one is best says nothing of its price."
    )
    if any(line.by_definition for one in answer.regret for line in one.policies):
        yield f"{DEFINED} without the instrument the outcome differs by its definition alone, whatever the instrument does."
    yield (
        "ranks hold: share of the pairs of instruments that other orders, beliefs or specifications leave in the same order by "
        "the size of what is lost without them; 1/2 is chance, and a pair that becomes equal is not held. luck alone: what the "
        "first ranking keeps of itself where parameter sets are drawn anew. A share below it is the model's doing."
    )
    still = [label_of(answer, one.outcome) for one in answer.ranks if not one.pairs]
    if still:
        yield f"No two instruments differ, so there is no rank to hold: {', '.join(dict.fromkeys(still))}."
    for gone in answer.absent:
        yield f"{gone.title} touches no state of the case, and is not run."
