"""The catalogue names every source, finds its file, and says what to do where there is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from foedus.data.catalog import data_root, digest, locate, source, sources
from foedus.data.library import reader
from foedus.errors import DataError, InputError


@pytest.mark.parametrize("key", sources())
def test_every_source_has_a_reader(key: str) -> None:
    assert callable(reader(key))


@pytest.mark.parametrize("key", sources())
def test_a_source_is_complete(key: str) -> None:
    each = source(key)
    assert each.key == key
    assert all([each.title, each.version, each.cite])
    assert each.first_year <= each.last_year
    assert not Path(each.file).is_absolute()
    assert each.member is None or each.address
    assert each.by_hand is None or each.address
    assert (each.sha256 is None) == (each.size is None) == (each.text is None)
    assert len({edition.version for edition in each.editions}) == len(each.editions)
    assert all(link.startswith(("http://", "https://")) for link in (each.page, each.address) if link)


def test_no_two_sources_claim_a_file() -> None:
    assert len({Path(each.file).with_suffix("") for each in sources().values()}) == len(sources())


def test_the_environment_chooses_the_root(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("FOEDUS_DATA", str(tmp_path))
    assert data_root() == tmp_path


def test_without_the_environment_the_root_is_the_users(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FOEDUS_DATA", raising=False)
    assert data_root().name == "foedus"


def test_a_missing_file_is_refused_with_its_path_and_the_fix(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("FOEDUS_DATA", str(tmp_path))
    with pytest.raises(DataError, match=r"cow-nmc.*nmc7\.parquet.*foedus data get cow-nmc.*FOEDUS_DATA"):
        locate("cow-nmc")


def test_a_present_file_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("FOEDUS_DATA", str(tmp_path))
    path = tmp_path / source("cow-nmc").file
    path.parent.mkdir(parents=True)
    path.with_suffix(".csv").write_bytes(b"x")
    assert locate("cow-nmc") == path.with_suffix(".csv")
    path.write_bytes(b"x")
    assert locate("cow-nmc") == path


def test_an_unknown_source_names_the_nearest() -> None:
    with pytest.raises(InputError, match="did you mean 'cow-nmc'"):
        locate("cow-nmcs")


def test_digest_is_sha256(tmp_path: Path) -> None:
    path = tmp_path / "abc"
    path.write_bytes(b"abc")  # FIPS 180-2, appendix B.1
    assert digest(path) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
