"""One table of fields: what stands elsewhere about a field agrees with it, and equations name what they need once."""

from __future__ import annotations

import dataclasses
import re
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from pkgutil import iter_modules

import numpy as np
import pytest

import foedus.equations
from foedus.world.at import NEEDED
from foedus.world.build import from_case
from foedus.world.case import case_schema, load_case
from foedus.world.fields import fields, needs
from foedus.world.world import World

ROOT = Path(__file__).parents[2]
FIELDS = fields()
TEMPLATE = (files("foedus") / "world" / "template.yaml").read_text(encoding="utf-8")


def test_the_world_has_these_arrays_and_no_others() -> None:
    arrays = list(dict.fromkeys(field.array for field in FIELDS.values() if field.array))
    assert sorted(arrays) == sorted(field.name for field in dataclasses.fields(World))
    assert World.__doc__ is not None
    assert all(name in World.__doc__ for name in arrays)


def test_types_are_those_of_the_table() -> None:
    world = from_case(load_case("us-rok"))
    names = {"names": tuple, "str": tuple, "int": int, "float": float}
    for field in FIELDS.values():
        value = getattr(world, field.array) if field.array else None
        if isinstance(value, np.ndarray):
            assert value.dtype == field.dtype
        elif value is not None:
            assert isinstance(value, names[field.dtype])


def test_an_array_of_another_shape_or_type_is_refused() -> None:
    world = from_case(load_case("us-rok"))
    with pytest.raises(ValueError, match=r"polyarchy is float64 of shape \(11,\); it must be float64 of \(12,\)"):
        dataclasses.replace(world, polyarchy=world.polyarchy[1:])
    with pytest.raises(ValueError, match="peace is float64"):
        dataclasses.replace(world, peace=world.peace.astype(float))


def test_equations_declare_what_they_need_and_the_table_shows_it() -> None:
    declaring = [name for name in _equations() if hasattr(import_module(f"foedus.equations.{name}"), "NEEDS")]
    assert {"armament", "initiation", "joining"} <= set(declaring)
    for name in declaring:
        assert set(import_module(f"foedus.equations.{name}").NEEDS) <= set(FIELDS)
    assert needs() == {name: field.needed_by for name, field in FIELDS.items()}


def _equations() -> list[str]:
    return [module.name for module in iter_modules(foedus.equations.__path__)]


def _properties(schema: dict[str, object]) -> set[str]:
    definitions = schema["$defs"]
    assert isinstance(definitions, dict)
    return {name for part in (schema, *definitions.values()) for name in part.get("properties", {})}


def test_every_field_of_a_case_is_in_its_schema() -> None:
    known = _properties(case_schema())
    for field in FIELDS.values():
        assert {step.removesuffix("[]") for step in field.case.split(".")} <= known, field.name


def figures() -> list[str]:
    """Fields that a case states as a figure: a value with its unit."""
    stated = ("states[].figures.", "relations[].", "coercion.")
    free = ("since", "states", "contiguous", "dispute", "incidents", "coercer", "episodes", "years")
    return [
        name
        for name, field in FIELDS.items()
        if (field.case.startswith(stated) and field.case.rsplit(".", 1)[1] not in free) or name == "troops"
    ]


@pytest.mark.parametrize("name", figures())
def test_template_and_page_show_the_unit_of_a_figure(name: str) -> None:
    field = FIELDS[name]
    key = field.case.rsplit(".", 1)[1]
    page = (ROOT / "docs" / "how-to" / "write-a-case.md").read_text(encoding="utf-8")
    assert re.search(rf"^\| `{key}` \| {re.escape(field.unit)} ", page, re.MULTILINE)
    lines = [line for line in TEMPLATE.splitlines() if re.match(rf"\s*{key}: \{{ value", line)]
    assert lines
    for line in lines:
        assert re.search(rf'unit: "?{re.escape(field.unit)}"?[,}} ]', line)


def test_a_panel_is_asked_for_the_columns_of_the_table() -> None:
    assert set(NEEDED) == {column for field in FIELDS.values() for column in field.panel}
