"""The agents of the Mesa peer: states, treaties and pairs of states."""

from __future__ import annotations

import math
from collections.abc import Sequence
from types import SimpleNamespace
from typing import TYPE_CHECKING

from mesa import Agent

from foedus.equations import (
    alignment,
    armament,
    duration,
    escalation,
    government,
    growth,
    initiation,
    integrity,
    joining,
    treaty_end,
    treaty_formation,
)
from foedus.equations.effects import CHANNELS
from foedus.equations.opponents import OPPONENT_YEARS
from foedus.simulation.common import DEFENCE_PACT, DISPUTE, ENTENTE, FATAL, FORCE, NEVER, NUCLEAR, PURSUE, WAR
from foedus.simulation.steps.escalation import SHARING
from foedus.simulation.steps.joining import PRESENCE

if TYPE_CHECKING:
    from peers.mesa_alliance import AllianceModel


def logistic(x: float) -> float:
    """1 / (1 + exp(-x)) as a modeller writes it, with the C library's exp: foedus's own is slow without a compiler."""
    if x >= 0.0:
        return 1.0 / (1.0 + math.exp(-x))
    e = math.exp(x)
    return e / (1.0 + e)


class StateAgent(Agent):
    """A state: its government, capabilities, ideal point and nuclear status."""

    def __init__(self, model: AllianceModel, place: int, fact: SimpleNamespace) -> None:
        super().__init__(model)
        self.place, self.fact = place, fact
        self.start = [index[place] for index in model.drawn.capability]
        self.capability = list(self.start)
        self.growth = [mean[place] for mean in model.drawn.growth_mean]
        self.ideal, self.side, self.nuclear = model.drawn.ideal[place], fact.side, fact.nuclear
        self.pull = 0.0
        self.collapse = 0.0
        self.changed = False
        self.last_change = 0
        self.due, self.elected = fact.election_next, False
        self.joined = 0

    @property
    def unsettled(self) -> bool:
        """Its leader support changed this year or last."""
        return self.model.year - self.last_change <= 1

    def govern(self) -> None:
        fact, draw, year = self.fact, self.random.random, self.model.year
        b = self.model.drawn.government
        if fact.democracy:
            called = draw() < government.early(b, fact.constitution)
            self.elected = fact.election_every > 0 and (called or year >= self.due)
            self.due = year + fact.election_every if self.elected else self.due
            alternation, removed = self.model.drawn.alternation[self.place], government.removal(b, fact.constitution)
            self.changed = government.democracy_changes(self.elected, alternation, removed, loss=draw(), exit=draw())
        else:
            fallen = draw() < b.irregular_autocracy and draw() < b.change_given_irregular
            self.changed = fallen or draw() < b.unelected_change
        if self.changed:
            self.last_change = year
            self.side = -self.side

    def grow(self) -> None:
        model = self.model
        for m, b in enumerate(model.drawn.growth):
            if not math.isnan(self.start[m]):
                mean, shock = model.drawn.growth_mean[m][self.place], self.rng.standard_t(b.df)
                self.growth[m] = growth.drawn(b, growth.Terms(mean, self.growth[m], model.common[m], shock))
                self.capability[m] += self.growth[m] + model.world.drift[self.place][m]

    def share(self) -> None:
        """CINC as a share of the system again."""
        self.capability[0] -= self.model.log_total

    def hold(self) -> None:
        """Whether its bloc collapses this year, and the quantile of the share of treaties that this ends."""
        collapses = self.fact.major and self.random.random() < self.model.drawn.ending_rate
        self.collapse = self.random.random() if collapses else 0.0

    def look(self) -> None:
        """How much farther its pact partners are than at the start, before anyone moves."""
        ties = self.model.alliance[self.place]
        ideals = [other.ideal for other in self.model.states if ties[other.place] > 0.0 and not math.isnan(other.ideal)]
        self.pull = sum(ideals) / len(ideals) - self.ideal - self.model.drawn.gap[self.place] if ideals else 0.0

    def align(self) -> None:
        b = self.model.drawn.alignment
        shock = 0.0
        if self.changed:
            shock = b.shock_democracy if self.fact.democracy else b.shock_autocracy
        home = self.model.drawn.centre[self.place]
        expected = alignment.expected(b, alignment.Terms(home, self.ideal, self.pull))
        self.ideal = expected + self.random.gauss(0.0, math.hypot(b.scale, shock)) + self.fact.ideal_drift

    def arm(self) -> None:
        if not self.fact.candidate or self.nuclear >= NUCLEAR:
            return
        if self.nuclear == PURSUE:
            if self.random.random() < (
                self.model.drawn.speed.latent if self.fact.latent > 0.0 else self.model.drawn.speed.plain
            ):
                self.nuclear = NUCLEAR
        elif self.random.random() < logistic(self._pursuit()):
            self.nuclear = PURSUE

    def opposes(self, other: StateAgent) -> bool:
        pair = self.model.pair_of(self, other)
        return pair is not None and pair.peace < OPPONENT_YEARS

    def _pursuit(self) -> float:
        model, rival, shield, opponents = self.model, 0.0, 0.0, 0
        for other in model.states:
            hostile = self.opposes(other)
            opponents += hostile
            if other is not self and other.nuclear == NUCLEAR:
                if hostile:
                    rival = 1.0
                shield = max(shield, model.alliance[self.place][other.place])
        wealth = self.fact.log_gdp_per_head
        if not math.isnan(self.start[1]):
            wealth += self.capability[1] - self.start[1]
        reasons = armament.Terms(wealth, rival, shield, model.post_cold_war, math.log1p(opponents), self.fact.latent)
        x = armament.log_odds(model.drawn.armament, reasons)
        return x + sum(t.deviation("armament") for t in model.own_treaties if self.place in t.fact.members)


def ends(model: AllianceModel, parties: Sequence[StateAgent], bilateral: float, pressure: float) -> bool:
    """Whether a treaty of these parties ends this year, alone or in the collapse of the bloc of the strongest."""
    strongest = max(parties, key=lambda state: state.capability[0])
    democracy = float(any(state.unsettled and state.fact.democracy for state in parties))
    autocracy = float(any(state.unsettled and not state.fact.democracy for state in parties))
    x = treaty_end.Terms(bilateral, democracy, autocracy, democracy, autocracy)
    odds = model.drawn.ending_patron[strongest.place] + treaty_end.log_odds(model.drawn.ending, x)
    hazard, u = logistic(odds) * math.exp(pressure), model.random.random()
    return u < hazard or treaty_end.ends_in_collapse(u, hazard, strongest.collapse)


class TreatyAgent(Agent):
    """A treaty or another instrument of an alliance: its exit, its integrity and its strength."""

    def __init__(self, model: AllianceModel, place: int, fact: SimpleNamespace) -> None:
        super().__init__(model)
        self.place, self.fact = place, fact
        self.exit = NEVER if fact.present else 0
        self.integrity = fact.level
        self.strength = logistic(fact.level) * fact.weight if fact.present else 0.0
        self.effect = model.drawn.effect[place]

    def end(self) -> None:
        if self.exit == NEVER and self.fact.kind in (DEFENCE_PACT, ENTENTE):
            parties = [self.model.states[i] for i in self.fact.members]
            if ends(self.model, parties, self.fact.bilateral, self.model.pressure if self.fact.own else 0.0):
                self.exit = self.model.year + self.fact.notice

    def lapse(self) -> None:
        year = self.model.year
        if self.fact.rests_on >= 0 and self.model.treaties[self.fact.rests_on].exit <= year < self.exit:
            self.exit = year

    def sustain(self) -> None:
        model = self.model
        if self.fact.own:
            b = model.drawn.integrity
            x = integrity.Terms(self.integrity, self.fact.level, model.world.adherence, model.strain, model.load)
            self.integrity = integrity.expected(b, x) + self.random.gauss(0.0, b.scale)
        self.strength = logistic(self.integrity) * self.fact.weight if self.exit > model.year else 0.0
        if self.fact.shielded:
            shift, war = self.deviation("initiation"), self.deviation("war")
            for d in self.fact.shielded:
                model.shift[d] += shift
                model.war_shift[d] += war

    def deviation(self, channel: str) -> float:
        """Effect along a channel, relative to the strength at the start."""
        if self.fact.rests_on >= 0 and self.model.treaties[self.fact.rests_on].exit <= self.model.year:
            return 0.0
        return self.effect[CHANNELS.index(channel)] * (self.strength - self.fact.reference)


class PairAgent(Agent):
    """Two states that may dispute: years of peace, and a pact of their own if they form one."""

    def __init__(self, model: AllianceModel, place: int, fact: SimpleNamespace) -> None:
        super().__init__(model)
        self.place, self.fact = place, fact
        self.states = (model.states[fact.first], model.states[fact.second])
        self.peace = fact.peace
        self.memory = fact.memory
        self.formed = -1
        self.reached = FORCE if fact.peace == 0 else 0

    @property
    def recent(self) -> float:
        return 1.0 / (1.0 + self.peace)

    def contract(self) -> None:
        if self.formed >= 0:
            self.formed = -1 if ends(self.model, self.states, 1.0, 0.0) else self.formed + 1
            return
        allied = self.model.alliance[self.fact.first][self.fact.second] > 0.0
        if not allied and self.random.random() < logistic(self._formation_log_odds()):
            self.formed = 0

    def _formation_log_odds(self) -> float:
        one, two = self.states
        mine, theirs = self.model.alliance[one.place], self.model.alliance[two.place]
        shared = sum(a > 0.0 and b > 0.0 for a, b in zip(mine, theirs, strict=True))
        common = sum(one.opposes(other) and two.opposes(other) for other in self.model.states)
        ideal_gap, ideal_unknown = distance(one.ideal, two.ideal)
        polyarchy_gap, polyarchy_unknown = distance(*(self.model.drawn.polyarchy[state.place] for state in (one, two)))
        x = treaty_formation.Terms(
            contiguous=self.fact.contiguous,
            log_distance=self.fact.log_distance,
            either_major=float(one.fact.major or two.fact.major),
            ideal_gap=ideal_gap,
            ideal_unknown=ideal_unknown,
            log_shared_partners=math.log(1.0 + shared),
            polyarchy_gap=polyarchy_gap,
            polyarchy_unknown=polyarchy_unknown,
            recent=self.recent,
            log_common_opponents=math.log(1.0 + common),
        )
        return treaty_formation.log_odds(self.model.drawn.formation, x)

    def dispute(self) -> None:
        model, b = self.model, self.model.drawn.initiation
        one, two = self.states
        gap, _ = distance(one.ideal, two.ideal)
        spell, memory = min(self.peace, initiation.LONGEST_PEACE) / 10.0, math.log(1.0 + self.memory)
        self.memory *= initiation.YEARLY_RETENTION
        ratio = one.capability[0] - two.capability[0]
        for d, (i, j), tilt in ((2 * self.place, (one, two), ratio), (2 * self.place + 1, (two, one), -ratio)):
            moving = initiation.moving(b, initiation.Moving(spell, tilt, gap, memory))
            x = model.drawn.initiation_baseline[d] + model.level + moving
            chance = logistic(x) * math.exp(model.shift[d])
            if model.world.protege in (i.place, j.place):
                model.expect(i, j, min(chance, 1.0), *self._ladder(d, i, j))
            if self.random.random() < chance:
                self.fight(d, i, j)

    def fight(self, d: int, i: StateAgent, j: StateAgent) -> None:
        """State i has started a dispute with j: how far it goes, who joins, what it means."""
        model = self.model
        level = self._escalate(d, i, j)
        for state in model.states:
            state.joined = 0
        if level >= FORCE:
            self._call_others(i, j, float(level == WAR))
        self.memory += 1.0
        self.reached = max(self.reached, level)
        for state in model.states:
            if state.joined:
                pair = model.pair_of(state, i if state.joined == 2 else j)
                if pair is not None:
                    pair.reached = max(pair.reached, level)
        model.register(i, j, level)

    def _ladder(self, d: int, i: StateAgent, j: StateAgent) -> tuple[float, float, float]:
        """Probabilities of force given a dispute, war given force, a death given force without war."""
        model = self.model
        shield, nuclear_shield = model.defended(i, j)
        x = escalation.Terms(
            contiguous=self.fact.contiguous,
            capability_ratio=i.capability[0] - j.capability[0],
            both_major=float(i.fact.major and j.fact.major),
            defended=shield,
            nuclear_defended=nuclear_shield,
            allied=model.alliance[i.place][j.place],
            recent=self.recent,
            post_cold_war=model.post_cold_war,
        )
        stages = zip(escalation.STAGES, model.drawn.escalation_dyad, strict=True)
        force, war, fatal = (
            escalation.log_odds(getattr(model.drawn.escalation, stage), x) + own[self.place] for stage, own in stages
        )
        war += model.drawn.common_patron * (float(model.common_patron(i, j)) - SHARING)
        return logistic(force), logistic(war + model.war_shift[d]), logistic(fatal)

    def _escalate(self, d: int, i: StateAgent, j: StateAgent) -> int:
        draw = self.random.random
        force, war, fatal = self._ladder(d, i, j)
        if draw() >= force:
            return DISPUTE
        if draw() < war:
            return WAR
        return FATAL if draw() < fatal else FORCE

    def _call_others(self, i: StateAgent, j: StateAgent, war: float) -> None:
        model, draw = self.model, self.random.random
        for k in model.states:
            to_i, to_j = model.pair_of(k, i), model.pair_of(k, j)
            if k is i or k is j or (to_i is None and to_j is None):
                continue
            if draw() < logistic(joining_log_odds(k, j, to_i, 1.0, war)):
                k.joined = 2
            elif draw() < logistic(joining_log_odds(k, i, to_j, 0.0, war)):
                k.joined = 1

    def last(self) -> None:
        """The dispute of last year goes on, or is over."""
        b, level = self.model.drawn.duration, self.reached
        if level and self.random.random() >= duration.probability(b, force=level > DISPUTE, war=level == WAR):
            self.reached = 0
        if self.reached == WAR:
            self.model.draw_on_patron(*self.states)

    def count_peace(self) -> None:
        self.peace = 0 if self.reached else self.peace + 1


def joining_log_odds(
    k: StateAgent, friend: StateAgent, to_opponent: PairAgent | None, target_side: float, war: float
) -> float:
    """Log-odds that k joins its friend against the opponent of the pair to_opponent."""
    model = k.model
    patron = model.alliance[k.place][friend.place] > 0.0 and k.fact.major and not friend.fact.major
    terms = joining.Terms(
        war=war,
        target_side=target_side,
        pact=float(model.alliance[k.place][friend.place] > 0.0),
        bilateral_pact=float(model.bilateral[k.place][friend.place]),
        major=float(k.fact.major),
        capability=math.log(1.0 + 1000.0 * math.exp(k.capability[0])),
        contiguous_opponent=to_opponent.fact.contiguous if to_opponent else 0.0,
        recent_opponent=to_opponent.recent if to_opponent else 0.0,
        post_cold_war=model.post_cold_war,
        patron=float(patron),
    )
    x = joining.log_odds(model.drawn.joining, terms)
    if patron:
        x += model.drawn.joining_dyad[model.world.patronage[k.place][friend.place]]
    for t in model.own_treaties:
        if k.place in t.fact.members and friend.place in t.fact.members:
            x += t.deviation("joining") if t.fact.kind != PRESENCE or k.place == model.world.patron else 0.0
    if k.place == model.world.patron:
        x += model.drawn.joining_load * max(model.load, model.load_next)
    return x


def distance(a: float, b: float) -> tuple[float, float]:
    """Absolute difference and a flag, (0, 1) where either is unknown."""
    return (0.0, 1.0) if math.isnan(a) or math.isnan(b) else (abs(a - b), 0.0)
