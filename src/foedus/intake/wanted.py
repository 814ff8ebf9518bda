"""What a value must be, in plain words, where the validator of models says it in its own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

FIELDS, LIST = "should hold fields with values, 'name: value'", "should be a list"
WORDS = {
    **dict.fromkeys(("model_type", "model_attributes_type", "dict_type"), FIELDS),
    **dict.fromkeys(("list_type", "tuple_type", "set_type", "frozen_set_type"), LIST),
    **dict.fromkeys(("int_type", "int_parsing", "int_from_float"), "should be a whole number"),
    **dict.fromkeys(("float_type", "float_parsing"), "should be a number"),
    **dict.fromkeys(("bool_type", "bool_parsing"), "should be true or false"),
    "date_type": "should be a day as YYYY-MM-DD",
    "string_type": "should be a text; a number or a date needs quotes",
    "none_required": "should be null",
}
"""By the type of an error: what the validator names after Python, or after itself."""
SUBJECT = re.compile(r"^(?:Input|Tuple|List|String|Dictionary) (?=should)| after validation")
"""What a message of the validator says that a reader does not need."""


def wanted(item: Mapping[str, Any]) -> str:
    """What an error of the validator asks for, as the rest of a sentence about the field.

    >>> wanted({"type": "tuple_type", "msg": "Input should be a valid tuple"})
    'should be a list'
    """
    said = SUBJECT.sub("", item["msg"]).replace("a valid date or datetime,", "a day as YYYY-MM-DD:")
    return WORDS.get(item["type"], said)
