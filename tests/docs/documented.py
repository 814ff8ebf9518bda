"""The commands that the documents show, page by page, and how each is run: as it stands, with few futures, or not at all."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[2]
BUILT = ROOT / "docs" / "built"
PAGES = [
    *(ROOT / name for name in ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md")),
    *(page for page in sorted((ROOT / "docs").rglob("*.md")) if BUILT not in page.parents),
]
FENCE = re.compile(r"^( *)```(\w*)\n(.*?)^ *```$", re.DOTALL | re.MULTILINE)
SHELL, SESSION = ("sh", "bash"), "console"
PROMPT = "$ "
LEFT_OUT = "..."
"""In a session: stands for lines, or for the rest of a line, that are not shown."""

FEW: dict[str, int] = {"futures": 40, "sets": 40, "permutations": 9, "origins": 1, "steps": 3}
"""What is asked for in place of what a page asks for, so that a test takes a second and not a minute."""


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
        hits = [at for at in range(place, len(lines)) if lines[at] == line or (start != line and lines[at].startswith(start))]
        if hits:
            place = hits[0] + 1
        else:
            absent.append(line)
    return absent


def shrunk(words: Sequence[str], options: Sequence[Any]) -> list[str]:
    """The arguments with FEW in place of what they ask for, where the command has such an option."""
    own = {flag: FEW[option.name] for option in options if option.name in FEW for flag in option.opts}
    kept, wait = [], False
    for word in words:
        flag = word.partition("=")[0]
        if wait:
            wait = False
        elif flag in own:
            wait = "=" not in word
        else:
            kept.append(word)
    return [*kept, *(part for flag, number in own.items() for part in (flag, str(number)))]
