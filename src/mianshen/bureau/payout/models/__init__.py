"""What payout keeps: funds, lines to pay, requests, batches, returns, recoveries, samples."""

from mianshen.bureau.payout.models.batches import Batch, Payment, ReturnFile, ReturnLine
from mianshen.bureau.payout.models.funds import Fund, FundShare
from mianshen.bureau.payout.models.lines import FundRequest, Payable, RequestStep, Task
from mianshen.bureau.payout.models.recoveries import Recovery, RecoveryStep
from mianshen.bureau.payout.models.samples import CallSample, SampledPayment
from mianshen.bureau.payout.models.voidings import Voiding

__all__ = [
    "Batch",
    "CallSample",
    "Fund",
    "FundRequest",
    "FundShare",
    "Payable",
    "Payment",
    "Recovery",
    "RecoveryStep",
    "RequestStep",
    "ReturnFile",
    "ReturnLine",
    "SampledPayment",
    "Task",
    "Voiding",
]
