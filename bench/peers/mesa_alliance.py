"""The alliance world of foedus written as an ordinary Mesa model: states, pairs and treaties are agents, a year a step.

It takes the same setting and parameter sets, follows the same steps in the same order and calls the same equations of
`foedus.equations`; it is what a careful modeller would write in plain Python. It draws from the model's own generators, so
its futures differ from those of foedus and its probabilities agree within Monte Carlo error.

Agents act by `do`: where the order within a step matters it is that of foedus; where it does not, `shuffle_do` would
only cost time. Facts that never move are turned into plain Python values once and shared between futures.
"""

from __future__ import annotations

import math
from types import SimpleNamespace
from typing import Any

import numpy as np
from mesa import Model

from foedus.equations import bloc, coercion, deaths, escalation, provocation, treaty_end
from foedus.simulation.common import DEFENCE_PACT, ENTENTE, FATAL, FORCE, NUCLEAR, WAR
from foedus.simulation.engine import Batch
from foedus.simulation.outcomes import EVENTS, TOTALS
from foedus.simulation.state import Parameters, Records, Setting
from peers.mesa_agents import PairAgent, StateAgent, TreatyAgent

SIDES = ("progressive", "conservative")
SCALARS = ("year", "rest", "adherence", "pact", "trilateral", "protege", "patron", "coercer")
TABLES = ("pair", "imposed", "tied", "sends", "bloc", "strain")


def facts(table: Records) -> list[SimpleNamespace]:
    """The rows of a record array as plain Python values."""
    return [SimpleNamespace(**dict(zip(table.dtype.names, row, strict=True))) for row in table.tolist()]


def plain_setting(w: Setting) -> SimpleNamespace:
    """A setting as plain Python values."""
    treaties = facts(w.instruments)
    for item in treaties:
        item.members = w.members[item.member_start : item.member_end].tolist()
        item.shielded = w.shielded[item.shield_start : item.shield_end].tolist()
    return SimpleNamespace(
        states=facts(w.states),
        pairs=facts(w.pairs),
        treaties=treaties,
        drift=w.drift.T.tolist(),
        patronage=(2 * w.link + (w.links.first[w.link] != np.arange(len(w.states))[:, None])).tolist(),
        **{name: getattr(w, name).tolist() for name in TABLES},
        **{name: getattr(w, name) for name in SCALARS},
    )


def plain_set(p: Parameters, g: int) -> SimpleNamespace:
    """Parameter set g as plain Python values."""
    tables = {name: getattr(p, name)[g] for name in p._fields[1:]}
    return SimpleNamespace(**vars(_plain(p.draws[g])), **{name: _plain(table) for name, table in tables.items()})


def _plain(value: Any) -> Any:
    """Records as namespaces, arrays as lists."""
    if value.dtype.names and not value.shape:
        return SimpleNamespace(**{name: _plain(value[name]) for name in value.dtype.names})
    return [_plain(each) for each in value] if value.dtype.names else value.tolist()


class AllianceModel(Model):
    """One future: the states, pairs and treaties of a setting under one parameter set."""

    def __init__(self, world: SimpleNamespace, parameters: SimpleNamespace, rng: int) -> None:
        super().__init__(rng=rng)
        self.world, self.drawn, self.year = world, parameters, world.year
        self.states = [StateAgent(self, place, fact) for place, fact in enumerate(world.states)]
        self.pairs = [PairAgent(self, place, fact) for place, fact in enumerate(world.pairs)]
        self.treaties = [TreatyAgent(self, place, fact) for place, fact in enumerate(world.treaties)]
        self.own_treaties = [item for item in self.treaties if item.fact.own]
        self.level = self.random.gauss(parameters.year_start.centre, parameters.year_start.sd)
        self.exposure = self.strain = self.pressure = self.load = self.load_next = self.disputes = self.wars = 0.0
        self.events = dict.fromkeys(EVENTS, 0)
        self.totals = dict.fromkeys(TOTALS, 0.0)
        self.provocations = [0] * len(parameters.provocation)
        self.walks = [0.0] * len(parameters.provocation)
        self.yearly: list[list[float]] = []
        self.weave()

    def step(self) -> None:
        """One year."""
        self.year += 1
        self.post_cold_war = 1.0 if self.year >= escalation.COLD_WAR_END else 0.0
        states, pairs, treaties = (self.agents_by_type[kind] for kind in (StateAgent, PairAgent, TreatyAgent))
        states.do("govern")
        self.set_strain()
        self.common = [self.random.gauss(0.0, 1.0) for _ in range(3)]
        states.do("grow")
        cinc = [state.capability[0] for state in self.states]
        self.log_total = math.log(self.world.rest + sum(math.exp(x) for x in cinc if not math.isnan(x)))
        states.do("share")
        states.do("look")
        states.do("align")
        if self.world.coercer >= 0:
            self.exposure += self.random.gauss(0.0, self.drawn.trade.scale)
        states.do("hold")
        self.pressure = self.press()
        treaties.do("end")
        treaties.do("lapse")
        pairs.do("contract")
        self.shift, self.war_shift = [0.0] * (2 * len(self.pairs)), [0.0] * (2 * len(self.pairs))
        treaties.do("sustain")
        self.weave()
        conservative, voting = self.occasions()
        for q, b in enumerate(self.drawn.provocation):
            self.walks[q] = provocation.walked(b, self.walks[q], self.random.gauss(0.0, 1.0))
            mean = provocation.expected(b, provocation.Terms(self.walks[q], conservative, voting, wedge=0.0))
            self.provocations[q] += int(self.rng.negative_binomial(b.dispersion, b.dispersion / (b.dispersion + mean)))
        self.level = self.random.gauss(self.drawn.year_persistence * self.level, self.drawn.year_scale)
        self.disputes = self.wars = self.load_next = 0.0
        self.no_war = self.calm = 1.0
        war_before, deaths_before = self.events["war_outside"] > 0, self.events["protege_deaths"] > 0
        pairs.do("last")
        pairs.do("dispute")
        pairs.do("count_peace")
        self.load = self.load_next
        self.coerce()
        states.do("arm")
        self.record([0.0 if war_before else 1.0 - self.no_war, 0.0 if deaths_before else 1.0 - self.calm])

    def occasions(self) -> tuple[float, float]:
        """The protege's government relative to the start; the patron's election relative to the mean of its years."""
        conservative = voting = 0.0
        if self.world.protege >= 0:
            protege = self.states[self.world.protege]
            conservative = 0.5 * (protege.side - protege.fact.side)
        if self.world.patron >= 0 and (every := self.states[self.world.patron].fact.election_every) > 0:
            voting = float(self.states[self.world.patron].elected) - 1.0 / every
        return conservative, voting

    def pair_of(self, a: StateAgent, b: StateAgent) -> PairAgent | None:
        q = self.world.pair[a.place][b.place]
        return self.pairs[q] if q >= 0 else None

    def set_strain(self) -> None:
        if self.world.protege >= 0 and self.world.patron >= 0:
            patron, protege = self.states[self.world.patron], self.states[self.world.protege]
            self.strain = self.world.strain[patron.side > 0][protege.side > 0]

    def press(self) -> float:
        """What strain, adherence and cost-sharing do to the log hazard of the alliance's treaties."""
        if self.world.protege < 0 or self.world.patron < 0:
            return 0.0
        mean = sum(sum(row) for row in self.world.strain) / 4.0
        own = treaty_end.pressure(self.drawn.ending_pressure, self.strain - mean, self.world.adherence)
        return own + sum(treaty.deviation("ending") for treaty in self.own_treaties)

    def weave(self) -> None:
        """Strength of the defence pact between any two states, and whether one has no other party."""
        size = len(self.states)
        self.alliance = [[0.0] * size for _ in range(size)]
        self.bilateral = [[False] * size for _ in range(size)]
        for item in self.treaties:
            if item.fact.kind == DEFENCE_PACT and item.strength > 0.0:
                for i in item.fact.members:
                    for j in item.fact.members:
                        if i != j:
                            self.alliance[i][j] = max(self.alliance[i][j], item.strength)
                            self.bilateral[i][j] = self.bilateral[i][j] or item.fact.bilateral > 0.0
        for pair in self.pairs:
            i, j = pair.fact.first, pair.fact.second
            if pair.formed >= 0 or self.world.imposed[i][j]:
                self.alliance[i][j] = self.alliance[j][i] = 1.0
                self.bilateral[i][j] = self.bilateral[j][i] = True

    def defended(self, i: StateAgent, j: StateAgent) -> tuple[float, float]:
        """Strength of j's strongest pact with a state that is not i's ally, and of its strongest nuclear one."""
        best = nuclear = 0.0
        allies_of_i = self.alliance[i.place]
        for k, strength in enumerate(self.alliance[j.place]):
            if strength > 0.0 and k != i.place and allies_of_i[k] == 0.0:
                best = max(best, strength)
                if self.states[k].nuclear == NUCLEAR:
                    nuclear = max(nuclear, strength)
        return best, nuclear

    def common_patron(self, i: StateAgent, j: StateAgent) -> bool:
        """Whether a great power is allied to both."""
        both = zip(self.alliance[i.place], self.alliance[j.place], self.states, strict=True)
        return any(one > 0.0 and other > 0.0 and k.fact.major for one, other, k in both)

    def outsider(self, k: StateAgent) -> bool:
        """Whether a state is neither the patron nor allied to it."""
        return k.place != self.world.patron and not self.alliance[self.world.patron][k.place] > 0.0

    def mark(self, event: str) -> None:
        """Set the bit of this year."""
        self.events[event] |= 1 << (self.year - self.world.year - 1)

    def expect(self, i: StateAgent, j: StateAgent, dispute: float, force: float, war: float, fatal: float) -> None:
        """Lower the probability that the year passes without a war with an outsider, and without deaths of the protege."""
        began = i.place == self.world.protege
        if self.outsider(j if began else i):
            self.no_war *= 1.0 - dispute * force * war
        self.calm *= 1.0 - dispute * force * (war + (1.0 - war) * fatal * deaths.probability(self.drawn.deaths, began))

    def draw_on_patron(self, i: StateAgent, j: StateAgent, joined: bool = False) -> None:
        """A war of two states, begun or still on, draws on the patron if it fights in it or if it is in the theatre."""
        fights = joined or self.world.patron in (i.place, j.place)
        if fights:
            self.mark("patron_at_war")
        if fights or i.fact.theatre or j.fact.theatre:
            self.load_next = 1.0

    def register(self, i: StateAgent, j: StateAgent, level: int) -> None:
        """Count a dispute, for the world, the protege, the patron and the pact."""
        world = self.world
        self.disputes += 1.0
        if level == WAR:
            self.wars += 1.0
            self.draw_on_patron(i, j, joined=world.patron >= 0 and self.states[world.patron].joined > 0)
        if world.protege in (i.place, j.place):
            self.totals["disputes_protege"] += 1.0
            self.totals["force_protege"] += level >= FORCE
            began = i.place == world.protege
            if level == WAR:
                self.mark("war_on_protege")
                outside = self.outsider(j if began else i)
                self.mark("war_outside" if outside else "war_inside")
                if outside:
                    by_protege = began != (self.random.random() < self.drawn.misread)
                    self.mark("war_begun_by" if by_protege else "war_begun_on")
            if level >= FATAL:
                die = deaths.probability(self.drawn.deaths, began)
                if level == WAR or self.random.random() < die:
                    self.mark("protege_deaths")
                if not began:
                    self.mark("lethal_attack")
        if level == WAR and world.pact >= 0 and self.treaties[world.pact].exit > self.year:
            members = self.treaties[world.pact].fact.members
            if j.place in members and i.place not in members:
                self.mark("invoked")
                fighting = [self.states[k].joined == 2 for k in members if k != j.place]
                self.totals["parties_called"] += len(fighting)
                self.totals["parties_fighting"] += sum(fighting)
                self.mark("any_fights" if any(fighting) else "none_fights")
                for event in ("honoured", "all_fight") if all(fighting) else ("violated",):
                    self.mark(event)
                if j.place == world.protege:
                    fights = self.states[world.patron].joined == 2
                    self.mark("protege_attacked")
                    self.mark("patron_fights" if fights else "patron_fails")
                if j.place == world.patron and i.fact.area:
                    fights = self.states[world.protege].joined == 2
                    self.mark("patron_attacked")
                    self.mark("protege_fights" if fights else "protege_fails")

    def coerce(self) -> None:
        if self.world.coercer < 0:
            return
        protege, coercer = self.states[self.world.protege], self.states[self.world.coercer]
        b = self.drawn.coercion
        gap = abs(protege.ideal - coercer.ideal) - abs(
            self.drawn.ideal[self.world.protege] - self.drawn.ideal[self.world.coercer]
        )
        ratio = coercer.capability[1] - coercer.start[1] - protege.capability[1] + protege.start[1]
        known = [0.0 if math.isnan(value) else value for value in (gap, self.exposure, ratio)]
        x = coercion.Terms(*known, wedge=0.0)
        effect = coercion.shift(b, x) + sum(item.deviation("coercion") for item in self.treaties)
        if self.random.random() < coercion.probability(b, effect):
            self.mark("coercion")
            self.totals["coercion_cost"] += coercion.cost(b, x)

    def poles(self, m: int) -> float:
        """Effective number of poles among the great powers."""
        values = [math.exp(state.capability[m]) for state in self.states if state.fact.major]
        return sum(values) ** 2 / sum(value * value for value in values) if values else math.nan

    def tightness(self) -> float:
        """Mean tie of the pairs of the adversary's bloc."""
        pairs = [(i, j) for a, i in enumerate(self.world.bloc) for j in self.world.bloc[:a]]
        return sum(self.tie(i, j) for i, j in pairs) / len(pairs) if pairs else 0.0

    def tie(self, i: int, j: int) -> float:
        """How tightly two states are bound."""
        world, pact = self.world, self.alliance[i][j] > 0.0
        entente = any(
            item.fact.kind == ENTENTE and item.strength > 0.0 and {i, j} <= set(item.fact.members)
            for item in self.treaties
        )
        gap = abs(self.states[i].ideal - self.states[j].ideal)
        below = pact or entente or world.tied[i][j]
        return bloc.tie(gap, float(pact), float(below), float(world.sends[i][j] or world.sends[j][i]))

    def record(self, expected: list[float]) -> None:
        """Statuses of the year, and its probabilities of a first war on the protege and of a first lethal attack."""
        world, year = self.world, self.year
        pacts = sum(self.alliance[i][j] > 0.0 for i in range(len(self.states)) for j in range(i))
        poles = [self.poles(m) for m in range(3)]
        self.yearly.append([*poles, self.disputes, self.wars, float(pacts), *expected, self.tightness()])
        if world.protege < 0:
            return
        if world.pact >= 0 and self.treaties[world.pact].exit > year:
            self.mark("pact_in_force")
        if all(item.exit > year and item.integrity >= item.fact.floor for item in self.own_treaties):
            self.mark("integrity_kept")
        if self.states[world.protege].nuclear == NUCLEAR:
            self.mark("protege_nuclear")
        meeting = self.treaties[world.trilateral] if world.trilateral >= 0 else None
        if meeting and meeting.exit > year and meeting.integrity >= meeting.fact.floor:
            self.mark("trilateral_meeting")
        if len(world.bloc) > 1 and all(self.alliance[i][j] > 0.0 for i in world.bloc for j in world.bloc if i != j):
            self.mark("bloc_pacts")
        sides = [SIDES[self.states[place].side > 0] for place in (world.patron, world.protege)]
        self.mark("governments_" + "_".join(sides))


def run(setting: Setting, parameters: Parameters, *, seed: int, futures: int, horizon: int) -> Batch:
    """Futures 0 .. futures - 1, one model each, as one batch of foedus: future r uses parameter set r mod G."""
    world = plain_setting(setting)
    sets = len(parameters.draws)
    plain = [plain_set(parameters, g) for g in range(min(sets, futures))]
    events: list[list[int]] = []
    totals: list[list[float]] = []
    yearly: list[list[list[float]]] = []
    for run_seed in np.random.SeedSequence(seed).generate_state(futures):
        model = AllianceModel(world, plain[len(events) % sets], int(run_seed))
        for _ in range(horizon):
            model.step()
        events.append(list(model.events.values()))
        totals.append([*model.totals.values(), *model.provocations])
        yearly.append(model.yearly)
    return 0, np.array(events, np.uint64), np.array(totals, np.float64), np.array(yearly)
