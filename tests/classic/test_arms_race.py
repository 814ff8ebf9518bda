"""Arms races: the closed form against a numerical integration, stability, fits, Richardson's figures, refusals."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from foedus.classic.arms_race import FEWEST, Race, fit_pair, fit_sum, trial
from foedus.classic.race_answer import race
from foedus.classic.spending import from_file, from_states
from foedus.data.catalog import data_root
from foedus.errors import DataError, InputError

small = st.floats(0.0, 1.5)
races = st.builds(Race, st.tuples(small, small), st.tuples(small, small), st.tuples(st.floats(-5, 5), st.floats(-5, 5)))
starts = st.tuples(st.floats(0, 50), st.floats(0, 50))


@settings(max_examples=25, deadline=None)
@given(races, starts)
def test_the_closed_form_is_the_solution(found, start):
    told = solve_ivp(
        lambda _, z: found.matrix @ z + found.grievance, (0, 3), start, t_eval=[0, 1, 3], rtol=1e-10, atol=1e-10
    )
    np.testing.assert_allclose(found.path(start, [0, 1, 3]), told.y.T, rtol=1e-6, atol=1e-6)


@given(races, starts)
def test_stability_is_that_of_the_eigenvalues(found, start):
    real = np.linalg.eigvals(found.matrix).real.max()
    assume(abs(real) > 1e-6)
    assert found.stable == (real < 0)
    if found.stable and real < -0.05:
        np.testing.assert_allclose(found.path(start, 2000.0)[0], found.equilibrium, rtol=1e-4, atol=1e-4)


@given(races)
def test_nothing_moves_at_the_equilibrium(found):
    (a, b), (k, l_) = found.fatigue, found.reaction
    assume(abs(a * b - k * l_) > 1e-3)
    at = found.equilibrium
    np.testing.assert_allclose(found.matrix @ at + found.grievance, 0.0, atol=1e-6 * (1 + np.abs(at).max()))
    np.testing.assert_allclose(found.steps(at, 3)[-1], at, rtol=1e-6, atol=1e-6)


def test_a_race_without_an_equilibrium_says_so_and_still_has_a_path():
    found = Race((0.5, 0.5), (0.5, 0.5), (1.0, 1.0))
    assert np.isnan(found.equilibrium).all()
    assert not found.stable
    np.testing.assert_allclose(found.path((3.0, 3.0), [2.0]), [[5.0, 5.0]])


@settings(max_examples=40)
@given(st.integers(0, 10_000), st.floats(0.01, 1e6))
def test_a_fit_finds_the_race_that_made_the_data_whatever_the_unit(seed, unit):
    draw = np.random.default_rng(seed)
    made = Race(tuple(draw.uniform(0.0, 0.3, 2)), tuple(draw.uniform(0.1, 0.8, 2)), tuple(draw.uniform(1, 5, 2)))
    assume(np.abs(np.diff(np.linalg.eigvals(made.matrix))).max() > 0.05)
    z = made.steps(draw.uniform(20, 60, 2), 9)
    found = fit_pair(z * unit).race
    np.testing.assert_allclose(found.reaction, made.reaction, atol=1e-5)
    np.testing.assert_allclose(found.fatigue, made.fatigue, atol=1e-5)
    np.testing.assert_allclose(np.array(found.grievance) / unit, made.grievance, atol=1e-3)


@given(st.integers(0, 10_000))
def test_the_two_sides_can_change_places(seed):
    z = np.random.default_rng(seed).uniform(1, 10, (15, 2)).cumsum(axis=0)
    one, other = fit_pair(z), fit_pair(z[:, ::-1])
    np.testing.assert_allclose(other.race.reaction[::-1], one.race.reaction, rtol=1e-6, atol=1e-9)
    np.testing.assert_allclose(other.errors[::-1], one.errors, rtol=1e-6, atol=1e-9)
    assert other.shock == pytest.approx(one.shock)


def test_standard_errors_are_those_of_statsmodels():
    import statsmodels.api as api

    z = np.random.default_rng(2).uniform(1, 10, (25, 2)).cumsum(axis=0)
    told = api.OLS(np.diff(z[:, 0]), api.add_constant(z[:-1])).fit()
    found = fit_pair(z)
    np.testing.assert_allclose(
        [found.race.grievance[0], -found.race.fatigue[0], found.race.reaction[0]], told.params, rtol=1e-7
    )
    np.testing.assert_allclose(found.errors[0], told.bse[[2, 1, 0]], rtol=1e-6)


def test_two_series_that_only_drift_do_not_beat_their_own_past_on_average():
    shares = [
        trial(np.random.default_rng(seed).normal(0.3, 1, (40, 2)).cumsum(axis=0) + 100).own_past for seed in range(40)
    ]
    assert np.mean(shares) > 1


def test_a_real_reaction_beats_its_own_past():
    draw = np.random.default_rng(5)
    z, made = [np.array([10.0, 30.0])], Race((0.5, 0.0), (0.5, 0.1), (0.0, 3.0))
    for _ in range(60):
        z.append(z[-1] + made.matrix @ z[-1] + made.grievance + draw.normal(0, [0.2, 3.0]))
    assert trial(np.array(z)).own_past[0] < 0.5


def rich(tmp_path, sides=("france+russia", "germany+austria_hungary")):
    return from_file(data_root() / "formal" / "richardson_1909_1913_defence_budgets_gbp_m.csv", sides)


@pytest.mark.data
def test_richardsons_slope_is_matched_and_his_zero_within_a_million(tmp_path):
    found = fit_sum(rich(tmp_path).values.sum(axis=1))
    assert round(found.slope, 2) == 0.73
    assert found.zero == pytest.approx(194, abs=1.0)
    answer = race(rich(tmp_path))
    assert answer.pair is None
    assert "too few" in answer.caveats[0]


def write(tmp_path, text):
    path = tmp_path / "arms.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_of_two_sides_is_raced(tmp_path):
    draw = np.random.default_rng(3)
    rows = draw.uniform(1, 3, (30, 2)).cumsum(axis=0)
    path = write(tmp_path, "Year,Left,Right\n" + "".join(f"{1950 + i},{x},{y}\n" for i, (x, y) in enumerate(rows)))
    answer = race(from_file(path))
    assert answer.names == ("left", "right")
    assert answer.changes == 29
    assert answer.pair.forecasts == 10
    assert len(answer.pair.ahead) == 11


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the file has 0 rows"),
        ("year,a,b\n", "the file has 1 row; give a heading and at least one row"),
        ("when,a,b\n1,2,3\n", "missing column year"),
        ("year,a\n1950,1\n", "say which two sides"),
        ("year,a,b\n1950,1,2\n1952,2,3\n", r"arms\.csv:3: year: 1952 follows 1950"),
        ("year,a,b\n1950,1,2\n1951,x,3\n", r"arms\.csv:3: a: 'x' is not a number"),
        ("year,a,b\n1950,1,2\n1951,-3,3\n", r"arms\.csv:3: a: -3 is not allowed"),
        ("year,a,b\n1950,1,2\n1951.5,3,3\n", r"arms\.csv:3: year: 1951.5 is not a whole number"),
        ("year,a,a\n1950,1,2\n", "named twice"),
    ],
)
def test_a_bad_file_is_refused_with_its_line(tmp_path, text, said):
    with pytest.raises(InputError, match=said):
        race(from_file(write(tmp_path, text)))


def test_too_few_or_constant_values_are_refused():
    with pytest.raises(InputError, match="at least 3"):
        fit_sum([1.0, 2.0])
    with pytest.raises(InputError, match="does not vary"):
        fit_sum([2.0, 2.0, 2.0])
    with pytest.raises(InputError, match=f"at least {FEWEST}"):
        fit_pair(np.ones((5, 2)))
    with pytest.raises(InputError, match="not identified"):
        fit_pair(np.column_stack([np.arange(12.0), 2 * np.arange(12.0)]))


@pytest.fixture
def publishers(tmp_path, monkeypatch):
    """A data folder with two made-up states: one with every year of NMC, one with a gap in SIPRI."""
    (tmp_path / "state").mkdir()
    (tmp_path / "system").mkdir()
    spell = "1900,1,1,2016,12,31,2016"
    head = "stateabb,ccode,statenme,styear,stmonth,stday,endyear,endmonth,endday,version"
    (tmp_path / "system" / "cow_states2024.csv").write_text(
        f"{head}\nAAA,901,Aland,{spell}\nBBB,902,Beland,{spell}\n", encoding="utf-8"
    )
    draw = np.random.default_rng(1)
    years = list(range(1960, 1990))
    rows = {"ccode": [901] * 30 + [902] * 30, "year": years * 2, "milex": draw.integers(1000, 9000, 60).tolist()}
    rows |= dict.fromkeys(("milper", "irst", "pec", "tpop", "upop", "cinc"), [1] * 60)
    pl.DataFrame(rows).write_parquet(tmp_path / "state" / "nmc7.parquet")
    sipri = ["country,year,milex_constant_usd_m,milex_current_usd_m,milex_share_gdp"]
    sipri += [f"Aland,{year},5,5,.02" for year in years] + [f"Beland,{year},6,6,.02" for year in years if year != 1975]
    (tmp_path / "state" / "sipri_milex_subset.csv").write_text("\n".join(sipri) + "\n", encoding="utf-8")
    monkeypatch.setenv("FOEDUS_DATA", str(tmp_path))


@pytest.mark.usefixtures("publishers")
def test_states_are_taken_from_the_first_source_that_has_every_year():
    found = from_states(["AAA", "BBB"], 1960, 1989)
    assert found.names == ("Aland", "Beland")
    assert found.source == "COW National Material Capabilities"
    assert found.values.max() < 10
    assert from_states(["AAA", "BBB"], 1960, 1974).source == "SIPRI Military Expenditure Database"


@pytest.mark.usefixtures("publishers")
def test_gaps_and_unknown_states_are_refused():
    with pytest.raises(DataError, match="no spending of Beland in 1975"):
        from_states(["AAA", "BBB"], 1970, 1980, "sipri-milex")
    with pytest.raises(DataError, match="no spending of Aland in 1955-1959, 1990"):
        from_states(["AAA", "BBB"], 1955, 1990, "cow-nmc")
    with pytest.raises(InputError, match="unknown state 'AAB'"):
        from_states(["AAB", "BBB"], 1960, 1989)
    with pytest.raises(InputError, match="are not two"):
        from_states(["AAA"], 1960, 1989)
    with pytest.raises(InputError, match="unknown source 'sipri'"):
        from_states(["AAA", "BBB"], 1960, 1989, "sipri")
