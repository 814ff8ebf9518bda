"""Measure reading a month of events: rows a second of CPU and peak memory, against pandas on the same file; and killed midway.

    python bench/events.py [--rows 5000000] [--folder FOLDER]      measure, and print Markdown

The month is made up in the format of GDELT 2.0 (`bench/gdelt_month.py`). Each line is a fresh process. foedus reads the file in
blocks into its store, each key once; pandas reads the same ten columns, makes dates of the two, and drops repeated ids, all in
memory: it keeps nothing. The second line of pandas reads all columns, as its documentation begins.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import gdelt_month
import startup
import tables
from foedus.watch.feeds.gdelt import READ
from foedus.watch.store import open_store

UPDATE = (
    "import sys; from foedus.watch.update import watch_update; "
    "found = watch_update('us-rok', [sys.argv[1]], store=sys.argv[2]).files[0]; "
    "print(found.model_dump_json())"
)
PANDAS = """
import sys, pandas
from foedus.data.readers.gdelt import COLUMNS
read = sys.argv[2].split(",") if len(sys.argv) > 2 else None
frame = pandas.read_csv(sys.argv[1], sep="\\t", header=None, names=COLUMNS, usecols=read, quoting=3, low_memory=True,
    dtype=None if read is None else "string")
frame["SQLDATE"] = pandas.to_datetime(frame["SQLDATE"].astype(str), format="%Y%m%d")
frame["DATEADDED"] = pandas.to_datetime(frame["DATEADDED"].astype(str).str[:8], format="%Y%m%d")
frame = frame.drop_duplicates("GLOBALEVENTID")
print(len(frame))
"""


def measure(rows: int, folder: Path) -> str:
    """What was measured, as a Markdown table and a sentence of what was checked."""
    file, store = folder / "month.export.CSV", folder / "store.duckdb"
    repeated = gdelt_month.write(file, rows)
    size = file.stat().st_size / 2**20
    update = [sys.executable, "-c", UPDATE, str(file), str(store)]
    runs: list[tuple[str, dict[str, Any]]] = [("foedus, into an empty store", startup.child(update))]
    kept = _events(store)
    runs.append(("foedus, the same file again", startup.child(update)))
    again, stored = _events(store), store.stat().st_size / 2**20
    if find_spec("pandas"):
        columns = ",".join(READ)
        runs.append(("pandas, the same columns", startup.child([sys.executable, "-c", PANDAS, str(file), columns])))
        runs.append(("pandas, all columns", startup.child([sys.executable, "-c", PANDAS, str(file)])))
    killed = _killed(file, folder / "killed.duckdb", runs[0][1]["wall_s"] / 2)
    first = runs[0][1]["cpu_s"]
    cells = (
        (
            name,
            tables.number(run["cpu_s"]),
            f"{rows / run['cpu_s']:,.0f}",
            tables.number(run["cpu_s"] / first),
            tables.number(run["wall_s"]),
            f"{run['peak_mib']:,.0f}",
        )
        for name, run in runs
    )
    head = ("", "CPU, s", "rows a second of CPU", "times the first", "wall, s", "peak memory, MiB")
    table = tables.table(head, cells)
    said = (
        f"{rows:,} rows, {size:,.0f} MiB; {kept:,} events kept ({repeated:,} rows stand twice), {stored:,.0f} MiB of store. "
        f"The same file again: {'nothing changed' if again == kept else 'CHANGED'}. Killed in the middle, and started again: "
        f"{'the same events' if killed == kept else 'OTHER EVENTS'}."
    )
    return f"{table}\n\n{said}"


def _events(store: Path) -> int:
    with open_store(store) as opened:
        return int(opened.one("SELECT count(*) FROM events"))


def _killed(file: Path, store: Path, after: float) -> int:
    """Events in a store whose first reading was killed, and whose second went on."""
    update = [sys.executable, "-c", UPDATE, str(file), str(store)]
    process = subprocess.Popen(update, stdout=subprocess.DEVNULL)
    time.sleep(after)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    subprocess.run(update, check=True, stdout=subprocess.DEVNULL)
    return _events(store)


def main() -> None:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=5_000_000)
    parser.add_argument("--folder", type=Path, default=None, help="where the month and the stores lie for a while")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        print(measure(options.rows, Path(folder)))


if __name__ == "__main__":
    main()
