"""The page that lists which files hold each mechanism."""

from __future__ import annotations

import sys
from pathlib import Path

from layout import table

ROOT = Path(__file__).resolve().parents[1]
TEXT = """# Files that hold each mechanism

A mechanism has one home: its equation and its step. What else under `src/foedus` names it is listed here: an identifier, a
string that is one, or a cell of a table with its name, or that of what its step owns or draws; prose and readers of publishers'
files do not count. More files name a thing than change with it: `coercion` is a channel, a section of a case and a word of
findings, too. What it costs to *add* one is counted by made-up mechanisms ([how to add one](../how-to/add-a-mechanism.md));
what each does is in the [table of systems](systems.md).

"""


def mechanism_files() -> str:
    """A row for each mechanism."""
    if str(ROOT) not in sys.path:
        sys.path.append(str(ROOT))
    from tests.house.touched import touched

    rows = ((name, len(held), ", ".join(f"`{each}`" for each in held)) for name, held in touched().items())
    return TEXT + table(("mechanism", "files", "which"), rows)
