"""What the gateway says became of a message; it says so once, or says the same again."""

from datetime import datetime

from django.db import transaction

from mianshen.bureau.notice.errors import NoticeError
from mianshen.bureau.notice.models import Message
from mianshen.policy.saying import said


def enter_receipt(reference: str, at: datetime, *, delivered: bool, why: str = "") -> bool:
    """Enter a delivery receipt by the gateway's reference; says whether it was new.

    Raises `NoticeError` for a message nobody sent, or a receipt that contradicts an earlier one.
    """
    with transaction.atomic():
        found = Message.objects.select_for_update().filter(reference=reference).first()
        if found is None or not reference:
            raise NoticeError(
                said(
                    "no message was sent as {reference}: ask the gateway whose receipt this is",
                    "没有编号为 {reference} 的已发短信：请向短信平台核实",
                    reference=reference,
                )
            )
        if found.delivered is not None:
            if found.delivered is not delivered:
                raise NoticeError(
                    said(
                        "{reference} has a receipt that says otherwise: ask the gateway",
                        "{reference} 已有相反的回执：请向短信平台核实",
                        reference=reference,
                    )
                )
            return False
        Message.objects.filter(pk=found.pk).update(delivered=delivered, receipt_at=at, why=why)
    return True
