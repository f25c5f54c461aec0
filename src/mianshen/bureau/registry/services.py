"""The door of the registry: who is who, what is known of them at any moment, who is paid."""

from mianshen.bureau.registry.answering_for import set_enrolments, set_responsibilities
from mianshen.bureau.registry.calling import Called, called, last_regions_of
from mianshen.bureau.registry.deciding import MergeError, decide, merge, take_back, unmerge
from mianshen.bureau.registry.doubting import (
    Disagreement,
    InDoubt,
    MayBe,
    disagreements,
    in_doubt,
)
from mianshen.bureau.registry.finding import people_numbered
from mianshen.bureau.registry.forgetting import forget
from mianshen.bureau.registry.homes import (
    homes_in_doubt,
    homes_of,
    households_of,
    members_of,
)
from mianshen.bureau.registry.knowing import (
    departures,
    facts_as_known,
    in_review,
    listed_periods,
    namings_of,
    people_of,
    regions_of,
    resting_on,
    rostered,
)
from mianshen.bureau.registry.listed import (
    Entry,
    LastList,
    Papers,
    Span,
    last_list,
    papers_of,
    spans_beside,
)
from mianshen.bureau.registry.marks import (
    clear_marks,
    dirty_people,
    mark_dirty,
    next_moment,
)
from mianshen.bureau.registry.payees import (
    AccountError,
    AccountRow,
    OpenAccount,
    account_in_use,
    accounts_of,
    confirm_account,
    confirm_proposals,
    open_accounts,
    propose_account,
    propose_accounts,
    refuse_account,
    refuse_proposals,
    set_payee,
)
from mianshen.bureau.registry.resolving import Identified, identify
from mianshen.bureau.registry.standing import PersonStanding, standing_of
from mianshen.bureau.registry.stating import RosterList, refresh, state_list, withdraw
from mianshen.bureau.registry.vault import enter_values, find_namings, open_values

__all__ = [
    "AccountError",
    "AccountRow",
    "Called",
    "Disagreement",
    "Entry",
    "Identified",
    "InDoubt",
    "LastList",
    "MayBe",
    "MergeError",
    "OpenAccount",
    "Papers",
    "PersonStanding",
    "RosterList",
    "Span",
    "account_in_use",
    "accounts_of",
    "called",
    "clear_marks",
    "confirm_account",
    "confirm_proposals",
    "decide",
    "departures",
    "dirty_people",
    "disagreements",
    "enter_values",
    "facts_as_known",
    "find_namings",
    "forget",
    "homes_in_doubt",
    "homes_of",
    "households_of",
    "identify",
    "in_doubt",
    "in_review",
    "last_list",
    "last_regions_of",
    "listed_periods",
    "mark_dirty",
    "members_of",
    "merge",
    "namings_of",
    "next_moment",
    "open_accounts",
    "open_values",
    "papers_of",
    "people_numbered",
    "people_of",
    "propose_account",
    "propose_accounts",
    "refresh",
    "refuse_account",
    "refuse_proposals",
    "regions_of",
    "resting_on",
    "rostered",
    "set_enrolments",
    "set_payee",
    "set_responsibilities",
    "spans_beside",
    "standing_of",
    "state_list",
    "take_back",
    "unmerge",
    "withdraw",
]
