"""The commands and their arguments, one file a command beside this one.

Belongs here: commands, options and help texts. Not here: what a command does; it is imported when it is called.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from orchestration.cli.output import CODES

app = typer.Typer(
    help="The Spotlight Warehouse: published hotline statistics, with every vintage and every source line.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def _named(text: str) -> Path:
    """A file that the command line names; an empty name would stand for the folder that the command runs in."""
    if not text:
        raise typer.BadParameter("A name is empty. Name a file.")
    return Path(text)


AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]


@app.command(epilog=f"Exit codes: {CODES} Example: spotlight refresh --accept-removal 3f9c2a7d10be")
def refresh(
    accept_removals: Annotated[
        bool, typer.Option("--accept-removals", help="Accept every pending removal, including those found now.")
    ] = False,
    accept_removal: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="Accept this removal. May be given several times.")
    ] = None,
    full: Annotated[bool, typer.Option("--full", help="Read every file again and rebuild every model.")] = False,
    as_json: AsJson = False,
) -> None:
    """Bring the warehouse up to date with the reports folder."""
    from orchestration.cli.refresh import run

    raise typer.Exit(run(accept_removals, tuple(accept_removal or ()), full, as_json=as_json))


@app.command(epilog="Example: spotlight check data/seeds/reports/*.txt")
def check(
    files: Annotated[
        list[Path],
        typer.Argument(parser=_named, metavar="FILE...", help="Published documents, or figures as CSV."),
    ],
    as_json: AsJson = False,
) -> None:
    """Show every figure of files, what is wrong, and what a refresh would make of each report; write nothing.

    Exit 1 on any rejection or conflict.
    """
    from orchestration.cli.check import run

    raise typer.Exit(run(files, as_json=as_json))


@app.command(
    "open",
    epilog="Exit codes: 0 every query was answered; 1 at least one failed, or the output could not be written; 2 wrong "
    "usage: no query, or several with --json. "
    'Example: spotlight open -c "from marts.fct_case_totals where year = 2019"',
)
def open_(
    sql: Annotated[
        str | None, typer.Option("--command", "-c", metavar="SQL", help="Run these queries and exit.")
    ] = None,
    as_csv: Annotated[
        bool,
        typer.Option(
            "--csv",
            help='Print rows as CSV, with exact values: NULL as nothing, an empty text as "". '
            "On a terminal, characters that would act on it are escaped.",
        ),
    ] = False,
    as_json: Annotated[
        bool,
        typer.Option(
            "--json",
            help="Print the rows of one query as a JSON document and nothing else; "
            "a number that is not finite (infinity, NaN) is null.",
        ),
    ] = False,
) -> None:
    """Query the current release in SQL: read-only, without access to other files."""
    from orchestration.cli.open import Form, run

    if as_csv and as_json:
        raise typer.BadParameter("--csv and --json exclude each other: choose one.")
    raise typer.Exit(run(sql, Form.JSON if as_json else Form.CSV if as_csv else Form.PEOPLE))


@app.command(epilog="Example: spotlight changes --since 2026-11-01 --jurisdiction Missouri")
def changes(
    since: Annotated[
        str | None,
        typer.Option(metavar="DAY|REFRESH", help="Changes from this day or refresh on. Default: the last refresh."),
    ] = None,
    jurisdiction: Annotated[
        list[str] | None, typer.Option(metavar="PLACE", help="Only this place. May be given several times.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show what each refresh changed, figure by figure."""
    from orchestration.cli.changes import run

    raise typer.Exit(run(since, jurisdiction or (), as_json=as_json))


@app.command(
    epilog="Exit codes: 0 every claim is current, superseded or rounded; 1 at least one is not, or the output could "
    "not be written; 2 wrong usage. "
    'Example: spotlight quotes "233 cases Missouri 2019"'
)
def quotes(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="One or more claims. - reads standard input.")],
    as_json: AsJson = False,
) -> None:
    """Check each number in a text: was it ever published, and is it still current?

    A hedged number ("over 250") that was never published is shown as "Does not fit"; with --json its verdict is
    never_published, like that of any other number.
    """
    from orchestration.cli.quotes import run

    raise typer.Exit(run(text, as_json=as_json))


@app.command(epilog="Example: spotlight rebuild")
def rebuild(as_json: AsJson = False) -> None:
    """Delete everything but the ledger and rebuild it from the ledger alone; no report is read."""
    from orchestration.cli.rebuild import run

    raise typer.Exit(run(as_json=as_json))


@app.command(
    epilog="Exit codes: 0 intact; 1 not intact, or the output could not be written; 2 wrong usage, such as a "
    "checkpoint that cannot be read. Example: spotlight verify --deep"
)
def verify(
    files: Annotated[
        list[Path] | None,
        typer.Argument(parser=_named, metavar="[FILE]...", help="More checkpoints, after --checkpoint FILE."),
    ] = None,
    deep: Annotated[
        bool,
        typer.Option("--deep", help="Also rebuild every table in a temporary folder and compare it with the release."),
    ] = False,
    checkpoint: Annotated[
        list[Path] | None,
        typer.Option(
            parser=_named, metavar="FILE", help="Check that the ledger still holds what this checkpoint signed."
        ),
    ] = None,
    key: Annotated[
        str | None, typer.Option(metavar="KEY|FILE", help="The public key that must have signed the checkpoints.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Check that ledger, documents and releases are as they were written; nothing is changed."""
    if checkpoint:
        if deep:
            raise typer.BadParameter("--deep and --checkpoint cannot be combined: run one after the other.")
        from orchestration.cli.checkpoint import verify_files

        raise typer.Exit(verify_files([*checkpoint, *(files or ())], key, as_json=as_json))
    if files or key:
        raise typer.BadParameter("Files and --key can only be used with --checkpoint FILE.")
    from orchestration.cli.verify import run

    raise typer.Exit(run(deep, as_json=as_json))


@app.command(
    epilog="Exit codes: 0 done; 1 there is no ledger, or it cannot be read; 2 wrong usage. "
    "Example: spotlight checkpoint --key /safe/spotlight.key > batch-17.checkpoint"
)
def checkpoint(
    key: Annotated[
        Path | None,
        typer.Option(
            parser=_named, metavar="FILE", help="The key that signs. Default: the setting SPOTLIGHT_CHECKPOINT_KEY."
        ),
    ] = None,
    new_key: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Create a key with this name in the file, and print its public key."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Print a signed note of the ledger's head. Keep it where those who write the ledger cannot write."""
    from orchestration.cli.checkpoint import run

    raise typer.Exit(run(key, new_key, as_json=as_json))


@app.command(
    epilog="Exit codes: 0 all is well; 1 no figure is served, or something is broken; 2 wrong usage; 3 as 0, "
    "but something needs a person. Example: spotlight status --json"
)
def status(
    as_json: AsJson = False,
    as_metrics: Annotated[
        bool, typer.Option("--prometheus", help="Print metrics in Prometheus' text format and nothing else.")
    ] = False,
) -> None:
    """Show the current release, its age, what needs a person and what is broken."""
    if as_json and as_metrics:
        raise typer.BadParameter("--json and --prometheus exclude each other: choose one.")
    from orchestration.cli.status import Form, run

    raise typer.Exit(run(Form.JSON if as_json else Form.METRICS if as_metrics else Form.PEOPLE))


@app.command(epilog="Example: spotlight pin 7")
def pin(
    number: Annotated[int | None, typer.Argument(metavar="[N]", help="A release. Default: the current one.")] = None,
    as_json: AsJson = False,
) -> None:
    """Keep a release that somebody cited, whatever SPOTLIGHT_KEEP_RELEASES says."""
    from orchestration.cli import pin

    raise typer.Exit(pin.pin(number, as_json=as_json))


@app.command(epilog="Example: spotlight unpin 7")
def unpin(
    number: Annotated[int | None, typer.Argument(metavar="[N]", help="A release. Default: the current one.")] = None,
    as_json: AsJson = False,
) -> None:
    """Let a pinned release go as any other."""
    from orchestration.cli import pin

    raise typer.Exit(pin.unpin(number, as_json=as_json))


@app.command(epilog="Example: a client that starts `spotlight mcp` itself (bi/assistants.md).")
def mcp() -> None:
    """Serve the warehouse to an assistant over the Model Context Protocol, on standard input and output."""
    from orchestration.cli.mcp import run

    raise typer.Exit(run())
