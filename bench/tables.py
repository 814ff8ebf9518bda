"""A benchmark's result as Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

FROM, TO = "<!-- Written by bench/run.py from here -->\n", "<!-- to here -->\n"


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A Markdown table, numbers to the right."""
    names = list(head)
    rule = ["---", *["---:"] * (len(names) - 1)]
    return "\n".join(f"| {' | '.join(row)} |" for row in [names, rule, *map(list, rows)])


def number(value: float | None, digits: int = 3) -> str:
    """Significant digits, thousands separated; n/a where there is none."""
    if value is None:
        return "n/a"
    return f"{value:,.0f}" if abs(value) >= 10 ** (digits - 1) else f"{value:.{digits}g}"


def filled(page: str, text: str) -> str:
    """A page with the tables between its marks made anew."""
    before, _, rest = page.partition(FROM)
    return f"{before}{FROM}\n{text}\n\n{TO}{rest.partition(TO)[2]}"


def markdown(result: dict[str, Any]) -> str:
    """Every table of a result."""
    return "\n\n".join([_machine(result), *(make(result) for part, make in MADE.items() if part in result)])


def _machine(result: dict[str, Any]) -> str:
    m, versions = result["machine"], result["versions"]
    kind = "A smoke run (`--quick`): rough numbers." if result["quick"] else "A full run."
    against = f" *Before* is revision {versions[1]}." if len(versions) > 1 else ""
    return (
        f"{kind} {m['processor']}, {m['cores']} cores, {m['memory_gib']:.0f} GiB, {m['system']}; "
        f"Python {m['python']}, numba {m['numba']}, NumPy {m['numpy']}, Mesa {m['mesa']}, foedus {m['foedus']}; "
        f"load before the start {m['load_before']:.1f}; it took {m['wall_s']:,.0f} s. Case: {result['case']}.{against}"
    )


def _versions(result: dict[str, Any], quantity: str) -> tuple[str, ...]:
    """Columns of one quantity: now, and if another version was measured that, and how many times the one now is."""
    return (quantity,) if len(result["versions"]) == 1 else (quantity, "before", "ratio")


def _values(values: Sequence[float]) -> tuple[str, ...]:
    return tuple(map(number, values)) if len(values) == 1 else (*map(number, values), number(values[1] / values[0]))


def _processors(result: dict[str, Any]) -> str:
    head = ("compiled for", *_versions(result, "microseconds a future"), "events")
    rows = (
        (row["processor"], *_values(row["us"]), "equal" if row["equal"] else "NOT EQUAL")
        for row in result["processors"]
    )
    futures = result["processors"][0]["futures"]
    return f"### The kernel\n\n{table(head, rows)}\n\nOne thread, CPU time; {futures:,} futures, the events of all compared."


def _threads(result: dict[str, Any]) -> str:
    one = result["threads"][0]["us"]
    head = ("threads", *_versions(result, "wall, microseconds a future"), "times one thread")
    rows = ((str(row["threads"]), *_values(row["us"]), number(one[0] / row["us"][0])) for row in result["threads"])
    return f"### Threads\n\n{table(head, rows)}"


def _states(result: dict[str, Any]) -> str:
    head = ("states", "dyads", "disputes a year", *_versions(result, "microseconds a dyad-year"), "events")
    rows = (
        (
            str(row["states"]),
            number(row["dyads"], 5),
            number(row["disputes_per_year"]),
            *_values(row["us"]),
            "equal" if row["equal"] else "NOT EQUAL",
        )
        for row in result["states"]
    )
    shown = head if len(result["versions"]) > 1 else head[:-1]
    return f"### Growth with size\n\n{table(shown, (row[: len(shown)] for row in rows))}"


def _steps(result: dict[str, Any]) -> str:
    found = result["steps"]
    rows = (
        (
            row["step"],
            number(row["us"]),
            f"{100 * row['share']:.0f}%",
            f"{number(row['ns_a_unit'])} a {row['unit']}" if row["unit"] else "",
            "" if row["compiling_s"] is None else number(row["compiling_s"]),
        )
        for row in found["steps"]
    )
    head = ("step", "microseconds a future", "share", "nanoseconds", "compiling, s")
    return (
        f"### Step by step\n\n{table(head, [*rows, ('together', number(found['us']), '100%', '', '')])}\n\n"
        f"{found['futures']:,} futures; lines with a colon are parts of the step above them."
    )


def _draws(result: dict[str, Any]) -> str:
    d = result["draws"]
    rows = [
        ("kernel, microseconds a future", number(d["kernel_us_per_future"])),
        ("its draws alone, microseconds a future", number(d["draws_us_per_future"])),
        ("share", f"{100 * d['share']:.0f}%"),
        *((f"calls of `{name}` a future", number(calls)) for name, calls in d["calls_per_future"].items()),
    ]
    return f"### Drawing\n\n{table(('one thread, CPU time', ''), rows)}"


def _mesa(result: dict[str, Any]) -> str:
    s = result["mesa"]
    rates = table(
        ("futures of 20 years", "a second"),
        [
            ("foedus, one core (CPU time)", number(s["foedus_per_cpu_second"])),
            ("foedus, all cores (wall time)", number(s["foedus_per_second_all_cores"])),
            ("Mesa model, one core (CPU time)", number(s["mesa_per_cpu_second"])),
            ("ratio, one core", number(s["ratio_one_core"])),
        ],
    )
    rows = (
        (x["outcome"], number(x["foedus"]), number(x["mesa"]), number(x["standard_errors_apart"], 2))
        for x in s["outcomes"]
    )
    same = table(("the same outcomes", "foedus", "Mesa", "standard errors apart"), rows)
    count = f"foedus {s['futures']:,} futures, Mesa {s['mesa_futures']:,}, {s['parameter_sets']} parameter sets."
    return f"### Against an ordinary Mesa model\n\n{rates}\n\n{count}\n\n{same}"


def _processes(result: dict[str, Any], part: str, title: str) -> str:
    quantities = {"wall_s": "wall, s", "cpu_s": "CPU, s", "peak_mib": "peak, MiB"}
    head = (title, *(name for quantity in quantities.values() for name in _versions(result, quantity)))
    rows = (
        (row["what"], *(text for key in quantities for text in _values([run[key] for run in row["runs"]])))
        for row in result[part]
    )
    return table(head, rows)


def _assess(result: dict[str, Any]) -> str:
    return f"### An answer\n\n{_processes(result, 'assess', 'a fresh process')}"


def _memory(result: dict[str, Any]) -> str:
    return f"### Memory\n\n{_processes(result, 'memory', 'the headline run alone')}"


MADE: dict[str, Callable[[dict[str, Any]], str]] = {
    "processors": _processors,
    "threads": _threads,
    "mesa": _mesa,
    "steps": _steps,
    "draws": _draws,
    "states": _states,
    "assess": _assess,
    "memory": _memory,
}
"""The tables, by the part of the result that each shows, in the order of the page."""
