"""What a document says, put together from an order: nothing that the platform knows is typed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from mianshen.bureau.assessment import services as assessment
from mianshen.bureau.casework import services as casework
from mianshen.bureau.casework.services import Opened
from mianshen.bureau.jobs.districts import profile_of
from mianshen.bureau.notice import services as notice
from mianshen.bureau.offices.services import staff_names
from mianshen.bureau.refusals import refused
from mianshen.bureau.registry import services as registry
from mianshen.bureau.workbench.desk import Desk, out_of_sight
from mianshen.bureau.workbench.frame.looking import may_look_at
from mianshen.bureau.workbench.orders.words import stage_title
from mianshen.policy.saying import chinese
from mianshen.run.masking import masked_number

_REFUSED = "rejected:"
_APPROVED = "approved:"
_JOINT = "；"


@dataclass(frozen=True)
class Refusal:
    """A refusal of an order's record, with the titles of what was refused."""

    step: int
    titles: str
    clause: str
    subject: str


def papers_of(desk: Desk) -> tuple[notice.Notices, notice.Papers]:
    """What the profile says of documents; raises `InputError` where it says nothing."""
    told = profile_of(desk.place.profile).notices if desk.place else None
    if told is None or told.documents is None:
        raise refused(
            "the profile of your district says nothing of documents: office, prefix, remedies",
            "本区的 notices.yaml 没有配置文书（documents：单位、字头、复议机关、法院）",
        )
    return told, told.documents


def signing(desk: Desk) -> notice.Signing:
    """Office, officer, phone and day, as they stand below a document."""
    told, papers = papers_of(desk)
    return notice.Signing(papers.office, desk.staff.name, told.phone, desk.day)


def party(desk: Desk, person: int) -> notice.Party:
    """Whom it is about, by whole name; refused to whoever may not see names."""
    called = registry.called([person]).get(person) if may_look_at(desk, person) else None
    if called is None:
        raise out_of_sight()
    return notice.Party(called.name, masked_number(called.certno or ""))


def visit(opened: Opened) -> str:
    """What the order is about, as a document names it."""
    return f"{opened.order.period}期医疗救助（{len(opened.events)}笔结算）"


def refusals(order: int, titles: Mapping[str, str]) -> list[Refusal]:
    """Each refusal of the record: one document each."""
    return [
        Refusal(
            step.pk,
            "、".join(titles.get(one, one) for one in step.act.removeprefix(_REFUSED).split("、")),
            step.note,
            f"order:{order}/step:{step.pk}",
        )
        for step in casework.steps_of(order)
        if step.act.startswith(_REFUSED)
    ]


def approval(desk: Desk, opened: Opened) -> notice.Approval:
    """审批表 of an approved order: programmes by clause and amount, each stage's opinion."""
    laws = _laws(opened)
    sums: dict[str, int] = {}
    for part in opened.parts:
        for line in part.lines:
            if line.state == "approved":
                sums[line.programme] = sums.get(line.programme, 0) + line.amount_fen
    titles = {name: title for (_, name), title in assessment.programme_titles().items()}
    rows = [
        notice.Row(titles.get(name, name), laws.get(name, ""), fen) for name, fen in sums.items()
    ]
    about = party(desk, opened.order.person), signing(desk), visit(opened)
    return notice.Approval(*about, rows, _opinions(opened))


def refusal(desk: Desk, opened: Opened, one: Refusal, facts: str) -> notice.Refusal:
    """不予救助告知书 of one refusal; the facts are written by whoever refuses."""
    papers = papers_of(desk)[1]
    about = party(desk, opened.order.person), signing(desk), f"{visit(opened)}中的{one.titles}"
    return notice.Refusal(*about, facts, one.clause, papers.review_office, papers.court)


def correction(desk: Desk, opened: Opened, basis: str, due_on: date) -> notice.Correction:
    """补正材料一次性告知书: what was told to be missing, no more and no less."""
    told = casework.supplement_of(opened.order.pk)
    if told is None:
        raise refused("nothing was told to be missing", "本工单没有告知补正")
    about = party(desk, opened.order.person), signing(desk), visit(opened)
    return notice.Correction(*about, told.why.split(_JOINT), basis, due_on)


def _laws(opened: Opened) -> dict[str, str]:
    found: dict[str, str] = {}
    for year in opened.years:
        sheet = assessment.sheet_of(opened.order.person, None, year)
        parts = [part for bill in sheet.bills for part in bill.programmes]
        found |= {part.name: chinese(part.law) for part in (*parts, *sheet.yearly) if part.law}
    return found


def _opinions(opened: Opened) -> Sequence[tuple[str, str, str]]:
    flow = opened.flow
    places = {one.id: number for number, one in enumerate(flow.stages)}
    steps = [one for one in casework.steps_of(opened.order.pk) if one.act.startswith(_APPROVED)]
    names = staff_names({one.staff for one in steps if one.staff})
    return [
        (
            chinese(stage_title(flow, places[stage])),
            f"同意（{step.note}）" if step.note else "同意",
            names.get(step.staff, ""),
        )
        for step in steps
        if (stage := step.act.removeprefix(_APPROVED)) in places
    ]
