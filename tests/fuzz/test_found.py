"""Mutants that once showed a fault, kept in `found`: KIND--WHAT.SUFFIX is to be refused, KIND--read-WHAT.SUFFIX to be read."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.fuzz import test_posteriors, test_tables, test_text_files
from tests.fuzz.trial import within

KINDS = {**test_posteriors.KINDS, **test_tables.KINDS, **test_text_files.KINDS}
FOUND = sorted(Path(__file__).with_name("found").iterdir())


@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.name)
def test_what_was_found_once_is_mended(path: Path, tmp_path: Path) -> None:
    kind = KINDS[path.name.partition("--")[0]]
    copy = tmp_path / f"found{kind.suffix}"
    copy.write_bytes(path.read_bytes())
    with within():
        assert kind.judge(copy) == ("--read-" in path.name)
