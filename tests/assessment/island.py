"""A made-up alliance, and two states far from it that share nothing with it but what every pair of states shares.

Parameter sets can be planted: then it is known what a condition on the two far states tells of the alliance, and why.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from foedus.simulation.study import Study
from foedus.world.case import load_case

RURITANIA = Path(__file__).parent / "ruritania.yaml"
STATE = """  - code: {code}
    abbreviation: {name}
    name: State {name}
    role: system
    major: false
    democracy: false
    candidate: false
    figures:
      cinc: {{ value: 0.01, unit: share of system, year: 2015, source: made-up }}
      gdp: {{ value: 800, unit: billion current USD, year: 2015, source: made-up }}
      milex: {{ value: 20000, unit: million current USD, year: 2015, source: made-up }}
      gdp_per_head: {{ value: 30, unit: thousand international dollars of 2017, year: 2015, source: made-up }}
      polyarchy: {{ value: 0.8, unit: index 0 to 1, year: 2015, source: made-up }}
      ideal_point: {{ value: 1.0, unit: ideal point, year: 2015, source: made-up }}
      nuclear: {{ value: 0, unit: Bleek status, year: 2015, source: made-up }}
"""
RELATION = """  - states: [{first}, {second}]
    since: 1950
    contiguous: {near}
    distance: {{ value: 900, unit: km, year: 2015, source: made-up }}
    last_dispute: {{ value: null, unit: year, reason: none recorded }}
    memory: {{ value: 0, unit: disputes halved every 20 years, year: 2010, source: made-up }}
    rivalry: {{ value: 0, unit: "strategic rivalry, 0 or 1", year: 2015, source: made-up }}
"""
FIGHT = ({102, 103}, {104, 105})
PAIRS = ("BOH-AAA", "BOH-BBB", "STR-AAA", "STR-BBB", "AAA-BBB")


def island(folder):
    """The case, from a file in a folder."""
    text = RURITANIA.read_text(encoding="utf-8").replace("cinc: { value: 0.81,", "cinc: { value: 0.79,")
    states = "".join(STATE.format(code=code, name=name) for code, name in ((104, "AAA"), (105, "BBB")))
    relations = "".join(
        RELATION.format(first=pair[:3], second=pair[4:], near=str(pair == "AAA-BBB").lower()) for pair in PAIRS
    )
    text = text.replace("\nrest:\n", f"{states}\nrest:\n").replace("\ninstruments:\n", f"{relations}\ninstruments:\n")
    path = folder / "island.yaml"
    path.write_text(text, encoding="utf-8")
    return load_case(path)


class Planted(Study):
    """A study whose parameter sets are all the same, but for what is planted in them: Ruritania and Strelsau may have disputes,
    and so may the two far states, and nobody joins.

    baseline    part of the log-odds of a dispute that does not change
    spread      what is added to them in one half of the sets, and taken off in the other
    shock       standard deviation of the yearly shock to the level of disputes, which lasts
    """

    def __init__(self, case, *, baseline=-2.0, spread=0.0, shock=0.0, **asked):
        super().__init__(case, **asked)
        self.baseline, self.spread, self.shock = baseline, spread, shock
        self.made = {}

    def parameters(self, *args, **asked):
        """The sets, as planted."""
        drawn = super().parameters(*args, **asked)
        if id(drawn) not in self.made:
            self.made[id(drawn)] = replace(drawn, parameters=self.planted(drawn.parameters))
        return self.made[id(drawn)]

    def planted(self, parameters):
        """Every set as the first, then what is planted."""
        made = parameters._replace(
            **{name: np.repeat(x[:1], len(x), axis=0) for name, x in parameters._asdict().items()}
        )
        made.initiation_baseline[:] = -30.0
        fights = np.repeat([set(pair) in FIGHT for pair in self.world.codes[self.world.pairs].tolist()], 2)
        made.initiation_baseline[:, fights] = self.baseline + self.spread * sign(len(made.draws))[:, None]
        made.draws["joining"]["constant"] = -30.0
        made.draws["year_persistence"], made.draws["year_scale"] = 0.9, self.shock
        made.draws["year_start"]["centre"] = made.draws["year_start"]["sd"] = 0.0
        return made


def sign(sets):
    """+1 for the even sets, -1 for the odd."""
    return np.where(np.arange(sets) % 2 == 0, 1.0, -1.0)
