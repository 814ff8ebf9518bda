"""foedus fit: refit an equation."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from foedus.errors import InputError

app = typer.Typer()


@app.command(epilog="Example: foedus fit government --out fits")
def fit(
    model: Annotated[str, typer.Argument(help="Equation to fit; 'list' names them all.")],
    out: Annotated[Path, typer.Option(help="Folder for the posterior.")] = Path("fits"),
    seed: Annotated[int, typer.Option(help="Seed of the sampler.")] = 1,
) -> None:
    """Refit an equation from the publishers' files (needs the extra: pip install 'foedus\\[fit]')."""
    try:
        from foedus.models.fit import registry
    except ImportError as error:
        raise InputError(f"fitting needs the extra ({error}): pip install 'foedus[fit]'") from error
    from foedus.models.posterior import save_posterior

    if model == "list":
        typer.echo("\n".join(registry.names()))
        return
    typer.echo(f"wrote {save_posterior(registry.fit(model, seed=seed), out)}")
