"""The door of notice: send what waits, enter receipts, see what needs a person."""

from mianshen.bureau.notice.documents.forms import (
    Approval,
    Correction,
    Party,
    Reclaim,
    Refusal,
    Row,
    Service,
    Signing,
)
from mianshen.bureau.notice.documents.issuing import Issued, issue
from mianshen.bureau.notice.errors import NoticeError
from mianshen.bureau.notice.ports import Port, PortError
from mianshen.bureau.notice.ports.files import FilePort
from mianshen.bureau.notice.ports.gateway import Gateway
from mianshen.bureau.notice.ports.services import ServicePort
from mianshen.bureau.notice.receipts import enter_receipt
from mianshen.bureau.notice.registered import Registered
from mianshen.bureau.notice.sending import Phonebook, Sent, send_waiting, uncertain
from mianshen.bureau.notice.templates import (
    FIELDS,
    NOTICES_FILE,
    Notices,
    checked_template,
    read_notices,
)

__all__ = [
    "FIELDS",
    "NOTICES_FILE",
    "Approval",
    "Correction",
    "FilePort",
    "Gateway",
    "Issued",
    "NoticeError",
    "Notices",
    "Party",
    "Phonebook",
    "Port",
    "PortError",
    "Reclaim",
    "Refusal",
    "Registered",
    "Row",
    "Sent",
    "Service",
    "ServicePort",
    "Signing",
    "checked_template",
    "enter_receipt",
    "issue",
    "read_notices",
    "send_waiting",
    "uncertain",
]
