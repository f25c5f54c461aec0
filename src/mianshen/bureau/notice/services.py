"""The door of notice: send what waits, enter receipts, see what needs a person."""

from mianshen.bureau.notice.documents.forms import (
    Approval,
    Correction,
    Form,
    Party,
    Reclaim,
    Refusal,
    Row,
    Service,
    Signing,
)
from mianshen.bureau.notice.documents.issuing import Filed, Issued, issue
from mianshen.bureau.notice.documents.register import (
    DocumentTold,
    document_told,
    documents_about,
    documents_seen,
    page_of_document,
)
from mianshen.bureau.notice.errors import NoticeError
from mianshen.bureau.notice.ports import Port, PortError
from mianshen.bureau.notice.ports.files import FilePort
from mianshen.bureau.notice.ports.gateway import Gateway
from mianshen.bureau.notice.ports.services import ServicePort
from mianshen.bureau.notice.receipts import enter_receipt
from mianshen.bureau.notice.registered import Registered
from mianshen.bureau.notice.sending import (
    Phonebook,
    Sent,
    send_waiting,
    uncertain,
    uncertain_counted,
)
from mianshen.bureau.notice.templates import (
    FIELDS,
    NOTICES_FILE,
    Notices,
    Papers,
    checked_template,
    read_notices,
)

__all__ = [
    "FIELDS",
    "NOTICES_FILE",
    "Approval",
    "Correction",
    "DocumentTold",
    "FilePort",
    "Filed",
    "Form",
    "Gateway",
    "Issued",
    "NoticeError",
    "Notices",
    "Papers",
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
    "document_told",
    "documents_about",
    "documents_seen",
    "enter_receipt",
    "issue",
    "page_of_document",
    "read_notices",
    "send_waiting",
    "uncertain",
    "uncertain_counted",
]
