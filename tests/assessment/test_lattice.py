"""Classes of the record: counts, pooling, and what they make of a horizon."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate, stats

import foedus
from foedus.assessment import count_classes, lattice
from foedus.assessment.lattice import CONCENTRATIONS, PROCESSES, Count, Rate, carried, jeffreys, widened
from foedus.errors import ModelError
from foedus.world.outcomes import shown

KINDS = ("events", "ends", "trials")
counts = st.builds(Count, st.integers(0, 30).map(float), st.integers(30, 3000).map(float))


def test_no_war_in_186_years_is_what_it_takes_for_a_mean_under_one_in_twenty():
    at = [jeffreys(Count(0.0, years), "events").probability(20).value for years in (185, 186)]
    assert at[0] > 0.05 > at[1]
    upper = [jeffreys(Count(0.0, years), "events").probability(20).high for years in (748, 750)]
    assert upper[0] > 0.05 > upper[1]


@given(counts, st.integers(1, 60))
def test_a_rate_at_a_horizon_is_its_average_over_the_gamma(count, years):
    rate = jeffreys(count, "events")
    found = rate.probability(years)
    gamma = stats.gamma(rate.a, scale=1.0 / rate.b)
    mean = 1.0 - gamma.expect(lambda h: np.exp(-h * years))
    assert found.value == pytest.approx(mean, abs=1e-6)
    low, high = (1.0 - math.exp(-years * gamma.ppf(q)) for q in (0.05, 0.95))
    assert (found.low, found.high) == pytest.approx((min(low, found.value), max(high, found.value)))
    stays = jeffreys(count, "ends").probability(years)
    assert stays.value == pytest.approx(1.0 - found.value)
    assert (stays.low, stays.high) == pytest.approx((1.0 - found.high, 1.0 - found.low))


@given(counts, st.sampled_from(CONCENTRATIONS), st.sampled_from(KINDS))
def test_a_class_like_any_other_has_the_same_mean_and_is_less_sure(count, k, kind):
    rate = jeffreys(count, kind)
    wide = widened(rate, k)

    def mean(found):
        return found.a / (found.a + found.b) if kind == "trials" else found.a / found.b

    assert mean(wide) == pytest.approx(mean(rate))
    assert wide.a < rate.a


def test_the_variance_that_k_adds_is_that_of_the_product_of_two_gammas():
    rate, k = Rate(7.0, 100.0, "events"), 4.0
    rng = np.random.default_rng(1)
    product = rng.gamma(7.0, 0.01, 400_000) * rng.gamma(k, 1.0 / k, 400_000)
    wide = widened(rate, k)
    assert product.var() == pytest.approx(wide.a / wide.b**2, rel=0.02)


@given(st.lists(counts, min_size=1, max_size=4), st.sampled_from(KINDS))
def test_classes_that_are_all_alike_are_one_class(rings, kind):
    whole = Count(sum(ring.events for ring in rings), sum(ring.exposure for ring in rings))
    found, expected = carried(rings, kind, 1e9), jeffreys(whole, kind)
    assert (found.a, found.b) == pytest.approx((expected.a, expected.b), rel=1e-4)


def test_a_count_is_as_likely_as_the_integral_over_its_rate_says():
    rate, kinds = Rate(2.5, 300.0, "events"), [Count(e, 50.0) for e in (0.0, 1.0, 3.0)]
    found = [lattice.log_probability(count, rate) for count in kinds]
    gamma = stats.gamma(2.5, scale=1.0 / 300.0)

    def likelihood(count):
        return integrate.quad(lambda h: h**count.events * math.exp(-h * count.exposure) * gamma.pdf(h), 0.0, 0.2)[0]

    expected = [math.log(likelihood(count)) for count in kinds]
    assert np.diff(found) == pytest.approx(np.diff(expected), rel=1e-6)


def test_rings_of_a_chain_are_disjoint_and_add_up():
    for table in lattice.tables(2023).values():
        for cell in table.cells:
            rings = [table._ring(cell, depth) for depth in range(len(cell) + 1)]
            whole = table.chain(cell)[0].count
            assert sum(ring.events for ring in rings) == whole.events
            assert sum(ring.exposure for ring in rings) == whole.exposure
            assert all(ring.exposure >= 0.0 <= ring.events for ring in rings)


def test_an_attribute_that_is_not_known_ends_the_chain():
    table = lattice.tables(2023)["war"]
    assert len(table.chain([True, None, True])) == 2
    assert table.pooled([True, None, True]) == table.pooled([True])


def test_every_process_bears_on_an_outcome_and_no_outcome_on_another():
    assert {one.counted_as for one in shown()} - {""} == {process.name for process in PROCESSES}


def test_the_classes_of_the_shipped_cases():
    rok, philippines = foedus.load_case("us-rok"), foedus.load_case("us-philippines")
    for case, expected in ((rok, [True, True, True]), (philippines, [True, False, False])):
        table, values = lattice.of_outcome("war_outside", case)
        assert (table.process.name, values) == ("war", expected)
    assert lattice.of_outcome("pact_in_force", rok)[1] == [True, True, True, True]
    assert lattice.of_outcome("coercion", rok) is None


def test_a_table_that_does_not_fit_the_processes_is_refused():
    with pytest.raises(ModelError, match=r"class_rates\.csv does not fit process 'treaty-end'; count again"):
        lattice.read("process,class,year,events,exposure\nwar,111,1950,1,2\n", 2023)


def test_a_case_knows_no_class_of_years_after_its_date():
    rok = foedus.load_case("us-rok")
    then = rok.model_copy(update={"as_of": rok.as_of.replace(year=1975)})
    now, before = (lattice.of_outcome("war_outside", case)[0] for case in (rok, then))
    assert (now.years, before.years) == ((1947, 2010), (1947, 1975))
    assert sum(c.exposure for c in before.cells.values()) < sum(c.exposure for c in now.cells.values())
    assert all(before.cells[cell].events <= now.cells[cell].events for cell in before.cells)
    first = rok.model_copy(update={"as_of": rok.as_of.replace(year=1946)})
    assert lattice.of_outcome("war_outside", first) is None


@pytest.mark.data
def test_the_table_that_ships_is_what_the_files_give():
    assert count_classes.as_csv(count_classes.counted()) == count_classes.FILE.read_text(encoding="utf-8")


@given(st.floats(0.0, 1e9), st.floats(1e-3, 1e9), st.integers(1, 60), st.sampled_from(KINDS))
def test_an_interval_holds_its_mean_for_any_count_a_case_may_state(events, exposure, years, kind):
    found = jeffreys(Count(min(events, exposure), exposure), kind).probability(years)
    assert 0.0 <= found.low <= found.value <= found.high <= 1.0


def test_without_the_treaty_its_class_says_nothing():
    case = foedus.load_case("us-rok")
    own = next(item.id for item in case.instruments if item.own and item.kind == "defence-pact")
    for outcome in ("war_outside", "protege_deaths", "patron_fights", "pact_in_force"):
        assert lattice.of_outcome(outcome, case) is not None
        assert lattice.of_outcome(outcome, case, [own]) is None
    other = next(item.id for item in case.instruments if item.own and item.kind != "defence-pact")
    assert lattice.of_outcome("pact_in_force", case, [other]) is not None
