"""Overlays: what is added to the package for one made-up thing, kept as real files and applied to a copy of the package.

A folder of `overlays/` holds the new files at their places within the package, and `changes.toml`: the changes of files that
are there. A change adds text after every line `after`, at the end of the file, or in place of other text (`from`, `to`).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import foedus

PACKAGE = Path(foedus.__file__).parent
ROOT = Path(__file__).resolve().parents[2]
FOLDER = Path(__file__).with_name("overlays")


@dataclass(frozen=True)
class Overlay:
    """One made-up thing, by the name of its folder."""

    name: str

    @property
    def folder(self) -> Path:
        """Where its files are kept."""
        return FOLDER / self.name

    @property
    def added(self) -> tuple[str, ...]:
        """New files of the package."""
        found = (path for path in self.folder.rglob("*.py"))
        return tuple(sorted(path.relative_to(self.folder).as_posix() for path in found))

    @property
    def changes(self) -> tuple[Mapping[str, str], ...]:
        """Changes of files that are there, in their order."""
        return tuple(self._read()["change"])

    @property
    def needs(self) -> tuple[Overlay, ...]:
        """Other overlays that must be there first."""
        return tuple(Overlay(name) for name in self._read().get("needs", ()))

    @property
    def changed(self) -> tuple[str, ...]:
        """Files that are there and change."""
        return tuple(sorted({each["file"] for each in self.changes}))

    @property
    def files(self) -> tuple[str, ...]:
        """Every file of the package that is touched."""
        return tuple(sorted((*self.added, *self.changed)))

    def block(self, name: str) -> str:
        """One file of `files` as a reader is shown it: a new one whole, of another what changes, as in a diff."""
        if name in self.added:
            text = (self.folder / name).read_text(encoding="utf-8")
            return f"```py\n{text}```\n"
        changes = [_hunk(each) for each in self.changes if each["file"] == name]
        return "```diff\n" + "@@\n".join(changes) + "```\n"

    def apply(self, into: Path) -> Path:
        """The package with the thing in `into`, files that do not change being links. Returns the package's folder."""
        package = into / "foedus"
        shutil.copytree(PACKAGE, package, copy_function=_link, ignore=shutil.ignore_patterns("__pycache__"))
        for each in (*self.needs, self):
            each._write(package)
        return package

    def _read(self) -> dict[str, Any]:
        return tomllib.loads((self.folder / "changes.toml").read_text(encoding="utf-8"))

    def _write(self, package: Path) -> None:
        for name in self.added:
            shutil.copy(self.folder / name, package / name)
        for each in self.changes:
            path = package / each["file"]
            text = changed(path.read_text(encoding="utf-8"), each)
            path.unlink()
            path.write_text(text, encoding="utf-8")


def changed(text: str, change: Mapping[str, str]) -> str:
    """A file's text after one change. Raises ValueError where what it is to follow or to replace is not there."""
    if "from" in change:
        before, after = change["from"], change["to"]
    elif "after" in change:
        before = f"\n{change['after']}\n"
        after = f"{before}{change['add']}\n"
    else:
        return f"{text}{change['add']}\n"
    if before not in text:
        raise ValueError(f"{change['file']} has no text {before!r}")
    return text.replace(before, after)


def _hunk(change: Mapping[str, str]) -> str:
    signed = {"-": change.get("from", ""), " ": change.get("after", ""), "+": change.get("add", change.get("to", ""))}
    return "".join(f"{sign}{line}\n" for sign, text in signed.items() for line in text.splitlines())


def run(package: Path, code: str, *arguments: object, **environment: str) -> str:
    """What Python code prints that imports the package with the thing. Raises CalledProcessError where it fails."""
    command = [sys.executable, "-c", code, *map(str, arguments)]
    env = os.environ | {"PYTHONPATH": str(package.parent)} | environment
    return subprocess.run(command, cwd=ROOT, env=env, check=True, capture_output=True, text=True).stdout


def overlays() -> Iterator[Overlay]:
    """Every overlay."""
    return (Overlay(path.name) for path in sorted(FOLDER.iterdir()) if (path / "changes.toml").is_file())


def costs() -> dict[str, tuple[tuple[str, ...], int]]:
    """Of everything that is added by an overlay, the files it touches and the most it may.

    The step of a mechanism marks its outcome, so it is a file of both.
    """
    stated, fitted, table = Overlay("mood").files, Overlay("festival").files, "world/outcomes.csv"
    return {
        "mechanism, stated": (tuple(name for name in stated if name != table), 6),
        "mechanism, fitted": (tuple(name for name in fitted if name != table), 6),
        "outcome": (("simulation/steps/mood.py", table), 2),
        "stated mechanism and outcome": (stated, 8),
        "fitted mechanism and outcome": (fitted, 8),
        "term": (Overlay("term").files, 3),
        "kind of instrument": (Overlay("kind").files, 2),
        "field of the world": (Overlay("field").files, 8),
        "source": (Overlay("source").files, 4),
        "command": (Overlay("command").files, 4),
    }


def _link(source: str, target: str) -> None:
    Path(target).symlink_to(source)
