"""What ships knows nothing after its day: samples are the same when everything later is deleted from every file.

A yearly value of 2023 is later too: the year had not ended. A spell that goes on after the day is cut at it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import numpy as np
import polars as pl
import pytest

from foedus.assessment import count_classes
from foedus.data.catalog import files_first, located, sources
from foedus.data.columns import table_columns
from foedus.data.library import read
from foedus.estimate import samples
from foedus.estimate.samples import (
    alignment,
    armament,
    deaths,
    duration,
    entente,
    escalation,
    government,
    growth,
    initiation,
    joining,
    load,
    provocation,
    trade,
    treaty_end,
    treaty_formation,
)
from foedus.estimate.samples.sample import AS_OF, Sample, last_year

pytestmark = pytest.mark.data

DAY, ENDED = AS_OF.isoformat(), last_year(AS_OF)
Cut = Callable[[pl.DataFrame], pl.DataFrame]


def _number(name: str) -> pl.Expr:
    return pl.col(name).cast(pl.Float64, strict=False)


def _years(name: str) -> Cut:
    return lambda raw: raw.filter(_number(name) <= ENDED)


def _dates(name: str) -> Cut:
    """Rows by a date such as 2023-11-07, or the month or year of one."""
    text = pl.col(name).cast(pl.String)
    return lambda raw: raw.filter(text.is_null() | (text <= DAY))


def _spells(start: str, end: str) -> Cut:
    last = pl.when(pl.col(end) > DAY).then(pl.lit(DAY)).otherwise(pl.col(end)).alias(end)
    return lambda raw: raw.filter(pl.col(start) <= DAY).with_columns(last)


def _system(raw: pl.DataFrame) -> pl.DataFrame:
    parts = {"endyear": AS_OF.year, "endmonth": AS_OF.month, "endday": AS_OF.day}
    later = _number("endyear") >= AS_OF.year
    return raw.with_columns(
        pl.when(later).then(pl.lit(str(part))).otherwise(pl.col(name)).alias(name) for name, part in parts.items()
    )


def _kept_events(raw: pl.DataFrame) -> pl.DataFrame:
    return raw


LATE: Mapping[str, Cut] = {
    **dict.fromkeys(("cow-states", "cow-majors"), _system),
    **dict.fromkeys(
        ("democracy", "unga-ideal-points", "sipri-milex", "nuclear-warheads", "us-troops", "cow-gw"), _years("year")
    ),
    **dict.fromkeys(("rok-trade", "sma", "ucdp-prio", "missile-count-reconciliation"), _years("year")),
    **dict.fromkeys(("wdi-gdp", "wdi-population"), _years("Year")),
    "kadiz": lambda raw: raw.filter(pl.col("year").str.extract(r"(\d{4})\D*$").cast(pl.Int16) <= ENDED),
    "sipri-arms": _years("order_year"),
    "gsdb": _years("begin"),
    "reign-elections": _years("elec_year"),
    **dict.fromkeys(("air-patrols", "nuclear-polls"), _dates("date")),
    "capitals": _spells("stdate", "enddate"),
    "plad": _spells("startdate", "enddate"),
    "presidents": _spells("start", "end"),
    # Files of events that end on the day.
    **dict.fromkeys(("missile-tests", "provocations"), _kept_events),
}


SAMPLES: Mapping[str, Callable[[], Sample]] = {
    "initiation": lambda: initiation.sample((2013, 2014)),
    "escalation": lambda: escalation.sample((2011, 2014)),
    "joining": lambda: joining.sample((2013, 2014)),
    "duration": lambda: duration.sample((2011, 2014)),
    "treaty-end": lambda: treaty_end.sample((2012, 2017)),
    "treaty-formation": lambda: treaty_formation.sample((2014, 2015)),
    "entente": lambda: entente.sample((2014, 2015)),
    "armament": lambda: armament.sample((2008, 2013)),
    "alignment": alignment.sample,
    "government": government.sample,
    "trade": trade.sample,
    "deaths": deaths.sample,
    "load": load.sample,
    **{f"growth-{index}": (lambda index=index: growth.sample(index)) for index in growth.YEARS},
    **{kind: (lambda kind=kind: provocation.sample(kind)) for kind in provocation.YEARS},
}
"""Where the whole sample takes long, its last years."""


def later(key: str) -> bool:
    """Whether the table of a source has a value of after the day, or of a year that had not ended."""
    table = read(key)
    for column in table_columns(key).values():
        if column.dtype == pl.Date and (table[column.name] > AS_OF).any():
            return True
        if column.unit == "calendar year" and (table[column.name] > ENDED).any():
            return True
    return False


@pytest.fixture(scope="module")
def cut(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Copies of the files that run on, without what is later."""
    folder = tmp_path_factory.mktemp("cut")
    made = {}
    for key, rule in LATE.items():
        (path,) = located(key)
        raw = pl.read_parquet(path) if path.suffix == ".parquet" else pl.read_csv(path, infer_schema=False)
        made[key] = folder / f"{key}{path.suffix}"
        kept = rule(raw)
        if path.suffix == ".parquet":
            kept.write_parquet(made[key])
        else:
            kept.write_csv(made[key])
    return made


def test_every_file_that_runs_on_is_cut() -> None:
    assert {key for key in sources() if later(key)} == set(LATE)


def test_nothing_later_is_left(cut: dict[str, Path]) -> None:
    events = {key for key, rule in LATE.items() if rule is _kept_events}
    events |= {"air-patrols", "nuclear-polls"}  # dated in 2023, before the day
    ends = {"gsdb", "sipri-arms", "cow-states", "cow-majors"}  # when what began by then ended, or was cut
    with files_first(cut):
        assert {key for key in LATE if later(key)} <= events | ends
        assert read("air-patrols")["date"].max() <= AS_OF  # type: ignore[operator]
        assert read("plad")["end"].max() == AS_OF
        assert max(read("missile-tests").select(date=pl.date("year", "month", "day"))["date"].drop_nulls()) <= AS_OF


def test_every_sample_is_among_them() -> None:
    found = [each.name for each in iter_modules(samples.__path__)]
    with_one = {name for name in found if hasattr(import_module(f"{samples.__name__}.{name}"), "sample")}
    several = {
        **{f"growth-{index}": "growth" for index in growth.YEARS},
        **dict.fromkeys(provocation.YEARS, "provocation"),
    }
    assert with_one == {several.get(name, name.replace("-", "_")) for name in SAMPLES}


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_does_not_change(name: str, cut: dict[str, Path]) -> None:
    whole = SAMPLES[name]()
    with files_first(cut):
        known = SAMPLES[name]()
    assert known.sources.keys() == whole.sources.keys()
    assert known.years == whole.years
    assert known.notes == whole.notes
    assert known.arrays.keys() == whole.arrays.keys()
    for column, array in whole.arrays.items():
        np.testing.assert_array_equal(known.arrays[column], array, err_msg=column)


def test_the_record_of_classes_does_not_change(cut: dict[str, Path]) -> None:
    for kept in (count_classes._states, count_classes._owed, count_classes._rivalries):
        kept.cache_clear()
    with files_first(cut):
        known = count_classes.as_csv(count_classes.counted())
    for kept in (count_classes._states, count_classes._owed, count_classes._rivalries):
        kept.cache_clear()
    assert known == count_classes.FILE.read_text(encoding="utf-8")
