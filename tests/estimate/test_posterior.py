"""Posterior files: what is written is read again, and what cannot be trusted is refused in one line."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.errors import InputError, ModelError
from foedus.estimate.fits import Fits, _shapes
from foedus.estimate.posterior import FORMAT, SHIPPED, Posterior, Units, load_posterior, posterior_names, save_posterior


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 40), st.integers(1, 5), st.integers(0, 99))
def test_what_is_saved_is_loaded(tmp_path_factory: pytest.TempPathFactory, size: int, terms: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    draws = {"b": rng.normal(size=(size, terms)).astype(np.float32).astype(np.float64)}
    codes = rng.choice(999_999, terms, replace=False)
    units = {"dyad": Units(codes, rng.normal(size=terms), rng.random(terms))}
    record = {**load_posterior("trade").record, "terms": [f"term {k}" for k in range(terms)]}
    made = Posterior("trade", draws, units, record)
    folder = tmp_path_factory.mktemp("fits")
    save_posterior(made, folder)
    read = load_posterior("trade", folder)
    assert (read.draws["b"] == draws["b"]).all()
    assert (read.units["dyad"].codes == units["dyad"].codes).all()
    assert (read.units["dyad"].sd == units["dyad"].sd).all()
    assert read.record == made.record
    assert [path.name for path in folder.iterdir()] == ["trade.npz"]


def changed(record: Callable[[dict[str, Any]], Any]) -> Callable[[Path], None]:
    """A copy of the shipped posterior of trade with another record."""

    def write(path: Path) -> None:
        with np.load(Path(str(SHIPPED)) / "trade.npz") as stored:
            arrays = {name: stored[name] for name in stored.files}
        text = json.dumps(record(json.loads(bytes(arrays["record"]))))
        np.savez(path, **{**arrays, "record": np.frombuffer(text.encode(), np.uint8)})

    return write


def replaced(**arrays: Any) -> Callable[[Path], None]:
    """A copy of the shipped posterior of trade, of 500 draws of one term, with other arrays."""

    def write(path: Path) -> None:
        with np.load(Path(str(SHIPPED)) / "trade.npz") as stored:
            kept = {name: stored[name] for name in stored.files}
        np.savez(path, **kept | {name.replace("__", "/"): value for name, value in arrays.items()})

    return write


def flipped(path: Path) -> None:
    """A copy of the shipped posterior of trade with a bit of its numbers flipped."""
    content = bytearray((Path(str(SHIPPED)) / "trade.npz").read_bytes())
    content[300] ^= 1
    path.write_bytes(content)


def bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("draws/b.npy", bytes(300_000_000))


TABLE = np.array([[2.0, 200.0], [0.1, 0.2], [0.3, 0.4]])

BROKEN = [
    (flipped, "array 'draws/terms' is damaged"),
    (bomb, "its arrays have 300,000,000 bytes unpacked; at most 256,000,000 are read"),
    (
        replaced(draws__b=np.zeros((250, 1))),
        "array 'draws/b' has shape (250, 1); expected 500 draws along the first axis",
    ),
    (
        replaced(draws__b=np.zeros((500, 2))),
        "array 'draws/b' has shape (500, 2); expected 1 along the last axis, the terms",
    ),
    (
        replaced(draws__year_level=np.zeros((500, 49))),
        "array 'draws/year_level' has shape (500, 49); expected (500, 50), the years 1971 to 2020",
    ),
    (
        replaced(draws__terms=np.full((500, 1), np.nan)),
        "array 'draws/terms' has 500 of 500 numbers not finite, the first nan at [0, 0]; expected finite ones",
    ),
    (
        replaced(draws__terms=np.full((500, 1), 1e30)),
        "array 'draws/terms' has 1e+30 at [0]; expected 0 to 100 (the range of 'scale')",
    ),
    (replaced(draws__b=np.full((500, 1), 101.0)), "has 101 at [0, 0]; expected -100 to 100 (log odds and log growth"),
    (replaced(draws__sigma=np.full(500, -0.1)), "has -0.1 at [0]; expected 0 to 100 (a standard deviation)"),
    (replaced(draws__terms=np.full((500, 1), -0.1)), "has -0.1 at [0]; expected 0 to 100 (the range of 'scale')"),
    (replaced(draws__rate=np.full(500, 1.5)), "has 1.5 at [0]; expected 0 to 1 (a share)"),
    (replaced(draws__terms=np.zeros((500, 1), int)), "array 'draws/terms' is int64; expected float32 or float64"),
    (replaced(units__state=TABLE.T), "array 'units/state' has shape (2, 3); expected (3, U)"),
    (replaced(units__state=np.ones((3, 2))), "expected each unit once"),
    (replaced(units__state=-TABLE), "array 'units/state' has -2 at [0]; expected 0 to 999999"),
    (
        changed(lambda record: {**record, "years": [2020, 1971]}),
        "its record has years [2020, 1971]; expected first and last",
    ),
    (changed(lambda record: {**record, "terms": []}), "its record has terms []; expected a list of names"),
    (
        changed(lambda record: {**record, "formula": "\x1b[2J"}),
        "array 'record' is no JSON (the control character U+001B",
    ),
    (lambda path: path.write_bytes(b"no"), "not a posterior file"),
    (lambda path: path.write_bytes(b""), "not a posterior file"),
    (lambda path: np.savez(path, a=np.zeros(2)), "not a posterior file"),
    (lambda path: np.savez(path, record=np.array({"a": 1}, object)), "not a posterior file"),
    (changed(lambda record: [1, 2]), "not a posterior file"),
    (
        changed(lambda record: {**record, "format": FORMAT + 1}),
        f"format {FORMAT + 1}, this version reads {FORMAT}; refit it with 'foedus fit trade'",
    ),
    (changed(lambda record: {**record, "name": "armament"}), "holds the posterior of 'armament'; name it armament.npz"),
    (
        changed(lambda record: {key: value for key, value in record.items() if key != "years"}),
        "its record lacks years",
    ),
]


@pytest.mark.parametrize(("write", "message"), BROKEN, ids=range(len(BROKEN)))
def test_what_cannot_be_trusted_is_refused_in_one_line(
    write: Callable[[Path], None], message: str, tmp_path: Path
) -> None:
    write(tmp_path / "trade.npz")
    with pytest.raises(ModelError) as refused:
        load_posterior("trade", tmp_path)
    assert message in str(refused.value)
    assert "\n" not in str(refused.value)


def test_fits_take_the_place_of_the_shipped_ones_of_the_same_name(tmp_path: Path) -> None:
    shipped = load_posterior("trade")
    record = {**shipped.record, "years": [1980, 2000], "as_of": "2001-01-01", "summary": {}}
    save_posterior(Posterior("trade", {"terms": shipped.draws["terms"] * 2.0}, {}, record), tmp_path)
    fits = Fits(tmp_path)
    assert fits.load("trade").draws["terms"] == pytest.approx(2.0 * shipped.draws["terms"])
    assert (fits.load("joining-full").draws["b"] == load_posterior("joining-full").draws["b"]).all()
    said = fits.replaced(posterior_names())
    assert list(said) == ["trade"]
    assert len(said["trade"]) == 64
    assert Fits().replaced(posterior_names()) == {}


def test_fits_of_other_parameters_are_refused(tmp_path: Path) -> None:
    shipped = load_posterior("trade")
    wider = {"terms": np.repeat(shipped.draws["terms"], 2, axis=1)}
    save_posterior(Posterior("trade", wider, {}, shipped.record), tmp_path)
    with pytest.raises(ModelError, match="its parameters are not those of this version's equation"):
        Fits(tmp_path).load("trade")


@pytest.mark.parametrize(
    ("record", "draws", "message"),
    [
        ({"equation": "armament"}, {}, "its record has the equation 'armament'; expected 'trade'"),
        ({}, {"b": load_posterior("trade").draws["terms"]}, "array 'draws/b' is of shape (G, 1); expected absent"),
        ({"terms": ["scale", "x"]}, {}, "its record has the terms ['scale', 'x']; expected ['scale']"),
    ],
)
def test_what_is_not_of_the_equation_is_named(
    record: dict[str, Any], draws: dict[str, Any], message: str, tmp_path: Path
) -> None:
    shipped = load_posterior("trade")
    save_posterior(Posterior("trade", {**shipped.draws, **draws}, {}, {**shipped.record, **record}), tmp_path)
    with pytest.raises(ModelError) as refused:
        Fits(tmp_path).load("trade")
    assert message in str(refused.value)


def test_fits_to_other_years_have_a_level_for_each_of_them() -> None:
    long, short = (Posterior("x", {"year_level": np.zeros((5, years))}, {}, {}) for years in (64, 30))
    assert _shapes(long) == _shapes(short) != _shapes(Posterior("x", {"b": np.zeros((5, 30))}, {}, {}))


def test_a_folder_without_fits_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="has no posterior with the name of a shipped one"):
        Fits(tmp_path)
    with pytest.raises(InputError, match="is not a folder"):
        Fits(tmp_path / "none")


@pytest.mark.parametrize("kept", [slice(0, 1), slice(0, 0)], ids=["one draw", "no draw"])
@pytest.mark.parametrize("name", ["joining-full", "alignment", "trade"])
def test_a_file_cut_to_few_draws_is_refused(name: str, kept: slice, tmp_path: Path) -> None:
    with np.load(Path(str(SHIPPED)) / f"{name}.npz") as stored:
        arrays = {each: stored[each][kept] if each.startswith("draws/") else stored[each] for each in stored.files}
    np.savez(tmp_path / f"{name}.npz", **arrays)
    with pytest.raises(ModelError, match=r"array 'draws/.*; expected "):
        load_posterior(name, tmp_path)


def test_draws_that_are_not_those_of_the_record_are_refused(tmp_path: Path) -> None:
    with np.load(Path(str(SHIPPED)) / "joining-full.npz") as stored:
        arrays = {each: stored[each] for each in stored.files}
    for made in (arrays["draws/b"] * 0, -arrays["draws/b"], arrays["draws/b"][:, ::-1]):
        np.savez(tmp_path / "joining-full.npz", **arrays | {"draws/b": made})
        with pytest.raises(ModelError, match=r"array 'draws/b' has for '.*' the mean .*as its record says"):
            load_posterior("joining-full", tmp_path)
