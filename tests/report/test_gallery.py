"""Every chart by name: drawn from an answer that is filled in by its schema, in every format, with its table and words."""

from __future__ import annotations

import re
import types
from datetime import date, datetime
from itertools import combinations
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import altair as alt
import numpy as np
import pytest
from pydantic import BaseModel
from typer.testing import CliRunner

from foedus.assessment.answer import Answer
from foedus.assessment.outcome_lines import Estimate
from foedus.classic.bargaining_answer import bargain_over
from foedus.classic.issue import load_issue
from foedus.cli.commands import app
from foedus.errors import InputError
from foedus.evaluate.result import Bin, Cell
from foedus.report.figures.calibration import Scored
from foedus.report.look import BLUE, BRICK, OCHRE, ORDERS, STATES, TEAL
from foedus.report.sources import FIGURES, named
from foedus.simulation.alliances.answer import AlliancesAnswer
from foedus.simulation.alliances.scores import MODEL

NEW = ("flip", "provenance", "diff", "regret", "timeline", "survival", "network", "ledger")
"""Charts that no other test holds against the schema of Vega-Lite, which takes long."""
NAMES = [figure.name for figure in FIGURES]
SPECIAL: dict[str, Any] = {
    "year": 2031,
    "last_year": 2031,
    "by_year": 2031,
    "start": 2029,
    "result": "found",
    "levels": [],
}
LISTS: dict[str, Any] = {"years": [2030, 2031], "by_definition": [], "basin_draws": [0.3, 0.2, 0.4]}
NUMBERS = {
    "error": 0.01,
    "highest": 0.5,
    "low": 0.2,
    "low50": 0.25,
    "low90": 0.1,
    "high": 0.4,
    "high50": 0.35,
    "high90": 0.5,
    "at_least": None,
    "at": 0.5,
}


def filled(kind: Any, name: str = "") -> Any:
    """A value of a type: every text is 'war', every share .3; two numbers or estimates in a list, one of anything else."""
    origin, parts = get_origin(kind), get_args(kind)
    if origin is list:
        if name in LISTS and not (name == "years" and _is_model(parts[0])):
            return LISTS[name]
        many = 2 if name == "sides" or parts[0] is Estimate or not _is_model(parts[0]) else 1
        return [filled(parts[0], name) for _ in range(many)]
    if name in SPECIAL and not _is_model(kind):
        return SPECIAL[name]
    if name in NUMBERS and float in (kind, *parts):
        return NUMBERS[name]
    if origin in (Union, types.UnionType):
        return filled(next(part for part in parts if part is not types.NoneType), name)
    if origin is Literal:
        return parts[0]
    if origin is dict:
        return {filled(parts[0]): filled(parts[1], name)}
    if origin is tuple:
        return tuple(filled(part, name) for part in parts)
    if get_origin(kind) is Annotated:
        return filled(parts[0], name)
    if _is_model(kind):
        return kind.model_construct(
            **{field: filled(one.annotation, field) for field, one in kind.model_fields.items()}
        )
    return {
        Any: "war",
        str: "war",
        float: 0.3,
        int: 3,
        bool: True,
        date: date(2029, 6, 30),
        datetime: datetime(2029, 6, 30),
    }[kind]


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


@pytest.fixture(scope="module")
def charts(answer):
    bins = [filled(Bin).model_copy(update={"model": MODEL})]
    cell = filled(Cell).model_copy(update={"subset": "by patron", "curve": bins})
    own = {
        "calibration": Scored("war", (MODEL,), (("war", [cell]),)),
        "alliances": filled(AlliancesAnswer).model_copy(update={"cells": [cell]}),
        "bargaining": bargain_over(load_issue("us-rok-cost-sharing"), draws=3),
    }
    return {
        name: figure.draw(own.get(name) or (answer if figure.source.kind is Answer else filled(figure.source.kind)))
        for name, figure in ((figure.name, figure) for figure in FIGURES)
    }


def marks(spec: Any) -> list[dict[str, Any]]:
    """Every row of data in a picture."""
    if isinstance(spec, list):
        return [row for part in spec for row in marks(part)]
    if not isinstance(spec, dict):
        return []
    own = list(spec.get("data", {}).get("values", []))
    return own + [row for key in ("layer", "concat", "hconcat", "vconcat") for row in marks(spec.get(key, []))]


def columns(rows: Any) -> dict[str, set[float]]:
    """Every number by its column, truth values being none."""
    found: dict[str, set[float]] = {}
    for row in rows:
        for name, value in row.items():
            if isinstance(value, int | float) and not isinstance(value, bool):
                found.setdefault(name, set()).add(value)
    return found


@pytest.mark.parametrize("name", NAMES)
def test_every_chart_is_valid_and_its_table_is_what_it_shows(charts, name):
    chart = charts[name]
    if name in NEW:
        alt.Chart.from_dict(chart.spec)
    assert chart.name == name
    assert chart.rows
    shown = columns(marks(chart.spec))
    for column, values in columns(chart.rows).items():
        assert values <= shown.get(column, values), column
    assert chart.to_frame().height == len(chart.rows)


@pytest.mark.parametrize("name", NAMES)
def test_every_chart_says_in_words_numbers_that_its_table_has(charts, name):
    chart = charts[name]
    assert chart.words == chart.words.strip()
    assert chart.words.endswith(".")
    known = {f"{100 * x:.6g}" for values in columns(chart.rows).values() for x in values}
    known |= {f"{x:.6g}" for values in columns(chart.rows).values() for x in values}
    told = [float(x) for x in re.findall(r"(?<![\w.])\d+(?:\.\d+)?(?=%)", chart.words)]
    assert all(any(abs(x - float(k)) <= 0.06 * max(abs(x), 0.1) for k in known) or x in (50.0, 90.0) for x in told)


@pytest.mark.parametrize("name", NAMES)
def test_every_chart_is_written_in_every_format_with_its_words(charts, name, tmp_path):
    chart = charts[name]
    for suffix, start in ((".svg", b"<svg"), (".png", b"\x89PNG"), (".pdf", b"%PDF")):
        chart.save(tmp_path / f"a{suffix}")
        content = (tmp_path / f"a{suffix}").read_bytes()
        assert content.startswith(start)
        assert suffix == ".pdf" or chart.words.encode() in content.replace(b"&#x27;", b"'").replace(
            b"&gt;", b">"
        ).replace(b"&lt;", b"<")


def seen(colour: str, matrix: Any) -> Any:
    """A colour as it is seen by those who lack a cone, in CIELAB (Machado, Oliveira and Fernandes 2009)."""
    plain = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    linear = np.where(plain <= 0.04045, plain / 12.92, ((plain + 0.055) / 1.055) ** 2.4)
    xyz = SRGB @ np.clip(np.array(matrix) @ linear, 0.0, 1.0) / np.array([0.9505, 1.0, 1.089])
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


SRGB = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
SIGHT = {
    "whole": np.eye(3),
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize(
    "palette", [ORDERS, (BLUE, BRICK, OCHRE, TEAL), tuple(STATES.values())], ids=["orders", "four", "states"]
)
def test_colours_are_told_apart_by_those_who_lack_a_cone(palette, sight):
    found = {
        (a, b): float(np.linalg.norm(seen(a, SIGHT[sight]) - seen(b, SIGHT[sight])))
        for a, b in combinations(palette, 2)
    }
    assert min(found.values()) >= LEAST_APART, min(found, key=found.__getitem__)


LEAST_APART = 15.0
"""Distance in CIELAB; about 2 is just noticed. Dashes and shapes tell apart what is near in grey."""


def run(*words: str) -> Any:
    return CliRunner().invoke(app, ["chart", *words])


def test_the_command_lists_and_writes_the_picture_the_table_and_the_words(tmp_path, answer):
    assert [line.split()[0] for line in run("list").stdout.splitlines()[1:]] == NAMES
    (tmp_path / "a.json").write_text(answer.model_dump_json(), encoding="utf-8")
    picture, table = tmp_path / "a.svg", tmp_path / "a.csv"
    done = run(str(tmp_path / "a.json"), "poles", "--out", str(picture), "--table", str(table), "--words")
    assert done.exit_code == 0
    assert "How many poles the world has, to 2004" in done.stdout
    assert picture.read_text(encoding="utf-8").startswith("<svg")
    assert table.read_text(encoding="utf-8").startswith("order,index,year,median,low50")


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("us-rok", "fan", "--words"), "unknown chart 'fan'; did you mean 'fans'?"),
        (("us-rok",), "say which chart of us-rok: foedus chart us-rok NAME"),
        (("us-rok", "fans"), "nothing to write: give --out FILE for the picture, --table FILE.csv, or --words"),
        (("us-rok", "fans", "--out", "a.gif"), "cannot tell the picture's format from '.gif'"),
        (("us-rok", "fans", "--table", "a.txt"), "cannot tell the format from '.txt'"),
        (
            ("us-rok", "race", "--words"),
            "chart 'race' is drawn from an arms race, not from 'us-rok': write it with 'foedus race",
        ),
        (("us-rok", "poles", "--outcome", "war", "--words"), "chart 'poles' takes no --outcome; leave it out"),
        (("us-rok", "survival", "--year", "2030", "--words"), "chart 'survival' takes no --year; leave it out"),
        (("russia-dprk", "elections", "--words"), "the case russia-dprk follows no governments"),
        (
            ("us-rok", "network", "--year", "2000", "--words"),
            "year 2000 is not allowed: a whole number from 2,023 to 2,083",
        ),
        (("nowhere.jsonl", "ledger", "--words"), "nowhere.jsonl"),
    ],
)
def test_what_cannot_be_drawn_is_refused_in_one_line(words, why, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match=re.escape(why)) as refused:
        CliRunner().invoke(app, ["chart", *words], catch_exceptions=False)
    assert "\n" not in str(refused.value)
    assert list(tmp_path.iterdir()) == []


def test_every_source_has_its_question_and_its_function():
    for figure in FIGURES:
        assert issubclass(figure.source.kind, BaseModel)
        if figure.source.ask:
            assert named(figure.source.ask).__doc__
        assert named(f"foedus.report.figures.{figure.name.replace('-', '_')}:chart").__doc__
