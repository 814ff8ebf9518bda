"""Tables of a generated page, and of the fields of a schema."""

from __future__ import annotations

import re
from collections.abc import Iterable
from textwrap import dedent

from pydantic import BaseModel


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """A Markdown table."""
    names = list(head)
    lines = [" | ".join(names), " | ".join("---" for _ in names)]
    lines += [" | ".join(str(cell).replace("|", "\\|").replace("\n", " ") for cell in row) for row in rows]
    return "\n".join(f"| {line} |" for line in lines) + "\n"


def fields(title: str, model: type[BaseModel], level: str = "##") -> str:
    """A table for the model and for each model in it."""
    schema = model.model_json_schema()
    text = ""
    for name, part in [(title, schema), *schema.get("$defs", {}).items()]:
        if "properties" not in part:
            continue
        text += f"{level} {name}\n\n{part.get('description', '')}\n\n"
        fields = part["properties"].items()
        rows = ((f"`{key}`", _type(value), value.get("description", "")) for key, value in fields)
        text += table(("field", "type", "meaning"), rows) + "\n"
    return text


def _type(value: dict[str, object]) -> str:
    if "anyOf" in value:
        return " or ".join(_type(one) for one in value["anyOf"])  # type: ignore[attr-defined]
    if "$ref" in value:
        return str(value["$ref"]).rsplit("/", 1)[-1]
    if "prefixItems" in value:
        return f"{len(value['prefixItems'])} of {_type(value['prefixItems'][0])}"  # type: ignore[arg-type,index]
    if value.get("type") == "array":
        return f"list of {_type(value['items'])}"  # type: ignore[arg-type]
    if "enum" in value or "const" in value:
        return " / ".join(f"'{one}'" for one in value.get("enum", [value.get("const")]))  # type: ignore[union-attr]
    return str(value.get("type", "any"))


def dedented(text: str) -> str:
    """A docstring as Markdown: what it indents is shown as it stands, the rest as text."""
    blocks = [block for block in re.split(r"\n\s*\n", text) if block.strip()]
    return "\n\n".join(f"```text\n{dedent(block)}\n```" if block.startswith("    ") else block for block in blocks)


def plain(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip().splitlines())
