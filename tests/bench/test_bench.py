"""The benchmark's parts do what they say; nothing is timed here."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from foedus.simulation import engine
from foedus.simulation.outcomes import EVENTS, TOTALS, YEARLY
from foedus.simulation.setting import setting
from foedus.simulation.state import Parameters, Setting
from foedus.simulation.steps import level

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bench"))

import draws_only
import worlds

STATES, YEARS = 8, 3


@pytest.fixture(scope="module")
def small() -> tuple[Setting, Parameters]:
    world = worlds.world(STATES)
    return setting(world), worlds.parameters(world, sets=4)


@pytest.mark.parametrize("states", [6, 8, 50])
def test_pairs_are_distinct_and_as_many_as_documented(states: int) -> None:
    pairs = worlds.pairs(states)
    m = worlds.majors(states)
    assert len({tuple(pair) for pair in pairs}) == len(pairs) == m * (m - 1) // 2 + m * (states - m) + states - m - 1
    assert (pairs[:, 0] < pairs[:, 1]).all()
    assert pairs.max() == states - 1


def test_a_world_of_a_size_that_makes_no_sense_is_refused() -> None:
    with pytest.raises(ValueError, match="not 5"):
        worlds.world(5)


def reference(small: tuple[Setting, Parameters], futures: int) -> list[engine.Batch]:
    return list(engine.batches(*small, seed=3, futures=futures, horizon=YEARS, engine="reference"))


def drawn(small: tuple[Setting, Parameters], conditional: Any, futures: int) -> Any:
    width = min(futures, 4)
    return draws_only.run(*small, conditional, seed=3, futures=futures, work=draws_only.draw_block, width=width)


def test_draws_only_makes_the_draws_of_the_kernel(small: tuple[Setting, Parameters]) -> None:
    w, p = small
    futures = 4
    conditional = draws_only.conditional_draws(w, p, seed=3, futures=futures, horizon=YEARS)
    with draws_only.counted() as kernel:
        reference(small, futures)
    with draws_only.counted() as alone:
        drawn(small, conditional, futures)
    for address in [each for each in kernel if isinstance(each, tuple) and each[-1] in draws_only.RARE]:
        kernel["uniforms"] -= kernel.pop(address)
    assert conditional[:, :, draws_only.CONDITIONAL.index(draws_only.ESCALATE)].sum() > 0
    assert alone == kernel


def test_draws_only_makes_as_many_draws_as_documented(small: tuple[Setting, Parameters]) -> None:
    nothing_happens = np.zeros((1, YEARS, len(draws_only.CONDITIONAL)), np.int64)
    with draws_only.counted() as calls:
        drawn(small, nothing_happens, 1)
    assert {name: calls[name] for name in draws_only.DRAWERS} == draws_only.documented(small[0], YEARS)


def test_draws_only_compiled_makes_the_draws_of_the_interpreted(small: tuple[Setting, Parameters]) -> None:
    conditional = draws_only.conditional_draws(*small, seed=3, futures=4, horizon=YEARS)
    work = draws_only.compiled()
    compiled = draws_only.run(*small, conditional, seed=3, futures=6, work=work, width=4)
    np.testing.assert_array_equal(compiled, drawn(small, conditional, 6))


def test_counting_leaves_the_engine_as_it_was(small: tuple[Setting, Parameters]) -> None:
    before: Any = reference(small, 1)[0][1]
    with draws_only.counted():
        pass
    np.testing.assert_array_equal(reference(small, 1)[0][1], before)
    assert level.uniforms is draws_only.uniforms


def test_mesa_peer_runs(small: tuple[Setting, Parameters]) -> None:
    pytest.importorskip("mesa")
    from peers import mesa_alliance

    _, events, totals, yearly = mesa_alliance.run(*small, seed=1, futures=2, horizon=YEARS)
    _, own_events, own_totals, own_yearly = reference(small, 2)[0]
    assert events.shape == own_events.shape == (2, len(EVENTS))
    assert totals.shape == own_totals.shape == (2, len(TOTALS) + 2)
    assert yearly.shape == own_yearly.shape == (2, YEARS, len(YEARLY))
    assert (events < 2**YEARS).all()
    governments = [k for k, name in enumerate(EVENTS) if name.startswith("governments")]
    assert (np.bitwise_or.reduce(events[:, governments], axis=1) == 2**YEARS - 1).all()
    assert np.isfinite(yearly).all()


def test_the_draws_alone_are_a_share_of_the_kernel() -> None:
    pytest.importorskip("mesa")
    import speed

    share = speed.share_of_draws("us-philippines", futures=4, counted=1)
    assert share["share"] > 0
    assert set(share["calls_per_future"]) == set(draws_only.DRAWERS)


def test_foedus_and_the_mesa_peer_are_compared() -> None:
    pytest.importorskip("mesa")
    import speed

    same = speed.against_mesa("us-philippines", mesa_futures=2, futures=4)
    assert [line["outcome"] for line in same["outcomes"]]
