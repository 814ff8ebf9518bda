"""A benchmark's result as Markdown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


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


def markdown(result: dict[str, Any]) -> str:
    """Every table of a result."""
    parts = [_machine(result), _speed(result["speed"]), _draws(result["draws"]), _assess(result), _size(result)]
    return "\n\n".join(parts)


def _machine(result: dict[str, Any]) -> str:
    m = result["machine"]
    kind = "A smoke run (`--quick`): rough numbers." if result["quick"] else "A full run."
    return (
        f"{kind} {m['processor']}, {m['cores']} cores, {m['memory_gib']:.0f} GiB, {m['system']}; "
        f"Python {m['python']}, numba {m['numba']}, NumPy {m['numpy']}, Mesa {m['mesa']}, foedus {m['foedus']}; "
        f"load before the start {m['load_before']:.1f}. Case: {result['case']}."
    )


def _speed(s: dict[str, Any]) -> str:
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


def _draws(d: dict[str, Any]) -> str:
    rows = [
        ("kernel, microseconds a future", number(d["kernel_us_per_future"])),
        ("its draws alone, microseconds a future", number(d["draws_us_per_future"])),
        ("share", f"{100 * d['share']:.0f}%"),
        *((f"calls of `{name}` a future", number(calls)) for name, calls in d["calls_per_future"].items()),
    ]
    return f"### Drawing\n\n{table(('one thread, CPU time, best of 3', ''), rows)}"


def _assess(result: dict[str, Any]) -> str:
    a, case = result["assess"], result["case"]
    commands = {
        f"`foedus assess {case}`, empty cache": a["cold"],
        f"`foedus assess {case}`, warm": a["warm"],
        "`foedus --version`": a["version"],
        **{f"headline run, {x['futures']:,} futures": x for x in result["memory"]},
    }
    rows = (
        (name, number(run["wall_s"]), number(run["cpu_s"]), number(run["peak_mib"])) for name, run in commands.items()
    )
    return f"### Start and memory\n\n{table(('a fresh process', 'wall, s', 'CPU, s', 'peak memory, MiB'), rows)}"


def _size(result: dict[str, Any]) -> str:
    head = ("states", "dyads", "futures", "disputes a year", "microseconds a future-year", "a dyad-year")
    rows = (
        (
            str(x["states"]),
            number(x["dyads"]),
            number(x["futures"]),
            number(x["disputes_per_year"]),
            number(x["us_per_future_year"]),
            number(x["us_per_dyad_year"]),
        )
        for x in [*result["by_states"], *result["by_futures"]]
    )
    return f"### Growth with size\n\n{table(head, rows)}"
