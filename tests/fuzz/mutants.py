"""Mutants of a file: of its structure, of its text, of its bytes. A seed gives the same mutant each time."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from random import Random
from typing import Any

import yaml

DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
Place = tuple[str | int, ...]

VALUES: tuple[Any, ...] = (
    *(
        None,
        True,
        0,
        1,
        -1,
        2,
        3,
        0.5,
        1e-9,
        1e6,
        1e15,
        1816,
        2020,
        9999,
        10**17,
        10**19,
        -(10**19),
        "",
        " ",
        "x",
        "XYZ",
        "TODO",
        "1",
        "2020-01-01",
    ),
    *(
        "9999-12-31",
        "0001-01-01",
        "a\nb",
        "\x1b[2J",
        "\u202e",
        "é" * 500,
        [],
        {},
        [None],
        [[]],
        {"a": None},
        ["x", "x"],
    ),
)
"""What takes the place of a value."""

TEXTS = (
    *(
        "!!int ",
        "!!set ",
        "!!float .nan",
        "!!python/name:os.getcwd ",
        "! ",
        "&a ",
        "*a",
        "<<: *a",
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
    ),
    *(
        ": ",
        "- ",
        "? ",
        "| ",
        "> ",
        "'",
        '"',
        "#",
        "%YAML 1.1\n",
        "---\n",
        "...\n",
        "\t",
        "\r",
        "\n",
        "\x00",
        "\x1b[2J",
        "\u2028",
    ),
    *(
        "1e999",
        "9" * 4400,
        ".inf",
        "[" * 300,
        "{a: " * 300,
        "x" * 30_000,
        "é",
        "\ufeff",
        "\\",
        "@",
        "`",
        "~",
        "null",
        "= ",
    ),
)
"""What is put into a text."""


def places(value: Any, place: Place = ()) -> Iterator[Place]:
    """Every place in lists and fields inside each other."""
    yield place
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in inside:
        yield from places(item, (*place, key))


def at(value: Any, place: Place) -> Any:
    """What stands at a place."""
    for part in place:
        value = value[part]
    return value


def restructured(data: Any, random: Random, changes: int = 1) -> Any:
    """A copy in which a few values are replaced, moved, repeated, dropped or scaled."""
    made = copy.deepcopy(data)
    for _ in range(changes):
        place = random.choice([each for each in places(made) if each])
        holder, key = at(made, place[:-1]), place[-1]
        kind = random.randrange(6)
        if kind == 0:
            holder[key] = copy.deepcopy(random.choice(VALUES))
        elif kind == 1:
            holder[key] = copy.deepcopy(at(made, random.choice(list(places(made)))))
        elif kind == 2:
            del holder[key]
        elif kind == 3 and isinstance(holder, list):
            holder.insert(random.randrange(len(holder) + 1), copy.deepcopy(holder[key]))
        elif kind == 4 and isinstance(holder, dict):
            holder[str(random.choice(VALUES))] = holder.pop(key)
        else:
            holder[key] = nudged(holder[key], random)
    return made


def nudged(value: Any, random: Random) -> Any:
    """A value that is a little different: scaled, shifted, switched, or from the end."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + random.choice((-50, -10, -2, -1, 1, 2, 10, 50))
    if isinstance(value, float):
        return value * random.choice((-1.0, 0.01, 0.5, 0.9, 1.1, 2.0, 100.0))
    if isinstance(value, str):
        return value[::-1] if random.random() < 0.3 else value.upper() if random.random() < 0.5 else value + " " + value
    if isinstance(value, list):
        return value[::-1] if random.random() < 0.5 else value[: len(value) // 2]
    return value


def rewritten(text: str, random: Random, changes: int = 2) -> str:
    """A text in which pieces are put in, cut out, moved or repeated."""
    for _ in range(random.randint(1, changes)):
        here, there = sorted(random.randrange(len(text) + 1) for _ in range(2))
        there = min(there, here + random.choice((1, 5, 40, 400)))
        piece = random.choice((random.choice(TEXTS), text[here:there], ""))
        text = random.choice((text[:here] + piece + text[here:], text[:here] + piece + text[there:]))
    return text


def damaged(content: bytes, random: Random) -> bytes:
    """Bytes of which one is flipped, some are cut out, or the end is cut off."""
    here = random.randrange(len(content))
    kind = random.randrange(4)
    if kind == 0:
        return content[:here]
    if kind == 1:
        return content[:here] + content[here + random.choice((1, 2, 100)) :]
    if kind == 2:
        return content[:here] + random.randbytes(random.choice((1, 4, 50))) + content[here:]
    return content[:here] + bytes([content[here] ^ (1 << random.randrange(8))]) + content[here + 1 :]


def as_yaml(data: Any) -> str:
    """Data as a YAML file."""
    return str(yaml.dump(data, Dumper=DUMPER, sort_keys=False, allow_unicode=True))


def mutant(text: str, data: Any, random: Random) -> bytes:
    """A mutant of a YAML file, of whichever kind."""
    kind = random.randrange(4)
    if kind == 0:
        return damaged(text.encode(), random)
    if kind == 1:
        return rewritten(text, random).encode("utf-8", "replace")
    return as_yaml(restructured(data, random, random.randint(1, 3))).encode("utf-8", "replace")


def as_json(data: Any, random: Random) -> bytes:
    """A mutant of a JSON file, of whichever kind."""
    kind = random.randrange(4)
    if kind == 0:
        return damaged(json.dumps(data).encode(), random)
    if kind == 1:
        return rewritten(json.dumps(data), random).encode("utf-8", "replace")
    return json.dumps(restructured(data, random, random.randint(1, 3))).encode("utf-8", "replace")
