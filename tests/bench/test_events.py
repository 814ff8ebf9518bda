"""The made-up month of events is read by foedus as by pandas; nothing is timed here."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import pandas

from foedus.data.readers.gdelt import COLUMNS
from foedus.watch.store import open_store
from foedus.watch.update import watch_update

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bench"))

import gdelt_month

ROWS = 3000


def test_a_made_up_month_is_read_as_pandas_reads_it(tmp_path: Path) -> None:
    """Ids, days and actors, each id once; and the writer tells how many stand twice."""
    file, store = tmp_path / "month.CSV", tmp_path / "store.duckdb"
    repeated = gdelt_month.write(file, ROWS, block=700)
    taken = watch_update("us-rok", [file], store=store, today=date(2023, 11, 30)).files[0]
    assert (taken.rows, taken.repeated, taken.kept, taken.malformed) == (ROWS, repeated, ROWS - repeated, 0)
    assert repeated > 0
    assert not taken.gaps
    peer = pandas.read_csv(file, sep="\t", header=None, names=COLUMNS, quoting=3, dtype="string")
    peer = peer.drop_duplicates("GLOBALEVENTID").sort_values("GLOBALEVENTID")
    with open_store(store) as opened:
        mine = opened.rows("SELECT key, strftime(date, '%Y%m%d'), actor FROM events ORDER BY key")
    assert [row[0] for row in mine] == peer["GLOBALEVENTID"].to_list()
    assert [row[1] for row in mine] == peer["SQLDATE"].to_list()
    named = {"KOR": "ROK", "GBR": "UKG", "FRA": "FRN", "DEU": "GMY", "TWN": "TAW"}
    actors = [None if name is pandas.NA else named.get(name, name) for name in peer["Actor1CountryCode"]]
    assert [row[2] for row in mine] == actors
