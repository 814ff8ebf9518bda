"""Options of a command, made from the rows of `foedus.assessment.question`."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from typing import Annotated, Any

import typer

from foedus.assessment.question import Kind, Option, taken
from foedus.cli import completion

TYPES: dict[Kind, Any] = {
    "whole": int,
    "number": float | None,
    "text": str,
    "texts": list[str] | None,
}
COMPLETED: dict[str, Callable[..., list[str]]] = {
    "order": completion.orders,
    "without": completion.instruments,
    "beliefs": completion.beliefs,
    "outcome": completion.outcomes,
}


def asking(options: tuple[Option, ...]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """A command of a function whose parameter `asked` is what these options say, by their names."""

    def command(function: Callable[..., None]) -> Callable[..., None]:
        @wraps(function)
        def run(**given: Any) -> None:
            said = {one.name: given.pop(one.name) for one in options}
            given["asked"] = taken(options, {name: value for name, value in said.items() if value is not None})
            function(**given)

        own = inspect.signature(function, eval_str=True).parameters.values()
        parameters = [*_replaced(own, options)]
        run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        run.__annotations__ = {one.name: one.annotation for one in parameters}
        return run

    return command


def _replaced(own: Iterable[inspect.Parameter], options: tuple[Option, ...]) -> Iterator[inspect.Parameter]:
    """The parameters of a function, the options in place of what is asked."""
    for one in own:
        if one.name == "asked":
            yield from (_parameter(each) for each in options)
        else:
            yield one


def _parameter(one: Option) -> inspect.Parameter:
    default = None if one.kind == "texts" else one.default
    kind = TYPES["number"] if one.default is None else float if one.kind == "number" else TYPES[one.kind]
    option = typer.Option(help=one.help, autocompletion=COMPLETED.get(one.name))
    return inspect.Parameter(
        one.name, inspect.Parameter.POSITIONAL_OR_KEYWORD, default=default, annotation=Annotated[kind, option]
    )
