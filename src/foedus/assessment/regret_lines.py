"""What a comparison of policies over world orders says: levels, regret, satisficing, and how far ranks hold."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from foedus.assessment.answer import AbsentOrder
from foedus.assessment.outcome_lines import Difference, Estimate
from foedus.assessment.verdict_lines import Side
from foedus.part import Part
from foedus.rendered import Rendered
from foedus.world.beliefs import BeliefFile

Over = Literal["orders", "beliefs", "specifications"]


class RegretLimit(Part):
    """A limit of the case."""

    outcome: str
    label: str = Field(description="name for a reader")
    at_most: float | None = Field(description="null: a lower limit")
    at_least: float | None = Field(description="null: an upper limit")
    years: int = Field(description="horizon of the limit; regret is of the whole horizon")


class OrderLevel(Part):
    """An outcome in an order with every instrument, at adherence 0."""

    outcome: str
    estimate: Estimate
    side: Side = Field(description="of the limit, by two Monte Carlo errors")


class RegretOrder(Part):
    """One world order."""

    name: str
    title: str
    levels: list[OrderLevel] = Field(description="by limit")


class PolicyRegret(Part):
    """What one policy loses in one outcome against the best policy of each order."""

    policy: str
    regrets: list[Difference] = Field(
        description="by order: the better value of the best policy there minus its own, at least 0; of the best itself 0"
    )
    most: float | None = Field(description="largest of them; null: an outcome's condition never holds under the policy")
    worst: str | None = Field(description="order in which it is largest; null with it")
    chosen: float | None = Field(
        description="share of parameter sets drawn anew in which it has the least largest regret"
    )
    by_definition: bool = Field(description="without the instrument the outcome differs by its definition alone")


class OutcomeRegret(Part):
    """The regret of every policy in one outcome."""

    outcome: str
    best: list[str] = Field(
        description="by order: the policy without regret; empty where no policy has its losses known"
    )
    minimax: list[str] = Field(description="policies with the least largest regret; several where they are equal")
    policies: list[PolicyRegret]


class LimitShare(Part):
    """In how many combinations of order, beliefs and specification a limit is kept."""

    outcome: str
    kept: int
    missed: int
    undecided: int = Field(description="within two Monte Carlo errors, or nothing was counted")


class Satisficing(Part):
    """In how many combinations of order, beliefs and specification every limit of the case is kept."""

    orders: int
    beliefs: int
    specifications: int = Field(description="the mixture, and each candidate with at least a twentieth of the weight")
    combinations: int
    kept: int = Field(description="every limit, each by two Monte Carlo errors")
    missed: int = Field(description="some limit is missed by two Monte Carlo errors")
    undecided: int = Field(description="none is missed, some cannot be told from luck")
    limits: list[LimitShare]


class RankStability(Part):
    """How much of the ranking of instruments by size stays over orders, beliefs or specifications."""

    outcome: str
    over: Over
    models: int = Field(description="how many are compared with the first order, the beliefs in use and the mixture")
    pairs: int = Field(
        description="of instruments whose sizes differ there; those that the outcome needs by definition are left out"
    )
    held: Estimate = Field(
        description="share of these pairs in the same order, mean over the models, with its 90% interval over parameter sets "
        "drawn anew; 1/2 is chance, Kendall's tau is 2 share - 1; null: no pair, or under 30 parameter sets"
    )
    again: Estimate = Field(
        description="the same for the first ranking itself with parameter sets drawn anew: luck alone"
    )
    least: str | None = Field(description="the model with the smallest share; null with `held`")
    least_held: float | None


class Regret(Rendered, Part):
    """The answer of `foedus orders --regret`."""

    format: Literal["foedus.regret/1"] = "foedus.regret/1"
    case: str
    horizon: int
    futures: int = Field(description="of each run; the same ones in all")
    parameter_sets: int = Field(description="of those futures")
    runs: int
    seed: int
    beliefs: str = Field(description="in use, but for satisficing and ranks")
    believed: BeliefFile | None = Field(
        None, description="the belief file, whole; null where the beliefs are shipped ones"
    )
    policies: dict[str, str] = Field(description="policies for a reader, by name")
    limits: list[RegretLimit]
    orders: list[RegretOrder]
    absent: list[AbsentOrder]
    regret: list[OutcomeRegret]
    satisficing: Satisficing
    ranks: list[RankStability]
