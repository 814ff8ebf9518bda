"""Every error of foedus, as one tree; the command line prints any of them as one line and exits with code 2.

FoedusError            anything foedus refuses, in one line that a reader can act on
├── InputError         a value given by the user: option, argument, name
│   └── CaseError      a case or order file: carries file, line and field
├── DataError          a publisher's file: missing, malformed, out of range, out of coverage
└── ModelError         a posterior or a fit: missing, of another version, not converged
"""

from __future__ import annotations

import shlex
import sys
from collections.abc import Collection, Iterable, Mapping

from foedus.names import nearest, same
from foedus.shown import one_line, shown

LISTED = 400
"""Signs of known names that a refusal lists."""


class FoedusError(Exception):
    """A refusal: what was wrong, the value, what is allowed, the fix. Each argument is a line, escaped so that it stays one."""

    def __str__(self) -> str:
        return "\n".join(map(one_line, self.args))


class InputError(FoedusError):
    """A value given by the user is not usable."""


class CaseError(InputError):
    """A case or order file is not valid; the message begins with file, line and field."""


class DataError(FoedusError):
    """A publisher's file is missing, malformed, out of range or outside its coverage."""


class ModelError(FoedusError):
    """A posterior or a fit is missing, of another version, or did not converge."""


def unknown(kind: str, value: str, allowed: Iterable[str], titles: Mapping[str, str] | None = None) -> str:
    """The message for an unknown name: the name, the nearest known one, and the known ones, as many as one can read.

    titles   of names, as a reader is shown them: what is near one of them suggests its name
    """
    names = sorted(allowed)
    spelt = {title: name for name, title in (titles or {}).items()} | {name: name for name in names}
    near = nearest(value, spelt)
    hint = f"; did you mean '{spelt[near]}'?" if near else ""
    listed = [name for row, name in enumerate(names) if len(", ".join(names[: row + 1])) <= LISTED]
    more = [f"{len(names) - len(listed)} more"] if len(listed) < len(names) else []
    return f"unknown {kind} '{shown(value)}'{hint} (known: {', '.join([*listed, *more]) or 'none'})"


def lacking(what: str, extra: str, error: ImportError) -> str:
    """The message for what needs an extra that is not installed: which, what was not found, and the command for this Python."""
    python = shlex.quote(sys.executable or "python")
    return f"{what} needs the extra '{extra}' ({shown(error)}): {python} -m pip install 'foedus[{extra}]'"


def known(kind: str, value: object, allowed: Collection[str], titles: Mapping[str, str] | None = None) -> str:
    """The allowed name that a user's value spells, or whose title it does, whatever its capitals, hyphens and accents; else
    InputError.

    titles   of names, as a reader is shown them

    >>> known("case", "US_ROK", ["us-rok"])
    'us-rok'
    >>> known("instrument", "united states forces korea", ["usfk", "thaad"], {"usfk": "United States Forces Korea"})
    'usfk'
    """
    found = same(str(value), allowed)
    if found is None and titles:
        title = same(str(value), set(titles.values()))
        meant = [name for name in allowed if titles.get(name) == title]
        if title is not None and len(meant) > 1:
            raise InputError(f"{kind} '{shown(value)}' means {' or '.join(sorted(meant))}; write one of these")
        found = meant[0] if title is not None else None
    if found is None:
        raise InputError(unknown(kind, str(value), allowed, titles))
    return found
