"""How a bank's files look, told in a profile's `bank.yaml`: columns out, columns and codes in."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from mianshen.bureau.payout.errors import PayoutError
from mianshen.policy.documents import DocumentError
from mianshen.policy.saying import said
from mianshen.policy.scalars import Words
from mianshen.policy.schema import Spelling
from mianshen.policy.spelling import read_spelled

BANK_FILE = "bank.yaml"

FIELDS = frozenset(
    {
        "batch",
        "sequence",
        "payment",
        "holder",
        "account",
        "bank",
        "bank_code",
        "amount",
        "amount_fen",
        "currency",
        "purpose",
        "day",
        "count",
        "total",
        "total_fen",
    }
)
RETURN_FIELDS = frozenset(
    {"payment", "status", "code", "reason", "amount", "amount_fen", "day", "reference"}
)
_WHOLE = frozenset({"batch", "day", "count", "total", "total_fen", "currency", "purpose"})
_UNKNOWN = said(
    "no such field; there are {known}",
    "没有这个字段；可用的有 {known}",
    known="、".join(sorted(FIELDS)),
)


def _one_character(text: str) -> str:
    if len(text) != 1:
        raise ValueError(said("one character was expected", "这里应是一个字符"))
    return text


Character = Annotated[str, AfterValidator(_one_character)]
Count = Annotated[int, Field(ge=1, le=1_000_000)]


class Column(Spelling):
    """One column of a file out: a field or a fixed text, and its bytes in a file of fixed width."""

    title: str = ""
    field: str = ""
    text: str = ""
    width: Annotated[int, Field(ge=1, le=500)] | None = None
    align: Literal["left", "right"] = "left"
    pad: Character = " "

    @model_validator(mode="after")
    def _one_of_both(self) -> "Column":
        if self.field and self.field not in FIELDS:
            raise ValueError(_UNKNOWN)
        if bool(self.field) == bool(self.text):
            raise ValueError(said("write either `field` or `text`", "`field` 与 `text` 二者写其一"))
        return self


class PaymentFile(Spelling):
    """The file that goes out; `before` and `after` are single lines of totals around it."""

    format: Literal["csv", "xlsx", "fixed", "pain.001"]
    encoding: Literal["utf-8", "gb18030"] = "gb18030"
    name: str = "{batch}"
    delimiter: Character = ","
    header: bool = True
    columns: tuple[Column, ...] = ()
    before: tuple[Column, ...] = ()
    after: tuple[Column, ...] = ()
    purpose: str = "医疗救助"
    payments_max: Count | None = None

    @model_validator(mode="after")
    def _whole(self) -> "PaymentFile":
        if self.format != "pain.001" and not self.columns:
            raise ValueError(said("this format needs `columns`", "这种格式要写 `columns`"))
        around = (*self.before, *self.after)
        if self.format == "fixed" and any(one.width is None for one in (*self.columns, *around)):
            raise ValueError(
                said("every column of a fixed file needs `width`", "定长文件每列都要写 `width`")
            )
        if any(one.field and one.field not in _WHOLE for one in around):
            raise ValueError(
                said(
                    "a line of totals holds fields of the whole batch only",
                    "汇总行只能用整批的字段",
                )
            )
        return self


class ReturnFileLayout(Spelling):
    """The file that comes back: where its fields stand and what its status words mean.

    `slices` are first and last byte (from 1) in a file of fixed width; `totals` names the fields of
    a line that begins with `totals_mark`, by column from 1: count, then sum in yuan.
    """

    format: Literal["csv", "xlsx", "fixed", "pain.002"]
    encoding: Literal["utf-8", "gb18030"] = "gb18030"
    delimiter: Character = ","
    columns: Mapping[str, Words] = Field(default_factory=dict)
    slices: Mapping[str, tuple[Count, Count]] = Field(default_factory=dict)
    totals_mark: str = ""
    totals: tuple[Count, Count] | None = None
    paid: Words = ()
    refused: Words = ()
    waiting: Words = ()
    reasons: Mapping[str, str] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _whole(self) -> "ReturnFileLayout":
        if self.format == "pain.002":
            return self
        fields = self.slices if self.format == "fixed" else self.columns
        if not {"payment", "status"} <= set(fields) or not set(fields) <= RETURN_FIELDS:
            raise ValueError(
                said(
                    "fields of a return are {known}; `payment` and `status` must be among them",
                    "回盘字段可用 {known}，其中 `payment` 和 `status` 必须有",
                    known="、".join(sorted(RETURN_FIELDS)),
                )
            )
        words = [*self.paid, *self.refused, *self.waiting]
        if not self.paid or not self.refused or len(set(words)) < len(words):
            raise ValueError(
                said(
                    "say which words mean `paid` and which `refused`, each word once",
                    "写明哪些状态是 `paid`、哪些是 `refused`，每个词只写一次",
                )
            )
        return self


class RecoveryRules(Spelling):
    """What a profile says of recoveries: days to object, and the sum that may be waived."""

    objection_days: Annotated[int, Field(ge=1, le=365)] = 60
    waiver_below_fen: Annotated[int, Field(ge=0)] = 0
    instalments_max: Annotated[int, Field(ge=1, le=120)] = 12


class BankLayout(Spelling):
    """One bank of a profile and the rules around its payments.

    `bank_codes` are the clearing numbers (联行号) of banks by the names that accounts give them.
    """

    bank: str = Field(min_length=1)
    debtor: str = Field(min_length=1)
    bank_codes: Mapping[str, Annotated[str, Field(pattern=r"^\d{12}$")]] = Field(
        default_factory=dict
    )
    payment_file: PaymentFile
    return_file: ReturnFileLayout
    recoveries: RecoveryRules = RecoveryRules()


def read_bank(file: Path) -> BankLayout:
    """Read a profile's `bank.yaml`; raises `PayoutError` with every fault at its line."""
    try:
        return read_spelled(file, BankLayout)
    except DocumentError as error:
        raise PayoutError(*(problem.sentence for problem in error.problems)) from error
