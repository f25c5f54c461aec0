"""No enrolments: nobody stated or asked for one; bills and lists tell where people are insured."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = (("registry", "0007_lighter"),)

    operations = (migrations.DeleteModel("Enrolment"),)
