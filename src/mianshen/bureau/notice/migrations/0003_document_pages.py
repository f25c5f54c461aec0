"""A document's page as it was issued, sealed, and the thing and region it belongs to."""

from django.db import migrations, models

from mianshen.bureau.sealing.fields import SealedTextField


class Migration(migrations.Migration):
    dependencies = (("notice", "0002_documents"),)

    operations = (
        migrations.AddField("document", "page", SealedTextField(null=True)),
        migrations.AddField("document", "about", models.TextField(db_default="")),
        migrations.AddField("document", "region", models.TextField(db_default="")),
        migrations.AddIndex(
            "document", models.Index(fields=["about"], name="notice_document_about")
        ),
        migrations.AddIndex(
            "document", models.Index(fields=["region", "id"], name="notice_document_region")
        ),
    )
