"""Base class of every part of an answer that is written as JSON."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Part(BaseModel):
    """A part of an answer: frozen, and without undeclared fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")
