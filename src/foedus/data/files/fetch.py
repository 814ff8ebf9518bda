"""From a publisher's address to a stored file: download, compare, unpack, read, rename."""

from __future__ import annotations

from foedus.data.catalog import Source, digest, places, source
from foedus.data.files.download import Patience, Progress, discard, download
from foedus.data.files.store import Arrival, changing, put, unpack
from foedus.errors import DataError


def get(
    key: str,
    *,
    force: bool = False,
    accept_changed: bool = False,
    patience: Patience | None = None,
    progress: Progress = lambda done, total: None,
) -> Arrival | None:
    """Fetch the file of source `key` from its publisher; None if it is already here and `force` is False.

    The stored file is replaced only by one that is complete, has the SHA-256 of the catalogue (if it gives one), and
    was accepted as the file of the source. `accept_changed` takes a file of another SHA-256 or other years. Raises
    DataError, in one line, otherwise.
    """
    each = source(key)
    if not (force or accept_changed) and any(place.is_file() for place in places(key)):
        return None
    if each.address is None:
        raise DataError(by_hand(each))
    part = places(key)[0].with_name(places(key)[0].name + ".part")
    with changing(key) as folder:
        download(each.address, part, patience=patience, progress=progress)
        try:
            candidate = unpack(each, part, folder, key)
            if not accept_changed:
                _compare(each, digest(candidate))
            return put(key, candidate, each.address, any_version=accept_changed)
        finally:
            discard(part)


def by_hand(each: Source) -> str:
    """How to get a source by hand, if foedus has no address for it."""
    where = f"download it from {each.page}" if each.page else "get it from its publisher"
    return f"source '{each.key}' has no address to fetch; {where}, then run 'foedus data import {each.key} PATH'"


def _compare(each: Source, found: str) -> None:
    if each.sha256 is not None and found != each.sha256:
        raise DataError(
            f"the file of source '{each.key}' is not the one foedus knows: SHA-256 {found}, known {each.sha256}; "
            "the publisher changed it, or it was damaged on the way: look at it on "
            f"{each.page or each.address}, and if it is sound run 'foedus data get {each.key} --accept-changed'"
        )
