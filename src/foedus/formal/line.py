"""Base of every part of an answer: frozen, and nothing beside its fields."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Line(BaseModel):
    """A part of an answer."""

    model_config = ConfigDict(frozen=True, extra="forbid")
