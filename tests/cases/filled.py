"""The template of `case new` as a person might fill it in: three made-up states, every placeholder replaced."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import yaml

from foedus.world.case import new_case
from foedus.world.textfile import parse

STATES = (("901", "AAA", "Patria"), ("902", "BBB", "Protecta"), ("903", "CCC", "Adversaria"))
FIGURES = {
    "cinc": ("0.2", "0.02", "0.1"),
    "gdp": ("20000", "500", "9000"),
    "milex": ("800000", "9000", "200000"),
    "gdp_per_head": ("60", "12", "15"),
    "polyarchy": ("0.8", "0.6", "0.1"),
    "ideal_point": ("2", "0.5", "-1"),
    "nuclear": ("3", "0", "0"),
    "latent": ("1", "0", "1"),
}
PAIRS = (("AAA", "BBB"), ("AAA", "CCC"), ("BBB", "CCC"))
OTHERS = {
    "id": "my-case",
    "title": "Is this alliance prepared?",
    "as_of": "2020-12-31",
    "protege": "BBB",
    "patron": "AAA",
    "bloc": "CCC",
    "citation": "A yearbook of 2021",
    "leader": "A leader",
    "party": "A party",
    "since": "2019-01-01",
    "next": "2022",
    "every_years": "4",
    "rest.cinc": "0.68",
    "rest.gdp": "50000",
    "rest.milex": "900000",
    "distance": "900",
    "memory": "0",
    "rivalry": "0",
    "name": "An instrument",
    "protects": "BBB",
    "against": "CCC",
    "integrity": "0.8",
    "troops": "10",
    "text": "It obliges them.",
    "events": "0",
    "exposure": "60",
    "period": "1961-2020",
    "at_most": "0.05",
    "at_least": "0.9",
    "strain": "0.3",
    "coercer": "CCC",
    "coercion.exposure": "0.1",
    "coercion.loss": "0.005",
    "episodes": "0",
    "years": "30",
    "reason": "because",
    "source": "my-source",
    "year": "2019",
    "cannot_say": "What a third side would do.",
}


def filled(folder: Path) -> Path:
    """A new case file with every placeholder replaced, in the order in which they stand."""
    path = new_case(folder / "filled.yaml")
    text = path.read_text(encoding="utf-8")
    places = _placeholders(parse(text, path.name)[0], ())
    lines = [re.split(r"(?<= )#|^#", line, maxsplit=1) for line in text.splitlines()]
    done = [re.sub("TODO", lambda _: _value(next(places)), line[0]) for line in lines]
    path.write_text("\n".join(done), encoding="utf-8")
    return path


def _placeholders(value: object, place: tuple[object, ...]) -> Iterator[tuple[object, ...]]:
    if value == "TODO":
        yield place
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield from _placeholders(item, (*place, key))


def _value(place: tuple[object, ...]) -> str:
    names = [name for name in place if isinstance(name, str)]
    row = place[1] if len(place) > 1 and isinstance(place[1], int) else 0
    if names == ["states", "side"] or names[-1] == "side":
        return ("progressive", "conservative")[row]
    if place[0] == "states" and names[-1] in ("code", "abbreviation", "name"):
        return STATES[row][("code", "abbreviation", "name").index(names[-1])]
    if "figures" in names and names[-1] == "value":
        return FIGURES[names[-2]][row]
    if place[0] == "relations" and names[-1] in ("states", "since"):
        return "1950" if names[-1] == "since" else PAIRS[row][int(str(place[-1]))]
    if names[-1] == "parties":
        return ("AAA", "BBB")[int(str(place[-1]))]
    if names[-1] == "value":
        names = names[:-1]
    return OTHERS.get(".".join(names[-2:])) or OTHERS[names[-1]]


def placeholders(text: str) -> int:
    """How many placeholders a text of YAML holds, outside comments."""
    return sum(1 for _ in _placeholders(yaml.safe_load(text), ()))
