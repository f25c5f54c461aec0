"""The words a profile's offices are told in: kinds of office, what is seen, what is done."""

from enum import StrEnum


class OfficeKind(StrEnum):
    """What an office is for."""

    STREET = "street"
    """街镇经办: the agency of a street or township."""
    CENTRE = "centre"
    """区医保中心: second review, batches, month close."""
    BUREAU = "bureau"
    """医保局: policy, funds."""
    DEPARTMENT = "department"
    """民政, 残联, …: rosters and the own part of each order."""
    FINANCE = "finance"
    """财政局社保科室: fund requests."""
    SUPERVISION = "supervision"
    """纪检, 审计: reads everything, changes nothing."""


class Reach(StrEnum):
    """Whose cases a role reaches: of the office's own department, or of every department."""

    OWN = "own"
    ALL = "all"


class Sight(StrEnum):
    """What may be seen."""

    PEOPLE = "people"
    NUMBERS = "numbers"
    """Names, numbers, cards and phones unmasked, each look recorded."""
    ROSTERS = "rosters"
    SETTLEMENTS = "settlements"
    ORDERS = "orders"
    FUNDS = "funds"
    PAYMENTS = "payments"
    REPORTS = "reports"
    ALERTS = "alerts"
    POLICY = "policy"
    TRAIL = "trail"


class Act(StrEnum):
    """What may be done."""

    UPLOAD = "upload"
    """部门人员名单, 其他渠道支付: bring a file in."""
    CORRECT = "correct"
    """待纠正数据: mend a row, decide whom it means."""
    VISIT = "visit"
    """转村(社区)核实: answer for a visit."""
    CONFIRM = "confirm"
    """确认: the street's confirmation."""
    APPROVE = "approve"
    """The department's own part of an order."""
    REVIEW = "review"
    """复核: the centre's second review."""
    RELEASE = "release"
    """Release of a held case (first or second person)."""
    REQUEST_FUNDS = "request_funds"
    """用款申请."""
    GRANT_FUNDS = "grant_funds"
    """财政审核."""
    PAY = "pay"
    """代发: make a payment file, load its return."""
    RECONCILE = "reconcile"
    CLOSE_MONTH = "close_month"
    CLAW_BACK = "claw_back"
    """追款: decide on a negative delta."""
    WRITE_POLICY = "write_policy"
    SIGN_POLICY = "sign_policy"
    RECTIFY = "rectify"
    """整改, 销账."""
    ADMINISTER = "administer"
    """Offices, staff, sources, templates."""
