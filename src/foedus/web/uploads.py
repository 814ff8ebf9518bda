"""Cases and beliefs by name: those that ship, and files that were handed in, each checked before it is kept.

A name from a request is only ever looked up in what is known. No path is made from it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from pydantic import BaseModel

from foedus.atomic import atomic_write
from foedus.equations.beliefs import Beliefs
from foedus.equations.effects import BELIEFS
from foedus.errors import CaseError, FoedusError, InputError, known, unknown
from foedus.intake.file import decoded
from foedus.names import same
from foedus.web.limits import Limits
from foedus.web.refusal import RefuseError
from foedus.world.beliefs import BeliefFile, load_beliefs, read_beliefs
from foedus.world.case import FIRST, case_names, load_case
from foedus.world.check import not_shown, replacements
from foedus.world.schema import Case
from foedus.world.textfile import parse, placed, validate

KINDS: Mapping[str, type[BaseModel]] = {"cases": Case, "beliefs": BeliefFile}
"""What may be handed in, by the folder in which it is kept."""
SHIPPED: Mapping[str, Callable[[], tuple[str, ...]]] = {"cases": case_names, "beliefs": lambda: BELIEFS}
"""Names of what ships."""
FILE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*-[0-9a-f]{10}\.yaml")
MARK = 10
"""Hexadecimal digits of the content that end the name of a file handed in."""


class Upload(NamedTuple):
    """A file that was handed in."""

    name: str
    notes: list[str]
    new: bool


class Uploads:
    """What was handed in to one server, in its folder."""

    def __init__(self, folder: Path, limits: Limits) -> None:
        self._folder = folder
        self._limits = limits
        self._files = {kind: self._found(folder / kind) for kind in KINDS}
        self._read = lru_cache(maxsize=64)(self._load)
        self._believed = lru_cache(maxsize=64)(self._load_beliefs)
        self._marked = lru_cache(maxsize=64)(self._mark)

    def names(self, kind: str) -> tuple[str, ...]:
        """Names of files of a kind that were handed in."""
        return tuple(sorted(self._files[kind]))

    def every(self, kind: str) -> tuple[str, ...]:
        """Names of all of a kind: those that ship, and those handed in."""
        return (*SHIPPED[kind](), *self.names(kind))

    def readable(self) -> Mapping[str, Case]:
        """Every case by name, but for files that are damaged or of another version: asked for, they say why."""
        found = {}
        for name in self.every("cases"):
            with suppress(FoedusError):
                found[name] = self.case(name)
        return found

    def spelt(self, name: str, kind: str = "cases") -> str:
        """The name of a case, or of beliefs, that a request spells. Raises InputError if there is none."""
        return known("case" if kind == "cases" else kind, name, self.every(kind))

    def case(self, name: str) -> Case:
        """A case by its name."""
        return self._read(self.spelt(name))

    def mark(self, case: str) -> str:
        """What stands for the content of a case. Raises InputError if there is none."""
        return self._marked(self.spelt(case))

    def beliefs(self, name: str) -> Beliefs:
        """Beliefs by name: shipped ones, or those handed in. Raises InputError if there are none."""
        return self._believed(self.spelt(name, "beliefs"))

    def text(self, kind: str, name: str) -> str:
        """The file as it was handed in. Raises InputError if there is none."""
        try:
            return decoded(self._path(kind, name).read_bytes(), f"{name}.yaml")
        except OSError as error:
            raise InputError(f"{name}.yaml cannot be read: {error.strerror}; hand it in again") from error

    def keep(self, kind: str, content: bytes) -> Upload:
        """Check a file and keep it. Raises CaseError with a line for each problem, InputError where too many are kept."""
        shown = f"{'case' if kind == 'cases' else kind}.yaml"
        text = decoded(content, shown)
        found, problems = validate(KINDS[kind], text, shown)
        if found is None:
            raise CaseError(*problems[:FIRST])
        stem = str(getattr(found, "id" if isinstance(found, Case) else "name"))
        name = f"{stem[:40].strip('-')}-{hashlib.sha256(content).hexdigest()[:MARK]}"
        notes = (
            placed([*replacements(found), *not_shown(found)], parse(text, shown)[1], shown)
            if isinstance(found, Case)
            else []
        )
        if name in self._files[kind]:
            return Upload(name, notes, new=False)
        if len(self._files[kind]) >= self._limits.uploads:
            raise InputError(f"{self._limits.uploads} {kind} are kept already, which is the most; remove one first")
        folder = self._folder / kind
        folder.mkdir(parents=True, exist_ok=True)
        with atomic_write(folder / f"{name}.yaml") as part:
            part.write_text(text, encoding="utf-8")
        self._files[kind][name] = folder / f"{name}.yaml"
        return Upload(name, notes, new=True)

    def remove(self, kind: str, name: str) -> None:
        """Remove a file that was handed in. Raises RefuseError for one that ships, InputError if there is none."""
        if same(name, SHIPPED[kind]()):
            raise RefuseError(403, f"{name} ships with foedus and stays")
        self._path(kind, name).unlink(missing_ok=True)
        del self._files[kind][name]
        self._read.cache_clear()
        self._believed.cache_clear()
        self._marked.cache_clear()

    def _path(self, kind: str, name: str) -> Path:
        if name not in self._files[kind]:
            raise InputError(unknown(f"file among {kind} handed in", name, self._files[kind]))
        return self._files[kind][name]

    def _mark(self, case: str) -> str:
        return hashlib.sha256(self.case(case).model_dump_json().encode()).hexdigest()

    def _load(self, name: str) -> Case:
        if name in case_names():
            return load_case(name)
        found, problems = validate(Case, self.text("cases", name), f"{name}.yaml")
        if found is None:
            raise CaseError(*problems[:FIRST])
        return found

    def _load_beliefs(self, name: str) -> Beliefs:
        return load_beliefs(name) if name in BELIEFS else read_beliefs(self.text("beliefs", name), f"{name}.yaml")

    @staticmethod
    def _found(folder: Path) -> dict[str, Path]:
        files = folder.glob("*.yaml") if folder.is_dir() else ()
        return {path.stem: path for path in files if FILE.fullmatch(path.name) and path.is_file()}
