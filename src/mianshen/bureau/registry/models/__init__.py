"""The tables of the registry: the vault of names and numbers, people, identities, payees, marks."""

from mianshen.bureau.registry.models.identities import Attribute, Identity, Listing, Roster
from mianshen.bureau.registry.models.marks import Clock, DirtyMark
from mianshen.bureau.registry.models.payees import Account, Payee
from mianshen.bureau.registry.models.people import (
    Departure,
    Description,
    Membership,
    Merge,
    Person,
    Responsibility,
)
from mianshen.bureau.registry.models.vault import (
    Decision,
    Mention,
    Naming,
    Resolution,
    Value,
)

__all__ = [
    "Account",
    "Attribute",
    "Clock",
    "Decision",
    "Departure",
    "Description",
    "DirtyMark",
    "Identity",
    "Listing",
    "Membership",
    "Mention",
    "Merge",
    "Naming",
    "Payee",
    "Person",
    "Resolution",
    "Responsibility",
    "Roster",
    "Value",
]
