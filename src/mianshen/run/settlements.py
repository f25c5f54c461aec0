"""Settlement tables into netted settlements, and settlements into events for the engine."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from mianshen.engine.facts import Event, Value
from mianshen.money import format_yuan
from mianshen.run.cells import read_truth
from mianshen.run.clean_settlements import clean_settlements
from mianshen.run.messages import Message, message, rule_message
from mianshen.run.people import Named
from mianshen.run.reading.intake import settle
from mianshen.run.reading.ledger import Ledger, Quarantined
from mianshen.run.reading.tables import Row, Table, line_of
from mianshen.standards.accounting import bearing_shares, check_accounting
from mianshen.standards.codes import hospital_grade, visit_kind
from mianshen.standards.fields import FIELD_BY_NAME
from mianshen.standards.findings import Grade, Rule, shown
from mianshen.standards.readings import given_text, read_value
from mianshen.standards.reversals import NettedRow, Netting, Outcome, net
from mianshen.standards.settlement import Settlement, parse_settlement

PAYER_FIELDS = (
    "hifp_pay",
    "cvlserv_pay",
    "hifes_pay",
    "hifmi_pay",
    "hifob_pay",
    "maf_pay",
    "hifdm_pay",
    "pref_fund_pay",
    "oth_pay",
)
"""National fields that say what a fund paid; a pack's payers name them as sources."""

FUND_PREFIX = "fund:"

AMOUNT_FIELDS = {
    "total": "medfee_sumamt",
    "in_scope": "inscp_scp_amt",
    "full_self_pay": "fulamt_ownpay_amt",
    "over_limit": "overlmt_selfpay",
    "self_pay_first": "preselfpay_amt",
    "account_pay": "acct_pay",
}
"""The amounts of the vocabulary, each with the national field that states it."""

EXTRA_TRUTHS = {
    "referred": ("规范转诊", "referred"),
    "filed": ("异地备案", "filed"),
}
"""Words of the calculator that no national field has, and the columns that state them."""

_INSURANCE = {
    **dict.fromkeys(("310", "320", "330", "370"), "职工"),
    **dict.fromkeys(("390", "391", "392"), "居民"),
    **dict.fromkeys(("340", "360"), "离休"),
}
_PLACES = {"2": "本地", "3": "省内异地", "4": "跨省异地", "6": "市内异地"}
_DIRECT_CITIES = ("11", "12", "31", "50")
_SEXES = {"1": "男", "2": "女"}
_SETTLEMENT_RANK = 2


@dataclass(frozen=True, slots=True)
class SetAside:
    """A row that takes no part, and what to do about it.

    `rule` is a stable code: an outcome of netting, an accounting identity or a rule of reading.
    """

    file: str
    line: int
    settlement: str
    field: str
    rule: str
    value: str
    sentence: str = ""


@dataclass(frozen=True)
class Bills:
    """All settlement rows: netted, with those set aside, and the columns that nobody reads."""

    netting: Netting
    used: tuple[NettedRow, ...]
    set_aside: tuple[SetAside, ...]
    rows: int
    given: frozenset[str]
    unused_columns: tuple[str, ...] = ()
    warned: Mapping[str, int] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)

    def named(self) -> Iterable[Named]:
        """Who the people of the settlements are."""
        for row in self.netting.rows:
            one = row.settlement
            yield named_in(one, self.sources.get(line_of(one.where)[0], ""))


def named_in(one: Settlement, source: str) -> Named:
    """Whom a settlement of a source names."""
    return Named(
        one.where,
        one.certno,
        one.psn_no,
        one.psn_name,
        one.brdy,
        _SEXES.get((one.gend or "").lstrip("0")),
        rank=_SETTLEMENT_RANK,
        role="settlements",
        source=source,
        cert_type=one.psn_cert_type,
    )


def read_bills(tables: Iterable[Table], as_of: date, ledger: Ledger) -> Bills:
    """Read settlement tables, net them, and set aside what is no sound claim.

    Rows that cannot be read go to quarantine. Reversals are netted before the accounting identities
    are tested: a broken bill that was taken back needs no mending, and a broken later version must
    not let an older one stand.
    """
    settlements: list[Settlement] = []
    given: set[str] = set()
    unused: list[str] = []
    sources: dict[str, str] = {}
    for table in tables:
        given |= set(table.national.columns)
        extras = {name for names in EXTRA_TRUTHS.values() for name in names}
        unused += [
            name
            for name in table.national.unknown
            if name.strip() and name not in extras and not isinstance(table.layout.columns, Mapping)
        ]
        for part in table.parts:
            sources[part.place] = table.told_by
        settlements += take_settlements(table, ledger)
    netting = net(settlements)
    later = {one.setl_id for one in settlements if one.setl_time.date() > as_of}
    warned: dict[str, int] = {}
    used: list[NettedRow] = []
    aside: list[SetAside] = []
    for netted in netting.rows:
        # On the day looked from, a bill that is taken back later still stands.
        cancelled = netted.outcome is Outcome.REVERSED and netted.partner not in later
        taken_back = cancelled or netted.outcome is Outcome.REVERSAL
        why = None if taken_back else why_aside(netted, warned)
        if why is None:
            used.append(netted)
        else:
            aside.append(why)
    return Bills(
        netting,
        tuple(used),
        tuple(sorted(aside, key=lambda one: (one.file, one.line))),
        len(settlements),
        frozenset(given),
        tuple(dict.fromkeys(unused)),
        dict(sorted(warned.items())),
        sources,
    )


def take_settlements(table: Table, ledger: Ledger) -> list[Settlement]:
    """The settlements of a table; rows that cannot be read go to quarantine."""
    taken: list[Settlement] = []
    refused: list[Quarantined] = []
    for row in table.rows(ledger, clean_settlements(table, _has_read_truths)):
        if row.made is not None:
            taken.append(row.made)
            continue
        if row.problem is not None:
            refused.append(Quarantined(table.role, row.place, (row.problem,)))
            continue
        outcome = parse_settlement(row.cells, row.place, table.national)
        if isinstance(outcome, Settlement):
            problems = tuple(_unread_truths(outcome))
        else:
            problems = tuple(map(rule_message, outcome))
        if problems:
            refused.append(_refused(table, row, problems))
        elif isinstance(outcome, Settlement):
            taken.append(outcome)
    settle(ledger, len(taken), refused)
    return taken


def _refused(table: Table, row: Row, problems: tuple[Message, ...]) -> Quarantined:
    """A row that cannot be read, with what can be read of whom and what it was about."""

    def value(name: str) -> object:
        field = FIELD_BY_NAME[name]
        for column in table.national.columns.get(name, ()):
            text = given_text(field, row.cells.get(column) or "")
            found = None if text is None else read_value(field, text)
            if found is not None and not isinstance(found, Rule):
                return found
        return None

    amount = value("medfee_sumamt")
    takes_back = (
        value("refd_setl_flag") == "1"
        or value("init_setl_id") is not None
        or (isinstance(amount, int) and amount < 0)
    )
    return Quarantined(
        table.role,
        row.place,
        problems,
        _text(value("certno")),
        _text(value("psn_no")),
        _text(value("psn_name")),
        amount if isinstance(amount, int) else None,
        _text(value("mdtrt_id")) or _text(value("setl_id")) or row.place,
        takes_back,
    )


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def to_event(row: NettedRow, person: str) -> Event:
    """A used settlement as an event; days that are not given are those nearest to them."""
    one = row.settlement
    settled_day = one.setl_time.date()
    discharged = one.enddate or max(one.begndate or settled_day, settled_day)
    admitted = one.begndate or min(discharged, settled_day)
    amounts_fen = {
        word: getattr(one, FIELD_BY_NAME[name].attribute) or 0
        for word, name in AMOUNT_FIELDS.items()
    }
    amounts_fen["hospital_part"] = bearing_shares(one).hospital_fen
    return Event(
        id=one.setl_id,
        person=person,
        visit=one.visit_id,
        admitted=admitted,
        discharged=discharged,
        settled=one.setl_time,
        amounts_fen=amounts_fen,
        facts=_facts(one),
        paid_fen=_paid(one),
        reverses=row.partner if row.outcome is Outcome.REVERSAL else None,
        recorded=one.updt_time,
        origin=one.where,
    )


def _extra_truth(one: Settlement, word: str) -> tuple[str, str] | None:
    for column in EXTRA_TRUTHS[word]:
        if column in one.extra:
            return column, one.extra[column]
    return None


def _has_read_truths(one: Settlement) -> bool:
    return not any(_unread_truths(one))


def _unread_truths(one: Settlement) -> Iterable[Message]:
    for word in EXTRA_TRUTHS:
        stated = _extra_truth(one, word)
        if stated and read_truth(stated[1]) is None:
            yield message("not_a_truth", f"{one.where}:{stated[0]}", value=shown(stated[1]))


def why_aside(row: NettedRow, warned: dict[str, int]) -> SetAside | None:
    """Why a netted row is no sound claim, or None; `warned` counts what is only doubtful."""
    one = row.settlement
    file, line = line_of(one.where)
    if row.outcome not in (Outcome.KEPT, Outcome.REVERSED):
        return SetAside(file, line, one.setl_id, "setl_id", row.reason, row.partner or "")
    if one.inscp_scp_amt_fen is None:
        return SetAside(file, line, one.setl_id, "inscp_scp_amt", Rule.VALUE_MISSING, "")
    if one.begndate and one.enddate and one.begndate > one.enddate:
        value = f"{one.begndate} > {one.enddate}"
        return SetAside(file, line, one.setl_id, "begndate", "end_before_start", value)
    rejecting = None
    for finding in check_accounting(one):
        if finding.grade is Grade.REJECT:
            rejecting = rejecting or finding
        elif finding.grade is Grade.WARN:
            warned[finding.identity] = warned.get(finding.identity, 0) + 1
    if rejecting is None:
        return None
    value = ", ".join(f"{name} {format_yuan(fen)}" for name, fen in rejecting.amounts_fen)
    sentence = rejecting.sentence
    return SetAside(file, line, one.setl_id, "medfee_sumamt", rejecting.identity, value, sentence)


def _facts(one: Settlement) -> dict[str, Value]:
    stated: dict[str, Value | None] = {
        "visit": visit_of(one.med_type),
        "med_type": one.med_type,
        "grade": hospital_grade(one.hosp_lv, one.dedc_hosp_lv),
        "insurance": insurance_of(one.insutype),
        "place": place_of_care(one.pay_loc, one.insu_admdvs, one.fix_blng_admdvs),
        "diagnosis": one.dise_codg,
        "hospital": one.fixmedins_code,
        "stay_days": _stay_days(one),
    }
    for word in EXTRA_TRUTHS:
        extra = _extra_truth(one, word)
        stated[word] = None if extra is None else read_truth(extra[1])
    return {word: value for word, value in stated.items() if value is not None}


def _stay_days(one: Settlement) -> Fraction | None:
    if one.begndate is None or one.enddate is None:
        return None
    # The days of arrival and of leaving count as one.
    return Fraction(max(1, (one.enddate - one.begndate).days))


def visit_of(med_type: str | None) -> str | None:
    """The kind of visit that a 医疗类别 says, where one is given."""
    return visit_kind(med_type) if med_type else None


def insurance_of(insutype: str | None) -> str | None:
    """What a 险种类型 is called in the pack language, where one is given."""
    return _INSURANCE.get(insutype, "其他") if insutype else None


def place_of_care(pay_loc: str | None, insured: str | None, cared: str | None) -> str | None:
    """Where care took place as seen from the insured region: 支付地点类别, else both regions."""
    known = _PLACES.get(pay_loc or "")
    if known is not None:
        return known
    # Paid at the centre or online says nothing about where the care took place; regions do.
    if not insured or not cared:
        return None
    if insured == cared:
        return "本地"
    city_digits = 2 if insured[:2] in _DIRECT_CITIES else 4
    if insured[:city_digits] == cared[:city_digits]:
        return "市内异地"
    return "省内异地" if insured[:2] == cared[:2] else "跨省异地"


def _paid(one: Settlement) -> dict[str, int]:
    paid_fen: dict[str, int] = {}
    for name in PAYER_FIELDS:
        amount_fen = getattr(one, FIELD_BY_NAME[name].attribute)
        if amount_fen is not None:
            paid_fen[name] = amount_fen
    for detail in one.funds:
        source = FUND_PREFIX + detail.fund_pay_type
        paid_fen[source] = paid_fen.get(source, 0) + detail.fund_payamt_fen
    return paid_fen
