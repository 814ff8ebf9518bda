"""What the house costs to change stays within bounds, and the count is right on a small house."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest
from tests.house import count

BOUNDS = {
    "mechanism": {"coercion": 22, "armament": 21},
    "outcome": {"protege_deaths": 3, "trilateral_meeting": 2},
    "term": {"log_common_opponents": 4, "latent": 17, "target_side": 5},
    "source": {"sipri-arms": 4, "gsdb": 4},
    "command": {"bargain": 4, "deter": 5},
}
"""Most files that name each thing, as many as do today: never raised without a reason.

Switches are named in `mechanisms.csv`; an equation with rivals, as that of the nuclear decision, is in the tables of weights. A
replay tells every kind of event (what is seen, its line, its sentence), and `discover` has words for every parameter. An event
that can be made, as an episode of coercion, is named where a condition is read and where it is made. A game
that has a chart is named where charts are asked for. An outcome names its equations.
"""


@pytest.mark.parametrize(("kind", "thing"), [(kind, thing) for kind, things in BOUNDS.items() for thing in things])
def test_a_named_thing_stands_in_few_files(kind, thing):
    found = count.files(count.KINDS[kind], thing)
    assert 0 < len(found) <= BOUNDS[kind][thing], found


def test_every_thing_counted_has_a_bound():
    assert {kind: set(things) for kind, things in BOUNDS.items()} == {
        name: set(kind.things) for name, kind in count.KINDS.items()
    }


def test_coefficients_predictors_and_equations_go_by_name():
    assert count.positional() == []
    assert count.unpacked() == []
    assert count.misnamed() == []
    assert count.homeless() == []


@pytest.fixture
def house(tmp_path):
    """A house with one fitted equation, `flood`, and one stated, `drought`."""
    texts = {
        "equations/flood.py": '''
            """A flood is no drought."""
            TERMS = ("constant", "rain", "river", "rain_by_river")
            # drought
            @jitable
            def log_odds(b, rain, stream):
                return b[0] + b[1] * rain + b[2] * stream + b[3] * rain * stream
        ''',
        "equations/stated.csv": 'name,meaning\ndrought.rate,"How often a drought comes, in words of many a sentence"\n',
        "equations/drought.py": """
            class Terms(NamedTuple):
                heat: Number
                wind: Number
            def probability(b, x, luck):
                return b.heat * x.heat + b.memory * x.wind + b.spread * luck
        """,
        "estimate/shipped/flood.npz": "",
        "estimate/shipped/drought.csv": "drought",
        "estimate/samples/flood.py": "COLUMNS = ('rain', 'river')\n",
        "simulation/steps/flood.py": """
            from house.equations import drought
            def step(p, g):
                own = p.draws[g].flood
                level, spread = p.draws[g].river[own]
                return own[1] + p.other[2]
        """,
        "world/schema.py": "FloodPlain = 1\n",
        "world/check.py": "print('no flood is known, nor a drought')\nWORDS = {'flood.rate': 'flooding'}\n",
        "world/fields.csv": "name,meaning\nrain,Rain of a state\n",
    }
    for name, text in texts.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text), encoding="utf-8")
    return tmp_path


def named(house: Path, thing: str, **kind: object) -> list[str]:
    one = count.Kind({thing: (thing,)}, **{"within": True, **kind})
    return [str(path) for path in count.files(one, thing, house)]


def test_files_count_by_identifiers_strings_and_cells_not_by_prose(house):
    assert named(house, "drought") == ["equations/drought.py", "equations/stated.csv", "simulation/steps/flood.py"]
    assert "world/check.py" in named(house, "flood")
    assert "equations/flood.py" in named(house, "flood")


def test_a_part_of_an_identifier_counts_where_it_is_asked_for(house):
    assert "world/schema.py" in named(house, "flood")
    assert "world/schema.py" not in named(house, "flood", within=False)


def test_folders_can_be_left_out(house):
    assert named(house, "rain", within=False, outside=("world", "estimate")) == ["equations/flood.py"]


def test_positions_are_found_in_equations_and_in_what_is_drawn(house):
    assert sorted(count.positional(house)) == [f"flood.log_odds: b[{k}]" for k in range(4)] + ["flood.step: own[1]"]
    assert count.unpacked(house) == ["flood.step: level", "flood.step: spread"]


def test_a_predictor_goes_by_one_name(house):
    assert count.predictors(house) == [
        ("drought", "heat", "heat"),
        ("flood", "rain", "rain"),
        ("flood", "river", "stream"),
    ]
    assert count.misnamed(house) == ["flood: term river, argument stream"]


def test_an_equation_is_looked_for_under_its_name(house):
    assert count.equations(house) == {"drought": False, "flood": True}
    assert count.homeless(house) == ["step of drought", "fit of flood"]
