"""foedus claims: what a text claims, and what came of it."""

from __future__ import annotations

import typer

from foedus.cli.answers import Form, Name, Out, check_outputs, write

app = typer.Typer()


@app.command(epilog="Example: foedus claims us-rok --format json --out claims.json")
def claims(case: Name, format: Form = None, out: Out = None) -> None:
    """Every claim of the text that a case goes back to: its check, its status, the evidence and the source."""
    from foedus.assessment.claims import claims as run
    from foedus.report.claims import claims_text

    check_outputs(out, None, format)
    found = run(case)
    write(found, claims_text(found), format, out)
