"""A period's orders, a person's lines, the tasks that wait: found without reading all of them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("casework", "0003_clocks_and_visits"),)

    operations = (
        migrations.AddIndex(
            model_name="order",
            index=models.Index(fields=["period", "region"], name="casework_order_period"),
        ),
        migrations.AddIndex(
            model_name="orderline",
            index=models.Index(fields=["person"], name="casework_order_line_person"),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                fields=["order", "stage"],
                condition=models.Q(state="open"),
                name="casework_task_open",
            ),
        ),
    )
