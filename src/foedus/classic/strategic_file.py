"""The strategic probit from a user's files: a table of cases and a specification that names the terms of each utility."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, model_validator

from foedus.classic.strategic import OUTCOMES, STARTS, UTILITIES, Errors, Fit, Sample, fit, probabilities
from foedus.classic.textable import Table, absent, read_table
from foedus.errors import CaseError, InputError, unknown
from foedus.part import Part
from foedus.rendered import Rendered
from foedus.taken import path as taken_path
from foedus.world.figures import Strict, Text
from foedus.world.problems import Problem, refuse
from foedus.world.textfile import read_yaml, validate

CONSTANT = "const"


class Specification(Strict):
    """Which columns enter which utility.

    A term is `const`, a column of numbers, or `column=value`, which is 1 where the column holds that value and else 0.
    """

    outcome: tuple[Text, Text, Text] | Text = Field(
        description="one column with 0 status quo, 1 concession, 2 war; or a list of three columns with 0 or 1, in this order"
    )
    errors: Errors = Field("agent", description="agent or private")
    u1_sq: tuple[Text, ...] = Field((), description="terms of actor 1's utility of the status quo")
    u1_cap: tuple[Text, ...] = Field((), description="terms of actor 1's utility of a concession")
    u1_war: tuple[Text, ...] = Field((), description="terms of actor 1's utility of war")
    u2_war: tuple[Text, ...] = Field(description="terms of actor 2's utility of war, less that of conceding")

    @model_validator(mode="after")
    def _identified(self) -> Specification:
        found = []
        first = [set(getattr(self, name)) for name in UTILITIES[:3]]
        if not any(first):
            found.append(Problem(("u1_sq",), "is empty, and so are u1_cap and u1_war; give one of them a term"))
        if not self.u2_war:
            found.append(Problem(("u2_war",), "is empty; give it a term, for example const"))
        same = "stands in all three utilities of actor 1, which are then not identified; drop one"
        found += [Problem(("u1_sq",), f"'{term}' {same}") for term in sorted(set.intersection(*first))]
        for name in UTILITIES:
            terms = getattr(self, name)
            found += [Problem((name,), f"names '{t}' twice") for t in sorted({t for t in terms if terms.count(t) > 1})]
        refuse(found)
        return self

    @property
    def terms(self) -> list[tuple[str, str]]:
        """Utility and term of each coefficient, in order."""
        return [(name, term) for name in UTILITIES for term in getattr(self, name)]


class CoefficientLine(Part):
    """One coefficient."""

    utility: str = Field(description="u1_sq, u1_cap, u1_war or u2_war")
    term: str = Field(description="as in the specification")
    value: float = Field(description="estimate")
    error: float | None = Field(description="standard error; null where the likelihood is flat in some direction")


class OutcomeLine(Part):
    """An outcome in the data and under the fit."""

    outcome: str
    observed: float = Field(description="share of the rows")
    fitted: float = Field(description="mean of the fitted probabilities")


class ProbitAnswer(Rendered, Part):
    """The answer of `foedus deter fit`."""

    format: Literal["foedus.strategic-probit/1"] = "foedus.strategic-probit/1"
    file: str
    errors: Errors = Field(description="agent error or private information")
    rows: int = Field(description="complete rows, which are used")
    dropped: int = Field(description="rows with a missing value, left out")
    log_likelihood: float = Field(description="at the best optimum")
    shares_alone: float = Field(description="log-likelihood of the observed shares, without any regressor")
    coefficients: list[CoefficientLine]
    outcomes: list[OutcomeLine]
    starts: int = Field(description="random starts")
    finished: int = Field(description="starts whose search came to an end")
    reached: int = Field(description="starts that found the best optimum")
    seed: int = Field(description="seed of the starts")
    warnings: list[str] = Field(description="what to beware of in this fit")


def fit_file(data: str | Path, specification: str | Path, *, starts: int = STARTS, seed: int = 1) -> ProbitAnswer:
    """Estimate the probit of a CSV file under a specification file."""
    data, specification = taken_path("data", data), taken_path("specification", specification)
    text = read_yaml(specification)
    spec, problems = validate(Specification, text, str(specification))
    if spec is None:
        raise CaseError(*problems)
    table = read_table(data, needed(spec))
    sample, dropped = build_sample(table, spec)
    try:
        found = fit(sample, spec.errors, starts=starts, seed=seed)
    except InputError as error:
        raise InputError(f"{data}: {error}") from error
    return _answer(table.file, spec, sample, dropped, found, seed)


def build_sample(table: Table, spec: Specification) -> tuple[Sample, int]:
    """Regressors and outcomes of the complete rows, and how many rows were dropped."""
    single = isinstance(spec.outcome, str)
    outcome = [spec.outcome] if isinstance(spec.outcome, str) else list(spec.outcome)
    terms = {term for _, term in spec.terms if term != CONSTANT}
    table.require(needed(spec))
    columns = {term: _regressor(table, term) for term in terms}
    found = np.column_stack([table.numbers(name.lower(), missing=True) for name in outcome])
    codes = _single(table, found[:, 0], outcome[0]) if single else _three(table, found, outcome)
    complete = ~np.isnan(codes)
    for values in columns.values():
        complete &= ~np.isnan(values)
    columns[CONSTANT] = np.ones(len(codes))
    blocks = [
        np.column_stack([columns[t][complete] for t in terms]) if terms else np.zeros((int(complete.sum()), 0))
        for terms in (getattr(spec, name) for name in UTILITIES)
    ]
    sample = Sample((blocks[0], blocks[1], blocks[2], blocks[3]), codes[complete].astype(np.int64))
    return sample, int((~complete).sum())


def needed(spec: Specification) -> list[str]:
    """The columns that a specification names."""
    outcome = [spec.outcome] if isinstance(spec.outcome, str) else list(spec.outcome)
    return [*outcome, *sorted({term.partition("=")[0] for _, term in spec.terms if term != CONSTANT})]


def _regressor(table: Table, term: str) -> NDArray[np.float64]:
    column, equals, value = term.partition("=")
    if not equals:
        return np.array(table.numbers(column.lower(), missing=True))
    cells = table.texts(column.lower())
    held = {cell: _holds(table, cell, value) for cell in {cell for cell in cells if not absent(cell)}}
    if not any(held.values()):
        raise InputError(f"{table.file}:{table.line}: {unknown(f'value of {column}', value, held)}")
    return np.array([float(held[cell]) if cell in held else np.nan for cell in cells])


def _holds(table: Table, cell: str, value: str) -> bool:
    """Whether a cell holds a value: the same text, or the same number (1.0 and 1)."""
    if cell == value:
        return True
    try:
        return table.number(cell, "") == table.number(value, "")
    except InputError:
        return False


def _single(table: Table, codes: NDArray[np.float64], name: str) -> NDArray[np.float64]:
    for code, line in zip(codes, table.lines, strict=True):
        if not (np.isnan(code) or code in (0, 1, 2)):
            raise InputError(
                f"{table.file}:{line}: {name}: {code:g} is not an outcome; allowed: 0 status quo, 1 concession, 2 war"
            )
    return codes


def _three(table: Table, found: NDArray[np.float64], names: list[str]) -> NDArray[np.float64]:
    for row, line in zip(found, table.lines, strict=True):
        if not np.any(np.isnan(row)) and sorted(row) != [0, 0, 1]:
            shown = ", ".join(f"{name} {value:g}" for name, value in zip(names, row, strict=True))
            raise InputError(
                f"{table.file}:{line}: {shown} is not an outcome; exactly one of the three must be 1, the others 0"
            )
    codes: NDArray[np.float64] = found @ np.array([0.0, 1.0, 2.0])
    return codes


def _answer(file: str, spec: Specification, sample: Sample, dropped: int, found: Fit, seed: int) -> ProbitAnswer:
    shares = np.bincount(sample.outcome, minlength=3) / len(sample.outcome)
    fitted = probabilities(found.coefficients, sample, spec.errors).mean(axis=0)
    return ProbitAnswer(
        file=file,
        errors=spec.errors,
        rows=len(sample.outcome),
        dropped=dropped,
        log_likelihood=found.log_likelihood,
        shares_alone=float(len(sample.outcome) * np.sum(shares * np.log(shares))),
        coefficients=[
            CoefficientLine(
                utility=utility, term=term, value=float(value), error=None if found.singular else float(error)
            )
            for (utility, term), value, error in zip(spec.terms, found.coefficients, found.errors, strict=True)
        ],
        outcomes=[
            OutcomeLine(outcome=name, observed=float(shares[i]), fitted=float(fitted[i]))
            for i, name in enumerate(OUTCOMES)
        ],
        starts=found.starts,
        finished=found.finished,
        reached=found.reached,
        seed=seed,
        warnings=_warnings(found),
    )


def _warnings(found: Fit) -> list[str]:
    said = []
    if found.singular:
        said.append(
            "The likelihood is flat in some direction: a regressor (or several) tells the outcomes apart completely, or "
            "adds nothing; no standard errors are given, and large coefficients mean no more than 'very large'."
        )
    if found.reached < 2:
        said.append("Only one start reached the best optimum; raise --starts and see whether it stands.")
    if found.finished < found.starts:
        said.append(
            f"{found.starts - found.finished} of {found.starts} searches did not come to an end and were left out."
        )
    return said
