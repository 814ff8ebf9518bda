"""Weights of the rival specifications of initiation, from held-out scores."""

from __future__ import annotations

import json

from foedus.errors import ModelError
from foedus.models.initiation import SPECIFICATIONS
from foedus.models.posterior import SHIPPED


def specification_weights() -> dict[str, float]:
    """Stacking weights by specification, as computed by `foedus.models.fit` on the frozen ten-year log score."""
    try:
        stored = json.loads((SHIPPED / "weights.json").read_text(encoding="utf-8"))["weights"]
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(
            f"the weights of the specifications cannot be read ({error}); refit with 'foedus fit'"
        ) from error
    return {name: float(stored[name]) for name in SPECIFICATIONS}
