"""From a publisher's address to a stored file: download, compare, unpack, read, rename."""

from __future__ import annotations

from foedus.data.catalog import Source, places, source
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

    The stored file is replaced only by one that is complete and accepted as the file of a version of the source
    (`foedus.data.files.accept`). `accept_changed` takes another. Raises DataError, in one line, otherwise.
    """
    each = source(key)
    key = each.key
    if not (force or accept_changed) and any(place.is_file() for place in places(key)):
        return None
    if each.address is None or not each.fetched:
        raise DataError(by_hand(each))
    part = places(key)[0].with_name(places(key)[0].name + ".part")
    with changing(key) as folder:
        download(each.address, part, patience=patience, progress=progress)
        try:
            return put(key, unpack(each, part, folder, key), each.address, accept_changed=accept_changed)
        finally:
            discard(part)


def by_hand(each: Source) -> str:
    """How to get a source that foedus cannot fetch."""
    where = f"download it from {each.page}" if each.page else "get it from its publisher"
    why = "has no address to fetch" if each.address is None else f"is at {each.address}, but {each.by_hand}"
    return f"source '{each.key}' {why}; {where}, then run 'foedus data import {each.key} PATH'"
