"""The answer of a landscape as text."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.classic.landscape_answer import Actor, Alignment, LandscapeAnswer, Pair
from foedus.report.look import sentence_list
from foedus.report.numbers import probability
from foedus.report.words import counted

SIZES = {
    "cinc": "CINC, share of the world's capability",
    "gdp": "GDP",
    "milex": "military spending",
    "given": "as given in the file",
}
LISTED = 5
"""Alignments, and pairs that turn on the weights, in the text; the JSON has more."""

SURE = 0.99
"""A pair is said to turn on the weights if it is together, or apart, in less than this share of the draws."""


def landscape_text(answer: LandscapeAnswer) -> str:
    """The answer for a terminal or a file."""
    return "\n".join(line.rstrip() for line in _lines(answer)) + "\n"


def title(answer: LandscapeAnswer) -> str:
    """The title: what was asked."""
    when = f", {answer.year}" if answer.year else ""
    return f"How {counted(len(answer.actors), 'state')} would align: {answer.origin}{when}"


def headline(answer: LandscapeAnswer) -> str:
    """The pattern in one sentence."""
    stable = [line for line in answer.alignments if line.energy is not None]
    sides = " against ".join(sentence_list(bloc) for bloc in stable[0].blocs)
    if len(stable) == 1:
        return f"One alignment is stable: {sides}."
    share = probability(stable[0].basin)
    return f"{len(stable)} alignments are stable; the deepest is {sides}, reached from {share} of starts."


def swing(answer: LandscapeAnswer) -> str:
    """Who could tip the pattern, in one or two sentences."""
    loosest = _actor(answer, answer.loosest_state)
    held = f"{loosest.name} is held least in the deepest alignment."
    if answer.swing_state is None:
        return f"No swing state: wherever the states start, no single switch changes where they end. {held}"
    state = _actor(answer, answer.swing_state)
    share = probability(state.swing)
    return f"Swing state: {state.name}, whose switch alone changes the outcome from {share} of starts. {held}"


def _actor(answer: LandscapeAnswer, name: str) -> Actor:
    return next(actor for actor in answer.actors if actor.name == name)


def _lines(answer: LandscapeAnswer) -> Iterator[str]:
    yield title(answer)
    yield headline(answer)
    yield swing(answer)
    yield ""
    yield from _alignments(answer)
    yield from _actors(answer)
    if answer.draws:
        yield from _draws(answer)
    yield from _propensities(answer)
    yield from _method(answer)


def _alignments(answer: LandscapeAnswer) -> Iterator[str]:
    yield "Stable alignments, deepest first" + (
        f" (under {counted(answer.draws, 'set')} of weights)" if answer.draws else ""
    )
    for number, line in enumerate(answer.alignments[:LISTED], 1):
        yield f"  {number}  {_facts(line)}"
        for bloc in line.blocs:
            yield f"       {', '.join(bloc)}"
    rest = len(answer.alignments) - LISTED
    if rest > 0:
        yield f"     and {rest} more in --format json"
    yield ""


def _facts(line: Alignment) -> str:
    own = "stable under other weights only" if line.energy is None else f"energy {line.energy:,.4g}"
    own += "" if line.energy is None else f", basin {probability(line.basin)}"
    if line.basin_draws is None:
        return own
    _, low, high = line.basin_draws
    return (
        f"{own}; over the weights: deepest in {probability(line.deepest_draws)}, stable in "
        f"{probability(line.stable_draws)}, basin {probability(low)} to {probability(high)} (90%)"
    )


def _actors(answer: LandscapeAnswer) -> Iterator[str]:
    wide = max(len(actor.name) for actor in answer.actors)
    yield f"  {'':{wide}}  {'size':>9}  {'swing':>6}  {'hold':>7}" + ("  swing state in" if answer.draws else "")
    for actor in answer.actors:
        drawn = "" if actor.swing_draws is None else f"  {probability(actor.swing_draws):>14}"
        yield f"  {actor.name:{wide}}  {actor.size:>9.4g}  {probability(actor.swing):>6}  {actor.hold:>7.3g}{drawn}"
    yield "  swing: starts from which its switch alone changes the outcome; hold: own frustration it gains by leaving"
    yield ""


def _draws(answer: LandscapeAnswer) -> Iterator[str]:
    turning = sorted((pair for pair in answer.pairs if _turns(pair)), key=lambda pair: abs(_together(pair) - 0.5))
    if not turning:
        yield f"No pair turns on the weights: the deepest alignment is the same in at least {SURE:.0%} of the sets."
    for pair in turning[:LISTED]:
        yield f"{pair.first} and {pair.second} are together in {probability(pair.together_draws)} of the sets of weights."
    if len(turning) > LISTED:
        yield f"In --format json: {counted(len(turning) - LISTED, 'more pair')} turning on the weights."
    yield ""


def _together(pair: Pair) -> float:
    return pair.together_draws if pair.together_draws is not None else 1.0


def _turns(pair: Pair) -> bool:
    return 1 - SURE < _together(pair) < SURE


def _propensities(answer: LandscapeAnswer) -> Iterator[str]:
    if len(answer.actors) > 12:
        return
    names = [actor.name for actor in answer.actors]
    value = {(pair.first, pair.second): pair.propensity for pair in answer.pairs}
    wide = max(len(name) for name in names)
    cells = [
        name if len(name) <= 7 else "".join(word[0] for word in name.split()) if " " in name else name[:6] + "."
        for name in names
    ]
    yield "Propensities"
    yield f"  {'':{wide}}" + "".join(f" {cell:>8}" for cell in cells[:-1])
    for i, name in enumerate(names[1:], 1):
        yield f"  {name:{wide}}" + "".join(f" {value[names[j], name]:>+8.2f}" for j in range(i))
    yield ""


def _method(answer: LandscapeAnswer) -> Iterator[str]:
    yield f"Sizes: {SIZES[answer.size]}."
    if answer.weights:
        listed = ", ".join(f"{line.term} {line.weight:+g} ({line.low:+g} to {line.high:+g})" for line in answer.weights)
        yield f"Weights, elicited, with the range drawn from: {listed}."
    if answer.exact:
        yield f"All {answer.configurations:,} alignments were surveyed."
    else:
        yield (
            f"{answer.starts:,} seeded starts of {answer.configurations:.3g} alignments: a deeper one can have been missed, "
            "and basins are estimates."
        )
    if answer.draws_exact is False:
        yield "Basins over the weights rest on seeded starts."
    yield from (f"Note: {note}." for note in answer.notes)
