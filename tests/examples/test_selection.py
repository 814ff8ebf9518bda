"""The example's tables are those of the page, and its estimator is that of statsmodels where both can go."""

from __future__ import annotations

import numpy as np
import pytest

pytestmark = pytest.mark.fit


@pytest.fixture(scope="module")
def within(load_example):
    pytest.importorskip("jax")
    return load_example("within")


@pytest.fixture(scope="module")
def made():
    """Forty groups of eight rows, two predictors, events more likely with the first."""
    rng = np.random.default_rng(3)
    group = np.repeat(np.arange(40), 8)
    x = rng.normal(size=(len(group), 2))
    y = (rng.random(len(group)) < 1 / (1 + np.exp(1.0 - 0.7 * x[:, 0] - rng.normal(size=40)[group]))).astype(float)
    return y, x, group


@pytest.mark.parametrize(("kind", "peer"), [("logit", "ConditionalLogit"), ("poisson", "ConditionalPoisson")])
def test_the_estimator_is_that_of_statsmodels(within, made, kind, peer):
    conditional = pytest.importorskip("statsmodels.discrete.conditional_models")
    y, x, group = made
    kept = within.informative(y, group)
    found = within.fit(y, x, group, group, kind)
    theirs = getattr(conditional, peer)(y[kept], x[kept], groups=group[kept]).fit(disp=False)
    np.testing.assert_allclose(found.b, theirs.params, atol=2e-4)
    assert (found.rows, found.groups) == (kept.sum(), len(np.unique(group[kept])))


def test_order_and_cluster_names_do_not_matter_but_shared_clusters_do(within, made):
    y, x, group = made
    order = np.random.default_rng(4).permutation(len(y))
    first = within.fit(y, x, group, group)
    again = within.fit(y[order], x[order], group[order], group[order] + 900)
    np.testing.assert_allclose(first.b, again.b, atol=1e-9)
    np.testing.assert_allclose(first.covariance, again.covariance, atol=1e-9)
    assert not np.allclose(first.covariance, within.fit(y, x, group, group // 2).covariance)


def test_an_effect_that_never_varies_within_is_refused(within, made):
    y, x, group = made
    constant = np.column_stack([x, group % 2])
    with pytest.raises(ValueError, match="not identified"):
        within.fit(y, constant, group, group)


@pytest.mark.data
def test_the_tables_are_those_of_the_page(load_example, page):
    """Without the within-dyad logits, which take a minute and print the risk ratios again."""
    study = load_example("selection")
    printed = page("explanation/treaties.md").splitlines()
    rows = study.sample()
    quick = [study.MODELS[k] for k in (0, 5)]
    for line in [*study.pacts(rows, quick), *study.structure(rows), *study.troops(rows), *study.checks(rows)]:
        assert line in printed
    for line in study.counts(rows):
        assert line in printed
