"""Made-up files in the publishers' formats: nothing in them is a record of anything."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from foedus.data.readers.gdelt import COLUMNS as GDELT

CNS = "date,time,series,missile,facility,landing,apogee,distance,bearing,outcome,description,glide,year"
PROVOCATIONS = "date,type,event,description,resources,year,week_number,month_year,weekday,mentions_kim"
SORTIES = (
    "date,year,month,day,pla_aircraft_sorties,china_carrier_present,country1,country2,US_Taiwan_interaction,"
    "Political_statement,Foreign_battleship"
)
ACLED = (
    "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,assoc_actor_1,inter1,actor2,"
    "country,location,source,notes,fatalities,timestamp"
)
POLECAT = (
    "Event ID,Event Date,Event Type,Event Mode,Intensity,Quad Code,Contexts,Actor Name,Actor Country,Recipient Name,"
    "Recipient Country,Placename,Source,Publication Date,Version"
)
ICEWS = (
    "Event ID,Event Date,Source Name,Source Sectors,Source Country,Event Text,CAMEO Code,Intensity,Target Name,Target Sectors,"
    "Target Country,Story ID,Sentence Number,Publisher,City,District,Province,Country,Latitude,Longitude"
)


def write(path: Path, head: str, *rows: str) -> Path:
    """A file with a header and rows, each line ended."""
    path.write_text(table(head, *rows), encoding="utf-8")
    return path


def table(head: str, *rows: str) -> str:
    """A table with a header and rows, each line ended."""
    return "\n".join([head, *rows, ""])


def missile(day: str, series: int = 1, kind: str = "kn-23", text: str = '"One, of several"') -> str:
    """A row of the CNS list."""
    return f"{day},06:00 (UTC),{series}.0,{kind},wonsan,sea-of-japan,60,500,90,success,{text},,{day[:4]}"


def provocation(day: str, kind: str = "Missile", name: str = "Launch", text: str = "It flew.") -> str:
    """A row of the list of provocations."""
    link = f'"see https://news.example/{day}, and more"'
    return f'{day},{kind} Provocation,{name},"{text}",{link},{day[:4]},1,01-2020,Monday,false'


def sortie(day: str, number: str = "2.0", note: str = "") -> str:
    """A row of the Taiwanese counts."""
    return f"{day},,,,{number},,CN,TW,,{note},"


def reports(path: Path, *rows: dict[str, str], end: str = "\n") -> Path:
    """A native GDELT file: each row by the columns that matter."""
    path.write_text(gdelt(*rows).removesuffix("\n") + end, encoding="utf-8")
    return path


def gdelt(*rows: dict[str, str]) -> str:
    """The text of a native GDELT file."""
    usual = {
        "Actor1CountryCode": "PRK",
        "Actor2CountryCode": "KOR",
        "EventCode": "190",
        "SOURCEURL": "https://a.example/1",
    }
    return "".join("\t".join((usual | row).get(name, "") for name in GDELT) + "\n" for row in rows)


def report(number: int, day: str, seen: str | None = None, **cells: str) -> dict[str, str]:
    """A report of a day, seen on another."""
    return {"GLOBALEVENTID": str(number), "SQLDATE": day, "DATEADDED": f"{seen or day}120000", **cells}


def events(store: Path) -> pl.DataFrame:
    """All that a store holds, in order."""
    import duckdb

    with duckdb.connect(str(store), read_only=True) as connection:
        names = [row[0] for row in connection.execute("DESCRIBE events").fetchall()]
        rows = connection.execute("SELECT * FROM events ORDER BY source, key").fetchall()
    return pl.DataFrame(rows, schema=names, orient="row", infer_schema_length=None)
