"""What a row of a list writes a dozen times is asked for once; no index that another has in it."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models
from django.db.migrations.operations import AlterField

from mianshen.bureau.database.migrating import NeverDeleted


def _points(model: str, name: str, to: str, **more: Any) -> AlterField:
    field = models.ForeignKey(
        db_constraint=False,
        on_delete=django.db.models.deletion.PROTECT,
        to=f"registry.{to}",
        **more,
    )
    return AlterField(model, name, field)


class Migration(migrations.Migration):
    dependencies = (("registry", "0006_resting_on_lists"),)

    operations = (
        migrations.RemoveIndex("resolution", "registry_resolution_person"),
        *(
            _points(model, "person", "person")
            for model in ("attribute", "departure", "description", "identity", "membership")
        ),
        _points("resolution", "person", "person", null=True),
        _points("resolution", "naming", "naming"),
        _points("mention", "naming", "naming", db_index=False),
        _points("tie", "naming", "naming", db_index=False),
        *(
            _points("naming", part, "value", null=True, related_name="+")
            for part in ("certno", "name")
        ),
        *(
            _points("naming", part, "value", null=True, related_name="+", db_index=False)
            for part in ("psn_no", "former_name")
        ),
        migrations.AddIndex(
            "naming",
            models.Index(
                condition=models.Q(("psn_no__isnull", False)),
                fields=["psn_no"],
                name="vault_naming_psn_no",
            ),
        ),
        migrations.AddIndex(
            "naming",
            models.Index(
                condition=models.Q(("former_name__isnull", False)),
                fields=["former_name"],
                name="vault_naming_former_name",
            ),
        ),
        AlterField("dirtymark", "person", models.BigIntegerField()),
        *(NeverDeleted(table) for table in ("registry_person", "vault_naming", "vault_value")),
    )
