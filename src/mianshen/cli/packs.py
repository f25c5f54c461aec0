"""What a policy officer does with packs: check, test, begin a new one, help an editor."""

import json

import typer

from mianshen.policy.json_schema import pack_json_schema

app = typer.Typer(
    help="政策包：检查、试算、新建。 Check, test and begin packs.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.command()
def schema() -> None:
    """编辑器提示用的 JSON Schema。 The JSON Schema of a pack, for editors."""
    typer.echo(json.dumps(pack_json_schema(), ensure_ascii=False, indent=2))
