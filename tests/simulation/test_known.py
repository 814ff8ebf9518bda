"""NaN is never 'never': what is unknown is refused by name, or drawn and leaves no NaN among the futures."""

from __future__ import annotations

import re
from dataclasses import fields, replace

import numpy as np
import pytest

from foedus.errors import ModelError
from foedus.simulation.engine import batches
from foedus.simulation.outcomes import YEARLY
from foedus.simulation.parameters import draw_parameters
from foedus.simulation.setting import setting
from foedus.world.build import from_case
from foedus.world.case import load_case
from foedus.world.fields import fields as described
from foedus.world.fields import needs
from foedus.world.world import INDICES, World

WORLD = from_case(load_case("us-rok"))
FLOATS = [field.name for field in fields(World) if np.asarray(getattr(WORLD, field.name)).dtype.kind == "f"]
POLES = [YEARLY.index(f"poles_{index}") for index in INDICES]


def without(name: str, place: int | str) -> World:
    """The world with one figure of a field unknown, or all of them."""
    values = np.array(getattr(WORLD, name), float)
    places = {"first": 0, "middle": values.size // 2, "last": -1, "all": slice(None)}
    values.flat[places[place] if isinstance(place, str) else place] = np.nan
    return replace(WORLD, **{name: values if values.ndim else float("nan")})


def futures(world: World) -> tuple[np.ndarray, np.ndarray]:
    parameters = draw_parameters(world, sets=20).parameters
    runs = list(batches(setting(world), parameters, seed=1, futures=20, horizon=4, threads=1))
    return tuple(np.concatenate([run[part] for run in runs]) for part in (2, 3))


def refusal(world: World) -> str | None:
    """What a setting of the world is refused with; None if it is not."""
    try:
        setting(world)
    except ModelError as error:
        return str(error)
    return None


@pytest.mark.parametrize("place", ["first", "middle", "last", "all"])
@pytest.mark.parametrize("name", FLOATS)
def test_an_unknown_figure_is_refused_by_name_or_leaves_no_nan(name: str, place: str) -> None:
    world = without(name, place)
    said = refusal(world)
    if said is not None:
        assert re.match(
            r"the \w+ \(.+\) of .+ is unknown, and the equations? of .+ cannot do without it; give it", said
        )
        with pytest.raises(ModelError, match=re.escape(said)):
            draw_parameters(world, sets=20)
        return
    totals, yearly = futures(world)
    assert not np.isnan(totals).any()
    for column, values in enumerate(np.moveaxis(yearly, 2, 0)):
        index = POLES.index(column) if column in POLES else None
        nothing = index is not None and np.isnan(world.capability[index]).all()
        assert np.isnan(values).all() if nothing else not np.isnan(values).any()


@pytest.mark.parametrize(
    "name", ["cinc", "integrity", "distance", "exposure", "strain", "troops", "gdp_per_head", "latent"]
)
def test_what_an_equation_needs_is_refused_where_it_is_unknown(name: str) -> None:
    with pytest.raises(ModelError, match=f"^the {name} "):
        futures(without(described()[name].array, "all"))
    assert needs()[name]


@pytest.mark.parametrize(
    ("name", "place", "said"),
    [
        (
            "capability",
            0,
            "of United States is unknown, and the equations of escalation, initiation, joining and treaty_end",
        ),
        (
            "distance",
            0,
            "of United States with United Kingdom is unknown, and the equations of initiation and treaty_formation",
        ),
        ("integrity", 0, "of north-atlantic-treaty is unknown, and the equation of integrity"),
    ],
)
def test_a_refusal_names_the_unit_and_the_equations(name: str, place: int, said: str) -> None:
    with pytest.raises(ModelError, match=said):
        draw_parameters(without(name, place))


def test_income_is_needed_of_candidates_alone() -> None:
    idle = int(np.flatnonzero(~WORLD.candidate)[0])
    keen = int(np.flatnonzero(WORLD.candidate)[0])
    setting(without("gdp_per_head", idle))
    with pytest.raises(ModelError, match=f"of {WORLD.names[keen]} is unknown, and the equation of armament"):
        setting(without("gdp_per_head", keen))


def test_a_capability_of_zero_is_unknown() -> None:
    capability = WORLD.capability.copy()
    capability[0, 2] = 0.0
    with pytest.raises(ModelError, match=f"the cinc .* of {WORLD.names[2]} is unknown"):
        setting(replace(WORLD, capability=capability))


def test_an_unknown_loss_of_coercion_is_refused() -> None:
    with pytest.raises(ModelError, match=r"the loss .* is unknown"):
        draw_parameters(replace(WORLD, loss=float("nan")))
