"""What the database itself holds to: versions are never rewritten, roles keep apart."""

from importlib.resources import files

from django.db import migrations

from mianshen.bureau.bitemporal.migrating import FactsOnly, OneVersionADay

_INCOMPATIBLE = files("mianshen.bureau.offices") / "incompatible.sql"


class Migration(migrations.Migration):
    dependencies = (("offices", "0001_initial"),)
    operations = (
        FactsOnly(
            "offices_district_state",
            "offices_region_state",
            "offices_succession",
            "offices_department_state",
            "offices_office_state",
            "offices_wave_state",
            "offices_role_state",
            "offices_incompatible_roles",
            "offices_assignment",
            "offices_delegation",
        ),
        OneVersionADay("offices_district_state", "district_id"),
        OneVersionADay("offices_region_state", "code"),
        OneVersionADay("offices_succession", "old", "new"),
        OneVersionADay("offices_department_state", "department_id"),
        OneVersionADay("offices_office_state", "office_id"),
        OneVersionADay("offices_wave_state", "district_id", "number"),
        OneVersionADay("offices_role_state", "role_id"),
        OneVersionADay("offices_incompatible_roles", "one_id", "other_id"),
        OneVersionADay("offices_assignment", "staff_id", "office_id", "role_id"),
        OneVersionADay("offices_delegation", "principal_id", "deputy_id", "office_id", "role_id"),
        migrations.RunSQL(_INCOMPATIBLE.read_text(encoding="utf-8"), migrations.RunSQL.noop),
    )
