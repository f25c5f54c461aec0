"""What namings may have in common lies with them, a column each, in place of a row for each tie."""

from collections.abc import Iterator
from typing import Any

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Q

from mianshen.bureau.database.migrating import Step
from mianshen.bureau.registry.spelling import DERIVED, derived
from mianshen.bureau.registry.vault import PARTS, Spelling, open_value

_AT_ONCE = 20_000

_READ = f"""
    SELECT n.id, {", ".join(f"{part}.sealed" for part in PARTS)}, n.born, n.cert_type
      FROM vault_naming n
      {" ".join(f"LEFT JOIN vault_value {part} ON {part}.id = n.{part}_id" for part in PARTS)}
     WHERE n.id > %s ORDER BY n.id LIMIT {_AT_ONCE}"""

_MAKE = """
    CREATE TEMP TABLE told (id bigint, is_sound boolean, card_born date, card_sex text,
        letters bigint, former_letters bigint, beginning bigint) ON COMMIT DROP"""

_FILL = f"""
    UPDATE vault_naming n SET {", ".join(f"{name} = told.{name}" for name in DERIVED)}
      FROM told WHERE told.id = n.id"""


def _derive(editor: BaseDatabaseSchemaEditor) -> None:
    """Work out of every naming what follows from how it is spelled; each is opened for it."""
    with editor.connection.cursor() as cursor:
        cursor.execute(_MAKE)
        for namings in _namings(editor):
            with cursor.copy(f"COPY told (id, {', '.join(DERIVED)}) FROM STDIN") as copying:
                for naming, row in zip(namings, derived(namings.values()), strict=True):
                    copying.write_row((naming, *row))
        cursor.execute(_FILL)


def _namings(editor: BaseDatabaseSchemaEditor) -> Iterator[dict[int, Spelling]]:
    last = 0
    while True:
        with editor.connection.cursor() as cursor:
            cursor.execute(_READ, [last])
            rows = cursor.fetchall()
        if not rows:
            return
        yield {naming: _spelling(*parts) for naming, *parts in rows}
        last = rows[-1][0]


def _spelling(*parts: Any) -> Spelling:
    texts: Any = map(open_value, parts[:-2])
    return Spelling(*texts, *parts[-2:])


_NAME = models.ForeignKey(
    db_constraint=False,
    db_index=False,
    null=True,
    on_delete=django.db.models.deletion.PROTECT,
    related_name="+",
    to="registry.value",
)

_NO_MORE = ("unsound", "former_name")

_INDEXES = (
    models.Index(fields=["id"], condition=Q(is_sound=False), name="vault_naming_unsound"),
    models.Index(fields=["letters"], name="vault_naming_letters"),
    models.Index(fields=["card_born"], name="vault_naming_card_born"),
    models.Index(
        fields=["former_letters"],
        condition=Q(former_letters__isnull=False),
        name="vault_naming_former",
    ),
    models.Index(
        fields=["beginning"], condition=Q(beginning__isnull=False), name="vault_naming_beginning"
    ),
    models.Index(
        fields=["born"], condition=Q(is_sound=False, born__isnull=False), name="vault_naming_born"
    ),
)

_BESIDE = models.Index(fields=["rank"], condition=~Q(role="rosters"), name="vault_mention_beside")


class Migration(migrations.Migration):
    dependencies = (("registry", "0009_unnumbered"),)

    operations = (
        migrations.AddField("naming", "letters", models.BigIntegerField(null=True)),
        migrations.AddField("naming", "former_letters", models.BigIntegerField(null=True)),
        migrations.AddField("naming", "beginning", models.BigIntegerField(null=True)),
        Step(_derive),
        migrations.AlterField("naming", "is_sound", models.BooleanField()),
        *(migrations.RemoveIndex("naming", f"vault_naming_{one}") for one in _NO_MORE),
        migrations.AlterField("naming", "name", _NAME),
        *(migrations.AddIndex("naming", one) for one in _INDEXES),
        migrations.AddIndex(
            "mention",
            models.Index(
                fields=["rank"], condition=~Q(role="rosters"), name="vault_mention_beside"
            ),
        ),
        migrations.DeleteModel("Tie"),
    )
