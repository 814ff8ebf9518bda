"""The answer of `foedus deter`, for a case or for the user's payoffs: its schema, and the function that fills it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from foedus.arrays import Floats
from foedus.classic.deterrence import Payoffs, Play, play, with_resolve
from foedus.classic.umbrella import PRECISION, REASONS, Costs, Standoff, payoffs, standoff
from foedus.errors import CaseError, InputError
from foedus.part import Part
from foedus.rendered import Rendered
from foedus.world.case import load_case, names_file
from foedus.world.figures import Name, Number, Strict
from foedus.world.textfile import parse, read_yaml, validate

DRAWS = 2000
"""Draws of the elicited constants."""

LOW, HIGH = 5.0, 95.0
BELIEFS = np.linspace(0.0, 1.0, 21)
PRECISIONS = np.concatenate(([0.0], np.geomspace(0.1, 100.0, 31)))
SPAN = 2.0
"""How far either side of the stated payoff of war the defender's resolve is moved."""

SHARPEST = 1e6
"""Largest lambda: choices are as sharp long before it."""

MOST = 1e6
"""Largest size of a payoff; only differences count, and these in proportion to 1 / lambda."""

RESOLVE = "the defender's resolve, its payoff of war"
BELIEF = "the adversary's belief that the patron fights"


Payoff = Annotated[Number, Field(ge=-MOST, le=MOST)]


class Player(Strict):
    """One player of a game file."""

    name: Name
    status_quo: Payoff = Field(description="the challenger holds back")
    concede: Payoff = Field(description="the defender concedes")
    back_down: Payoff = Field(description="the challenger backs down")
    war: Payoff = Field(description="the challenger presses on against resistance")

    @property
    def payoffs(self) -> Payoffs:
        """The four numbers."""
        return Payoffs(self.status_quo, self.concede, self.back_down, self.war)


class Game(Strict):
    """A game file: players, payoffs of the outcomes, precision of choice."""

    title: Name = Field(description="what it is about")
    precision: Number = Field(1.0, ge=0, le=SHARPEST, description="lambda: how sharply the players choose, 0 or more")
    challenger: Player = Field(description="who may challenge")
    defender: Player = Field(description="who may resist")


class PlayerLine(Part):
    """A player and its payoffs of the four outcomes."""

    name: str
    status_quo: float
    concede: float = Field(description="the defender concedes")
    back_down: float = Field(description="the challenger backs down")
    war: float


class MoveLine(Part):
    """Probabilities of the moves and outcomes at one value of the varied quantity."""

    at: float | None = Field(description="the value; null for the subgame-perfect limit")
    challenge: float = Field(description="chance of a challenge")
    resist: float = Field(description="given a challenge")
    press: float = Field(description="given resistance")
    status_quo: float = Field(description="chance that the game ends there; the four ends sum to 1")
    concession: float
    backing_down: float
    war: float
    challenge_low: float | None = Field(None, description="5th percentile over the elicited constants")
    challenge_high: float | None = Field(None, description="95th percentile over the elicited constants")


class Sweep(Part):
    """How the probabilities change with one quantity, the rest fixed."""

    quantity: str = Field(description="what is varied")
    stated: float = Field(description="its value in the case or file")
    points: list[MoveLine]


class Effect(Part):
    """The effect of the belief: the probability of a challenge at belief 0 less that at the stated belief."""

    value: float = Field(description="at the stated constants")
    low: float = Field(description="5th percentile over the elicited constants")
    high: float = Field(description="95th percentile over the elicited constants")


class Judgement(Part):
    """A number behind the payoffs."""

    name: str
    value: float
    tag: Literal["elicited", "measured"]
    reason: str = Field(description="where it comes from, or why this value")


class DeterAnswer(Rendered, Part):
    """The answer of `foedus deter`."""

    format: Literal["foedus.deter/1"] = "foedus.deter/1"
    title: str
    precision: float = Field(description="lambda")
    challenger: PlayerLine
    defender: PlayerLine
    found: MoveLine = Field(description="at the stated values; `at` is lambda")
    limit: MoveLine = Field(description="subgame-perfect equilibrium")
    by_precision: Sweep = Field(description="lambda varied")
    by_quantity: Sweep = Field(description="by belief for a case, by resolve for a game file")
    effect: Effect | None = Field(description="null for a game file")
    judgements: list[Judgement] = Field(description="numbers behind the payoffs of a case; empty for a game file")


def deter(
    name: str | Path,
    *,
    precision: float | None = None,
    challenger: str | None = None,
    belief: float | None = None,
    seed: int = 1,
) -> DeterAnswer:
    """The game of a shipped case, a case file or a game file (one that states payoffs)."""
    if precision is not None and not np.isfinite(precision):
        raise InputError(f"lambda {precision} is not a finite number; the limit of sharp play is part of every answer")
    if precision is not None and precision > SHARPEST:
        raise InputError(f"lambda {precision:g} is not allowed: 0 (play at random) to {SHARPEST:g}")
    if seed < 0:
        raise InputError(f"seed {seed} is not allowed: 0 or more")
    game = _game(name)
    if game is None:
        return deter_case(
            standoff(load_case(name), challenger), PRECISION if precision is None else precision, belief, seed
        )
    if challenger is not None or belief is not None:
        raise InputError("--challenger and --belief belong to a case; a game file states its payoffs itself")
    return deter_game(game, game.precision if precision is None else precision)


def deter_game(game: Game, precision: float) -> DeterAnswer:
    """The answer for the user's payoffs; the defender's resolve is varied."""
    attacker, defender = game.challenger.payoffs, game.defender.payoffs
    stated = game.defender.war
    values = np.linspace(stated - SPAN, stated + SPAN, 21)
    moved = play(attacker, with_resolve(defender, values), precision)
    return DeterAnswer(
        title=game.title,
        challenger=PlayerLine(**game.challenger.model_dump()),
        defender=PlayerLine(**game.defender.model_dump()),
        by_quantity=Sweep(quantity=RESOLVE, stated=stated, points=_lines(values, moved)),
        effect=None,
        judgements=[],
        **_solved(attacker, defender, precision),
    )


def deter_case(found: Standoff, precision: float, belief: float | None, seed: int) -> DeterAnswer:
    """The answer for a case; the adversary's belief is varied, over draws of the elicited constants."""
    attacker, defender = payoffs(found, belief=belief)
    stated = found.adversary_belief if belief is None else belief
    moved = play(*payoffs(found, belief=BELIEFS), precision)
    band = np.percentile(_challenges(found, precision, seed, BELIEFS), [LOW, HIGH], axis=0)
    return DeterAnswer(
        title=f"{found.challenger} against {found.target}, with {found.patron} as its patron",
        challenger=_player(found.challenger, attacker),
        defender=_player(found.target, defender),
        by_quantity=Sweep(quantity=BELIEF, stated=stated, points=_lines(BELIEFS, moved, band)),
        effect=_effect(found, precision, seed, stated),
        judgements=_judgements(found, precision, belief),
        **_solved(attacker, defender, precision),
    )


def _game(name: str | Path) -> Game | None:
    """The game of a file that states payoffs; None for a case."""
    if not names_file(name):
        return None
    text = read_yaml(Path(name))
    data, _ = parse(text, str(name))
    if not isinstance(data, dict) or not {"challenger", "defender"} & set(data):
        return None
    game, problems = validate(Game, text, str(name))
    if game is None:
        raise CaseError(*problems)
    return game


def _solved(attacker: Payoffs, defender: Payoffs, precision: float) -> dict[str, object]:
    by = _lines(PRECISIONS, play(attacker, defender, PRECISIONS))
    return {
        "precision": precision,
        "found": _lines(np.array([precision]), play(attacker, defender, precision))[0],
        "limit": _lines(np.array([np.inf]), play(attacker, defender, np.inf))[0],
        "by_precision": Sweep(quantity="lambda, how sharply the players choose", stated=precision, points=by),
    }


def _challenges(found: Standoff, precision: float, seed: int, beliefs: Floats) -> Floats:
    """Probabilities of a challenge, shape (draws, beliefs): the four constants from half to twice their values, lambda from a
    third to three times its own, all spread evenly in logarithms."""
    generator = np.random.Generator(np.random.Philox(seed))
    base = Costs()
    factors = 2.0 ** generator.uniform(-1, 1, size=(len(REASONS), DRAWS, 1))
    costs = Costs(**{name: getattr(base, name) * factor for name, factor in zip(REASONS, factors, strict=True)})
    sharp = precision * 3.0 ** generator.uniform(-1, 1, size=(DRAWS, 1))
    return play(*payoffs(found, costs, beliefs), sharp).challenge


def _effect(found: Standoff, precision: float, seed: int, stated: float) -> Effect:
    ends = np.array([0.0, stated])
    low, high = np.percentile(-np.diff(_challenges(found, precision, seed, ends), axis=1), [LOW, HIGH])
    without, with_ = play(*payoffs(found, belief=ends), precision).challenge
    return Effect(value=float(without - with_), low=float(low), high=float(high))


def _lines(values: Floats, found: Play, band: Floats | None = None) -> list[MoveLine]:
    names = ("challenge", "resist", "press", "status_quo", "concession", "backing_down", "war")
    columns = {name: np.broadcast_to(getattr(found, name), values.shape) for name in names}
    return [
        MoveLine(
            at=float(value) if np.isfinite(value) else None,
            **{name: float(column[i]) for name, column in columns.items()},
            challenge_low=None if band is None else float(band[0, i]),
            challenge_high=None if band is None else float(band[1, i]),
        )
        for i, value in enumerate(values)
    ]


def _player(name: str, given: Payoffs) -> PlayerLine:
    return PlayerLine(name=name, **{end: float(np.asarray(getattr(given, end))) for end in Payoffs.__slots__})


def _judgements(found: Standoff, precision: float, belief: float | None) -> list[Judgement]:
    names = zip((found.challenger, found.target, found.patron), found.capability, strict=True)
    lines = [
        Judgement(name=f"capability of {name}", value=value, tag="measured", reason="CINC, as the case states it")
        for name, value in names
    ]
    told = "as asked for" if belief is not None else "from the integrity of pact, presence, command and umbrella"
    lines += [
        _elicited(BELIEF, found.adversary_belief if belief is None else belief, told),
        _elicited("the target's belief that the patron fights", found.target_belief, "from pact and umbrella"),
    ]
    lines += [
        _elicited(name.replace("_", " "), float(getattr(Costs(), name)), reason) for name, reason in REASONS.items()
    ]
    told = "a mover with all to gain takes it 95 times in a hundred" if precision == PRECISION else "as asked for"
    return [*lines, _elicited("lambda", precision, told)]


def _elicited(name: str, value: float, reason: str) -> Judgement:
    return Judgement(name=name, value=value, tag="elicited", reason=reason)
