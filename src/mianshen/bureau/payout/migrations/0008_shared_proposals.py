"""Proposals lie with those of other apps, under their numbers; voided lines are found by sets."""

from django.db import migrations, models

_MOVE = """
    INSERT INTO proposals_proposal
        (id, act, subject, reason, details, by, at, decided_by, decided_at, is_agreed)
    SELECT id, act, subject, reason,
           CASE WHEN ground = '' THEN '{}'::jsonb ELSE jsonb_build_object('ground', ground) END,
           by, at, decided_by, decided_at, is_agreed
      FROM payout_proposal;
    SELECT setval(pg_get_serial_sequence('proposals_proposal', 'id'), max(id))
      FROM proposals_proposal HAVING max(id) IS NOT NULL"""


class Migration(migrations.Migration):
    dependencies = (("payout", "0007_voidings"), ("proposals", "0001_initial"))

    operations = (
        migrations.RunSQL(_MOVE),
        migrations.DeleteModel("Proposal"),
        migrations.AddIndex(
            "payable",
            models.Index(
                condition=models.Q(("voided_at__isnull", False)),
                fields=["request"],
                name="payout_payable_voided",
            ),
        ),
    )
