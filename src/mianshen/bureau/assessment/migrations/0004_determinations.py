"""Lines by event: what a pack gives on one is one row, and a line is read from it."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Q

from mianshen.bureau.bitemporal.migrating import FactsOnly, fact_fields
from mianshen.bureau.database.migrating import ReadOnly, Step

# A version of an event's lines lasts until the next of any of them begins or ends.
_KEPT_BY_EVENT = """
    INSERT INTO assessment_determination (person, year, event, settled_on, pack, status, reason,
        amount_fen, held_fen, order_fen, has_held, moves, lines, known_from, known_to, batch, place)
    WITH line AS MATERIALIZED (
        SELECT *, coalesce(event, '') AS named,
               array_position(ARRAY['entitled', 'held', 'zero', 'excluded'], status) AS rank,
               jsonb_strip_nulls(jsonb_build_object(
                   'fund', nullif(fund, programme), 'reason', nullif(reason, ''),
                   'status', status, 'assumed', nullif(assumed, '[]'),
                   'held_fen', nullif(held_fen, 0), 'order_fen', nullif(order_fen, 0),
                   'programme', programme, 'amount_fen', nullif(amount_fen, 0),
                   'provisional', nullif(provisional, false),
                   'catch_up_fen', nullif(catch_up_fen, 0),
                   'is_simulated', nullif(is_simulated, false),
                   'delivered_fen', nullif(delivered_fen, 0))) AS told
          FROM assessment_line
    ), edge AS (
        SELECT DISTINCT person, year, event, named, pack, edge.at
          FROM line, LATERAL (VALUES (known_from), (known_to)) AS edge (at)
         WHERE edge.at IS NOT NULL
    ), version AS (
        SELECT *, lead(at) OVER (PARTITION BY person, year, named, pack ORDER BY at) AS until
          FROM edge
    )
    SELECT v.person, v.year, v.event, max(l.settled_on), v.pack,
           coalesce((array_agg(l.status ORDER BY l.rank)
                         FILTER (WHERE NOT l.is_simulated))[1], ''),
           coalesce((array_agg(l.reason ORDER BY l.rank, l.held_fen DESC, l.reason)
                         FILTER (WHERE NOT l.is_simulated))[1], ''),
           coalesce(sum(l.amount_fen) FILTER (WHERE NOT l.is_simulated), 0),
           coalesce(sum(l.held_fen) FILTER (WHERE NOT l.is_simulated), 0),
           coalesce(sum(l.order_fen) FILTER (WHERE NOT l.is_simulated), 0),
           bool_or(NOT l.is_simulated AND l.status = 'held'),
           bool_or(NOT l.is_simulated
                   AND (l.amount_fen <> 0 OR l.delivered_fen <> 0 OR l.order_fen <> 0)),
           jsonb_agg(l.told ORDER BY l.is_simulated, l.rank,
                     CASE WHEN l.is_simulated THEN 0 ELSE l.held_fen END DESC,
                     l.reason COLLATE "C", l.programme COLLATE "C"),
           v.at, v.until, max(l.batch), ''
      FROM version v
      JOIN line l ON l.person = v.person AND l.year = v.year AND l.named = v.named
       AND l.pack = v.pack AND l.known_from <= v.at AND (l.known_to IS NULL OR l.known_to > v.at)
     GROUP BY v.person, v.year, v.event, v.named, v.pack, v.at, v.until
     ORDER BY v.at, v.person, v.year, v.named, v.pack"""

_LINE = """
    CREATE VIEW assessment_line AS
    SELECT d.id * 1000 + line.number AS id, d.known_from, d.known_to, d.batch, d.place, d.person,
           d.year, d.id AS determination_id, d.event, d.settled_on, d.pack,
           line.programme, coalesce(line.fund, line.programme) AS fund,
           coalesce(line.is_simulated, false) AS is_simulated, line.status,
           coalesce(line.reason, '') AS reason, coalesce(line.amount_fen, 0) AS amount_fen,
           coalesce(line.held_fen, 0) AS held_fen, coalesce(line.catch_up_fen, 0) AS catch_up_fen,
           coalesce(line.delivered_fen, 0) AS delivered_fen,
           coalesce(line.order_fen, 0) AS order_fen,
           coalesce(line.provisional, false) AS provisional,
           coalesce(line.assumed, '[]'::jsonb) AS assumed, d.has_held, d.moves
      FROM assessment_determination d
     CROSS JOIN LATERAL ROWS FROM (jsonb_to_recordset(d.lines) AS (programme text, fund text,
               is_simulated boolean, status text, reason text, amount_fen bigint, held_fen bigint,
               catch_up_fen bigint, delivered_fen bigint, order_fen bigint, provisional boolean,
               assumed jsonb)) WITH ORDINALITY
        AS line (programme, fund, is_simulated, status, reason, amount_fen, held_fen, catch_up_fen,
                 delivered_fen, order_fen, provisional, assumed, number)"""


def _run(statement: str) -> Step:
    def run(editor: BaseDatabaseSchemaEditor) -> None:
        with editor.connection.cursor() as cursor:
            cursor.execute(statement)

    return Step(run)


def _about() -> list[tuple[str, models.Field]]:
    return [
        ("year", models.IntegerField()),
        ("event", models.TextField(null=True)),
        ("settled_on", models.DateField(null=True)),
        ("pack", models.TextField()),
        ("status", models.TextField()),
        ("reason", models.TextField()),
        ("amount_fen", models.BigIntegerField()),
        ("held_fen", models.BigIntegerField()),
        ("order_fen", models.BigIntegerField()),
        ("has_held", models.BooleanField()),
        ("moves", models.BooleanField()),
    ]


class Migration(migrations.Migration):
    dependencies = (("assessment", "0003_lighter"),)

    operations = (
        migrations.CreateModel(
            name="Determination",
            fields=[
                *fact_fields(),
                ("person", models.BigIntegerField(db_index=True)),
                *_about(),
                ("lines", models.JSONField()),
            ],
            options={
                "db_table": "assessment_determination",
                "indexes": [
                    models.Index(
                        condition=Q(("has_held", True), ("known_to__isnull", True)),
                        fields=["id"],
                        name="assessment_determination_held",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=Q(("known_to__isnull", True)),
                        fields=("person", "year", "event", "pack"),
                        name="assessment_determination_one",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=Q(
                            ("amount_fen__gte", 0), ("held_fen__gte", 0), ("order_fen__gte", 0)
                        ),
                        name="assessment_determination_not_negative",
                    ),
                ],
            },
        ),
        _run(_KEPT_BY_EVENT),
        migrations.DeleteModel("Line"),
        migrations.CreateModel(
            name="Line",
            fields=[
                *fact_fields(),
                ("person", models.BigIntegerField()),
                *_about(),
                ("programme", models.TextField()),
                ("fund", models.TextField()),
                ("is_simulated", models.BooleanField()),
                ("catch_up_fen", models.BigIntegerField()),
                ("delivered_fen", models.BigIntegerField()),
                ("provisional", models.BooleanField()),
                ("assumed", models.JSONField()),
                (
                    "determination",
                    models.ForeignKey(
                        on_delete=models.DO_NOTHING,
                        related_name="+",
                        to="assessment.determination",
                    ),
                ),
            ],
            options={"db_table": "assessment_line", "managed": False},
        ),
        _run(_LINE),
        FactsOnly("assessment_determination"),
        ReadOnly("assessment_line"),
    )
