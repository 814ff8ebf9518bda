"""Model cards: a posterior and its basis, as Markdown, from its own record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from foedus.estimate.posterior import Posterior
from foedus.estimate.prior_predictive import checked
from foedus.evaluate.held_out import METHOD, held_out


def card(posterior: Posterior) -> str:
    """The card of a posterior: equation, sample, sources, priors, diagnostics, coefficients with 90% intervals, scores,
    including shipped scores on later years."""
    record = posterior.record
    parts = [
        f"## {posterior.name}",
        f"Equation `{record['equation']}`, specification `{record['specification']}`, "
        f"years {record['years'][0]}-{record['years'][1]}, nothing dated after {record['as_of']}.",
        f"```text\n{record['formula']}\n```",
        _section("Sample", _bullets(record["sample"])),
        _section("Sources (SHA-256)", _bullets({key: f"`{value}`" for key, value in record["sources"].items()})),
        _section("Priors", _bullets(record["priors"])),
        *_implied(posterior.name),
        _section(f"Sampler: {record['sampler']}", _bullets(record["diagnostics"])),
        _section(f"Posterior, {posterior.size} draws (5% and 95%: the 90% interval)", _summary(record["summary"])),
    ]
    if posterior.units:
        counts = {name: f"{len(units.codes)} intercepts" for name, units in posterior.units.items()}
        parts.append(_section("Units", _bullets(counts)))
    if record["scores"]:
        parts.append(_section("Scores", _bullets(record["scores"])))
    if (later := held_out(posterior.name)) is not None:
        head, found = later.table()
        lines = [head, ("---",) * len(head), *found]
        rows = "\n".join(f"| {' | '.join(line)} |" for line in lines)
        parts.append(_section("Scores on later years", f"{later.note} {METHOD} In brackets: 90% intervals.\n\n{rows}"))
    return "\n\n".join(parts) + "\n"


def _implied(name: str) -> list[str]:
    """What the priors imply before any data, if it was checked."""
    found = checked(name)
    return [_section("Prior predictive check", "\n".join(f"- {each.words}" for each in found))] if found else []


def _section(title: str, body: str) -> str:
    return f"### {title}\n\n{body}"


def _bullets(values: Mapping[str, Any]) -> str:
    return "\n".join(_lines(values, 0))


def _lines(values: Mapping[str, Any], depth: int) -> Iterator[str]:
    """Nested values as nested bullets; a mapping of plain values goes on one line."""
    for name, value in values.items():
        indent = "  " * depth
        if isinstance(value, Mapping) and any(isinstance(inner, Mapping) for inner in value.values()):
            yield f"{indent}- {name}"
            yield from _lines(value, depth + 1)
        elif isinstance(value, Mapping):
            yield f"{indent}- {name}: " + ", ".join(f"{inner} {_text(each)}" for inner, each in value.items())
        else:
            yield f"{indent}- {name}: {_text(value)}"


def _text(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, list):
        return " to ".join(_text(each) for each in value)
    return str(value)


def _summary(summary: Mapping[str, Mapping[str, float]]) -> str:
    rows = ["| parameter | mean | sd | 5% | 95% |", "|---|---:|---:|---:|---:|"]
    rows += [
        f"| {name} | {each['mean']:.3f} | {each['sd']:.3f} | {each['q5']:.3f} | {each['q95']:.3f} |"
        for name, each in summary.items()
    ]
    return "\n".join(rows)
