"""Sources by key, read: the table that joins catalog.toml to the readers, and a shelf that remembers what it opened."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

import polars as pl

from foedus.data.catalog import digest, locate, source
from foedus.data.readers import (
    air_patrols,
    archigos,
    atop_alliances,
    atop_dyads,
    atop_members,
    chisols,
    cow_contiguity,
    cow_majors,
    cow_nmc,
    cow_states,
    cow_trade,
    democracy,
    gdp_fariss,
    gml_directed,
    gml_disputes,
    gml_participants,
    ideal_points,
    min_distance,
    missile_tests,
    nuclear_status,
    reign_elections,
    sipri_milex,
    wdi_gdp,
)

READERS: Mapping[str, Callable[[Path], pl.DataFrame]] = MappingProxyType(
    {
        "air-patrols": air_patrols.read,
        "archigos": archigos.read,
        "atop-alliances": atop_alliances.read,
        "atop-dyads": atop_dyads.read,
        "atop-members": atop_members.read,
        "chisols": chisols.read,
        "cow-contiguity": cow_contiguity.read,
        "cow-majors": cow_majors.read,
        "cow-nmc": cow_nmc.read,
        "cow-states": cow_states.read,
        "cow-trade": cow_trade.read,
        "democracy": democracy.read,
        "gdp-fariss": gdp_fariss.read,
        "gml-directed": gml_directed.read,
        "gml-disputes": gml_disputes.read,
        "gml-participants": gml_participants.read,
        "min-distance": min_distance.read,
        "missile-tests": missile_tests.read,
        "nuclear-status": nuclear_status.read,
        "reign-elections": reign_elections.read,
        "sipri-milex": sipri_milex.read,
        "unga-ideal-points": ideal_points.read,
        "wdi-gdp": wdi_gdp.read,
    }
)


def read(key: str) -> pl.DataFrame:
    """The table of source `key`, from its file under the data root."""
    return READERS[source(key).key](locate(key))


class Shelf:
    """Reads each source at most once and keeps the SHA-256 of every file it opened."""

    def __init__(self) -> None:
        self.provenance: dict[str, str] = {}
        self._tables: dict[str, pl.DataFrame] = {}

    def read(self, key: str) -> pl.DataFrame:
        """The table of source `key`."""
        if key not in self._tables:
            self.provenance[key] = digest(locate(key))
            self._tables[key] = read(key)
        return self._tables[key]
