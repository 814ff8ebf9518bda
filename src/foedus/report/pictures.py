"""Pictures that were drawn before: the same numbers need no second drawing."""

from __future__ import annotations

import hashlib
import json
from importlib.metadata import version

from foedus.cache import Cache, root
from foedus.report.vega import Spec

LIMIT = 50_000_000
"""Most bytes of all pictures together; one has some 50,000."""


def kept() -> Cache:
    """The user's pictures."""
    return Cache(root() / "pictures", LIMIT, "a picture")


def name_of(spec: Spec) -> str:
    """The name of a picture, hexadecimal: by all that is drawn, and the program that draws."""
    described = json.dumps([spec, version("vl-convert-python")])
    return hashlib.sha256(described.encode()).hexdigest()
