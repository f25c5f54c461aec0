"""练习: what there is to try on each page, ticked off by what the record says one has done."""

from collections.abc import Mapping
from dataclasses import dataclass

from mianshen.bureau.casework import services as casework
from mianshen.bureau.trail.services import acts_of
from mianshen.bureau.workbench.desk import Desk
from mianshen.policy.saying import Said, said


@dataclass(frozen=True)
class Try:
    """Something to try, done once one of its acts is on record."""

    title: Said
    acts: frozenset[str]


@dataclass(frozen=True)
class Card:
    """What a page is for, and what to try on it."""

    about: Said
    tries: tuple[Try, ...] = ()


@dataclass(frozen=True)
class Practised:
    """The card of a page with what has been done of it; `done` counts over all pages."""

    card: Card | None
    tries: tuple[tuple[Try, bool], ...]
    done: int
    of: int


def _try(english: str, chinese: str, *acts: str) -> Try:
    return Try(said(english, chinese), frozenset(acts))


_RECEIVE = _try(
    "receive orders that were handed down", "接收已下放的工单", "received", "receive_all"
)
_LOOK = _try("show a name in full, for a purpose", "填写用途，查看一次明文", "look")
CARDS: Mapping[str, Card] = {
    "home": Card(
        said(
            "Begin with the one thing the page names; late ones come first.",
            "先办页面上提示的那一件；逾期的排在最前。",
        ),
        (_try("sign in", "登录一次", "sign_in"),),
    ),
    "month": Card(
        said(
            "Read the doubts, tick the rest, read the sample, then confirm in one click.",
            "先看疑点，勾选其余，读完抽查，再一键确认。",
        ),
        (
            _RECEIVE,
            _try("draw a sample", "抽查一次", "draw_orders"),
            _try("confirm in one click", "一键确认一批", "confirm_all"),
        ),
    ),
    "orders": Card(
        said(
            "↑ ↓ move, Enter opens, Esc closes. Filters stay in the address.",
            "↑ ↓ 换行，回车打开，退出键关闭；筛选条件留在网址里。",
        ),
        (_RECEIVE, _try("hand orders down", "下放工单", "handed_down", "hand_down_all")),
    ),
    "order": Card(
        said(
            "Read why the amount is so, then confirm, send back, or ask the village.",
            "看清金额怎么来的，再确认、退回或转村（社区）核实。",
        ),
        (
            _LOOK,
            _try("confirm an order", "确认一件", "approved", "confirm_all"),
            _try("send an order back", "退回一件", "sent_back"),
            _try("ask a village", "转村（社区）核实一件", "visit_asked"),
        ),
    ),
    "person": Card(
        said(
            "Everything about one person: classes, bills, orders, payments.",
            "一个人的全部情况：身份、就诊、工单、拨付。",
        ),
        (_try("search for somebody", "搜索一个人", "search"), _LOOK),
    ),
    "rosters": Card(
        said(
            "Hand a list in; the same file twice is one delivery.",
            "上传一份名单；同一份传两次只算一次。",
        ),
        (_try("hand in a list", "上传一份名单", "receive"),),
    ),
    "batch": Card(
        said(
            "Mend a row against the original, then let a colleague agree.",
            "对照原件改一行，再请同事核对。",
        ),
        (
            _try("propose a correction", "改一行并提交", "propose_row"),
            _try("decide a batch", "确认一批入库", "decide_batch"),
        ),
    ),
    "doubts": Card(
        said("Decide whom a row means.", "认定一行数据是谁。"),
        (_try("decide whom a row means", "认定一人", "decide_naming"),),
    ),
    "held": Card(
        said(
            "Read what a line waits for; where it never comes, one proposes and another grants.",
            "先看清为什么暂缓；确实不会再来的，一人提出、另一人复核。",
        ),
        (
            _try("propose a release", "提出一次放行", "propose_release"),
            _try("grant a release", "复核一次放行", "grant_release"),
        ),
    ),
    "visits": Card(
        said("Answer a question of the street from the village.", "在村（社区）回复一件核实。"),
        (_try("answer a visit", "回复一件核实", "visit_answered", "visit_not_met"),),
    ),
    "funds": Card(
        said(
            "Ask the treasury for what waits. No real account is on this installation.",
            "为待请款的明细提出用款申请。这里没有真实账户。",
        ),
        (_try("ask for money", "提出一笔用款申请", "request_submitted"),),
    ),
    "requests": Card(
        said("The treasury agrees; then the money arrives.", "财政审核，然后登记到账。"),
        (
            _try("agree to a request", "审核一笔申请", "request_reviewed"),
            _try("enter the arrival", "登记一笔到账", "request_arrived"),
        ),
    ),
    "batches": Card(
        said(
            "Write the bank's file and load its return. The file is for practice alone.",
            "生成代发文件、导入银行回盘。文件仅供练习。",
        ),
        (
            _try("write the bank's file", "生成一份代发文件", "write_bank_file"),
            _try("load a return", "导入一份回盘", "receive_return"),
        ),
    ),
    "staff": Card(
        said(
            "Take somebody in, give a post, hand over a password.", "新增人员，安排岗位，发放密码。"
        ),
        (
            _try("take somebody in", "新增一人", "appoint"),
            _try("give a post", "安排一个岗位", "assign"),
            _try("give a password", "发放一次密码", "reset_log_in"),
        ),
    ),
    "centre": Card(
        said("See what is late, and at which office.", "看哪里逾期、卡在哪个机构。"),
    ),
    "policies": Card(
        said(
            "Read a policy, compare two versions, try its cases.",
            "看政策画像，比对版本，试算算例。",
        ),
    ),
}
_ALL = frozenset(one for card in CARDS.values() for one in card.tries)


def practised(desk: Desk | None, route: str | None) -> Practised:
    """The card of a page as far as whoever sits here has come with it; two queries."""
    if desk is None:
        return Practised(None, (), 0, len(_ALL))
    done = acts_of(desk.actor) | casework.acts_of(desk.staff.pk)
    card = CARDS.get(route or "")
    tries = tuple((one, not one.acts.isdisjoint(done)) for one in card.tries) if card else ()
    return Practised(card, tries, count_done(done), len(_ALL))


def count_done(acts: frozenset[str]) -> int:
    """How many of all things to try somebody's acts have ticked off."""
    return sum(not one.acts.isdisjoint(acts) for one in _ALL)
