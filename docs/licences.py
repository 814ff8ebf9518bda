"""The page of licences: every package that the lock files name, with the licence that its own metadata state."""

from __future__ import annotations

import re
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from layout import table

ROOT = Path(__file__).resolve().parents[1]
LONGEST = 60
"""Most characters of the field License that name one; more are its text."""
NOTICE = "Copyright"


def licences() -> str:
    """Licences of what is installed to run foedus, and of what tests, fits, measures and builds it."""
    run = _locked("requirements.lock")
    more = [name for name in _locked("requirements-dev.lock") if name not in run]
    text = "# Licences\n\nfoedus itself is under the [MIT licence](../../LICENSE). It installs these packages, "
    text += "and holds no code of theirs.\n\n## To run it\n\n" + _table(run)
    text += "\n## To fit, test, measure and build it\n\nNothing that is installed to run foedus needs these.\n\n"
    return text + _table(more)


def _locked(file: str) -> list[str]:
    """Names in a lock file."""
    return list(dict.fromkeys(re.findall(r"^([\w.-]+)==", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE)))


def _table(names: list[str]) -> str:
    return table(("package", "licence"), [(name, licence(name)) for name in sorted(names, key=str.lower)])


def licence(name: str) -> str:
    """The SPDX expression of a package, else what its field or classifier of the licence says, else the title of its file."""
    try:
        package = distribution(name)
    except PackageNotFoundError:
        return "installed on other systems only"
    found = package.metadata
    if expression := found.get("License-Expression"):
        return expression
    said = found.get("License") or ""
    if said and len(said) <= LONGEST and NOTICE not in said:
        return said
    classified = [each.split(" :: ")[-1] for each in found.get_all("Classifier") or [] if each.startswith("License")]
    return "; ".join(classified) or _title(package) or "not stated"


def _title(package: Distribution) -> str:
    """The first line of the licence that a package holds, where it is short enough for a name."""
    named = package.metadata.get("License-File") or ""
    files = [each for each in package.files or () if named and each.name == named]
    lines = files[0].read_text().strip().splitlines() if files else []
    return lines[0].strip() if lines and len(lines[0]) <= LONGEST else ""
