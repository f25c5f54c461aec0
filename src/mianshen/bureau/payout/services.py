"""The door of payout: funds, lines to pay, requests, batches, files, returns and what follows."""

from mianshen.bureau.payout.accepting import ApprovedLine, accept
from mianshen.bureau.payout.accounting import (
    BankReconciliation,
    Difference,
    Missing,
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
from mianshen.bureau.payout.correcting import BudgetEntry, budget_entries, correct_budget
from mianshen.bureau.payout.directory import AccountInUse, Directory, OpenedAccount
from mianshen.bureau.payout.errors import PayoutError
from mianshen.bureau.payout.events import Settled, payments_settled
from mianshen.bureau.payout.funds import (
    Allotment,
    FundPosition,
    allotments_of,
    appropriate,
    open_fund,
    position,
    shares_of,
    shortfalls,
    warnings,
)
from mianshen.bureau.payout.lacking import Lacking, lacking, lacking_file
from mianshen.bureau.payout.listing import (
    Asked,
    BatchTold,
    FundTold,
    RecoveryTold,
    RequestTold,
    asked_in,
    batches_told,
    funds_told,
    instalments_of,
    lines_waiting_of,
    payments_told,
    recoveries_told,
    recovery_steps,
    requests_told,
    returns_of,
    samples_of,
    spent_by_month,
)
from mianshen.bureau.payout.models.batches import Outcome, Payment
from mianshen.bureau.payout.models.funds import FundKind
from mianshen.bureau.payout.models.lines import RequestState
from mianshen.bureau.payout.models.proposals import ProposedAct
from mianshen.bureau.payout.models.recoveries import Recovery, RecoveryState
from mianshen.bureau.payout.models.voidings import Ground
from mianshen.bureau.payout.plan import FUNDS_FILE, FundsSpelling, Subjects, load_funds, read_funds
from mianshen.bureau.payout.proposing import agree, disagree, proposals, propose
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
from mianshen.bureau.payout.reissuing import open_tasks, settle_task, settle_tasks, tasks_of
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
from mianshen.bureau.payout.voiding import (
    Voided,
    take_up,
    take_up_changed,
    void_line,
    voided_lines,
)
from mianshen.bureau.payout.waiting import Waits, what_waits

__all__ = [
    "BANK_FILE",
    "FUNDS_FILE",
    "AccountInUse",
    "Allotment",
    "Answer",
    "ApprovedLine",
    "Asked",
    "BankLayout",
    "BankReconciliation",
    "BatchTold",
    "BudgetEntry",
    "Difference",
    "Directory",
    "FundKind",
    "FundPosition",
    "FundTold",
    "FundsSpelling",
    "Ground",
    "Instalment",
    "Interval",
    "Lacking",
    "LinePaid",
    "Made",
    "Missing",
    "OpenedAccount",
    "Outcome",
    "Payment",
    "PayoutError",
    "PayoutProof",
    "ProposedAct",
    "Reconciled",
    "Recovery",
    "RecoveryRules",
    "RecoveryState",
    "RecoveryTold",
    "Registered",
    "RequestState",
    "RequestTold",
    "Requested",
    "Settled",
    "StatementLine",
    "Subjects",
    "Voided",
    "Voucher",
    "Waiting",
    "Waits",
    "Written",
    "accept",
    "agree",
    "agree_instalments",
    "allotments_of",
    "appropriate",
    "asked_in",
    "batches_told",
    "budget_entries",
    "cancel",
    "correct_budget",
    "decide_objection",
    "disagree",
    "draw_sample",
    "enter_answer",
    "funds_told",
    "idle_fen",
    "instalments_of",
    "interval",
    "lacking",
    "lacking_file",
    "lines_paid",
    "lines_waiting_of",
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
    "payments_told",
    "position",
    "proposals",
    "propose",
    "prove",
    "read_bank",
    "read_funds",
    "receive_repayment",
    "receive_return",
    "reconcile",
    "recoveries_told",
    "recovery_steps",
    "remaining_fen",
    "requests_told",
    "return_cash",
    "return_request",
    "returns_of",
    "review",
    "sampled",
    "samples_of",
    "send",
    "settle_task",
    "settle_tasks",
    "shares_of",
    "shortfalls",
    "spent_by_month",
    "steps_of",
    "take_over",
    "take_up",
    "take_up_changed",
    "tasks_of",
    "void_line",
    "voided_lines",
    "voucher_file",
    "vouchers",
    "waiting",
    "waive",
    "warnings",
    "what_waits",
    "write_bank_file",
    "write_off",
]
