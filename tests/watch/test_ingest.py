"""The store is made of what files say, whatever the order, the size of a block and the moment at which a reading is killed."""

from __future__ import annotations

import gzip
import signal
import subprocess
import sys
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.watch import files

from foedus.errors import InputError
from foedus.report.watch.taken import update_text
from foedus.watch import ingest
from foedus.watch.feeds.registry import feed_of
from foedus.watch.states import spellings
from foedus.watch.update import Update


def month(path, days=range(1, 31), start=0, **options):
    rows = [files.report(start + day, f"202304{day:02d}") for day in days]
    return files.reports(path, *rows, **options)


def total(taken):
    return taken.kept + taken.changed + taken.known + taken.repeated + taken.uncounted + taken.malformed


def test_the_same_file_twice_changes_nothing(tmp_path, read, store):
    path = month(tmp_path / "a.CSV")
    first = read(path)
    before, content = files.events(store), store.read_bytes()
    second = read(path)
    assert (first.kept, first.already) == (30, False)
    assert (second.kept, second.known, second.already) == (0, 30, True)
    assert files.events(store).equals(before)
    assert store.read_bytes() == content


def test_rows_of_another_file_are_known_changed_or_new(tmp_path, read, store):
    read(month(tmp_path / "a.CSV", range(1, 21)))
    rows = [files.report(20, "20230420", EventCode="193"), files.report(19, "20230419"), files.report(21, "20230421")]
    taken = read(files.reports(tmp_path / "b.CSV", *rows))
    assert (taken.kept, taken.changed, taken.known) == (1, 1, 1)
    found = files.events(store)
    assert found.height == 21
    assert found.filter(key="20")["kind"].to_list() == ["193"]


def test_malformed_rows_are_counted_and_named_by_line(tmp_path, read):
    path = month(tmp_path / "a.CSV", range(1, 11))
    lines = path.read_text().splitlines()
    lines[3] = lines[3].replace("20230404", "20230499", 1)
    lines[6] += "\tone more"
    path.write_text("\n".join([*lines, ""]))
    taken = read(path)
    assert (taken.kept, taken.malformed, taken.rows) == (8, 2, 10)
    assert [(row.line, row.why[:20]) for row in taken.malformed_first] == [
        (4, "SQLDATE '20230499' i"),
        (7, "62 cells, where the "),
    ]


@pytest.mark.parametrize("size", [600, 1 << 20])
def test_rows_with_bytes_that_are_not_utf8_are_read_and_told(tmp_path, read, store, case, size):
    rows = [files.missile(f"2022-11-0{day}", text=f"Kusŏng {day}") for day in range(1, 6)]
    path = files.write(tmp_path / "m.csv", files.CNS, *rows, "a row, too short")
    assert (clean := read(path)).garbled == 0
    assert "UTF-8" not in said_of(clean)
    harm = {"Kusŏng 2": b"Kus\xf5ng 2", "Kusŏng 4": b"Kus\xf5ng 4", "too short": b"too sh\xf6rt"}
    content = path.read_bytes()
    for text, bad in harm.items():
        content = content.replace(text.encode(), bad)
    path.write_bytes(content)
    feed, head = feed_of(path)
    taken = ingest.ingest(store, ingest.File(path, feed, head, spellings(case), date(2023, 1, 1)), size=size)
    assert (taken.rows, taken.changed, taken.known, taken.malformed) == (6, 2, 3, 1)
    assert (taken.garbled, taken.garbled_first) == (3, 3)
    assert "not UTF-8: 3 rows with bytes that are none, the first on line 3" in said_of(taken)
    assert sum("Kus\ufffdng" in text for text in files.events(store)["text"]) == 2


def said_of(taken):
    return " ".join(update_text(Update(case="us-rok", store="s", files=(taken,))).split())


def test_late_rows_gaps_and_rows_that_a_list_no_longer_has_are_told(tmp_path, read):
    read(month(tmp_path / "a.CSV", range(1, 11)))
    late = [files.report(90, "20230405", "20230420"), files.report(91, "20230420")]
    taken = read(files.reports(tmp_path / "b.CSV", *late))
    assert (taken.kept, taken.late) == (2, 1)
    assert [(gap.first, gap.last) for gap in taken.gaps] == [(date(2023, 4, 11), date(2023, 4, 19))]
    read(files.write(tmp_path / "m.csv", files.CNS, *(files.missile(f"2022-11-0{day}") for day in (1, 2, 3))))
    taken = read(files.write(tmp_path / "n.csv", files.CNS, *(files.missile(f"2022-11-0{day}") for day in (1, 3))))
    assert (taken.known, taken.absent) == (2, 1)


def test_rows_of_one_key_that_are_not_alike_are_told(tmp_path, read, store):
    twice = [files.sortie("2023-01-01", "5"), files.sortie("2023-01-02", "4"), files.sortie("2023-01-02", "4")]
    taken = read(files.write(tmp_path / "s.csv", files.SORTIES, *twice, files.sortie("2023-01-01", "17")))
    assert (taken.kept, taken.repeated, taken.differing, taken.differing_first) == (2, 2, 1, 5)
    assert "twice and not alike: 1 row, the first on line 5; of rows with one key the first" in said_of(taken)
    assert files.events(store)["count"].to_list() == [5.0, 4.0]


def test_days_that_a_list_is_said_to_cover_after_its_last_row_are_told(tmp_path, read):
    path = files.write(tmp_path / "m.csv", files.CNS, files.missile("2022-11-01"))
    taken = read(path, through=date(2023, 1, 31))
    assert (taken.quiet.first, taken.quiet.last) == (date(2022, 11, 2), date(2023, 1, 31))
    assert "2022-11-02 to 2023-01-31: no row in the file; by --through these are days without" in said_of(taken)
    other = files.write(tmp_path / "n.csv", files.CNS, files.missile("2022-11-03"))
    assert read(other, through=date(2022, 11, 3)).quiet is None


def test_a_refusal_says_that_files_before_it_were_read(tmp_path, read, store):
    good, bad = month(tmp_path / "a.CSV", range(1, 3)), month(tmp_path / "b.CSV", start=100)
    to_come(bad)
    with pytest.raises(InputError, match="correct the row, or give a later --as-of; the file before it went into the"):
        read(good, bad)
    assert files.events(store).height == 2


def test_a_list_that_ends_without_an_end_of_line_is_read_and_told(tmp_path, read):
    whole = files.write(tmp_path / "s.csv", files.SORTIES, files.sortie("2023-01-01", "5"), files.sortie("2023-01-02"))
    assert not read(whole).unended
    (tmp_path / "t.csv").write_text(whole.read_text().rstrip("\n"))
    taken = read(tmp_path / "t.csv")
    assert (taken.unended, taken.known) == (True, 2)
    assert "the last row has no end of line" in said_of(taken)


def cut_in_a_row(path):
    path.write_bytes(path.read_bytes()[:-200])


def cut_in_its_last_cell(path):
    path.write_bytes(path.read_bytes()[:-3])


def to_come(path):
    path.write_text(path.read_text().replace("20230430", "20240430"))


def cut_archive(path):
    path.write_bytes(gzip.compress(path.read_bytes())[:-40])


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (cut_in_a_row, "cut short"),
        (cut_in_its_last_cell, "cut short"),
        (cut_archive, "cut short or damaged"),
        (to_come, "30: is dated 2024-04-30, after 2023-11-30: a date in the future"),
    ],
)
def test_a_file_that_is_refused_leaves_the_store_as_it_was(tmp_path, read, store, harm, said):
    read(month(tmp_path / "a.CSV", range(1, 3)))
    before = store.read_bytes()
    path = month(tmp_path / "b.CSV", start=100)
    harm(path)
    with pytest.raises(InputError, match=said) as refused:
        read(path)
    assert "\n" not in str(refused.value)
    assert store.read_bytes() == before
    assert {each.name for each in tmp_path.iterdir()} == {"a.CSV", "b.CSV", "store.duckdb"}


def test_a_quote_that_is_never_closed_is_a_file_cut_short(tmp_path, read, store):
    path = files.write(
        tmp_path / "b.csv", files.PROVOCATIONS, files.provocation("2022-11-02"), files.provocation("2022-11-03")
    )
    path.write_text(path.read_text()[:-40].rpartition('"')[0])
    with pytest.raises(InputError, match="cut short"):
        read(path)
    assert not store.exists()


def test_days_after_as_of_are_refused(tmp_path, read, store):
    path = files.write(tmp_path / "m.csv", files.CNS, files.missile("2022-11-02"))
    with pytest.raises(InputError, match="dated 2022-11-02, after 2022-11-01"):
        read(path, as_of=date(2022, 11, 1))
    with pytest.raises(InputError, match="in the future"):
        read(path, as_of=date(2030, 1, 1))
    with pytest.raises(InputError, match="complete to a day that has been"):
        read(path, through=date(2030, 1, 1))
    with pytest.raises(InputError, match="give a later --through"):
        read(path, through=date(2022, 10, 1))
    assert not store.exists()


def test_a_source_keeps_its_unit(tmp_path, read, store):
    said = "source: own\ntitle: Own\nunit: {}\ndate: {{column: day}}\n"
    for unit in ("patrol", "sortie"):
        (tmp_path / f"{unit}.yaml").write_text(said.format(unit))
    read(files.write(tmp_path / "a.csv", "day,x", "2022-01-01,1"), mapping=tmp_path / "patrol.yaml")
    before = store.read_bytes()
    with pytest.raises(InputError, match="counts the unit sortie, and the store has own in the unit patrol"):
        read(files.write(tmp_path / "b.csv", "day,x", "2022-01-02,1"), mapping=tmp_path / "sortie.yaml")
    assert store.read_bytes() == before


def test_a_file_of_duckdb_that_is_no_store_is_refused(tmp_path, read, store):
    store.write_bytes(b"something else entirely" * 1000)
    with pytest.raises(InputError, match="cannot be opened as a store"):
        read(month(tmp_path / "a.CSV"))


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    size=st.integers(500, 4000),
    quoted=st.lists(st.sampled_from(["plain", "a, comma", 'a ""quote""', "two\nlines", ""]), min_size=1, max_size=12),
)
def test_blocks_of_any_size_make_the_same_rows(tmp_path_factory, case, size, quoted):
    """Quoted cells with commas, quotes and ends of line, cut into blocks anywhere."""
    folder = tmp_path_factory.mktemp("blocks")
    rows = [
        files.provocation(f"2022-11-{day + 1:02d}", name=f"Event {day}", text=text) for day, text in enumerate(quoted)
    ]
    path = files.write(folder / "b.csv", files.PROVOCATIONS, *rows)
    feed, head = feed_of(path)
    found = []
    for name, block in (("whole", 1 << 20), ("cut", size)):
        file = ingest.File(path, feed, head, spellings(case), date(2023, 1, 1))
        taken = ingest.ingest(folder / f"{name}.duckdb", file, size=block)
        assert (taken.kept, taken.malformed) == (len(quoted), 0)
        found.append(files.events(folder / f"{name}.duckdb"))
    assert found[0].equals(found[1])
    said = [text.replace('""', '"') for text in quoted]
    assert found[0]["text"].to_list() == [
        f"Event {place}: {text}" if text else f"Event {place}" for place, text in enumerate(said)
    ]


KILLED = """
import os, signal, sys
from datetime import date
from pathlib import Path
from foedus.report.watch.taken import update_text
from foedus.watch import ingest
from foedus.watch.feeds.registry import feed_of

path, store = map(Path, sys.argv[1:])
feed, head = feed_of(path)
blocks = 0
def advance(done, total, what):
    global blocks
    blocks += 1
    if blocks == 3:
        os.kill(os.getpid(), signal.SIGKILL)
ingest.ingest(store, ingest.File(path, feed, head, {"KOR": "ROK"}, date(2023, 11, 30)), advance, size=800)
"""


def test_a_reading_that_is_killed_goes_on_where_it_was(tmp_path, read, store):
    path = month(tmp_path / "a.CSV")
    done = subprocess.run([sys.executable, "-c", KILLED, str(path), str(store)], check=False)
    assert done.returncode == -signal.SIGKILL
    assert not store.exists()
    left = [each for each in tmp_path.iterdir() if each.name.endswith(".reading")]
    assert len(left) == 1
    taken = read(path)
    assert (taken.resumed, taken.kept, taken.rows) == (True, 30, 30)
    assert files.events(store)["key"].n_unique() == 30
    assert {each.name for each in tmp_path.iterdir()} == {"a.CSV", "store.duckdb"}


def test_every_row_is_counted_under_one_heading(tmp_path, read):
    path = month(tmp_path / "a.CSV", range(1, 11))
    lines = path.read_text().splitlines()
    path.write_text("\n".join([*lines, lines[0], "short\trow", *lines[2:4], ""]))
    taken = read(path)
    assert (taken.rows, taken.kept, taken.repeated, taken.malformed) == (14, 10, 3, 1)
    assert total(taken) == taken.rows


def test_a_file_that_another_process_reads_is_refused_and_its_parts_stay(tmp_path, read, store):
    from foedus.watch.feeds.opened import digest
    from foedus.watch.gathered import held

    path = month(tmp_path / "a.CSV")
    folder = store.with_name(f".{store.name}.{digest(path)[:16]}.gdelt.reading")
    with held(folder) as resumed:
        assert not resumed
        (folder / "000001.parquet").write_bytes(b"of the other")
        with pytest.raises(InputError, match="another process reads this file"):
            read(path)
        assert (folder / "000001.parquet").read_bytes() == b"of the other"
    assert read(path).kept == 30
    assert not folder.exists()
