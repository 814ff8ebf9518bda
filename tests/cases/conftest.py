"""The folder of the publishers' files, for tests marked data."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture
def publishers() -> Path:
    return Path(os.environ["FOEDUS_DATA"])
