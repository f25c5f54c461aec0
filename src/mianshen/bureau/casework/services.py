"""The door of casework: orders opened, handed down, received, decided, and shown."""

from mianshen.bureau.casework.acting import By
from mianshen.bureau.casework.attaching import Attached, attach
from mianshen.bureau.casework.calendar import WorkCalendar, official
from mianshen.bureau.casework.calendar import hear_now as hear_calendar
from mianshen.bureau.casework.calendar import in_use as calendar_in_use
from mianshen.bureau.casework.clicking import (
    Clicked,
    SampleTold,
    confirm_all,
    draw,
    open_sampled,
    sample_told,
    to_open,
)
from mianshen.bureau.casework.deadlines import Lying, lying, stuck
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
from mianshen.bureau.casework.flow import FlowSpelling, PauseReason, RhythmSpelling
from mianshen.bureau.casework.flows import flow_of
from mianshen.bureau.casework.listing import (
    Listed,
    Row,
    amount_of,
    orders_due,
    orders_seen,
    page_of_orders,
)
from mianshen.bureau.casework.models import AlertKind, Order, OrderLine, Pause, State
from mianshen.bureau.casework.monthly import MonthOrder, first_orders, orders_of_month
from mianshen.bureau.casework.opening import DepartmentPart, Opened, open_order
from mianshen.bureau.casework.parallel import ParallelPart, parts_beside
from mianshen.bureau.casework.pausing import (
    ask_for_supplement,
    pause,
    pauses_of,
    resume,
    supplement_of,
)
from mianshen.bureau.casework.profile import FLOW_FILE, read_flow
from mianshen.bureau.casework.showing import (
    AlertShown,
    ClockShown,
    Part,
    Ready,
    Sheet,
    acts_by_staff,
    acts_of,
    alerts,
    clocks_of,
    lines_of,
    newest_step,
    orders_of,
    parts_of,
    parts_of_people,
    ready_for_payout,
    sheet,
    steps_of,
)
from mianshen.bureau.casework.splitting import split
from mianshen.bureau.casework.telling import OrderTold, open_parts, orders_told
from mianshen.bureau.casework.timing import PaidOn, Watched, watch_clocks
from mianshen.bureau.casework.turning import hand_down_all, receive_all
from mianshen.bureau.casework.visited import (
    VisitShown,
    not_met,
    visit_seen,
    visits_seen,
    visits_to_make,
)
from mianshen.bureau.casework.visiting import (
    answer_visit,
    ask_visit,
    visits_of,
    visits_waiting,
)
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
    "AlertKind",
    "AlertShown",
    "Attached",
    "By",
    "CaseworkError",
    "Clicked",
    "ClockShown",
    "DepartmentPart",
    "FlowSpelling",
    "Listed",
    "Lying",
    "MonthOrder",
    "Opened",
    "Order",
    "OrderLine",
    "OrderTold",
    "PaidOn",
    "ParallelPart",
    "Part",
    "Pause",
    "PauseReason",
    "Pile",
    "Ready",
    "RhythmSpelling",
    "Row",
    "SampleTold",
    "Sheet",
    "State",
    "VisitShown",
    "Watched",
    "Work",
    "WorkCalendar",
    "WorkKind",
    "acts_by_staff",
    "acts_of",
    "alerts",
    "amount_of",
    "answer_visit",
    "approve",
    "ask_for_supplement",
    "ask_visit",
    "attach",
    "calendar_in_use",
    "clocks_of",
    "confirm_all",
    "draw",
    "due_days",
    "first_orders",
    "flow_of",
    "freeze",
    "hand_down",
    "hand_down_all",
    "hear_calendar",
    "lines_of",
    "lying",
    "newest_step",
    "not_met",
    "official",
    "open_order",
    "open_parts",
    "open_sampled",
    "orders_due",
    "orders_of",
    "orders_of_month",
    "orders_seen",
    "orders_told",
    "page_of_orders",
    "parts_beside",
    "parts_of",
    "parts_of_people",
    "pause",
    "pauses_of",
    "piles",
    "read_flow",
    "ready_for_payout",
    "receive",
    "receive_all",
    "reject",
    "resume",
    "sample_told",
    "send_back",
    "sheet",
    "split",
    "steps_of",
    "stuck",
    "supplement_of",
    "thaw",
    "to_open",
    "visit_seen",
    "visits_of",
    "visits_seen",
    "visits_to_make",
    "visits_waiting",
    "waiting",
    "watch_clocks",
    "withdraw",
    "works_in",
    "works_of",
]
