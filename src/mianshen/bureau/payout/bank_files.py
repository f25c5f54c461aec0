"""Writing the file of a batch: accounts are opened at this moment and kept nowhere else."""

import hashlib
import os
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import transaction

from mianshen.bureau.payout.bank.layout import BankLayout
from mianshen.bureau.payout.bank.lines import Out, OutBatch
from mianshen.bureau.payout.bank.writing import EXTENSIONS, file_bytes
from mianshen.bureau.payout.batching import batch_of, check_again
from mianshen.bureau.payout.directory import Directory
from mianshen.bureau.payout.errors import refused
from mianshen.bureau.payout.models import Batch
from mianshen.bureau.trail.services import record


@dataclass(frozen=True, slots=True)
class Written:
    """A bank file on disk, with what it declares."""

    path: Path
    sha256: str
    payments: int
    sum_fen: int


def write_bank_file(
    number: str, bank: BankLayout, folder: Path, directory: Directory, today: date, actor: str
) -> Written:
    """Write the file of a batch, or the same bytes once more.

    Before it is first written on a later day than the batch was made, deaths are looked at again.
    Raises `PayoutError` where somebody died, a value does not fit, or the bytes would differ.
    """
    with transaction.atomic():
        batch = batch_of(number)
        if batch.cancelled_at is not None:
            raise refused("{number} was cancelled", "批次 {number} 已撤销", number=number)
        if batch.bank != bank.bank:
            raise refused(
                "{number} was made for {bank}",
                "批次 {number} 是给 {bank} 的",
                number=number,
                bank=batch.bank,
            )
        if not batch.sent_at and batch.checked_on != today:
            check_again(batch, directory, today)
        out = _out(batch, bank, directory)
        content = file_bytes(out, bank.payment_file)
        digest = hashlib.sha256(content).hexdigest()
        if batch.sha256 and batch.sha256 != digest:
            raise refused(
                "{number} would no longer be the same bytes: bank.yaml was changed since; put the"
                " former one back, or cancel the batch",
                "批次 {number} 的文件与此前不一致：bank.yaml 已改动；请恢复原配置或撤销该批次",
                number=number,
            )
        if not batch.sha256:
            Batch.objects.filter(pk=batch.pk).update(sha256=digest)
        path = _put(folder, bank, out, content)
        details = {"sha256": digest, "payments": len(out.payments), "accounts_opened": True}
        record(actor, "write_bank_file", f"batch:{number}", details)
    return Written(path, digest, len(out.payments), out.sum_fen)


def _out(batch: Batch, bank: BankLayout, directory: Directory) -> OutBatch:
    rows = list(
        batch.payments.order_by("sequence").values_list(
            "number", "sequence", "amount_fen", "account"
        )
    )
    accounts = directory.open_accounts({account for *_, account in rows})
    payments = []
    for number, sequence, amount_fen, account in rows:
        opened = accounts[account]
        payments.append(
            Out(
                number,
                sequence,
                amount_fen,
                opened.holder,
                opened.number,
                opened.bank,
                opened.bank_code or bank.bank_codes.get(opened.bank, ""),
            )
        )
    return OutBatch(
        batch.number,
        batch.made_at.date(),
        bank.payment_file.purpose,
        bank.debtor,
        batch.request.fund.account,
        payments,
    )


def _put(folder: Path, bank: BankLayout, out: OutBatch, content: bytes) -> Path:
    """Put the file in place whole: a killed program leaves the former one or none."""
    folder.mkdir(parents=True, exist_ok=True)
    stem = bank.payment_file.name.format_map(
        {"batch": out.number, "day": out.day.strftime("%Y%m%d"), "count": str(len(out.payments))}
    )
    path = folder / f"{stem}.{EXTENSIONS[bank.payment_file.format]}"
    draft = path.with_name(f".{path.name}.part")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    draft.replace(path)
    return path
