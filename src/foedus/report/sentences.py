"""The sentences of an answer, made from its numbers and codes: for text and page alike."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from foedus.assessment.answer import (
    AS_MEASURED,
    Agreement,
    Answer,
    OpinionLine,
    OrderLine,
    PactLine,
    ProvocationLine,
    RivalEstimate,
)
from foedus.assessment.outcome_lines import (
    OutcomeLine,
)
from foedus.assessment.sealed import digest
from foedus.assessment.verdict import FEWEST_FUTURES, FEWEST_SETS, too_few
from foedus.report import limits, reading
from foedus.report.evidence import skill, skill_of_count
from foedus.report.numbers import amount, probability
from foedus.report.words import counted, percent, ranged
from foedus.world.schema import JUDGED
from foedus.world.unknown import Unknown, told

APART = {
    "skill": "its forecasts have beaten such rates on later years",
    "none-shown": "its forecasts have not beaten such rates on later years, so both stand",
    "worse": "its forecasts were worse than such rates on later years",
    "not-known": "its forecasts were never set against such rates",
    "no-events": "too few such events are on record to say which is nearer",
    "not-measured": "no panel measures it",
    "not-scored": "its forecasts were not scored so far ahead on years before the case",
}
"""Why an estimate may differ from the rate of its class, by what is known of its skill."""

HARDLY, NO_WEIGHT = ", hardly any weight", ", no weight"
"""Of a candidate specification that does not count in the verdict."""


def headline(answer: Answer) -> str:
    """The verdict in capitals, with what it leans to: 'CANNOT TELL, leaning not prepared.'"""
    leaning = f", leaning {answer.verdict.leaning}" if answer.verdict.leaning else ""
    return f"{answer.verdict.value.upper()}{leaning}."


def verdict(answer: Answer) -> str:
    """The verdict's sentence without the verdict itself, which stands above it: the limits it rests on."""
    found = answer.verdict
    if any(reason.code == "no-limits" for reason in found.reasons):
        return "The case sets no limit on any outcome within the horizon, so there is nothing to judge."
    if any(reason.code == "too-few-futures" for reason in found.reasons):
        more = "Run more with --futures." if answer.sets >= FEWEST_SETS else "Fit posteriors with more draws."
        return f"{few(answer)} {more}"
    if found.value == "prepared":
        return f"Every limit is met in every order, and all {answer.analysts.analysts} analysts agree as measured."
    deciding = {(reason.order, reason.outcome) for reason in found.reasons if reason.decides}

    def told(order: OrderLine) -> str:
        lines = [line for line in reading.judged(answer, order) if (order.name, line.outcome) in deciding]
        if order.name == found.order:
            return "; ".join(
                f"{reading.label_of(answer, line.outcome)} {limits.state(line)} ({limits.sides(line, 'analysts')})"
                for line in lines
            )
        return f"in the order {order.title.lower()}: " + ", ".join(
            f"{reading.label_of(answer, line.outcome)} {limits.state(line)}" for line in lines
        )

    parts = [text for order in answer.orders if (text := told(order)) and not text.endswith(": ")]
    intro = "" if found.value in ("not prepared", "cannot tell") else "No limit is missed as measured; "
    text = f"{intro}{'; '.join(parts)}"
    if not intro:
        text = f"{under(answer)}, {text}"
    return f"{text[:1].upper()}{text[1:]}."


def analysts(answer: Answer) -> str:
    """The declared set, and how it was run."""
    found, least = answer.analysts, ""
    if found.least_effective:
        least = f", with {found.least_effective:.0f} effective parameter sets of {answer.sets} or more"
    return (
        f"{counted(found.analysts, 'analyst')}: the mixture, the other beliefs, each specification of a twentieth of the "
        "weight, each elicited prior moved by one standard deviation either way, the worst joint move of that length, and the "
        f"class where no skill over it is shown. {found.reweighted} by reweighting the futures of the headline{least}; "
        f"{found.run} by runs, {counted(found.extra_futures, 'future')} of them for analysts alone. Too close to "
        "call, marked '?': within two Monte Carlo errors of the limit."
    )


def apart(answer: Answer, line: OutcomeLine) -> str:
    """Why an estimate and the rate of its class lie outside each other's interval."""
    record = line.record
    assert record is not None
    below = (line.estimate.value or 0.0) < (record.pooled.value or 0.0)
    return f"{reading.name(line)}: the estimate is {'below' if below else 'above'} its class, and {APART[line.skill.verdict]}"


def weakest(answer: Answer) -> str:
    """The instrument that is lost on its own most often; ties are shared."""
    ties = [line for line in answer.instruments if line.weakest]
    if not ties:
        return ""
    most, own = percent(ties[0].lost_of_itself.value), "its own" if len(ties) == 1 else "their own"
    return f"{listed([line.name for line in ties])}, lost on {own} in {most} of futures"


def few(answer: Answer) -> str:
    """The sentence on too few futures; empty if they are enough."""
    if not too_few(answer.futures, answer.sets):
        return ""
    futures, sets = counted(answer.futures, "future"), counted(min(answer.sets, answer.futures), "parameter set")
    return (
        f"{futures} over {sets} {'is' if answer.futures == 1 else 'are'} too few for a verdict, which takes at least "
        f"{FEWEST_FUTURES:,} and {FEWEST_SETS:,}. The numbers are rough, and their intervals say how rough."
    )


def under(answer: Answer) -> str:
    """The order that the verdict is computed in: 'as measured', or 'in the order Hostile bloc'."""
    if answer.verdict.order == AS_MEASURED:
        return "as measured"
    title = next((order.title for order in answer.orders if order.name == answer.verdict.order), answer.verdict.order)
    return f"in the order {title}"


def reasons(answer: Answer) -> list[str]:
    """Each tolerance that is missed or undecided, order by order."""
    lines = {
        (order.name, line.outcome): (order.title, line)
        for order in answer.orders
        for line in reading.judged(answer, order)
    }
    keys = ((reason.order or "", reason.outcome or "") for reason in answer.verdict.reasons)
    found = (lines[key] for key in keys if key in lines)
    return [
        f"{title}: {reading.label_of(answer, line.outcome)} {percent(line.estimate.value)}, limit {limits.limit(line)}: "
        f"{limits.state(line)}"
        for title, line in found
    ]


def limits_moved(answer: Answer) -> list[str]:
    """Of each limit that the case sets on an outcome of before, on which outcome it is judged."""
    return [
        f"The case sets this limit on '{line.replaces}', which '{line.outcome}' has replaced; it is judged on that."
        for line in answer.tolerances
        if line.replaces
    ]


def agree(answer: Answer) -> list[str]:
    """Outcomes on which the candidate specifications agree, with the lowest and the highest."""
    return [_spread(answer, one) for one in answer.agreement if one.agree]


def disagree(answer: Answer) -> list[str]:
    """Outcomes on which they do not."""
    return [_spread(answer, one) for one in answer.agreement if not one.agree]


def _spread(answer: Answer, one: Agreement) -> str:
    marks = {rival.name: "" if rival.heard else HARDLY if rival.weight > 0.0 else NO_WEIGHT for rival in answer.rivals}

    def said(end: RivalEstimate) -> str:
        return f"{percent(end.estimate.value)} ({end.rival}{marks[end.rival]})"

    low, high = percent(one.lowest.estimate.value), percent(one.highest.estimate.value)
    spread = f"{said(one.lowest)} to {said(one.highest)}" if low != high else f"{low} under all"
    mixed = next(line.paired_estimate for line in answer.outcomes if line.name == one.outcome)
    return f"{reading.label_of(answer, one.outcome)}: {spread}; by weight {percent(mixed.value)}"


def rests_on(answer: Answer) -> str:
    """The sentence on provenance."""
    p = answer.provenance
    counts = f"Rests on {p.fitted} fitted, {p.literature} literature and {p.elicited} elicited parameters."
    if p.prior_share is None:
        return f"{counts} The spread caused by the unfitted ones cannot be distinguished from Monte Carlo error in this run."
    return (
        f"{counts} {probability(p.prior_share)} of the headline's spread over parameter sets vanishes when those that "
        "no data here moved (literature and elicited) are held at their means; that is not the part they cause, which "
        "'foedus provenance' estimates."
    )


def unknown(answer: Answer) -> list[str]:
    """Figures that the case does not know, and how they enter, a line each."""
    return told(Unknown(one.state, one.figure, one.enters) for one in answer.unknown)


RESTING = "off by default"


def pact(line: PactLine) -> str:
    """A pact that was asked for, its class, and the skill of such forecasts."""
    start = "bound by a pact at the start" if line.now else "no pact at the start"
    return (
        f"{' and '.join(line.names)} ({start}): a defence pact in force at the end {ranged(line.in_force)}, in some year "
        f"{ranged(line.ever)}. Its class, pairs without a pact {line.first_year}-{line.last_year}: {line.events} formed one in "
        f"{counted(line.exposure, 'pair-year')}, {ranged(line.class_rate)} over the horizon. {skill(line.skill)}."
    )


def opinion(answer: Answer, line: OpinionLine) -> str:
    """Latent support for own nuclear weapons, and how much of its interval the polls themselves leave."""
    return (
        f"The public of {line.state} for own nuclear weapons, share of respondents to questions that name no cost: "
        f"{ranged(line.start)} at the start, {ranged(line.end)} by {answer.by_year}, from {counted(line.polls, 'poll')} of "
        f"{counted(line.houses, 'house')}. Sampling error alone would leave {ranged(line.sampling)}: the rest of the interval "
        "is what houses and years are judged to differ by."
    )


def provocation(line: ProvocationLine) -> str:
    """A type of provocation in the futures, on record, and how well it can be forecast."""
    found, score = line.a_year, line.skill.score
    none = "" if line.none == 0.0 else f", none within the horizon in {percent(line.none)}"
    return (
        f"{line.label[:1].upper()}{line.label[1:]}, as {line.counted_by} counts {line.units}: {amount(found.mean)} a year in "
        f"the mean (median {amount(found.median)}; 90% of futures {amount(found.low)} to {amount(found.high)}{none}). "
        f"{_before(line)} {skill_of_count(score) if score else 'Not scored on later years'}."
    )


def _before(line: ProvocationLine) -> str:
    """The last years on record, or what a stated level rests on."""
    record = line.record
    if record is None:
        return f"The level is a judgement; {line.stated}." if line.stated else "Its fit does not name its last years."
    return (
        f"On record {record.first_year}-{record.last_year}: {record.events} in {amount(record.years)} years, "
        f"{amount(record.a_year.value)} a year ({amount(record.a_year.low)} to {amount(record.a_year.high)})."
    )


def listed(names: Sequence[str]) -> str:
    """'A', 'A and B', 'A, B and C'."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def not_judged(answer: Answer) -> list[str]:
    """What the case leaves at the defaults of its schema, a line each."""
    return [JUDGED[code] for code in answer.not_judged]


def late_fits(answer: Answer) -> str:
    """A warning where equations were fitted on years after the date of the case; empty where none was."""
    late = answer.provenance.late_fits
    if not late:
        return ""
    were = "equation was" if len(late) == 1 else "equations were"
    return (
        f"{len(late)} {were} fitted on years after the date of the case, to {max(late.values())} at the latest: such fits know "
        "what came, so this is no forecast. --no-hindsight estimates anew as of the date."
    )


def known_then(answer: Answer) -> list[str]:
    """What an answer without hindsight knows and does not, a sentence each; nothing for one with hindsight."""
    then = answer.provenance.known_then
    if then is None:
        return []
    left = [f"{name} ({'; '.join(what)})" for name, what in then.left_open.items()]
    return [
        f"No hindsight: estimates, class rates and skill are of the years to {then.last_year}, one candidate an equation.",
        f"From literature, which is later, with mean 0 and twice the spread: {', '.join(then.centred)}.",
        *([f"Left to their priors by so few years: {', '.join(left)}."] if left else []),
        "Forms of equations and elicited priors are those of today, chosen by people who knew what came after; figures are "
        "quoted from later, revised releases, and strategic rivals were coded in retrospect.",
    ]


def sizes(answer: Answer) -> str:
    """The sentence on how much was run."""
    few = _shown(answer)
    less = f", {few:,} in each that hardly has weight" if few < answer.paired_futures else ""
    return (
        f"{counted(answer.futures, 'future')} in the headline, {answer.compared_futures:,} in each order where orders are "
        f"compared, {answer.paired_futures:,} in each candidate specification and paired difference{less}, over "
        f"{counted(answer.sets, 'parameter set')}."
    )


def _shown(answer: Answer) -> int:
    """Futures of a candidate specification that hardly has weight."""
    return min((one.futures for one in answer.rivals if one.futures), default=answer.paired_futures)


def of_headline(answer: Answer) -> str:
    """What stands with a table of the headline: its size."""
    size = "In the one future" if answer.futures == 1 else f"In all {answer.futures:,} futures"
    return f"{size} of the headline{', too few for a verdict' if few(answer) else ''}."


def defined(answer: Answer) -> str:
    """Which outcomes are as they are by their definition alone, because of what is removed; empty if none."""
    found = [reading.plain(line) for line in answer.outcomes if line.by_definition]
    if not found:
        return ""
    return f"By definition, whatever the instrument does that is removed: {'; '.join(found)}."


def of_rivals(answer: Answer) -> str:
    """What stands with a table of rival specifications: the size of each."""
    few, many = _shown(answer), counted(answer.paired_futures, "future")
    each = f"In {many} of each{f', {few:,} where it hardly has weight' if few < answer.paired_futures else ''}"
    mixed = f"'by weight' mixes them, as in the headline, in {many}"
    return f"{each}; {mixed}. They agree where their 90% intervals overlap."


def sources(answer: Answer) -> dict[str, list[str]]:
    """Years and data behind the equations, as '1946-2010; cow-states', and the equations that rest on them."""
    fits = answer.provenance.equations.items()
    pairs = sorted((f"{fit.first_year}-{fit.last_year}; {', '.join(fit.sources)}", equation) for equation, fit in fits)
    return {data: [equation for _, equation in group] for data, group in groupby(pairs, key=lambda pair: pair[0])}


def in_place(answer: Answer) -> str:
    """What stands above the posteriors that are not the shipped ones."""
    made = "Fitted as of the date of the case" if answer.provenance.known_then else "Fitted by the user"
    return f"{made}, in place of the shipped estimates:"


def replaced(answer: Answer) -> list[str]:
    """Equations whose posterior is not the shipped one, with its years, day and hash."""
    return [
        f"{name}: {fit.first_year}-{fit.last_year}, as of {fit.own.as_of}, SHA-256 {fit.own.sha256}"
        for name, fit in answer.provenance.equations.items()
        if fit.own
    ]


def weights(answer: Answer) -> list[str]:
    """'initiation: rich 60%, liberal 40%', an equation a line; those that were asked for are left out."""
    return [
        f"{equation}: {', '.join(f'{name} {probability(weight)}' for name, weight in rivals.items())}"
        for equation, rivals in answer.weights.items()
        if equation not in answer.specification
    ]


def setting(answer: Answer) -> list[str]:
    """The run in a few words: case, date, horizon, futures, seed, specification, order."""
    order = reading.headline(answer)
    asked = ", ".join(f"{equation} {name}" for equation, name in answer.specification.items())
    known = [f"specification {asked}" if asked else "specifications weighted", f"{answer.beliefs} beliefs"]
    parts = [
        answer.case,
        f"as of {day(answer)}",
        f"next {counted(answer.horizon, 'year') if answer.horizon > 1 else 'year'}, to {answer.by_year}",
        counted(answer.futures, "future"),
        f"seed {answer.seed}",
        *(["no hindsight"] if answer.provenance.known_then else known),
        f"order: {(order.title if order else answer.order).lower()}",
    ]
    parts += [f"without {', '.join(answer.without)}"] if answer.without else []
    parts += [f"adherence {answer.adherence:+g}"] if answer.adherence else []
    for what, names in (
        ("mechanisms off", answer.mechanisms_off),
        ("mechanisms on", answer.mechanisms_on),
        (RESTING, answer.off_by_default),
    ):
        parts += [f"{what}: {', '.join(names)}"] if names else []
    return parts


def mark(answer: Answer) -> str:
    """Six hexadecimal digits that tell an answer from any other."""
    return digest(answer)[:6]


def day(answer: Answer) -> str:
    """The day of the case: '7 November 2023'."""
    return f"{answer.as_of.day} {answer.as_of:%B %Y}"
