"""What can be asked of a case, an option a row: the command line, a request over HTTP and the page in a browser read it here.

A row has the name of the option, its kind, its default and what it means. What a value may be is decided by the function that
answers; `taken` only refuses what has no such option or is of another kind, so every way of asking refuses in the same words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from numbers import Real
from typing import Any, Literal, NamedTuple

from foedus.errors import InputError, unknown
from foedus.shown import quoted
from foedus.taken import whole

Kind = Literal["whole", "number", "text", "texts"]
BARE = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.:=+,/-")
"""Signs of a word that a shell takes as it is."""


class Option(NamedTuple):
    """One option.

    argument     its name in the function of the library
    least, most  of a number
    choices      the names it is one of; empty: as the case has them
    """

    name: str
    argument: str
    kind: Kind
    default: Any
    help: str
    least: float | None = None
    most: float | None = None
    unit: str = ""
    choices: Literal["", "orders", "beliefs"] = ""


FUTURES = Option("futures", "futures", "whole", 10_000, "Number of futures in the headline run.", 1, 100_000_000)
HORIZON = Option("horizon", "horizon", "whole", 20, "Years to look ahead, 1 to 60.", 1, 60, "years")
SEED = Option("seed", "seed", "whole", 1, "Random seed: the same seed gives the same futures.", least=0, most=2**64 - 1)
BELIEFS = Option(
    "beliefs",
    "beliefs",
    "text",
    "literature",
    "Beliefs about stated effects: sceptical, literature, optimist or a belief file (.yaml).",
    choices="beliefs",
)
ORDERS = Option(
    "order",
    "orders",
    "texts",
    (),
    "World order; repeat for several. The first gives the headline. Default: all.",
    choices="orders",
)

ASSESS = (
    FUTURES,
    HORIZON,
    SEED,
    ORDERS,
    Option(
        "without",
        "without",
        "texts",
        (),
        "Leave out this instrument, by id or name, from the start; repeat for several.",
    ),
    Option(
        "adherence",
        "adherence",
        "number",
        0.0,
        "Adherence to every instrument: -1 (let slide) to 1 (kept with care).",
        -1.0,
        1.0,
    ),
    Option(
        "tolerance",
        "tolerances",
        "texts",
        (),
        "Limit in place of that of the case, as war_outside=0.04; repeat for several.",
    ),
    Option(
        "specification",
        "specification",
        "texts",
        (),
        "Candidate specification to use, as EQUATION=NAME ('foedus contest list'); a name alone means "
        "initiation=NAME. Repeat for several. Default: sample specifications by their stacking weights.",
    ),
    BELIEFS,
    Option(
        "mechanism",
        "mechanisms",
        "texts",
        (),
        "Mechanism to switch off or on, as NAME=off ('foedus mechanism list'); repeat for several.",
    ),
    Option(
        "pact",
        "pacts",
        "texts",
        (),
        "Also the chance of a defence pact of two states of the case, as RUS-PRK; repeat for several.",
    ),
)
"""Of `foedus assess`."""

WHAT_IF = (
    Option(
        "given",
        "given",
        "texts",
        (),
        "Condition that is seen, as 'protege_deaths in 2025', 'war:CHN-TAW by 2030' or 'government:USA=conservative in "
        "2029'; repeat for several.",
    ),
    Option(
        "do",
        "do",
        "texts",
        (),
        "Condition that is made, as 'war:CHN-TAW in 2027', 'government:USA=conservative from 2029', 'without thaad "
        "from 2027' or 'us-forces-korea.troops=20'; repeat for several.",
    ),
    Option(
        "outcome",
        "outcomes",
        "texts",
        (),
        "Outcome to tell, by its name in the JSON; repeat for several. Default: all.",
    ),
    Option(
        "futures",
        "futures",
        "whole",
        10_000,
        "Number of futures, or the most where --precision is given; 200 parameter sets for each 2,000.",
        1,
        200_000,
    ),
    Option(
        "precision",
        "precision",
        "number",
        None,
        "Standard error, as 0.01 for one percentage point, at which no more futures are run.",
        0.0,
        1.0,
    ),
    HORIZON,
    Option("order", "order", "text", "as-measured", "World order of all runs.", choices="orders"),
    BELIEFS,
    SEED._replace(help="Seed: the same seed gives the same answer."),
)
"""Of `foedus what-if`."""

WORKBENCH = (
    Option(
        "futures",
        "futures",
        "whole",
        10_000,
        "Futures of each order and each single removal, 200 to 20,000; of the rest fewer.",
        200,
        20_000,
    ),
    HORIZON,
    ORDERS,
    SEED._replace(help="Seed: the same seed gives the same answer."),
)
"""Of `foedus workbench`."""


def named(options: Iterable[Option], name: str) -> Option:
    """The option of a name."""
    return next(one for one in options if one.name == name)


def taken(options: Sequence[Option], given: Mapping[str, Any]) -> dict[str, Any]:
    """Every option, as given or by default, in the order of the rows.

    >>> taken(WORKBENCH, {"futures": 400})
    {'futures': 400, 'horizon': 20, 'order': [], 'seed': 1}

    Raises InputError for a name that is no option, and a value of another kind.
    """
    rows = {one.name: one for one in options}
    if surplus := next((name for name in given if name not in rows), None):
        raise InputError(unknown("option", surplus, rows))
    return {name: _value(one, given[name]) if name in given else _plain(one.default) for name, one in rows.items()}


def _plain(default: Any) -> Any:
    return list(default) if isinstance(default, tuple) else default


def _value(one: Option, value: Any) -> Any:
    if value is None and one.default is None:
        return None
    return KINDS[one.kind](one, value)


def _whole(one: Option, value: Any) -> int:
    return whole(one.name, value, int(one.least or 0), int(one.most or 0), one.unit)


def _number(one: Option, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, Real):
        raise InputError(f"{one.name} {quoted(value)} is not allowed: a number from {one.least:g} to {one.most:g}")
    return float(value)


def _text(one: Option, value: Any) -> str:
    if not isinstance(value, str) or not value:
        raise InputError(f"{one.name} {quoted(value)} is not allowed: a name")
    return value


def _texts(one: Option, value: Any) -> list[str]:
    if not isinstance(value, list | tuple):
        raise InputError(f"{one.name} {quoted(value)} is not allowed: a list of names")
    return [_text(one, each) for each in value]


KINDS: dict[str, Callable[[Option, Any], Any]] = {
    "whole": _whole,
    "number": _number,
    "text": _text,
    "texts": _texts,
}


def arguments(options: Iterable[Option], asked: Mapping[str, Any]) -> dict[str, Any]:
    """What is asked, by the names of the function that answers.

    >>> arguments(WORKBENCH, {"order": ["bipolar"]})
    {'orders': ['bipolar']}
    """
    return {one.argument: asked[one.name] for one in options if one.name in asked}


def command(verb: str, case: str, options: Iterable[Option], asked: Mapping[str, Any]) -> str:
    """The command line that asks the same; what is as by default is left out.

    >>> command("assess", "us-rok", ASSESS, {"futures": 10_000, "without": ["thaad"]})
    'foedus assess us-rok --without thaad'
    """
    return " ".join(["foedus", verb, word(case), *_options(options, asked)])


def _options(options: Iterable[Option], asked: Mapping[str, Any]) -> Iterator[str]:
    for one in options:
        value = asked.get(one.name, one.default)
        if one.kind == "texts":
            yield from (f"--{one.name} {word(each)}" for each in value)
        elif value != one.default:
            yield f"--{one.name} {word(f'{value:.12g}' if one.kind == 'number' else str(value))}"


def word(text: str) -> str:
    """A text as a shell takes it for one word.

    >>> word("thaad"), word("war:CHN-TAW in 2027")
    ('thaad', '"war:CHN-TAW in 2027"')
    """
    if text and set(text) <= BARE:
        return text
    return '"' + "".join(f"\\{sign}" if sign in '"\\$`' else sign for sign in text) + '"'
