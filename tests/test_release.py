"""What is released says one version, and its licences are those of the lock files."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import yaml

import foedus

ROOT = Path(__file__).resolve().parents[1]


def test_every_file_says_the_same_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text())
    meta = json.loads((ROOT / "codemeta.json").read_text())
    assert {project["version"], citation["version"], meta["version"]} == {foedus.__version__}
    assert project["license"] == citation["license"] == meta["license"].rpartition("/")[2] == "MIT"
    assert citation["cff-version"] == "1.2.0"
    assert citation["authors"] == [{"name": each["name"]} for each in meta["author"]]


def test_every_package_of_the_lock_files_has_a_licence() -> None:
    page = (ROOT / "docs" / "reference" / "licences.md").read_text()
    locked = {
        name
        for file in ("requirements.lock", "requirements-dev.lock")
        for name in re.findall(r"^([\w.-]+)==", (ROOT / file).read_text(), re.MULTILINE)
    }
    said = dict(re.findall(r"^\| ([\w.-]+) \| (.+) \|$", page, re.MULTILINE))
    del said["package"], said["---"]
    assert said.keys() == locked
    assert "not stated" not in said.values()


def test_locks_hold_names_versions_and_hashes_only() -> None:
    for file in ("requirements.lock", "requirements-dev.lock"):
        for line in (ROOT / file).read_text().splitlines():
            assert re.fullmatch(r"[\w.\[\]-]+==[\w.]+( ; [^\\]+)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?", line), line
