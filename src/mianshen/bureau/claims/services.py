"""The door of claims: state what files bring, know it as the calculator takes it, at any moment."""

from mianshen.bureau.claims.counter_aid import CounterAidOf, counter_aid
from mianshen.bureau.claims.knowing import (
    bills_after_death,
    closures,
    facts_as_known,
    facts_in_columns,
    people_with_claims,
    visits_in_columns,
    visits_of,
    waiting_rows,
)
from mianshen.bureau.claims.showing import (
    SettlementShown,
    counted_of,
    people_of_settlement,
    settlements_of,
)
from mianshen.bureau.claims.stating import (
    repoint,
    state_bills,
    state_given,
    state_openings,
    state_payments,
    state_rows,
    state_settlements,
    state_unread,
    withdraw,
)
from mianshen.bureau.claims.verifying import EventTold, Verdict, doubtful_events, events_told

__all__ = [
    "CounterAidOf",
    "EventTold",
    "SettlementShown",
    "Verdict",
    "bills_after_death",
    "closures",
    "counted_of",
    "counter_aid",
    "doubtful_events",
    "events_told",
    "facts_as_known",
    "facts_in_columns",
    "people_of_settlement",
    "people_with_claims",
    "repoint",
    "settlements_of",
    "state_bills",
    "state_given",
    "state_openings",
    "state_payments",
    "state_rows",
    "state_settlements",
    "state_unread",
    "visits_in_columns",
    "visits_of",
    "waiting_rows",
    "withdraw",
]
