"""Two sources of one unit: what they always differed by is no signal, what has changed is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from foedus.arrays import Floats
from foedus.errors import InputError
from foedus.watch.agreement import TAIL, agreement
from foedus.watch.series import Series

MONTHS = np.datetime64("2015-01") + np.arange(84)


def series(counts: Floats, source: str) -> Series:
    return Series("launches", "launch-day", source, MONTHS[: len(counts)], counts, MONTHS[len(counts) - 1], None, None)


def pair(random: np.random.Generator, share: float = 0.4, crowd: float = 5.0) -> tuple[Series, Series]:
    """The first counts .4 of what both do until the last year, then `share`; sources vary by month."""
    level = random.gamma(2.0, 4.0, 84)
    now = np.where(np.arange(84) < 72, 0.4, share)
    q = random.beta(now * crowd, (1.0 - now) * crowd)
    total = random.poisson(level)
    first = random.binomial(total, q)
    return series(first.astype(float), "one"), series((total - first).astype(float), "other")


def test_sources_that_count_as_ever_disagree_as_seldom_as_is_said() -> None:
    random = np.random.default_rng(1)
    tails = np.array([agreement(*pair(random)).tail for _ in range(150)])
    assert np.mean(tails < TAIL) < 0.11
    assert np.mean(tails < 0.5) == pytest.approx(0.5, abs=0.15)


def test_a_source_that_has_come_to_count_less_is_found() -> None:
    random = np.random.default_rng(2)
    found = [agreement(*pair(random, share=0.08)) for _ in range(30)]
    assert np.mean([each.disagree for each in found]) > 0.8
    assert found[0].before == pytest.approx(0.4, abs=0.1)
    assert found[0].now < 0.2


def test_months_of_one_alone_are_left_out() -> None:
    first, other = pair(np.random.default_rng(3))
    hidden = first.counts.copy()
    hidden[::5] = np.nan
    shorter = replace(other, months=other.months[3:], counts=other.counts[3:])
    found = agreement(replace(first, counts=hidden), shorter)
    keep = np.isfinite(hidden[3:])
    assert found.units == (hidden[3:][keep] + shorter.counts[keep])[-12:].sum()


def test_too_little_says_nothing_and_units_do_not_mix() -> None:
    first, other = pair(np.random.default_rng(4))
    short = agreement(replace(first, counts=first.counts * 0), replace(other, counts=other.counts * 0))
    assert (short.tail, short.before, short.now, short.disagree) == (None, None, None, False)
    with pytest.raises(InputError, match="sources of different units cannot be set against each other"):
        agreement(first, replace(other, unit="missile"))


def test_a_source_that_never_counted_anything_and_does_now_is_found() -> None:
    first, other = series(np.append(np.zeros(72), np.full(12, 5.0)), "one"), series(np.full(84, 5.0), "other")
    assert agreement(first, other).disagree
    assert agreement(other, first).disagree
