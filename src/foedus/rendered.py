"""What a result looks like where it is the last line of a notebook's cell, or of a Python prompt."""

from __future__ import annotations

from importlib import import_module
from typing import Any


class Rendered:
    """A result that renders by itself: as HTML in a notebook, as a short text anywhere else.

    How is the matter of `foedus.report`, which stands above every result: it is found by its name, when it is asked for.
    """

    __slots__ = ()

    def __repr__(self) -> str:
        return str(import_module("foedus.report.rendering").short_text(self))

    def __str__(self) -> str:
        return self.__repr__()

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        """What IPython and Jupyter ask for: text/html and text/plain."""
        rendering = import_module("foedus.report.rendering")
        return {"text/html": rendering.fragment(self), "text/plain": rendering.short_text(self)}
