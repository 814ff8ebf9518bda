"""The commands that the documents show, page by page, and how each is run: as it stands, with few futures, or not at all."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from itertools import takewhile
from pathlib import Path
from typing import Any, NamedTuple

from tests.assessment.one_candidate import ASKED

ROOT = Path(__file__).parents[2]
BUILT = ROOT / "docs" / "built"
PAGES = [
    *(ROOT / name for name in ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md")),
    *(page for page in sorted((ROOT / "docs").rglob("*.md")) if BUILT not in page.parents),
]
FENCE = re.compile(r"^( *)```(\w*)\n(.*?)^ *```$", re.DOTALL | re.MULTILINE)
SHELL, SESSION = ("sh", "bash"), "console"
PROMPT = "$ "
SAME = {"--futures", "--sets", "--seed", "--horizon", "--out", "--format", "--full"}
"""Options that make no kind of their own."""
LEFT_OUT = "..."
"""In a session: stands for lines, or for the rest of a line, that are not shown."""

FEW: dict[str, int] = {"futures": 40, "sets": 60, "permutations": 19, "steps": 3, "paired": 20}
"""What is asked for in place of what a page asks for, so that a test takes a second and not a minute."""
YEARS = 6
"""Horizon of an assessment, and of a future that is told by the interpreted engine, where they state none."""
MORE: dict[str, int] = {"what-if": 400, "conditions": 400, "discover": 120, "signposts": 120, "provenance": 60}
"""Futures of commands that look for what few futures have."""


class Command(NamedTuple):
    """A command line of a page. `shown`: what the page says that it prints; None where it shows nothing."""

    page: str
    text: str
    shown: tuple[str, ...] | None = None

    @property
    def words(self) -> list[str]:
        """The command and its arguments."""
        return shlex.split(self.text, comments=True)


def commands(page: Path) -> list[Command]:
    """The command lines of a page, in their order."""
    name = page.relative_to(ROOT).as_posix()
    found: list[Command] = []
    for indent, language, body in FENCE.findall(page.read_text(encoding="utf-8")):
        lines = [line.removeprefix(indent) for line in body.splitlines()]
        if language in SHELL:
            found += [Command(name, line) for line in lines if shlex.split(line, comments=True)]
        elif language == SESSION:
            found += session(name, lines)
    return found


def session(page: str, lines: Sequence[str]) -> list[Command]:
    """The commands of a session, each with what it prints."""
    found: list[Command] = []
    for line in lines:
        if line.startswith(PROMPT):
            found.append(Command(page, line.removeprefix(PROMPT), ()))
        elif found:
            last = found[-1]
            found[-1] = last._replace(shown=(*(last.shown or ()), line))
    return found


def missing(shown: Sequence[str], printed: str) -> list[str]:
    """Lines that a page shows and the command does not print, or not in this order."""
    lines, place, absent = [line.rstrip() for line in printed.splitlines()], 0, []
    for line in (each.rstrip() for each in shown):
        if line.strip() == LEFT_OUT:
            continue
        start = line.removesuffix(LEFT_OUT)
        hits = [
            at
            for at in range(place, len(lines))
            if lines[at] == line or (start != line and lines[at].startswith(start))
        ]
        if hits:
            place = hits[0] + 1
        else:
            absent.append(line)
    return absent


def shrunk(words: Sequence[str], options: Sequence[Any]) -> list[str]:
    """The arguments with FEW in place of what they ask for, where the command has such an option."""
    numbers = {**FEW, "futures": MORE.get(words[0], FEW["futures"])}
    if words[0] == "ablate":
        del numbers["sets"]
    if (words[0] == "diff" and "--attribute" not in words) or (words[0] == "chart" and words[1].endswith(".json")):
        del numbers["futures"]
    own = {flag: numbers[option.name] for option in options if option.name in numbers for flag in option.opts}
    kept, wait = [], False
    for word in words:
        flag = word.partition("=")[0]
        if wait:
            wait = False
        elif flag in own:
            wait = "=" not in word
        else:
            kept.append(word)
    if words[0] == "assess":
        kept += [] if "--specification" in words else [f"--specification={each}" for each in ASKED]
        kept += [] if "--order" in words else ["--order", "as-measured"]
    if words[0] in ("assess", "replay"):
        kept += [] if "--horizon" in words else ["--horizon", str(YEARS)]
    return [*kept, *(part for flag, number in own.items() for part in (flag, str(number)))]


def kind(words: Sequence[str]) -> tuple[str, ...]:
    """What makes two command lines alike: the command and the names of its options, not their values."""
    before = list(takewhile(lambda word: not word.startswith("-"), words))
    nouns = before[:2] if words[0] in ("case", "mechanism", "beliefs", "ledger", "data", "cache") else before[:1]
    return (*nouns, *sorted({word.partition("=")[0] for word in words if word.startswith("--")} - SAME))


def to_run(page: Path, before: set[tuple[str, ...]]) -> list[tuple[Command, bool]]:
    """The commands of a page, and whether each is run: the first of its kind, a session, and what writes for a later one."""
    found = commands(page)
    chosen: list[tuple[Command, bool]] = []
    for place, command in enumerate(found):
        words = command.words
        later = {word for each in found[place + 1 :] for word in each.words}
        writes = any(word in later and "." in word for word in words)
        new = words[0] != "foedus" or kind(words[1:]) not in before
        if words[0] == "foedus":
            before.add(kind(words[1:]))
        chosen.append((command, new or writes or command.shown is not None))
    return chosen
