"""The commands people type, a module for each family of them."""

from typing import Annotated

import typer

import mianshen
from mianshen.cli import national, packs, packs_show, tokens
from mianshen.cli.administrator import administrator
from mianshen.cli.assessing import assess, explain
from mianshen.cli.bureau import ManyProfiles, backup, doctor, restore, up
from mianshen.cli.demonstrating import demo
from mianshen.cli.receiving import pull, receive, sources
from mianshen.cli.screen import ManyFiles
from mianshen.cli.synthesising import synth
from mianshen.cli.tables import assess_parquet

app = typer.Typer(
    help="免申：由结算数据和人员名单算出医疗救助。 Medical assistance nobody has to apply for.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command(cls=ManyFiles)(assess)
app.command("assess-tables", cls=ManyFiles)(assess_parquet)
app.command()(explain)
app.command()(demo)
app.command()(synth)
app.command(cls=ManyProfiles)(up)
app.command()(administrator)
app.command()(doctor)
app.command()(backup)
app.command()(restore)
app.command()(receive)
app.command()(pull)
app.command()(sources)
packs_show.add_to(packs.app)
app.add_typer(packs.app, name="packs")
app.add_typer(national.app, name="national")
app.add_typer(tokens.app, name="tokens")


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"mianshen {mianshen.__version__}")
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="版本 version")
    ] = False,
) -> None:
    """免申：由结算数据和人员名单算出医疗救助。 Medical assistance nobody has to apply for."""
