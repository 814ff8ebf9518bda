"""foedus serve: ask in a browser, or over HTTP."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from foedus.cli.answers import Threads
from foedus.cli.output import tell

app = typer.Typer()


@app.command(
    epilog="Examples: foedus serve · foedus serve --port 9000 · "
    "FOEDUS_TOKEN=a-long-secret foedus serve --host 0.0.0.0 --name alliance.example.org"
)
def serve(
    host: Annotated[
        str, typer.Option(help="Address to listen at. Any but that of this machine needs the token of FOEDUS_TOKEN.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0: any that is free.")] = 8765,
    name: Annotated[
        list[str] | None,
        typer.Option(help="Name or address by which the server is reached, beside --host; repeat for several."),
    ] = None,
    folder: Annotated[
        Path | None,
        typer.Option(help="Folder of jobs and of files handed in. Default: foedus/served in the user's data folder."),
    ] = None,
    most_futures: Annotated[
        int, typer.Option(min=1, max=100_000_000, help="Most futures of one question.")
    ] = 1_000_000,
    threads: Threads = None,
) -> None:
    """Ask in a browser or over HTTP, on this machine: every case, long work with progress, answers kept over restarts."""
    from foedus.web.limits import Limits
    from foedus.web.serve import serve as run
    from foedus.web.serve import users_folder

    run(
        host,
        port,
        tuple(name or ()),
        folder or users_folder(),
        threads,
        Limits(futures=most_futures),
        lambda line: tell(f"foedus: {line}", err=True),
    )
