"""The long table: every number of the JSON once, where the table says it stands, and as it stands there."""

import csv
import io
import json

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from foedus.assessment.outcome_lines import Estimate
from foedus.report import rendering, tables
from foedus.report.long_table import COLUMNS, DATES, LEFT_OUT, long_table
from foedus.report.quantities import SIZES

KEY = ["section", "item", "under", "quantity", "year"]


def at(document, pointer):
    """What a JSON pointer leads to (RFC 6901)."""
    for part in pointer.split("/")[1:]:
        part = part.replace("~1", "/").replace("~0", "~")
        document = document[int(part)] if isinstance(document, list) else document[part]
    return document


def estimates(found, path=""):
    """Pointers to every number with an interval."""
    if isinstance(found, dict):
        if {"value", "low", "high"} <= found.keys():
            yield path
        for name, each in found.items():
            if path or name not in LEFT_OUT:
                yield from estimates(each, f"{path}/{name.replace('~', '~0').replace('/', '~1')}")
    elif isinstance(found, list):
        for number, each in enumerate(found):
            yield from estimates(each, f"{path}/{number}")


def floats(found, path=""):
    """Pointers to every number with a decimal point."""
    if isinstance(found, dict):
        for name, each in found.items():
            if path or name not in LEFT_OUT:
                yield from floats(each, f"{path}/{name.replace('~', '~0').replace('/', '~1')}")
    elif isinstance(found, list):
        for number, each in enumerate(found):
            yield from floats(each, f"{path}/{number}")
    elif isinstance(found, float):
        yield path


def of_interval(row, document):
    """The number that a row tells, and its interval where it has one."""
    found = at(document, row["json"])
    return (found["value"], found["low"], found["high"]) if isinstance(found, dict) else (found, None, None)


@pytest.fixture(scope="module")
def table(answer):
    return long_table(answer)


@pytest.fixture(scope="module")
def document(answer):
    return json.loads(answer.model_dump_json())


def test_every_value_is_the_one_that_the_json_has_where_the_row_says(table, document):
    for row in table.iter_rows(named=True):
        if row["quantity"].endswith(("median", "a_year.mean")):
            continue
        assert (row["value"], row["low"], row["high"]) == of_interval(row, document), row["json"]


def test_paths_have_their_bands(table, answer):
    path = table.filter(quantity="poles.median", item="multipolar", under="gdp")
    line = answer.orders[1].poles[1]
    assert path["value"].to_list() == line.median
    assert path["low"].to_list() == line.low90
    assert path["high"].to_list() == line.high90
    assert path["year"].to_list() == [2001, 2002, 2003, 2004]


def test_every_estimate_of_the_json_is_a_row(table, document):
    assert set(estimates(document)) - set(table["json"]) == set()


def test_every_number_of_the_json_is_in_a_row(table, document):
    told = set(table["json"])
    for pointer in floats(document):
        inside, name = pointer.rsplit("/", 1)
        band = name.isdigit() and "/poles/" in pointer
        assert pointer in told or inside in told or name in (*SIZES, *DATES) or band, pointer


def test_no_two_rows_say_the_same_of_the_same(table):
    assert table.select(KEY).is_duplicated().sum() == 0


def test_a_row_says_what_its_number_is(table):
    [war] = table.filter(section="outcomes", item="war", quantity="estimate").rows(named=True)
    told = {"year": 2004, "value": 0.11, "low": 0.022, "high": 0.33, "n": 1234, "unit": "probability"}
    assert told.items() <= war.items()
    assert war["evidence"] == "no-events"
    [change] = table.filter(section="counterfactuals", item="cost", under="garrison").rows(named=True)
    assert (change["value"], change["unit"], change["evidence"], change["n"]) == (
        -1.1,
        "florins (change)",
        "grade D",
        567,
    )
    [analyst] = table.filter(section="tolerances", under="class", quantity="views.value").rows(named=True)
    assert (analyst["value"], analyst["evidence"]) == (0.099, "class, counted")
    assert table.filter(item="unknown", quantity="estimate")["value"].to_list() == [None]


def test_how_many_a_number_was_counted_in_is_not_told_where_the_outcome_has_a_condition_of_its_own(answer, make):
    lines = [answer.outcomes[0].model_copy(update={"given": "pact"}), *answer.outcomes[1:]]
    found = long_table(make(outcomes=lines)).filter(section="outcomes", quantity="estimate")
    assert dict(zip(found["item"], found["n"], strict=True)) | {"war": None} == dict(
        zip(found["item"], found["n"], strict=True)
    )


def test_a_candidate_was_counted_in_its_own_number_of_futures(answer, make):
    rivals = [one.model_copy(update={"futures": 55}) for one in answer.rivals[:1]]
    found = long_table(make(rivals=[*rivals, *answer.rivals[1:]]))
    counted = found.filter(section="outcomes", quantity="by_specification", item="war")
    assert counted["n"].to_list() == [55] if counted["under"].to_list() == ["initiation: history"] else [567]
    assert found.filter(section="rivals", quantity="weight")["n"].to_list() == [None, None]


def test_the_csv_read_back_is_the_table(answer, table):
    text = tables.as_csv(answer)
    assert pl.read_csv(io.StringIO(text), schema=table.schema).equals(table)
    head, *rows = csv.reader(io.StringIO(text))
    assert tuple(head) == COLUMNS
    assert len(rows) == table.height


@given(st.builds(Estimate, value=st.floats(0, 1), low=st.floats(0, 1), high=st.floats(0, 1)))
def test_csv_keeps_every_digit(found):
    frame = pl.DataFrame({"value": [found.value], "low": [found.low], "high": [found.high]})
    assert pl.read_csv(io.StringIO(frame.write_csv())).row(0) == frame.row(0)


def test_the_frame_of_a_result_of_any_kind_has_the_columns(answer):
    for part in (answer.outcomes[0], answer.orders[0]):
        assert tuple(long_table(part).columns) == COLUMNS
    assert rendering.to_frame(answer).equals(long_table(answer))
    assert TypeAdapter(list[int]).validate_python(long_table(answer)["n"].drop_nulls().to_list())
