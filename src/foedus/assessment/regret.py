r"""Policies compared over world orders: regret, satisficing, and how far the ranks of instruments hold.

Policies: every instrument kept; without each own instrument and what rests on it; neglect and full adherence
(`foedus.thesis`). The loss of a limit's outcome is the outcome itself where less is better (at most), and its negative where
more is (at least). Regret and its minimax are those of `foedus.assessment.minimax`, one outcome at a time: outcomes are not
added up, since nothing says what one is worth in another. No policy has a cost here.

Satisficing: the share of the combinations of order, beliefs and specification in which every limit of the case is kept by two
Monte Carlo errors, as an assessment judges the mixture; undecided combinations are counted apart.

Ranks: by the size of what is lost without an instrument, in the first order with the beliefs in use and specifications by
weight, against every other order, beliefs and specification. Intervals are bootstrap over parameter sets, the same draws in all
runs.

Units: probabilities. Sources: `foedus.assessment.minimax`; Efron (1979), Bootstrap methods: another look at the jackknife,
Annals of Statistics 7, 1-26.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from foedus.assessment import additive
from foedus.assessment.ablation import MOST
from foedus.assessment.answer import AS_MEASURED, AbsentOrder
from foedus.assessment.defined import needed
from foedus.assessment.limit import Limit, stated_limits
from foedus.assessment.minimax import minimax, regrets
from foedus.assessment.plan import plan
from foedus.assessment.rank_stability import stability
from foedus.assessment.ranks import redrawn
from foedus.assessment.regret_lines import (
    LimitShare,
    OrderLevel,
    OutcomeRegret,
    Over,
    PolicyRegret,
    RankStability,
    Regret,
    RegretLimit,
    RegretOrder,
    Satisficing,
)
from foedus.assessment.regret_runs import KEEP, Point, Runs, Work, run, work
from foedus.equations.beliefs import Beliefs
from foedus.equations.effects import LITERATURE
from foedus.errors import InputError, known
from foedus.progress import Progress
from foedus.simulation.setting import Policy, with_dependants
from foedus.simulation.sizes import MOST_FUTURES
from foedus.simulation.store import Store
from foedus.simulation.study import Study
from foedus.taken import names, whole
from foedus.world.beliefs import file_of, taken_beliefs
from foedus.world.case import taken_case
from foedus.world.schema import Case

FUTURES = 1000


def regret(
    case: Case | str | Path,
    *,
    orders: str | Sequence[str] = (),
    policies: str | Sequence[str] = (),
    futures: int = FUTURES,
    horizon: int = 20,
    seed: int = 1,
    beliefs: Beliefs | str | Path = LITERATURE,
    threads: int | None = None,
    store: Store | None = None,
    progress: Progress | None = None,
) -> Regret:
    """What each policy loses against the best one of each order; how often every limit is kept; how far ranks hold.

    case      a case, or the name or path of one
    orders    world orders beside that as measured, shipped or files; none: all that ship and touch the case
    policies  'keep', 'neglect', 'full-adherence' or 'without-INSTRUMENT'; none: all of them
    beliefs   of stated effects, where nothing else is said: sceptical, literature, optimist, or a belief file

    Raises InputError for an unknown order, policy or beliefs, an order that touches no state of the case, a case without an
    instrument of its own or without a limit within the horizon, or a number out of range.

    >>> import foedus
    >>> found = foedus.regret("us-philippines", orders="multipolar", policies=["keep", "neglect"], futures=60)
    >>> [order.name for order in found.orders], list(found.policies)
    (['as-measured', 'multipolar'], ['keep', 'neglect'])
    """
    case, futures = taken_case(case), whole("futures", futures, 1, MOST_FUTURES)
    holding = taken_beliefs(beliefs)
    study = Study(case, seed=seed, horizon=horizon, threads=threads, store=store, beliefs=(holding,))
    asked = names("orders", orders)
    planned = plan(study, futures, (AS_MEASURED, *asked) if asked else (), (), {}, holding.name)
    if not planned.own:
        raise InputError(f"the case {case.id} has no instrument of its own alliance; give it one with 'own: true'")
    removed = {name: Policy(with_dependants(study.world, [name])) for name in planned.own}
    told = {item.id: item.name for item in case.instruments}
    every = {"keep": (KEEP, "every instrument kept")}
    every |= {f"without-{name}": (policy, f"without {told[name]}") for name, policy in removed.items()}
    every |= {
        "neglect": (Policy(adherence=-1.0), "neglect"),
        "full-adherence": (Policy(adherence=1.0), "full adherence"),
    }
    chosen = {known("policy", name, every) for name in names("policies", policies)} or set(every)
    compared = {name: policy for name, (policy, _) in every.items() if name in chosen}
    limits = stated_limits(case, study.horizon, "no policy can miss one")
    every_run = work(planned, compared, removed)
    if len(every_run.compared) * len(limits) * futures > MOST:
        raise InputError(
            f"{len(every_run.compared):,} runs of {futures:,} futures and {len(limits)} limits are more than can be compared "
            f"at once ({MOST:,} numbers); ask for fewer futures"
        )
    runs = run(study, limits, every_run, futures, progress)
    defined = {
        one.outcome.name: set(needed(one.outcome, case, {name: policy.without for name, policy in removed.items()}))
        for one in limits
    }
    return Regret(
        case=case.id,
        horizon=study.horizon,
        futures=futures,
        parameter_sets=min(study.sets, futures),
        runs=len(every_run.all),
        seed=study.seed,
        beliefs=holding.name,
        believed=file_of(holding),
        policies={name: every[name][1] for name in compared},
        limits=[_limit(one) for one in limits],
        orders=[
            RegretOrder(name=name, title=planned.orders[name].title, levels=list(_levels(runs, limits, point)))
            for name, point in every_run.orders.items()
        ],
        absent=[
            AbsentOrder(name=name, title=order.title, reason="touches-no-state")
            for name, order in planned.absent.items()
        ],
        regret=list(_regrets(runs, every_run, limits, study, defined)),
        satisficing=_satisficing(runs, every_run, limits),
        ranks=list(_ranks(runs, every_run, limits, study, defined)),
    )


def _limit(one: Limit) -> RegretLimit:
    tolerance = one.tolerance
    return RegretLimit(
        outcome=one.outcome.name,
        label=one.outcome.label,
        at_most=tolerance.at_most,
        at_least=tolerance.at_least,
        years=tolerance.years,
    )


def _levels(runs: Runs, limits: Sequence[Limit], point: Point) -> Iterator[OrderLevel]:
    for one, found, side in zip(limits, runs.levels[point], runs.sides[point], strict=True):
        yield OrderLevel(outcome=one.outcome.name, estimate=found, side=side)


def _regrets(
    runs: Runs, asked: Work, limits: Sequence[Limit], study: Study, defined: Mapping[str, set[str]]
) -> Iterator[OutcomeRegret]:
    points = [[replace(one, policy=policy) for one in asked.orders.values()] for policy in asked.policies.values()]
    policies, orders = list(asked.policies), list(asked.orders)
    for place, limit in enumerate(limits):
        losses = np.array([[-limit.good * runs.numbers[point][place] for point in row] for row in points])
        found = regrets(losses.mean(axis=2))
        least = minimax(found)
        again = redrawn(losses, study.sets, study.seed)
        chosen = None if again is None else minimax(regrets(again)).mean(axis=0)
        told = [not np.isnan(row).any() for row in found]
        best = None if not any(told) else [int(np.nanargmin(column)) for column in found.T]
        least_loss = [losses[row, column] for column, row in enumerate(best or [0] * len(orders))]
        against = losses - np.stack(least_loss)
        yield OutcomeRegret(
            outcome=limit.outcome.name,
            best=[policies[row] for row in best or ()],
            minimax=[name for name, it_is in zip(policies, least, strict=True) if it_is],
            policies=[
                PolicyRegret(
                    policy=name,
                    regrets=additive.lines([limit.outcome] * len(orders), against[row], study.sets),
                    most=float(found[row].max()) if told[row] else None,
                    worst=orders[int(found[row].argmax())] if told[row] else None,
                    chosen=float(chosen[row]) if told[row] and chosen is not None else None,
                    by_definition=name.removeprefix("without-") in defined[limit.outcome.name],
                )
                for row, name in enumerate(policies)
            ],
        )


def _satisficing(runs: Runs, asked: Work, limits: Sequence[Limit]) -> Satisficing:
    table = [runs.sides[point] for point in asked.combined]
    states = ["missed" if "fails" in row else "kept" if set(row) == {"keeps"} else "undecided" for row in table]
    shares = []
    for place, limit in enumerate(limits):
        column = [row[place] for row in table]
        kept, missed = column.count("keeps"), column.count("fails")
        undecided = len(column) - kept - missed
        shares.append(LimitShare(outcome=limit.outcome.name, kept=kept, missed=missed, undecided=undecided))
    return Satisficing(
        orders=len(asked.orders),
        beliefs=1 + len(asked.beliefs),
        specifications=1 + len(asked.specifications),
        combinations=len(table),
        kept=states.count("kept"),
        missed=states.count("missed"),
        undecided=states.count("undecided"),
        limits=shares,
    )


def _ranks(
    runs: Runs, asked: Work, limits: Sequence[Limit], study: Study, defined: Mapping[str, set[str]]
) -> Iterator[RankStability]:
    kinds: dict[Over, Mapping[str, Point]] = {
        "orders": {name: point for name, point in asked.orders.items() if point != asked.first},
        "beliefs": asked.beliefs,
        "specifications": asked.specifications,
    }
    for place, limit in enumerate(limits):
        ranked = [policy for name, policy in asked.removed.items() if name not in defined[limit.outcome.name]]
        models = (
            [asked.first, *(point for each in kinds.values() for point in each.values())] if len(ranked) > 1 else []
        )
        changes = {
            point: np.array(
                [runs.numbers[replace(point, policy=policy)][place] - runs.numbers[point][place] for policy in ranked]
            )
            for point in models
        }
        for over, each in kinds.items():
            if changes and each:
                found = {name: changes[point] for name, point in each.items()}
                yield stability(limit.outcome.name, over, changes[asked.first], found, study.sets, study.seed)
