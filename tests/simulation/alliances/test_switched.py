"""Past alliances with a mechanism switched: which cases it touches, and when a score is worse."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from foedus.errors import InputError
from foedus.report.alliances import CHANGES, changes
from foedus.simulation.alliances.answer import Line
from foedus.simulation.alliances.switched import Told, again, asked
from foedus.world.build import from_case
from foedus.world.case import load_case

LINE = {
    "origin": 1960, "atopid": 1, "name": "A and B, 1950", "members": 2, "patron": "A", "bilateral": True, "cases": 1,
    "with_challenger": 1, "survival": 0.8, "survived": True, "survival_class": 0.5, "war": 0.1, "war_happened": 0.0,
    "war_in_case": 0.0, "war_class": 0.2, "joining": None, "attacked": 0, "joined": None, "joining_class": 0.1,
    "refused": None,
}  # fmt: skip


def lines(forecasts: list[float]) -> list[Line]:
    """Alliances of different patrons, every other of which lapsed."""
    return [
        Line(**{**LINE, "atopid": k, "patron": f"P{k}", "survived": k % 2 == 0, "survival": survival})
        for k, survival in enumerate(forecasts)
    ]


def test_what_is_asked_for_is_switched_where_the_world_has_it_and_only_there():
    both, load = asked(["wedge=on+load=off", "load=off", "load=off"])
    world = from_case(load_case("us-rok"))
    assert both.within(world) == (("load",), ("wedge",))
    assert both.within(from_case(load_case("us-philippines"))) == (("load",), ())
    assert load.within(world) == (("load",), ())
    with pytest.raises(InputError, match="unknown mechanism"):
        asked(["wegde=on"])
    with pytest.raises(InputError, match="both off and on"):
        asked(["load=on+load=off"])


def test_a_score_is_worse_only_by_more_than_its_interval():
    before = lines([0.6, 0.4] * 20)
    worse = [Told(line, 1, 5) for line in lines([0.4, 0.6] * 20)]
    found = again("wedge=on", before, worse, seed=1)
    (change,) = found.changes
    assert (found.cases, found.alliances, found.futures) == (40, 40, 200)
    assert change.expected == (20.0, 20.0)
    assert change.brier == (pytest.approx(0.2),) * 3
    assert found.worse == ["treaty in force"]
    mixed = lines([0.8, 0.4, 0.4, 0.4] + [0.6, 0.4] * 18)
    assert again("wedge=on", before, [Told(line, 1, 1) for line in mixed], seed=1).worse == []
    same = again("wedge=on", before, [Told(line, 0, 0) for line in before], seed=1)
    assert same.changes[0].brier == (0.0, 0.0, 0.0)
    assert (same.cases, same.worse) == (0, [])


def test_a_row_says_what_is_worse_and_a_switch_that_moves_nothing_has_one_row():
    before = lines([0.6, 0.4] * 20)
    worse = again("wedge=on", before, [Told(line, 1, 5) for line in lines([0.4, 0.6] * 20)], seed=1)
    still = again("troops=on", before, [Told(line, 1, 0) for line in before], seed=1)
    head, rows = changes(SimpleNamespace(switched=[worse, still]))
    assert head == CHANGES
    assert [row[:4] for row in rows] == [
        ("wedge=on", "40", "200", "treaty in force"),
        ("troops=on", "40", "0", "nothing changes"),
    ]
    assert rows[0][-1] == "worse"
    assert rows[0][5].startswith("0.2000 [")
