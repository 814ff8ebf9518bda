"""Indicators are declared in files; what makes no sense is refused by line, and those that ship are sound."""

from __future__ import annotations

import pytest

from foedus.errors import InputError
from foedus.watch.event import UNITS, counts
from foedus.watch.feeds.mapped import load_mapping
from foedus.watch.feeds.registry import feeds
from foedus.watch.indicator import indicators, mapping_names, mapping_path

OWN = """
case: us-rok
indicators:
  - name: own
    title: Own
    source: cns
    unit: missile
    actor: [PRK]
    informs: missile-launches
"""


def test_those_that_ship_count_a_unit_of_their_source(case):
    mapped = {read.source: read.unit for name in mapping_names() if (read := load_mapping(mapping_path(name)))}
    units = {name: feed.unit for name, feed in feeds().items()} | mapped
    found = indicators(case)
    assert len(found) >= 8
    assert all(one.unit in UNITS and counts(one.unit, units[one.source]) for one in found)
    assert {one.source for one in found} >= {"cns", "beyond-parallel", "taiwan-mnd", "joint-air-patrols"}


def test_own_indicators_stand_beside_those_that_ship(case, tmp_path):
    path = tmp_path / "own.yaml"
    path.write_text(OWN)
    assert [one.name for one in indicators(case, path)] == [*(one.name for one in indicators(case)), "own"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("source: cns", "source: [cns, beyond-parallel]"), r":6: indicators\[0\].source: names several sources"),
        (("unit: missile", "unit: rocket"), "unknown unit 'rocket'"),
        (("informs: missile-launches", "informs: magic"), "unknown mechanism 'magic'"),
        (("informs: missile-launches", "informs: null"), "an indicator that informs nothing says why"),
        (("actor: [PRK]", "actor: [ABC]"), "unknown state 'ABC'"),
        (("case: us-rok", "case: us-japan"), "the indicators are those of us-japan"),
        (("    title: Own\n", ""), "title: is missing"),
    ],
)
def test_what_makes_no_sense_is_refused(case, tmp_path, change, said):
    path = tmp_path / "own.yaml"
    path.write_text(OWN.replace(*change))
    with pytest.raises(InputError, match=said):
        indicators(case, path)


def test_a_name_stands_once(case, tmp_path):
    path = tmp_path / "own.yaml"
    path.write_text(OWN + OWN.partition("indicators:\n")[2])
    with pytest.raises(InputError, match="'own' a second time"):
        indicators(case, path)


def test_a_case_without_indicators_says_how_to_declare_them():
    from foedus.world.case import load_case

    with pytest.raises(InputError, match="no indicators ship for the case nato-1960"):
        indicators(load_case("nato-1960"))
