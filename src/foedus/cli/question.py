"""What commands that ask one question of a case have in common: options, and how an answer is made, written and drawn."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, NamedTuple

from foedus.cli.answers import (
    Beliefs,
    Chart,
    Form,
    Horizon,
    InOrder,
    Name,
    Out,
    Seed,
    Threads,
    check_outputs,
    draw,
    write,
)
from foedus.cli.progress import progress
from foedus.errors import InputError

SHARED: dict[str, tuple[Any, Any]] = {
    "horizon": (Horizon, 20),
    "order": (InOrder, "as-measured"),
    "beliefs": (Beliefs, "literature"),
    "threads": (Threads, None),
    "seed": (Seed, 1),
}
"""Options of the question, with their defaults, in the order of the help."""
OUTPUTS: dict[str, tuple[Any, Any]] = {"format": (Form, None), "out": (Out, None), "chart": (Chart, None)}
"""Those of what becomes of the answer."""
OPTIONAL = ("order", "beliefs", "chart")


class Asked(NamedTuple):
    """A question: the function that answers it, given the case and the shared options; its text; its chart, or why there is
    none."""

    run: Callable[..., Any]
    text: Callable[[Any], str]
    chart: str = ""
    no_chart: str = ""


def question(*takes: str) -> Callable[[Callable[..., Asked]], Callable[..., None]]:
    """A command of a function that takes the options of its own alone; `takes` names those of OPTIONAL that it has."""

    def command(function: Callable[..., Asked]) -> Callable[..., None]:
        shared = {name: one for name, one in SHARED.items() if name in takes or name not in OPTIONAL}
        outputs = {name: one for name, one in OUTPUTS.items() if name in takes or name not in OPTIONAL}

        @wraps(function)
        def run(**given: Any) -> None:
            form, out, chart = (given.pop(name, None) for name in OUTPUTS)
            check_outputs(out, chart, form, read=given["case"])
            case, common = given.pop("case"), {name: given.pop(name) for name in shared}
            _answer(function(**given), case, common, form, out, chart)

        own = inspect.signature(function, eval_str=True).parameters.values()
        kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
        added = [
            inspect.Parameter(name, kind, default=default, annotation=option)
            for name, (option, default) in (shared | outputs).items()
        ]
        parameters = [inspect.Parameter("case", kind, annotation=Name), *own, *added]
        run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        run.__annotations__ = {one.name: one.annotation for one in parameters}
        return run

    return command


def _answer(asked: Asked, case: str, common: dict[str, Any], form: Any, out: Path | None, chart: Path | None) -> None:
    from foedus.world.case import load_case

    if chart is not None and asked.no_chart:
        raise InputError(asked.no_chart)
    loaded = load_case(case)
    with progress() as advance:
        found = asked.run(loaded, **common, progress=advance)
    write(found, asked.text(found), form, out)
    if chart is not None:
        draw(asked.chart, found, chart)
