"""The page of Python functions: every public name of the package, and every measure, with signature and docstring."""

from __future__ import annotations

import inspect
from importlib import import_module
from typing import Any

import foedus
from foedus.measures.table import measures


def functions() -> str:
    """What `import foedus` gives, and the functions of measures."""
    text = "# Python\n\n`import foedus` gives these names; each is imported when it is first used. "
    text += "Where a case is asked for, its name, its path or a loaded case will do. "
    text += "Results are data: `.model_dump_json()` is what the command writes with `--format json`.\n"
    for name in foedus.__all__:
        if name != "__version__":
            text += _one(f"foedus.{name}", getattr(foedus, name))
    text += (
        "\n## Measures\n\nPure functions of arrays. [The table of measures](../reference/measures.md) says what each "
    )
    text += "is for.\n"
    paths = dict.fromkeys(measure.path for measure in measures().values())
    return text + "".join(_one(path, _found(path), "###") for path in paths)


def _found(path: str) -> Any:
    module, _, name = path.rpartition(".")
    return getattr(import_module(module), name)


def _one(path: str, what: Any, level: str = "##") -> str:
    """Signature and docstring, as they are written."""
    text = f"\n{level} {path}\n\n"
    if inspect.isroutine(what):
        text += f"```py\n{_signature(path.rpartition('.')[2], what)}\n```\n\n"
    return text + f"```text\n{inspect.getdoc(what)}\n```\n"


def _signature(name: str, function: Any) -> str:
    """A parameter a line."""
    found = inspect.signature(function)
    lines, star = [], False
    for each in found.parameters.values():
        if each.kind is each.KEYWORD_ONLY and not star:
            star = True
            lines.append("*")
        default = "" if each.default is each.empty else f" = {each.default!r}"
        lines.append(f"{each.name}: {_type(each.annotation)}{default}")
    inside = "".join(f"    {line},\n" for line in lines)
    taken = f"\n{inside}" if lines else ""
    return f"{name}({taken}) -> {_type(found.return_annotation)}"


def _type(annotation: Any) -> str:
    return annotation if isinstance(annotation, str) else inspect.formatannotation(annotation)
