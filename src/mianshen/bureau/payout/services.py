"""The door of payout: funds, lines to pay, requests, batches, files, returns and what follows."""

from mianshen.bureau.payout.accepting import ApprovedLine, accept
from mianshen.bureau.payout.accounting import (
    BankReconciliation,
    StatementLine,
    Voucher,
    reconcile,
    voucher_file,
    vouchers,
)
from mianshen.bureau.payout.bank.layout import BANK_FILE, BankLayout, RecoveryRules, read_bank
from mianshen.bureau.payout.bank_files import Written, write_bank_file
from mianshen.bureau.payout.batching import Made, cancel, make_batch, payments_of, send
from mianshen.bureau.payout.cash import idle_fen, return_cash
from mianshen.bureau.payout.directory import AccountInUse, Directory, OpenedAccount
from mianshen.bureau.payout.errors import PayoutError
from mianshen.bureau.payout.events import Settled, payments_settled
from mianshen.bureau.payout.funds import (
    FundPosition,
    appropriate,
    open_fund,
    position,
    shares_of,
    shortfalls,
    warnings,
)
from mianshen.bureau.payout.models.funds import FundKind
from mianshen.bureau.payout.plan import FUNDS_FILE, FundsSpelling, Subjects, load_funds, read_funds
from mianshen.bureau.payout.proving import PayoutProof, prove
from mianshen.bureau.payout.reaching import Waiting, paid_on, waiting
from mianshen.bureau.payout.recovering import (
    Instalment,
    agree_instalments,
    decide_objection,
    object_to,
    offset,
    open_recovery,
    receive_repayment,
    remaining_fen,
    waive,
    write_off,
)
from mianshen.bureau.payout.registered import Registered
from mianshen.bureau.payout.reissuing import open_tasks, settle_task, tasks_of, void_line
from mianshen.bureau.payout.requesting import (
    Requested,
    make_request,
    money_arrived,
    return_request,
    review,
    steps_of,
)
from mianshen.bureau.payout.returning import Reconciled, receive_return
from mianshen.bureau.payout.sampling import (
    Answer,
    Interval,
    draw_sample,
    enter_answer,
    interval,
    sampled,
)
from mianshen.bureau.payout.taking_over import take_over
from mianshen.bureau.payout.telling import LinePaid, lines_paid

__all__ = [
    "BANK_FILE",
    "FUNDS_FILE",
    "AccountInUse",
    "Answer",
    "ApprovedLine",
    "BankLayout",
    "BankReconciliation",
    "Directory",
    "FundKind",
    "FundPosition",
    "FundsSpelling",
    "Instalment",
    "Interval",
    "LinePaid",
    "Made",
    "OpenedAccount",
    "PayoutError",
    "PayoutProof",
    "Reconciled",
    "RecoveryRules",
    "Registered",
    "Requested",
    "Settled",
    "StatementLine",
    "Subjects",
    "Voucher",
    "Waiting",
    "Written",
    "accept",
    "agree_instalments",
    "appropriate",
    "cancel",
    "decide_objection",
    "draw_sample",
    "enter_answer",
    "idle_fen",
    "interval",
    "lines_paid",
    "load_funds",
    "make_batch",
    "make_request",
    "money_arrived",
    "object_to",
    "offset",
    "open_fund",
    "open_recovery",
    "open_tasks",
    "paid_on",
    "payments_of",
    "payments_settled",
    "position",
    "prove",
    "read_bank",
    "read_funds",
    "receive_repayment",
    "receive_return",
    "reconcile",
    "remaining_fen",
    "return_cash",
    "return_request",
    "review",
    "sampled",
    "send",
    "settle_task",
    "shares_of",
    "shortfalls",
    "steps_of",
    "take_over",
    "tasks_of",
    "void_line",
    "voucher_file",
    "vouchers",
    "waiting",
    "waive",
    "warnings",
    "write_bank_file",
    "write_off",
]
