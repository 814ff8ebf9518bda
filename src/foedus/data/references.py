"""Whom to cite: the works behind the sources, as text (author and date) and as BibTeX."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Literal

from foedus.data.catalog import source, sources
from foedus.errors import InputError, unknown

Kind = Literal["article", "book", "chapter", "data", "report"]
ENTRY: Mapping[Kind, str] = MappingProxyType(
    {"article": "article", "book": "book", "chapter": "incollection", "data": "misc", "report": "misc"}
)
ESCAPES = str.maketrans(
    {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
    | {sign: rf"\{sign}" for sign in "&%$#_{}"}
)


@dataclass(frozen=True, slots=True)
class Reference:
    """One work.

    Authors and editors are 'Last, First', or the name of an institution without a comma; a last author 'others' stands
    for those not named. `year` is None where the publisher gives none; `version` is that of data.
    """

    key: str
    type: Kind
    author: tuple[str, ...]
    title: str
    year: int | None = None
    journal: str | None = None
    volume: int | str | None = None
    number: int | str | None = None
    pages: str | None = None
    book: str | None = None
    editor: tuple[str, ...] = ()
    publisher: str | None = None
    version: str | None = None
    doi: str | None = None

    @property
    def text(self) -> str:
        """Author (year), title, where it appeared: one line.

        >>> reference("bell-2016").text.split(". ")[0]
        'Bell, Curtis (2016)'
        """
        where = [self._container(), self.publisher or "", f"https://doi.org/{self.doi}" if self.doi else ""]
        title = f"{self.title}, version {self.version}" if self.version else self.title
        parts = [f"{_people(self.author)} ({self.year or 'n.d.'})", title, *where]
        return " ".join(part if part.endswith(("?", "!")) else f"{part}." for part in parts if part)

    def _container(self) -> str:
        number = f"({self.number})" if self.number is not None else ""
        journal = " ".join(str(part) for part in (self.journal, self.volume) if part is not None) + number
        book = f"In {_people(self.editor) + ' (ed.), ' if self.editor else ''}{self.book}" if self.book else ""
        return (": " if journal else ", ").join(part for part in (journal or book, self.pages) if part)

    @property
    def bibtex(self) -> str:
        """The entry of a BibTeX file (UTF-8), under the key of references.toml, fields in a fixed order."""
        names = {"author": self.author, "editor": self.editor}
        fields: dict[str, str | None] = {
            name: " and ".join(_bibtex_name(each) for each in people) for name, people in names.items()
        }
        fields |= {
            "title": f"{{{_escaped(self.title)}}}",
            "year": _optional(self.year),
            "journal": _optional(self.journal),
            "booktitle": _optional(self.book),
            "volume": _optional(self.volume),
            "number": _optional(self.number),
            "pages": self.pages and _escaped(self.pages).replace("-", "--"),
            "howpublished" if ENTRY[self.type] == "misc" else "publisher": _optional(self.publisher),
            "note": f"Version {_escaped(self.version)}" if self.version else None,
            "doi": self.doi,
        }
        lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
        return "\n".join([f"@{ENTRY[self.type]}{{{self.key},", *lines, "}"])


def _people(names: Iterable[str]) -> str:
    """Names joined as a sentence has them."""
    listed = ["et al." if name == "others" else name for name in names]
    if len(listed) < 2 or listed[-1] == "et al.":
        return " ".join(listed)
    return f"{', '.join(listed[:-1])} & {listed[-1]}"


def _bibtex_name(name: str) -> str:
    """A name as BibTeX takes it: an institution in braces, so that it is not split into first and last."""
    return _escaped(name) if "," in name or name == "others" else f"{{{_escaped(name)}}}"


def _optional(value: int | str | None) -> str | None:
    return None if value is None else _escaped(str(value))


def _escaped(text: str) -> str:
    return text.translate(ESCAPES)


@cache
def references() -> Mapping[str, Reference]:
    """Every work of references.toml by key, in the order of the file."""
    text = files("foedus.data").joinpath("references.toml").read_text(encoding="utf-8")
    lists = ("author", "editor")
    return MappingProxyType(
        {
            key: Reference(key=key, **fields | {name: tuple(fields.get(name, ())) for name in lists})
            for key, fields in tomllib.loads(text).items()
        }
    )


def reference(key: str) -> Reference:
    """The work named `key`."""
    try:
        return references()[key]
    except KeyError:
        raise InputError(unknown("reference", key, references())) from None


def cite(keys: Iterable[str]) -> list[Reference]:
    """The works to cite for the sources named, in the order of the catalogue, each once."""
    wanted = {source(key).key for key in keys}
    works = dict.fromkeys(work for key, each in sources().items() if key in wanted for work in each.cite)
    return [reference(work) for work in works]
