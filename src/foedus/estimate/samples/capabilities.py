"""Panels for samples, with capabilities from a chosen edition."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from foedus.data.library import Shelf
from foedus.data.panel.build import build_panel
from foedus.data.panel.lookup import look_up

CURRENT = "cow-nmc"
"""The edition that panels hold; another, such as `cow-nmc-6`, may be asked for by the key of its source."""


def panel(
    unit: str, years: tuple[int, int], groups: Sequence[str], edition: str
) -> tuple[pl.DataFrame, dict[str, str]]:
    """The frame of a panel and the SHA-256 of every file in it; the group 'capabilities' from `edition`."""
    if edition == CURRENT or "capabilities" not in groups:
        built = build_panel(unit, years, groups)
        return built.frame, dict(built.provenance)
    built = build_panel(unit, years, [group for group in groups if group != "capabilities"])
    shelf = Shelf()
    table = shelf.read(edition)
    if unit == "state-year":
        sides = [look_up(built.frame, table, ("ccode", "year"))]
    else:
        sides = [
            look_up(
                built.frame,
                table.rename({name: f"{name}{side}" for name in table.columns if name != "year"}),
                (f"ccode{side}", "year"),
            )
            for side in "12"
        ]
    return pl.concat([built.frame, *sides], how="horizontal"), {**built.provenance, **shelf.provenance}
