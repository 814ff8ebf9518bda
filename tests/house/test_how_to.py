"""The page that tells how to add a mechanism shows the files that the tests lay over the package."""

import re
from pathlib import Path

import pytest
from tests.house.overlay import overlays

PAGE = (Path(__file__).parents[2] / "docs" / "how-to" / "add-a-mechanism.md").read_text(encoding="utf-8")
FILES = [(each, name) for each in overlays() for name in each.files]


@pytest.mark.parametrize(("overlay", "name"), FILES, ids=lambda value: getattr(value, "name", value))
def test_a_file_is_shown_as_it_is_or_linked(overlay, name):
    kept = name if name in overlay.added else "changes.toml"
    linked = f"](../../tests/house/overlays/{overlay.name}/{kept})" in PAGE
    assert linked or overlay.block(name) in PAGE, overlay.block(name)


def test_the_page_shows_nothing_else():
    shown = re.findall(r"^```(?:py|diff)\n.*?^```\n", PAGE, re.DOTALL | re.MULTILINE)
    assert len(shown) >= len(FILES) // 2
    assert set(shown) <= {overlay.block(name) for overlay, name in FILES}
