"""foedus fit as a person meets it, on a sample made here: refusals, what is written, and going on after an interrupt."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("numpyro")

import foedus
from foedus.cli import main
from foedus.cli.interrupts import INTERRUPTED
from foedus.equations import armament
from foedus.estimate.equations import equations
from foedus.estimate.posterior import load_posterior
from foedus.estimate.prior_predictive import load
from foedus.estimate.samples import armament as samples
from foedus.estimate.samples.sample import AS_OF, Sample, Years
from foedus.progress import Progress

pytestmark = pytest.mark.fit

SHORT = ("--draws", "500", "--warmup", "200")


def made(years: Years | None = None, as_of: date = AS_OF) -> Sample:
    """Starts of pursuit in 1,500 state-years, about one in twelve."""
    rng = np.random.default_rng(3)
    rows = 1500
    arrays = {name: rng.integers(0, 2, rows).astype(float) for name in armament.Terms._fields}
    arrays["log_gdp_per_head"] = rng.normal(1.5, 1.0, rows)
    b = armament.Coefficients(-3.5, 0.1, 1.0, 0.2, 0.0, 0.0, 0.0)
    odds = armament.log_odds(b, armament.Terms(**arrays))
    arrays["starts"] = (rng.random(rows) < 1.0 / (1.0 + np.exp(-odds))).astype(float)
    notes = {"rows": rows, "acquired": 5, "pursuing": 40}
    return Sample(arrays, years or (1946, 2010), {"nuclear-status": "ab12"}, notes, as_of)


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., int]:
    """The command line in this process and an empty folder, on the sample made here."""
    monkeypatch.setattr(samples, "sample", made)
    monkeypatch.chdir(tmp_path)

    def call(*words: str) -> int:
        monkeypatch.setattr(sys, "argv", ["foedus", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        return int(ended.value.code or 0)

    return call


@contextmanager
def interrupting(first: str) -> Iterator[Progress]:
    """Progress of someone who presses Ctrl-C in the second chain."""

    def advance(done: int, total: int, what: str) -> None:
        if done >= 0.7 * total:
            raise KeyboardInterrupt

    yield advance


def test_an_interrupted_fit_goes_on_to_the_same_posterior(
    command: Callable[..., int], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("fit", "armament-full", *SHORT, "--out", "whole") == 0
    assert sorted(path.name for path in Path("whole").iterdir()) == ["armament-full.npz"]

    monkeypatch.setattr("foedus.cli.fit.progress", interrupting)
    assert command("fit", "armament-full", *SHORT, "--out", "cut") == 130
    said = capsys.readouterr().err
    assert said.startswith("foedus: interrupted; 'foedus fit armament-full --draws 500 --warmup 200 --out cut' goes on")
    kept = sorted(Path("cut").iterdir())
    assert [path.suffix for path in kept] == [".resume", ".resume"]

    heard: list[int] = []

    @contextmanager
    def listening(first: str) -> Iterator[Progress]:
        yield lambda done, total, what: heard.append(done)

    monkeypatch.setattr("foedus.cli.fit.progress", listening)
    assert command("fit", "armament-full", *SHORT, "--out", "cut") == 0
    assert heard[0] == 700, "the first chain was whole"
    assert heard[1] >= 475, "the second goes on from its last chunk"
    assert sorted(path.name for path in Path("cut").iterdir()) == ["armament-full.npz"]
    whole, resumed = (load_posterior("armament-full", Path(folder)) for folder in ("whole", "cut"))
    assert whole.record == resumed.record
    for name, draws in whole.draws.items():
        assert (draws == resumed.draws[name]).all(), name


def test_another_fit_never_resumes_from_what_is_there(
    command: Callable[..., int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("foedus.cli.fit.progress", interrupting)
    assert command("fit", "armament-full", *SHORT, "--out", "cut") == 130
    before = {path.name for path in Path("cut").iterdir()}
    assert command("fit", "armament-full", *SHORT, "--seed", "2", "--out", "cut") == 130
    assert len(before & {path.name for path in Path("cut").iterdir()}) == len(before) == 2
    assert len(list(Path("cut").iterdir())) == 4


def test_a_record_says_of_which_day_it_is(command: Callable[..., int], capsys: pytest.CaptureFixture[str]) -> None:
    words = ("--years", "1950:1990", "--as-of", "1990-12-31")
    assert command("fit", "armament-full", *SHORT, *words, "--out", "fits") == 0
    capsys.readouterr()
    record = foedus.load_posterior("armament-full", Path("fits")).record
    assert record["as_of"] == "1990-12-31"
    assert (record["diagnostics"]["draws"], record["diagnostics"]["warmup"]) == (1000, 200)
    assert command("posterior", "fits/armament-full.npz") == 0
    card = capsys.readouterr().out
    assert "years 1950-1990, nothing dated after 1990-12-31" in card
    assert "| nuclear_rival |" in card


def test_a_fit_that_did_not_converge_leaves_nothing(
    command: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("fit", "armament-full", "--draws", "250", "--warmup", "1", "--out", "fits") == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "raise --draws (now 250) and --warmup (1)" in said
    assert list(Path().iterdir()) == []


REFUSALS = [
    (["fit", "armament-full", "--out", "/proc/fits"], "/proc/fits cannot be written"),
    (["fit", "armaments"], "unknown equation 'armaments'; did you mean 'armament-full'"),
    (["fit", "armament-full", "--years", "1950"], "years '1950' is not A:B"),
    (["fit", "armament-full", "--as-of", "1990"], "--as-of '1990' is not a day as YYYY-MM-DD"),
    (["fit", "armament-full", "--draws", "0"], "--draws 0 is not allowed"),
    (["fit", "armament-full", "--draws", "100"], "at least 500 are needed: draws of 250 or more"),
    (["fit", "armament-full", "--seed", "-1"], "seed -1 is not allowed"),
    (["fit", "trade", "--draws", "500"], "trade is computed without a sampler; leave out --draws"),
    (["fit", "armament-full", "--out", "no/where"], "the folder no does not exist"),
    (["fit", "alignment", "--years", "1900:1950"], "years 1900:1950 are not within 1946:2022"),
    (["fit", "alignment", "--as-of", "1940-01-01"], "as of 1940-01-01 nothing of 1946:2022 is known yet"),
    (["fit", "alignment", "--as-of", "2024-01-01"], "as of 2024-01-01 is not allowed"),
    (["posterior", "nothing.npz"], "nothing.npz does not exist"),
    (["posterior", "armaments"], "unknown posterior 'armaments'"),
]


@pytest.mark.parametrize(("words", "message"), REFUSALS, ids=lambda value: " ".join(value)[:40])
def test_bad_input_is_one_line_and_exit_two(
    command: Callable[..., int], capsys: pytest.CaptureFixture[str], words: list[str], message: str
) -> None:
    assert command(*words) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert message in said.err
    assert list(Path().iterdir()) == []


def test_the_list_says_what_there_is(command: Callable[..., int], capsys: pytest.CaptureFixture[str]) -> None:
    assert command("fit", "list") == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 1 + len(equations())
    assert any("treaty-end-patrons" in line and "1946-2017" in line for line in lines)


def test_an_interrupt_before_anything_was_kept_says_so(
    command: Callable[..., int], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stopped(*_: object) -> Sample:
        raise KeyboardInterrupt

    monkeypatch.setattr(samples, "sample", stopped)
    assert command("fit", "armament-full") == INTERRUPTED
    assert capsys.readouterr().err == "foedus: interrupted; nothing was written\n"


@pytest.mark.data
def test_what_priors_imply_is_printed_and_kept(
    command: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("fit", "provocation-missile-launches", "--prior", "--out", str(tmp_path)) == 0
    assert "events per year" in capsys.readouterr().out
    assert list(load(tmp_path / "prior-predictive.json")) == ["provocation-missile-launches"]
    assert not list(tmp_path.glob("*.npz"))


def test_priors_of_an_unknown_equation_are_refused(
    command: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("fit", "goverment", "--prior", "--out", str(tmp_path)) == 2
    assert "did you mean 'government'?" in capsys.readouterr().err
