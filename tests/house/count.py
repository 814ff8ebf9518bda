"""What it costs to change the house: files under src that change when a thing is added, and files that name one that is there.

python tests/house/count.py [--files]    print the tables, or also the files

Added: every made-up thing of `overlays/` is applied to the package and run by `test_overlays.py`; what it touches is what it
costs. Generated files, posteriors and tests do not count.

Named, as information: where an identifier of the code, a string that is one, or a cell of a table has the name of a thing
that is there. More files name a thing than change with it: `coercion` is a channel, a section of a case and a word of
findings, too. Prose, comments, posteriors, results that ship, and cases are left out.
"""

from __future__ import annotations

import ast
import csv
import re
import sys
import tomllib
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src" / "foedus"
LEFT_OUT = ("shipped", "cases", "issues")
COUNTED = (Path("data/bounds.csv"), Path("data/landmarks.csv"))
"""Tables that `python -m foedus.data.files.measure` makes from the publishers' files."""
NAME = re.compile(r"[A-Za-z_]\w*(-\w+)*")
FEW = 5
"""Most words of a cell that is a list of names rather than prose."""


class Kind(NamedTuple):
    """Things of one kind: names by thing, whether a part of an identifier names it, too."""

    things: dict[str, tuple[str, ...]]
    within: bool
    outside: tuple[str, ...] = ()
    """Folders that do not count."""


KINDS = {
    "mechanism": Kind({"coercion": ("coercion", "coerce"), "armament": ("armament", "arm")}, within=True),
    "outcome": Kind({name: (name,) for name in ("protege_deaths", "trilateral_meeting")}, within=True),
    "term": Kind(
        {
            "log_common_opponents": ("log_common_opponents", "log_common"),
            "latent": ("latent",),
            "target_side": ("target_side",),
        },
        within=False,
        outside=("data",),
    ),
    "source": Kind({"sipri-arms": ("sipri-arms",), "gsdb": ("gsdb", "felbermayr-2020")}, within=False),
    "command": Kind({name: (name,) for name in ("bargain", "deter")}, within=False),
}
"""A source goes by the key of its citation, too."""


def files(kind: Kind, thing: str, src: Path = SRC) -> list[Path]:
    """The files that name a thing of a kind."""
    wanted = [_words(name) for name in kind.things[thing]]
    return [
        path
        for path, found in named(src).items()
        if path.parts[0] not in kind.outside and path not in COUNTED and _has(found, wanted, kind)
    ]


def _has(found: Iterable[tuple[str, ...]], wanted: Sequence[tuple[str, ...]], kind: Kind) -> bool:
    if not kind.within:
        return any(name in found for name in wanted)
    return any(
        name == words[k : k + len(name)]
        for words in found
        for name in wanted
        for k in range(len(words) - len(name) + 1)
    )


@lru_cache(maxsize=4)
def named(src: Path = SRC) -> dict[Path, frozenset[tuple[str, ...]]]:
    """Of every file, what it names, each name as its words."""
    readers: dict[str, Callable[[str], Iterator[str]]] = {
        ".py": _python,
        ".csv": _table,
        ".toml": lambda text: _tree(tomllib.loads(text)),
        ".yaml": lambda text: _tree(yaml.safe_load(text)),
        ".j2": _template,
    }
    found = {}
    for path in sorted(src.rglob("*")):
        inner = path.relative_to(src)
        if path.suffix in readers and not set(inner.parts) & set(LEFT_OUT):
            names = {path.stem, *readers[path.suffix](path.read_text(encoding="utf-8"))}
            found[inner] = frozenset(_words(name) for name in names)
    return found


def _words(name: str) -> tuple[str, ...]:
    """The words of an identifier: of `LETHAL_ATTACK`, `lethal-attack` and `LethalAttack` alike lethal and attack."""
    parts = re.split(r"[_\-]+", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name))
    return tuple(part.lower() for part in parts if part)


def _python(text: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(text)):
        for field in ("id", "attr", "arg", "name", "asname", "module"):
            if isinstance(value := getattr(node, field, None), str):
                yield from value.split(".")
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from _cell(node.value, words=1)


def _cell(text: str, words: int = FEW) -> Iterator[str]:
    """The names in a cell; none if it is prose."""
    parts = [part for part in re.split(r"[\s,;:/|.]+", text.strip()) if part]
    if len(text.split()) <= words and all(NAME.fullmatch(part) for part in parts):
        yield from parts


def _table(text: str) -> Iterator[str]:
    for row in csv.reader(text.splitlines()):
        for cell in row:
            yield from _cell(cell)


def _tree(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _cell(str(key))
            yield from _tree(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _tree(inner)
    elif isinstance(value, str):
        yield from _cell(value)


def _template(text: str) -> Iterator[str]:
    for code in re.findall(r"\{[{%](.*?)[%}]\}", text, re.DOTALL):
        yield from re.findall(r"[A-Za-z_]\w*", code)


def equations(src: Path = SRC) -> dict[str, bool]:
    """Every equation by the name of its module, and whether it is fitted: the others are stated."""
    posteriors = [path.stem for path in src.rglob("*.npz")]
    with (src / "equations" / "stated.csv").open(encoding="utf-8") as lines:
        stated = {row["name"].partition(".")[0] for row in csv.DictReader(lines)}
    modules = [path.stem for path in sorted((src / "equations").glob("*.py"))]
    fitted = {name: any(f"{each}-".startswith(name.replace("_", "-") + "-") for each in posteriors) for name in modules}
    return {name: found for name, found in fitted.items() if found or name in stated}


def homeless(src: Path = SRC) -> list[str]:
    """Fit, sample and step of each equation, if no file of that name holds it."""
    homes = {
        "fit": src / "estimate",
        "sample": src / "estimate" / "samples",
        "step": src / "simulation" / "steps",
    }
    return [
        f"{part} of {name}"
        for name, fitted in equations(src).items()
        for part, folder in homes.items()
        if (fitted or part == "step") and not (folder / f"{name}.py").is_file()
    ]


def positional(src: Path = SRC) -> list[str]:
    """Coefficients taken by their position, as in `b[3]`."""
    return [
        f"{path.stem}.{function.name}: {ast.unparse(node)}"
        for path, function, vectors in _with_coefficients(src)
        for node in ast.walk(function)
        if isinstance(node, ast.Subscript) and _at(node) is not None
        if _is_draw(node.value) or (isinstance(node.value, ast.Name) and node.value.id in vectors)
    ]


def unpacked(src: Path = SRC) -> list[str]:
    """Coefficients named by the order they come in, as in `persistence, scale = p.draws[g].alignment`."""
    return [
        f"{path.stem}.{function.name}: {ast.unparse(each)}"
        for path, function, vectors in _with_coefficients(src)
        for node in ast.walk(function)
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Tuple)
        if _is_draw(node.value) or (isinstance(node.value, ast.Name) and node.value.id in vectors)
        for each in node.targets[0].elts
    ]


def _with_coefficients(src: Path) -> Iterator[tuple[Path, ast.FunctionDef, set[str]]]:
    """Functions of equations and of the simulation, with the names that may hold coefficients in them."""
    for folder in ("equations", "simulation"):
        for path in sorted((src / folder).rglob("*.py")):
            for function in _functions(path):
                if folder == "simulation":
                    yield path, function, _drawn(function)
                elif any(isinstance(each, ast.Name) and each.id == "jitable" for each in function.decorator_list):
                    yield path, function, {arg.arg for arg in function.args.args}


def _functions(path: Path) -> list[ast.FunctionDef]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]


def _drawn(function: ast.FunctionDef) -> set[str]:
    """Local names of draws of parameters."""
    given = [node for node in ast.walk(function) if isinstance(node, ast.Assign) and _is_draw(node.value)]
    return {target.id for node in given for target in node.targets if isinstance(target, ast.Name)}


def _is_draw(node: ast.expr) -> bool:
    """Whether an expression is an attribute of `draws[...]`, or a part of one."""
    inner = node.value if isinstance(node, ast.Subscript) else node
    return isinstance(inner, ast.Attribute) and any(
        isinstance(each, ast.Attribute) and each.attr == "draws" for each in ast.walk(inner.value)
    )


def _at(node: ast.Subscript) -> int | None:
    """The constant position a subscript takes."""
    value = node.slice.value if isinstance(node.slice, ast.Constant) else None
    return value if type(value) is int else None


def predictors(src: Path = SRC) -> list[tuple[str, str, str]]:
    """Equation, term and argument of every predictor that stands alone.

    Powers and products of terms have no name of their own; nor has what persists, in an equation without a constant.
    """
    return [
        (path.stem, term, argument)
        for path in sorted((src / "equations").glob("*.py"))
        for function in _functions(path)
        for term, argument in _alone(path, function)
        if term in (terms := _terms(path)) or (("constant",) in named(src)[path.relative_to(src)] and argument in terms)
    ]


def misnamed(src: Path = SRC) -> list[str]:
    """Predictors whose term, argument and, if they are fitted and not stated, column of the sample do not have one name."""
    table = src / "equations" / "stated.csv"
    stated = (
        {row[0] for row in csv.reader(table.read_text(encoding="utf-8").splitlines())} if table.is_file() else set()
    )
    samples = [names for path, names in named(src).items() if path.parts[:2] == ("estimate", "samples")]
    columns, fitted = frozenset().union(*samples), equations(src)
    return [
        f"{equation}: term {term}, argument {argument}" + ("" if _words(term) in columns else ", no column")
        for equation, term, argument in predictors(src)
        if term != argument
        or (fitted.get(equation) and f"{equation}.{term}" not in stated and _words(term) not in columns)
    ]


def _alone(path: Path, function: ast.FunctionDef) -> Iterator[tuple[str, str]]:
    """Terms of a function of coefficients b or c, each with the one thing its coefficient is multiplied with."""
    first = function.args.args[0].arg if function.args.args else ""
    last = max((_at(node) or 0 for node in ast.walk(function) if isinstance(node, ast.Subscript)), default=0)
    table = next((each for each in _tables(path) if len(each) > last), [])
    for node in ast.walk(function):
        if isinstance(node, ast.Return) and node.value and first in ("b", "c"):
            for terms, factors in _products(node.value, first, table):
                if len(terms) == len(factors) == 1 and factors[0]:
                    yield terms[0], factors[0]


def _terms(path: Path) -> set[str]:
    """The terms of an equation: the fields of its `Terms`, or what its tuples of terms hold."""
    classes = [node for node in ast.parse(path.read_text(encoding="utf-8")).body if isinstance(node, ast.ClassDef)]
    fields = [
        node.target for each in classes if each.name == "Terms" for node in each.body if isinstance(node, ast.AnnAssign)
    ]
    return {each.id for each in fields if isinstance(each, ast.Name)} or {
        each for table in _tables(path) for each in table
    }


def _tables(path: Path) -> list[list[str]]:
    """Tuples of names of terms in a module, the shortest first."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    given = [node for node in tree.body if isinstance(node, ast.Assign) and isinstance(node.value, ast.Tuple)]
    named_terms = [node for node in given if isinstance(node.targets[0], ast.Name) and "TERMS" in node.targets[0].id]
    return sorted(
        ([each.value for each in node.value.elts if isinstance(each, ast.Constant)] for node in named_terms), key=len
    )


Product = tuple[tuple[str, ...], tuple[str, ...]]


def _products(node: ast.expr, first: str, table: Sequence[str]) -> list[Product]:
    """A sum of products multiplied out: of each product, the terms whose coefficients are in it, and its other factors."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub):
        return _products(node.left, first, table) + _products(node.right, first, table)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
        left, right = (_products(side, first, table) for side in (node.left, node.right))
        return [(a + c, b + d) for a, b in left for c, d in right]
    base = node.value if isinstance(node, ast.Subscript | ast.Attribute) else None
    if isinstance(base, ast.Name) and base.id == first:
        if isinstance(node, ast.Attribute):
            return [((node.attr,), ())]
        if isinstance(node, ast.Subscript) and (at := _at(node)) is not None and at < len(table):
            return [((table[at],), ())]
    if isinstance(node, ast.Attribute):
        return [((), (node.attr,))]
    return [((), (node.id if isinstance(node, ast.Name) else "",))]


def main(show: bool) -> None:
    """Print the tables."""
    from tests.house.overlay import costs

    row = "{:<34} {:>6} {:>7}"
    print(row.format("to add, made up", "files", "target"))
    for what, (found, target) in costs().items():
        print(row.format(what, len(found), target))
        _list(found if show else [])
    print()
    for title, lines in {
        "coefficients taken by position": positional(),
        "coefficients unpacked in order": unpacked(),
        f"misnamed of {len(predictors())} predictors": misnamed(),
        "fits, samples, steps not found": homeless(),
    }.items():
        print(row.format(title, len(lines), 0))
        _list(lines if show else [])
    print(f"\n{'named by, for information':<34} {'files':>6}")
    for name, kind in KINDS.items():
        for thing in kind.things:
            named_by = [str(path) for path in files(kind, thing)]
            print(f"{name:<11}{thing:<23} {len(named_by):>6}")
            _list(named_by if show else [])


def _list(lines: Iterable[str]) -> None:
    for line in lines:
        print(f"    {line}")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main("--files" in sys.argv[1:])
