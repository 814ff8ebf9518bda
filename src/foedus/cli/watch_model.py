"""foedus watch: what alarms cost, what they would have said, what they move, and what the ledger keeps of them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from foedus.cli.answers import Form, Horizon, Name, Out, Seed, Threads, check_outputs, write
from foedus.cli.progress import progress
from foedus.cli.watch import AsOf, Own, Place, Switched, apart, app, day
from foedus.errors import InputError

Runs = Annotated[int, typer.Option(min=20, max=10_000, help="Simulations of each kind, for prices.")]
SIMULATING = "simulating the past of indicators"


@app.command("price", epilog="Example: foedus watch price us-rok dprk-launch-days --as-of 2021-12-31")
def watch_price(
    case: Name,
    indicator: Annotated[list[str] | None, typer.Argument(help="Of these alone. Default: all.")] = None,
    factor: Annotated[
        float, typer.Option(min=1.1, max=100.0, help="A planted rise multiplies the level by it; a fall divides.")
    ] = 2.0,
    runs: Runs = 200,
    seed: Seed = 1,
    own: Own = None,
    store: Place = None,
    as_of: AsOf = None,
    format: Form = None,
    out: Out = None,
) -> None:
    """What an alarm costs by threshold: false alarms in eight years, changes found in two, and after how many months."""
    from foedus.report.watch.priced import prices_text
    from foedus.watch.priced import watch_prices as run

    apart(indicators=own, store=store, out=out)
    check_outputs(out, None, format)
    with progress(SIMULATING) as advance:
        found = run(
            case,
            names=tuple(indicator or ()),
            store=store,
            own=own,
            as_of=day("--as-of", as_of),
            factor=factor,
            seed=seed,
            runs=runs,
            progress=advance,
        )
    write(found, prices_text(found), format, out)


@app.command("backtest", epilog="Example: foedus watch backtest us-rok --from 2003-01 --to 2022-12")
def watch_backtest(
    case: Name,
    first: Annotated[str, typer.Option("--from", metavar="MONTH", help="First month, YYYY-MM.")] = "2003-01",
    last: Annotated[str, typer.Option("--to", metavar="MONTH", help="Last month, YYYY-MM.")] = "2022-12",
    runs: Runs = 200,
    seed: Seed = 1,
    own: Own = None,
    store: Place = None,
    format: Form = None,
    out: Out = None,
) -> None:
    """What alarms would have said in each month of the past, before what, against the tempo and the last month alone."""
    from foedus.report.watch.backtest import backtest_text
    from foedus.watch.targets import watch_backtest as run

    apart(indicators=own, store=store, out=out)
    check_outputs(out, None, format)
    with progress(SIMULATING) as advance:
        found = run(case, store=store, own=own, first=first, last=last, seed=seed, runs=runs, progress=advance)
    write(found, backtest_text(found), format, out)


@app.command(
    "nowcast", epilog="Example: foedus watch nowcast us-rok --as-of 2023-11-07 --mechanism provoked-escalation=on"
)
def watch_nowcast(
    case: Name,
    futures: Annotated[int, typer.Option(help="Number of futures, the same in every run.")] = 4000,
    horizon: Horizon = 20,
    mechanism: Switched = None,
    seed: Seed = 1,
    threads: Threads = None,
    own: Own = None,
    store: Place = None,
    as_of: AsOf = None,
    format: Form = None,
    out: Out = None,
) -> None:
    """The odds before and after indicators move the state that futures start from, shared out among the indicators."""
    from foedus.report.watch.nowcast import nowcast_text
    from foedus.simulation.store import users_store
    from foedus.watch.nowcast import watch_nowcast as run

    apart(indicators=own, store=store, out=out)
    check_outputs(out, None, format)
    with progress() as advance:
        found = run(
            case,
            as_of=day("--as-of", as_of),
            store=store,
            own=own,
            futures=futures,
            horizon=horizon,
            seed=seed,
            mechanisms=tuple(mechanism or ()),
            threads=threads,
            kept=users_store(),
            progress=advance,
        )
    write(found, nowcast_text(found), format, out)


@app.command(
    "signposts",
    epilog="Example: foedus watch signposts us-rok signposts.json --make signposts.yaml && foedus watch board us-rok "
    "--indicators signposts.yaml",
)
def watch_signposts(
    case: Name,
    signposts: Annotated[str, typer.Argument(help="What foedus signposts wrote as JSON.")],
    make: Annotated[
        Path | None,
        typer.Option(help="Write the indicators of those that can be counted to this file, ending in .yaml."),
    ] = None,
    ledger: Annotated[Path | None, typer.Option(help="Write new crossings down in this ledger.")] = None,
    own: Own = None,
    store: Place = None,
    as_of: AsOf = None,
    format: Form = None,
    out: Out = None,
) -> None:
    """How far signposts are from being crossed, and indicators of those that an indicator of the case can count."""
    from foedus.report.watch.signposts import signposts_text
    from foedus.watch.signpost import watch_signposts as run

    apart(signposts=Path(signposts), make=make, ledger=ledger, store=store, out=out)
    if make is not None and make.suffix not in (".yaml", ".yml"):
        raise InputError(f"--make {make} does not end in .yaml, as a file of indicators does")
    check_outputs(out, None, format)
    found = run(case, signposts, as_of=day("--as-of", as_of), store=store, own=own, made=make, ledger=ledger)
    write(found, signposts_text(found), format, out)


@app.command("ledger", epilog="Example: foedus watch ledger us-rok --ledger ledger.jsonl && foedus ledger score")
def watch_ledger(
    case: Name,
    ledger: Annotated[Path, typer.Option(help="The ledger, a file that only grows.")] = Path("ledger.jsonl"),
    seed: Seed = 1,
    own: Own = None,
    store: Place = None,
    as_of: AsOf = None,
    format: Form = None,
    out: Out = None,
) -> None:
    """Write each new alarm down as a forecast that the new level holds, and settle those whose twelve months are known."""
    from foedus.report.watch.signposts import registered_text
    from foedus.watch.registered import watch_register as run

    apart(ledger=ledger, store=store, out=out)
    check_outputs(out, None, format)
    with progress(SIMULATING) as advance:
        found = run(case, as_of=day("--as-of", as_of), store=store, own=own, ledger=ledger, seed=seed, progress=advance)
    write(found, registered_text(found), format, out)
