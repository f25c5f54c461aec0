"""The door of casework: orders opened, handed down, received, decided, and shown."""

from mianshen.bureau.casework.acting import By
from mianshen.bureau.casework.attaching import Attached, attach
from mianshen.bureau.casework.clicking import (
    Clicked,
    SampleTold,
    confirm_all,
    draw,
    open_sampled,
    sample_told,
    to_open,
)
from mianshen.bureau.casework.deciding import (
    approve,
    freeze,
    hand_down,
    receive,
    reject,
    send_back,
    thaw,
    withdraw,
)
from mianshen.bureau.casework.errors import CaseworkError
from mianshen.bureau.casework.flow import FlowSpelling
from mianshen.bureau.casework.flows import flow_of
from mianshen.bureau.casework.listing import (
    Listed,
    Row,
    orders_due,
    orders_seen,
    page_of_orders,
)
from mianshen.bureau.casework.models import Order, State
from mianshen.bureau.casework.monthly import MonthOrder, orders_of_month
from mianshen.bureau.casework.profile import FLOW_FILE, read_flow
from mianshen.bureau.casework.showing import (
    Part,
    Ready,
    Sheet,
    orders_of,
    parts_of,
    ready_for_payout,
    sheet,
    steps_of,
)
from mianshen.bureau.casework.telling import OrderTold, open_parts, orders_told
from mianshen.bureau.casework.turning import hand_down_all, receive_all
from mianshen.bureau.casework.waiting import (
    Pile,
    Work,
    WorkKind,
    due_days,
    piles,
    waiting,
    works_in,
    works_of,
)

__all__ = [
    "FLOW_FILE",
    "Attached",
    "By",
    "CaseworkError",
    "Clicked",
    "FlowSpelling",
    "Listed",
    "MonthOrder",
    "Order",
    "OrderTold",
    "Part",
    "Pile",
    "Ready",
    "Row",
    "SampleTold",
    "Sheet",
    "State",
    "Work",
    "WorkKind",
    "approve",
    "attach",
    "confirm_all",
    "draw",
    "due_days",
    "flow_of",
    "freeze",
    "hand_down",
    "hand_down_all",
    "open_parts",
    "open_sampled",
    "orders_due",
    "orders_of",
    "orders_of_month",
    "orders_seen",
    "orders_told",
    "page_of_orders",
    "parts_of",
    "piles",
    "read_flow",
    "ready_for_payout",
    "receive",
    "receive_all",
    "reject",
    "sample_told",
    "send_back",
    "sheet",
    "steps_of",
    "thaw",
    "to_open",
    "waiting",
    "withdraw",
    "works_in",
    "works_of",
]
