"""The same work by hand-written SQL and by OpenFisca, for the amounts as for the time."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
from mixes import CAP_YUAN, LINE_YUAN, RATIO_PERCENT, YEARLY, Mix

_SQL = f"""
create or replace table lines as
with charged as (
  select events.*, "amount.in_scope" as in_scope, "amount.total" as cost,
         coalesce("paid.hifp_pay", 0) as paid, identities.person is not null as listed
  from events left join identities
    on identities.person = events.person and identities.start <= cast(settled as date)
   and (identities."end" is null or identities."end" >= cast(discharged as date))
), based as (
  select *, listed and "fact.visit" = 'inpatient' as fits,
         greatest(0, least(in_scope, cost) - paid) as base
  from charged
), owed as (
  select *, case when fits then
           (greatest(0, base - {LINE_YUAN * 100}) * {2 * RATIO_PERCENT} + 100) // 200 else 0 end
         as target
  from based
), running as (
  select *, least({CAP_YUAN * 100}, sum(target) over turns) as upto,
         least({CAP_YUAN * 100}, coalesce(sum(target) over before, 0)) as so_far
  from owed
  window turns as (partition by person order by settled, id rows unbounded preceding),
         before as (partition by person order by settled, id
                    rows between unbounded preceding and 1 preceding)
)
select person, id as event, upto - so_far as amount_fen,
       case when upto > so_far then 'entitled' else 'zero' end as status,
       case when upto > so_far then null when not listed then 'no identity on the day'
            when not fits then 'condition false' when base = 0 then 'no base'
            when target = 0 then 'below start line' else 'cap used' end as reason
from running
"""


def by_duckdb(mix: Mix, threads: int, folder: Path) -> Callable[[], int]:
    """The single programme in SQL, tables at hand; what runs it and answers with all it pays."""
    import duckdb

    connection = duckdb.connect(config={"threads": threads})
    for name in ("events", "identities"):
        file = folder / f"{name}.parquet"
        mix.frames.table(name).write_parquet(file)
        connection.execute(f"create table {name} as select * from read_parquet('{file}')")

    def run() -> int:
        connection.execute(_SQL)
        found = connection.execute("select sum(amount_fen) from lines").fetchone()
        return int(found[0]) if found is not None else 0

    return run


def _aid(number: int, line: int, percent: int) -> Any:
    def formula(people: Any, period: Any) -> Any:
        left = people(f"left_{number}", period)
        return (left - line) * (left > line) * percent / 100 * people("listed", period)

    return formula


def _left(number: int) -> Any:
    def formula(people: Any, period: Any) -> Any:
        return people(f"left_{number}", period) - people(f"aid_{number}", period)

    return formula


def by_openfisca(mix: Mix) -> Callable[[], int]:
    """The six yearly programmes as variables of a person's year; what runs them, in fen."""
    from openfisca_core import entities, periods, variables
    from openfisca_core.simulation_builder import SimulationBuilder
    from openfisca_core.taxbenefitsystems import TaxBenefitSystem

    person = entities.SingleEntity("person", "persons", "A person", "")
    system = TaxBenefitSystem([person])

    def variable(name: str, formula: Any = None) -> None:
        content = {
            "value_type": float,
            "entity": person,
            "definition_period": periods.DateUnit.YEAR,
            "label": name,
        }
        if formula is not None:
            content["formula"] = formula
        system.add_variable(type(name, (variables.Variable,), content))

    variable("left_0")
    variable("listed")
    for number, (line, percent) in enumerate(YEARLY):
        variable(f"aid_{number}", _aid(number, line, percent))
        variable(f"left_{number + 1}", _left(number))

    events = mix.frames.table("events").join(
        mix.frames.table("identities").select("unit", pl.lit(1.0).alias("listed")),
        on="unit",
        how="left",
    )
    base = (pl.min_horizontal("amount.in_scope", "amount.total") - pl.col("paid.hifp_pay")) / 100
    given = events.select(left=pl.max_horizontal(base, 0.0), listed=pl.col("listed").fill_null(0.0))

    def run() -> int:
        builder = SimulationBuilder()
        builder.create_entities(system)
        builder.declare_person_entity("person", range(given.height))
        simulation = builder.build(system)
        simulation.set_input("left_0", "2024", given["left"].to_numpy())
        simulation.set_input("listed", "2024", given["listed"].to_numpy())
        yuan = (simulation.calculate(f"aid_{n}", "2024").sum() for n in range(len(YEARLY)))
        return round(100 * float(sum(yuan)))

    return run
