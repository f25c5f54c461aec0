"""Answers found by their facts, without a second index for what begins alike."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("assessment", "0002_policy_proposals"),)

    operations = (
        migrations.AlterField("answer", "facts", models.TextField()),
        migrations.AddIndex(
            "answer", models.Index(fields=["facts"], name="assessment_answer_facts")
        ),
    )
