"""Every error of foedus, as one tree; the command line prints any of them as one line and exits with code 2.

FoedusError            anything foedus refuses, in one line that a reader can act on
├── InputError         a value given by the user: option, argument, name
│   └── CaseError      a case or order file: carries file, line and field
├── DataError          a publisher's file: missing, malformed, out of range, out of coverage
└── ModelError         a posterior or a fit: missing, of another version, not converged
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from foedus.shown import VALUE, plain


class FoedusError(Exception):
    """A refusal in one line: what was wrong, the value, what is allowed, the fix."""


class InputError(FoedusError):
    """A value given by the user is not usable."""


class CaseError(InputError):
    """A case or order file is not valid; the message begins with file, line and field."""


class DataError(FoedusError):
    """A publisher's file is missing, malformed, out of range or outside its coverage."""


class ModelError(FoedusError):
    """A posterior or a fit is missing, of another version, or did not converge."""


def unknown(kind: str, value: str, allowed: Iterable[str]) -> str:
    """The message for an unknown name: the name, escaped and cut, the nearest known one, and all known ones."""
    names = sorted(allowed)
    told = plain(value, VALUE)
    near = get_close_matches(told, names, n=1, cutoff=0.5)
    hint = f"; did you mean '{near[0]}'?" if near else ""
    return f"unknown {kind} '{told}'{hint} (known: {', '.join(names) if names else 'none'})"
