"""Each feed makes of a row what its publisher says it is; a file of no feed, or of another version, is refused in one line."""

from __future__ import annotations

import gzip
import zipfile
from datetime import date

import pytest
from tests.watch import files

from foedus.errors import CaseError, InputError
from foedus.watch.feeds.mapped import load_mapping
from foedus.watch.feeds.registry import feeds


def only(store):
    return files.events(store).row(0, named=True)


def test_a_report_of_gdelt_keeps_who_what_when_and_when_it_was_seen(tmp_path, read, store):
    path = files.reports(tmp_path / "a.CSV", files.report(7, "20230501", "20230503", Actor1Name="NORTH KOREA"))
    taken = read(path)
    found = only(store)
    assert (taken.feed, taken.unit, taken.tried, taken.kept) == ("gdelt", "report", True, 1)
    assert (found["key"], found["date"], found["seen"]) == ("7", date(2023, 5, 1), date(2023, 5, 3))
    assert (found["actor"], found["target"], found["kind"]) == ("PRK", "ROK", "190")
    assert (found["link"], found["text"], found["precision"]) == ("https://a.example/1", "NORTH KOREA", "day")


def test_icews_names_become_the_states_of_the_case_and_others_stay(tmp_path, read, store):
    row = "3,2023-05-01,A,Gov,South Korea,Make statement,10,0.0,B,Gov,Bhutan,1,1,Wire,,,,South Korea,1,2"
    read(files.write(tmp_path / "i.csv", files.ICEWS, row))
    found = only(store)
    assert (found["key"], found["actor"], found["target"], found["kind"]) == ("3:010", "ROK", "Bhutan", "010")


def test_polecat_takes_the_first_of_several_countries_and_none_is_null(tmp_path, read, store):
    row = "E1,2023-05-01,ASSAULT,aerial,-9,x,military,Army,PRK;CHN,None,None,Seoul,Wire,2023-05-02,NGEC"
    taken = read(files.write(tmp_path / "p.txt", files.POLECAT.replace(",", "\t"), row.replace(",", "\t")))
    found = only(store)
    assert (found["actor"], found["target"], found["kind"], found["seen"]) == (
        "PRK",
        None,
        "ASSAULT-aerial",
        date(2023, 5, 2),
    )
    assert not taken.tried


def test_acled_reads_the_state_from_its_forces_and_a_rough_date_is_of_the_month(tmp_path, read, store):
    row = (
        "KOR7,17 May 2023,2023,3,Political violence,Battles,Armed clash,Military Forces of North Korea (2011-),,1,"
        'Civilians (South Korea),South Korea,Paju,Wire,"Shots, none hurt",0,1685000000'
    )
    taken = read(files.write(tmp_path / "acled.csv", files.ACLED, row))
    found = only(store)
    assert (found["date"], found["precision"], found["seen"]) == (date(2023, 5, 1), "month", date(2023, 5, 25))
    assert (found["actor"], found["target"], found["place"], found["unit"]) == (
        "PRK",
        None,
        "Paju, South Korea",
        "event",
    )
    assert not taken.tried


def test_missiles_of_a_salvo_are_several_and_a_month_is_known_to_the_month(tmp_path, read, store):
    path = files.write(
        tmp_path / "m.csv", files.CNS, files.missile("1984-09"), *(files.missile("2022-11-02", n) for n in (1, 2))
    )
    assert read(path).kept == 3
    rows = files.events(store)
    assert rows["precision"].to_list() == ["month", "day", "day"]
    assert set(rows["unit"]) == {"missile"}


def test_provocations_have_their_kind_and_their_first_link(tmp_path, read, store):
    read(files.write(tmp_path / "b.csv", files.PROVOCATIONS, files.provocation("2022-11-02", "Nuclear")))
    found = only(store)
    assert (found["kind"], found["link"], found["text"]) == (
        "nuclear",
        "https://news.example/2022-11-02",
        "Launch: It flew.",
    )


def test_sorties_are_counted_by_day_and_a_note_counts_nothing(tmp_path, read, store):
    rows = [files.sortie("2022/8/5", "68.0"), files.sortie("2022/8/5", "68.0", "again"), files.sortie("2022/8/6", "")]
    taken = read(files.write(tmp_path / "t.csv", files.SORTIES, *rows))
    assert (taken.kept, taken.repeated, taken.uncounted, taken.rows) == (1, 1, 1, 3)
    assert only(store)["count"] == 68.0
    assert only(store)["target"] == "TAW"


@pytest.mark.parametrize("pack", ["gz", "zip"])
def test_packed_files_are_unpacked(tmp_path, read, store, pack):
    plain = files.write(tmp_path / "m.csv", files.CNS, files.missile("2022-11-02"))
    packed = tmp_path / f"m.csv.{pack}"
    if pack == "gz":
        packed.write_bytes(gzip.compress(plain.read_bytes()))
    else:
        with zipfile.ZipFile(packed, "w") as archive:
            archive.write(plain, "m.csv")
    assert read(packed).kept == 1


MAPPING = """
source: patrols
title: Patrols
unit: patrol
date: {column: day, format: "%d.%m.%Y"}
columns: {text: note, key: number, count: many}
constants: {actor: CHN, kind: joint}
since: 2019-01-01
"""


def test_any_table_is_read_by_a_mapping(tmp_path, read, store):
    mapping = tmp_path / "map.yaml"
    mapping.write_text(MAPPING, encoding="utf-8")
    table = files.write(tmp_path / "p.csv", "number,day,note,many", "1,23.07.2019,first,2")
    taken = read(table, mapping=mapping)
    assert (taken.source, taken.unit, taken.through) == ("patrols", "patrol", date(2019, 7, 23))
    assert (only(store)["count"], only(store)["actor"], only(store)["date"]) == (2.0, "CHN", date(2019, 7, 23))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("unit: patrol", "unit: furlong"), "unknown unit 'furlong'"),
        (("unit: patrol", "unit: launch-day"), "unknown unit 'launch-day'"),
        (("source: patrols", "source: cns"), "the name of a shipped feed"),
        (("kind: joint", "text: joint"), "constants"),
        (("date: {column: day", "date: {colum: day"), "did you mean 'column'"),
    ],
)
def test_a_mapping_that_is_wrong_is_refused_by_line(tmp_path, change, said):
    mapping = tmp_path / "map.yaml"
    mapping.write_text(MAPPING.replace(*change), encoding="utf-8")
    with pytest.raises(CaseError, match=said) as refused:
        load_mapping(mapping)
    assert f"{mapping}:" in str(refused.value)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.csv", "", "the file is empty"),
        ("page.csv", "<!DOCTYPE html><html>", "a web page"),
        ("other.csv", "a,b\n1,2\n", "the columns of no feed that is known"),
        ("lacks.csv", files.CNS.replace(",series", "") + "\nx\n", "nearest is cns, of which it lacks series"),
        ("old.CSV", "\t".join(["1"] * 58) + "\n", "58 columns, as GDELT 1.0 has"),
        ("twice.csv", files.CNS + ",date\n", "the column date more than once"),
        ("nothing.csv", files.CNS + "\n", "holds no event"),
        ("wrong.csv", files.CNS + "\n" + files.missile("soon") + "\n", "line 2: date 'soon' is no date"),
    ],
)
def test_what_is_no_file_of_a_feed_is_refused_in_one_line(tmp_path, read, store, name, content, said):
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=said) as refused:
        read(path)
    assert str(path) in str(refused.value)
    assert "\n" not in str(refused.value)
    assert list(tmp_path.iterdir()) == [path]


def test_every_feed_says_what_its_rows_count():
    from foedus.watch.event import DAYS, UNITS

    assert {feed.unit for feed in feeds().values()} <= set(UNITS) - set(DAYS)
    assert {name for name, feed in feeds().items() if not feed.tried} == {"polecat", "acled"}


@pytest.mark.parametrize("count", ["nan", "inf", "-inf", "-5", "1e10"])
def test_a_count_that_is_no_number_of_units_is_malformed(read, tmp_path, count):
    taken = read(
        files.write(tmp_path / "s.csv", files.SORTIES, files.sortie("2021-01-01", count), files.sortie("2021-01-02"))
    )
    assert (taken.kept, taken.malformed) == (1, 1)
    assert "a number from 0 to 1000000000 is allowed" in taken.malformed_first[0].why


@pytest.mark.parametrize("day", ["0000-01-01", "-0001-01-01", "+99999-01-01", "0001-01-01"])
def test_a_day_that_no_source_has_is_malformed(read, tmp_path, day):
    taken = read(files.write(tmp_path / "s.csv", files.SORTIES, files.sortie(day), files.sortie("2021-01-02")))
    assert (taken.kept, taken.malformed, taken.first) == (1, 1, date(2021, 1, 2))


def test_a_header_with_a_huge_cell_is_refused(read, tmp_path):
    with pytest.raises(InputError, match=r"huge\.csv:1: is no header of a table"):
        read(files.write(tmp_path / "huge.csv", "x" * 200_000 + ",date", "1,2021-01-01"))


def test_an_archive_of_nothing_is_refused(read, tmp_path):
    import zipfile

    with zipfile.ZipFile(tmp_path / "s.zip", "w"):
        pass
    with pytest.raises(InputError, match=r"s\.zip holds 0 files; give an archive of one"):
        read(tmp_path / "s.zip")


@pytest.mark.parametrize(("damage", "said"), [("password", "cannot be unpacked"), ("packing", "cannot be unpacked")])
def test_an_archive_that_cannot_be_unpacked_is_refused(read, tmp_path, damage, said):
    import io
    import zipfile

    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("s.csv", "\n".join([files.SORTIES, files.sortie("2021-01-02"), ""]))
    content = bytearray(made.getvalue())
    central = content.index(b"PK\x01\x02")
    for place in (6, central + 8) if damage == "password" else (8, central + 10):
        content[place] = 1 if damage == "password" else 99
    (tmp_path / "s.zip").write_bytes(content)
    with pytest.raises(InputError, match=said):
        read(tmp_path / "s.zip")
