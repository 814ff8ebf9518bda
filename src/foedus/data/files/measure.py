"""Count and mark the files under the data root: `python -m foedus.data.files.measure` writes the two tables that ship.

To be run where the files are those of the catalogue's versions. A file that is whole and known by its hash needs neither.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import foedus.data
from foedus.atomic import atomic_write
from foedus.data.catalog import present, sources
from foedus.data.files.bounds import counted
from foedus.data.files.landmarks import marked
from foedus.data.library import read

FOLDER = Path(foedus.data.__file__).parent
BOUNDS, LANDMARKS = FOLDER / "bounds.csv", FOLDER / "landmarks.csv"


def tables() -> dict[Path, str]:
    """The text of both tables, by the file it belongs in."""
    held = {key: read(key) for key in sources() if present(key)}
    counts = [(key, *count) for key, table in held.items() for count in counted(table, key)]
    marks = [(key, *mark) for key, table in held.items() for mark in marked(table, key).items()]
    return {BOUNDS: _csv("source,decade,rows,units,years,values", counts), LANDMARKS: _csv("source,row,marks", marks)}


def _csv(head: str, rows: Iterable[tuple[object, ...]]) -> str:
    return "\n".join([head, *_lines(rows)]) + "\n"


def _lines(rows: Iterable[tuple[object, ...]]) -> Iterator[str]:
    for row in rows:
        yield ",".join("" if cell is None else f'"{cell}"' if "," in str(cell) else str(cell) for cell in row)


def main() -> None:
    """Write both tables."""
    for file, text in tables().items():
        with atomic_write(file) as part:
            part.write_text(text, encoding="utf-8")
        sys.stderr.write(f"wrote {file}\n")


if __name__ == "__main__":
    main()
