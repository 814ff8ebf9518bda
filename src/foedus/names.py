"""Names as users write them: found whatever their capitals, accents, hyphens, spaces or underscores."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from difflib import get_close_matches


def plain(name: str) -> str:
    """A name without accents, full stops and capitals, its words joined by one hyphen.

    >>> plain("US_ROK"), plain("Türkiye"), plain("U.S.  of America"), plain("Côte d’Ivoire"), plain("us\u2011rok")
    ('us-rok', 'turkiye', 'us-of-america', "cote-d'ivoire", 'us-rok')
    """
    letters = unicodedata.normalize("NFKD", name.replace("’", "'").replace(".", ""))
    bare = "".join(sign for sign in letters if not unicodedata.combining(sign)).casefold().replace("ı", "i")
    return "-".join(bare.replace("_", " ").replace("-", " ").replace("‐", " ").split())


def identifier(text: str) -> str:
    """The words of a text as an identifier: lower-case letters without accents and digits, joined by hyphens.

    >>> identifier("Côte d’Ivoire (2026)"), identifier("?")
    ('cote-d-ivoire-2026', '')
    """
    return "-".join(re.findall("[a-z0-9]+", plain(text)))


def listed(names: str | Sequence[str | int] | None) -> list[str]:
    """Names one by one, from a text with commas (semicolons where there is one), or from a list; none for None.

    >>> listed("USA, ROK"), listed(["USA", 2]), listed(None)
    (['USA', 'ROK'], ['USA', '2'], [])
    """
    parts = names.split(";" if ";" in names else ",") if isinstance(names, str) else [str(each) for each in names or ()]
    return [part.strip() for part in parts if part.strip()]


def same(name: str, allowed: Collection[str]) -> str | None:
    """The one allowed name that `name` spells; None if there is none, or several.

    >>> same("US-ROK", ["us-rok", "thaad"]), same("x", ["us-rok"])
    ('us-rok', None)
    """
    if name in allowed:
        return name
    found = [each for each in allowed if plain(each) == plain(name)]
    return found[0] if len(found) == 1 else None


def nearest(name: str, allowed: Iterable[str], cutoff: float = 0.5) -> str | None:
    """The allowed name that is spelt most nearly so, or the one of which this is the initials; None if none is near.

    >>> nearest("usfk", ["United States Forces Korea", "THAAD battery at Seongju"])
    'United States Forces Korea'
    """
    spelt = {plain(each): each for each in sorted(allowed, reverse=True)}
    short = plain(name[:200])
    near = get_close_matches(short, sorted(spelt), n=1, cutoff=cutoff)
    near = near or [each for each in spelt if short and "".join(word[0] for word in each.split("-") if word) == short]
    return spelt[near[0]] if len(near) == 1 else None
