"""A coefficient is read by its name, and a predictor has one name as term, as column of its sample and as argument."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

import foedus
from foedus.equations.registry import EQUATIONS, POSTERIORS, SERIES
from foedus.estimate.equations import FITTED, JOBS, equations
from foedus.estimate.posterior import load_posterior

SOURCE = Path(foedus.__file__).parent
FILES = [path for folder in ("equations", "simulation") for path in sorted((SOURCE / folder).rglob("*.py"))]
OWN = {
    "joining": {"pact_in_war", "bilateral_in_war"},
    "initiation": {"peace2", "peace3", "allied_late", "target_defended_late", "initiator_defended_late"},
}
"""Coefficients of products and powers of terms, which have no term of their own."""
MODERATORS = {"initiation": {"post_cold_war"}}
"""Terms that only decide which coefficients of other terms count."""
LOGITS = [name for name, module in EQUATIONS.items() if hasattr(module, "log_odds")]


def terms(equation: ModuleType) -> tuple[str, ...]:
    """Names of every term an equation declares."""
    kinds = (kind for name, kind in vars(equation).items() if name in ("Terms", "Still", "Moving"))
    return tuple(term for kind in kinds for term in kind._fields)


def sample_of(equation: str) -> ast.Module:
    """The parsed source of the sample of an equation."""
    return ast.parse((SOURCE / "estimate" / "samples" / f"{equation}.py").read_text(encoding="utf-8"))


def coefficients_of(tree: ast.AST) -> Iterator[str]:
    """Names that hold the coefficients of one equation: arguments called b, and what is read from a parameter set."""
    for node in ast.walk(tree):
        if isinstance(node, ast.arg) and node.annotation is not None and "Coefficients" in ast.unparse(node.annotation):
            yield node.arg
        if isinstance(node, ast.Assign) and "p.draws[" in ast.unparse(node.value):
            yield from (each.id for target in node.targets for each in ast.walk(target) if isinstance(each, ast.Name))


def positional(tree: ast.AST) -> list[str]:
    """Coefficients that are read by position, or unpacked in an order, as source text; [r] is that of future r.

    >>> positional(ast.parse("b = p.draws[0].trade; b[0]"))
    ['b[0]']
    """
    names = set(coefficients_of(tree))
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Subscript):
            base, index = ast.unparse(node.value), node.slice
            fields = "p.draws[" in base and "]." in base.partition("p.draws[")[2] and not base.endswith(".growth")
            named = isinstance(index, ast.Constant) and isinstance(index.value, str)
            lane = ast.unparse(index) == "r"
            if (base in names or fields) and not named and not lane:
                found.append(ast.unparse(node))
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Tuple):
            value = ast.unparse(node.value)
            if value in names or ("p.draws[" in value and "(" not in value):
                found.append(ast.unparse(node))
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_no_coefficient_is_read_by_position(path: Path) -> None:
    assert positional(ast.parse(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    "source",
    [
        "b = p.draws[0].coercion\nb[0]",
        "p.draws[0].trade[0, r]",
        "a, c = p.draws[0].integrity",
        "def log_odds(b: Coefficients, x: Terms): return b[1] * x.war",
        "p.draws[0].growth[m][2]",
    ],
)
def test_what_is_read_by_position_is_found(source: str) -> None:
    assert len(positional(ast.parse(source))) == 1


@pytest.mark.parametrize("name", LOGITS)
def test_every_term_has_the_coefficient_of_its_name(name: str) -> None:
    equation = EQUATIONS[name]
    own, moderators = OWN.get(name, set()), MODERATORS.get(name, set())
    assert set(equation.Coefficients._fields) - {"constant"} - own == set(terms(equation)) - moderators


@pytest.mark.parametrize("name", LOGITS)
def test_a_product_of_a_coefficient_and_a_term_has_one_name(name: str) -> None:
    tree = ast.parse((SOURCE / "equations" / f"{name}.py").read_text(encoding="utf-8"))
    factors = [
        {ast.unparse(side.value): side.attr for side in (node.left, node.right) if isinstance(side, ast.Attribute)}
        for node in ast.walk(tree)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult)
    ]
    pairs = [(each["b"], each["x"]) for each in factors if each.keys() == {"b", "x"}]
    own = OWN.get(name, set())
    assert len(pairs) >= len(terms(EQUATIONS[name])) // 2
    assert all(coefficient == term for coefficient, term in pairs if coefficient not in own)


@pytest.mark.parametrize("name", LOGITS)
def test_the_sample_has_a_column_of_the_name_of_every_term(name: str) -> None:
    tree = sample_of(name)
    written = {node.arg for node in ast.walk(tree) if isinstance(node, ast.keyword)}
    written |= {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    assert set(terms(EQUATIONS[name])) <= written


@pytest.mark.parametrize("name", JOBS)
def test_a_posterior_has_the_terms_of_its_equation(name: str) -> None:
    series, _ = POSTERIORS[name]
    assert tuple(load_posterior(name).record["terms"]) == EQUATIONS[series.module].TERMS
    assert equations()[name].module == series.module


def test_only_the_mean_of_provocations_is_hidden_by_a_method_of_records() -> None:
    hidden = {
        (name, field)
        for name, equation in EQUATIONS.items()
        for field in equation.Coefficients._fields
        if hasattr(np.record, field)
    }
    assert hidden == {("provocation", "mean")}


@pytest.mark.parametrize("name", FITTED)
def test_fit_sample_and_prior_check_are_found_by_name(name: str) -> None:
    module = SERIES[name].module
    for folder in ("estimate", "estimate/samples"):
        assert (SOURCE / folder / f"{module}.py").is_file()
    own = SOURCE / "estimate" / "prior_checks" / f"{module}.py"
    assert own.is_file() != hasattr(import_module(f"foedus.estimate.samples.{module}"), "EVENT")
