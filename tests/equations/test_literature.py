"""Nothing of the literature enters unlisted, and nothing listed points nowhere."""

import pytest

from foedus.equations.effects import BELIEFS, effects, priors
from foedus.equations.literature import ROLES, findings

STATED = {f"{e.kind}/{e.channel}" for beliefs in BELIEFS for e in effects(beliefs)} | set(priors())
PUBLISHED = {f"{e.kind}/{e.channel}" for beliefs in BELIEFS for e in effects(beliefs) if e.provenance == "literature"}
PUBLISHED |= {name for name, prior in priors().items() if prior.provenance == "literature"}


@pytest.mark.parametrize("key", sorted(PUBLISHED))
def test_every_prior_from_the_literature_is_listed(key):
    assert any(key in finding.keys for finding in findings())


@pytest.mark.parametrize("finding", findings(), ids=lambda finding: finding.number)
def test_every_finding_says_what_becomes_of_it(finding):
    assert finding.finding
    assert finding.source
    assert finding.use
    assert finding.status.split("-")[0].split("/")[0].split(";")[0] in {"S", "C", "M", "unverified"}
    assert finding.role in ROLES
    assert bool(finding.keys) == (finding.role == "prior")
    assert set(finding.keys) <= STATED


def test_no_finding_is_listed_twice():
    assert len({finding.number for finding in findings()}) == len(findings())


def test_what_was_only_recalled_is_no_size_of_a_default():
    """A number recalled and not checked may be a rival belief, never the default."""
    recalled = {e.mean for e in effects("optimist") if e.status == "M"}
    assert recalled
    assert not any(e.status == "M" for e in effects())
