"""foedus fit and foedus posterior: refit an equation, and describe a posterior."""

from __future__ import annotations

import shlex
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from foedus.cli.interrupts import INTERRUPTED
from foedus.cli.output import show, span, takes_files, tell
from foedus.cli.progress import progress
from foedus.cli.streams import stop
from foedus.errors import InputError, lacking

if TYPE_CHECKING:
    from foedus.estimate.posterior import Posterior

app = typer.Typer()


@app.command(
    epilog="Example: foedus fit government --out fits\n\n"
    "Example: foedus fit escalation-alliances --years 1946:1990 --as-of 1990-12-31 --out fits-1990"
)
def fit(
    model: Annotated[str, typer.Argument(help="Equation to fit; 'list' shows all.")],
    years: Annotated[
        str | None, typer.Option(help="First and last year, A:B. Default: all years the equation is defined for.")
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option(
            help="YYYY-MM-DD: use no data dated later, and no year that had not ended by then. Default: 2023-11-07."
        ),
    ] = None,
    seed: Annotated[int, typer.Option(help="Seed of the sampler.")] = 1,
    draws: Annotated[
        int | None, typer.Option(help="Draws from each of two chains. Default: the equation's own number.")
    ] = None,
    warmup: Annotated[
        int | None, typer.Option(help="Warm-up steps of each chain. Default: the equation's own number.")
    ] = None,
    out: Annotated[Path, typer.Option(help="Folder for the posterior.")] = Path("fits"),
    prior: Annotated[
        bool,
        typer.Option(
            "--prior", help="Do not fit; compare what the priors imply with what was observed. MODEL may be 'all'."
        ),
    ] = False,
) -> None:
    """Refit an equation from the publishers' files (needs the extra: python -m pip install 'foedus\\[fit]').

    An interrupted fit goes on from where it was when the same command is given again.
    """
    from foedus.estimate.equations import equation, equations

    if model == "list":
        head = ("equation", "what", "unit", "years", "takes")
        rows = [(e.name, e.what, e.unit, f"{e.years[0]}-{e.years[1]}", e.time) for e in equations().values()]
        show(head, rows)
        return
    if prior:
        _prior(model, span(years) if years else None, _day(as_of), seed, out)
        return
    known = equation(model)
    _lengths(known.sampled, model, seed, draws, warmup)
    chosen, day = span(years) if years else None, _day(as_of)
    _folder(out)
    _fitted(model, chosen, day, seed, draws, warmup, out)


def _prior(model: str, years: tuple[int, int] | None, as_of: date | None, seed: int, out: Path) -> None:
    """Check the priors of one equation or all, and write the result to the folder."""
    from foedus.estimate.equations import JOBS, equation
    from foedus.estimate.prior_checks.check import check
    from foedus.estimate.prior_predictive import Implied, save
    from foedus.estimate.samples.sample import AS_OF

    names = sorted(JOBS) if model == "all" else [equation(model).name]
    _folder(out)
    found: dict[str, list[Implied]] = {}
    with progress("checking priors") as advance:
        for number, name in enumerate(names):
            advance(number, len(names), name)
            found[name] = check(name, years, seed=seed, as_of=as_of or AS_OF)
    head = ("equation", "quantity", "5%", "50%", "95%", "observed", "")
    rows = [
        (name, e.what, *(f"{x:.3g}" for x in (e.low, e.median, e.high, e.observed)), e.verdict)
        for name, each in found.items()
        for e in each
    ]
    show(head, rows)
    tell(f"wrote {save(found, out)}")


def _fitted(
    model: str,
    years: tuple[int, int] | None,
    as_of: date | None,
    seed: int,
    draws: int | None,
    warmup: int | None,
    out: Path,
) -> None:
    """Fit and write the posterior; unfinished chains are kept in the output folder."""
    try:
        from foedus.estimate import registry
        from foedus.estimate.run import Run, Store
    except ImportError as error:
        raise InputError(lacking("a fit", "fit", error)) from error
    from foedus.estimate.posterior import save_posterior
    from foedus.estimate.samples.sample import AS_OF

    made, store = not out.exists(), Store(out, model)
    try:
        with progress("reading") as advance:
            run = Run(advance, warmup, draws, store)
            posterior = registry.fit(model, years=years, seed=seed, run=run, as_of=as_of or AS_OF)
        tell(f"wrote {save_posterior(posterior, out)}")
    except KeyboardInterrupt:
        if not store.kept():
            raise
        again = shlex.join(["foedus", *sys.argv[1:]])
        stop(f"foedus: interrupted; '{again}' goes on from the last finished chunk", INTERRUPTED)
    except Exception:
        store.clear()
        if made and out.is_dir() and not any(out.iterdir()):
            out.rmdir()
        raise
    store.clear()


@app.command(epilog="Example: foedus posterior fits/government.npz\n\nExample: foedus posterior escalation-alliances")
def posterior(
    file: Annotated[str, typer.Argument(help="A posterior file (.npz), or the name of a shipped one.")],
) -> None:
    """Print the card of a posterior: equation, sample, sources, priors, sampler, coefficients with 90% intervals, scores."""
    from foedus.report.cards import card

    typer.echo(card(_posterior(file)), nl=False)


def _posterior(file: str) -> Posterior:
    from foedus.estimate.posterior import load_posterior

    path = Path(file)
    if path.suffix != ".npz":
        return load_posterior(file)
    if not path.exists():
        raise InputError(f"{file} does not exist; give a posterior file, or the name of a shipped one")
    return load_posterior(path.stem, path.parent)


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError(f"--as-of '{text}' is not a day as YYYY-MM-DD, for example 1990-12-31") from None


def _lengths(sampled: bool, model: str, seed: int, draws: int | None, warmup: int | None) -> None:
    """Before any data is read, refuse settings that no sampler accepts."""
    if not 0 <= seed < 2**32:
        raise InputError(f"seed {seed} is not allowed: a whole number from 0 to 4,294,967,295")
    for name, value in (("draws", draws), ("warmup", warmup)):
        if value is None:
            continue
        if not sampled:
            raise InputError(f"{model} is computed without a sampler; leave out --{name}")
        if value < 1:
            raise InputError(f"--{name} {value} is not allowed: 1 or more")


def _folder(out: Path) -> None:
    if out.exists() and not out.is_dir():
        raise InputError(f"{out} is a file; give --out a folder")
    if not out.absolute().parent.is_dir():
        raise InputError(f"{out}: the folder {out.parent} does not exist; make it first")
    takes_files(out if out.is_dir() else out.absolute().parent, out)
