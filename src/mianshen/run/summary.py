"""What was done, on one screen: rows read, the funnel, amounts, and what rests on assumptions."""

from collections.abc import Iterable
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from mianshen.engine.kernel.coverage import Uncovered
from mianshen.engine.results import Reason
from mianshen.run.case import Case
from mianshen.run.funnel import STEPS, VISIT_CLASSES, Funnel, LineTally
from mianshen.run.messages import Lang
from mianshen.run.words import (
    PAYER_FIELDS,
    REASON,
    STATUS,
    UNCOVERED,
    Pair,
    programme_title,
    say,
    title_of,
    yuan,
)
from mianshen.run.words import STEPS as STEP_WORDS
from mianshen.run.words import (
    VISIT_CLASSES as CLASS_WORDS,
)

_ROLES: dict[str, Pair] = {
    "settlements": ("结算数据", "settlements"),
    "rosters": ("部门人员名单", "rosters"),
    "others": ("其他渠道支付", "paid by others"),
    "opening": ("期初数", "opening balances"),
    "people": ("人员信息", "people"),
    "accounts": ("银行账户", "accounts"),
    "backlog": ("在办清单", "under way"),
    "given": ("已发救助", "aid already given"),
    "e_bills": ("电子票据", "electronic bills"),
    "mark_receipts": ("身份标识回执", "answers about identity marks"),
    "one_stop": ("一站式救助明细", "one-stop aid"),
    "corrections": ("更正", "corrections"),
}


class Summary:
    """Prints the summary of a run in one language."""

    def __init__(self, console: Console, case: Case, funnel: Funnel, lang: Lang) -> None:
        self._console = console
        self._case = case
        self._funnel = funnel
        self._lang = lang

    def print(self, out: Path | None) -> None:
        """Print everything; without `out` nothing is said about files."""
        order, pack = self._case.order, self._case.pack
        title = title_of(pack.spelling, pack.id, self._lang)
        self._line(
            f"{title}（{pack.id}） · {order.year} 年度 · 以 {order.as_of} 为准",
            f"{title} ({pack.id}) · benefit year {order.year} · as of {order.as_of}",
        )
        self._rows()
        self._steps()
        self._classes()
        self._programmes()
        self._reasons()
        self._totals()
        self._notes()
        if out is not None:
            self._line(f"结果已写入 {out}", f"The results are in {out}")

    def _say(self, chinese: str, english: str) -> str:
        return say((chinese, english), self._lang)

    def _line(self, chinese: str, english: str, style: str = "") -> None:
        self._console.print(Text(self._say(chinese, english), style=style), soft_wrap=True)

    def _table(self, title: Pair, *columns: Pair, words: int = 1) -> Table:
        table = Table(title=say(title, self._lang), title_justify="left", title_style="bold")
        for index, column in enumerate(columns):
            justify = "left" if index < words else "right"
            table.add_column(say(column, self._lang), justify=justify)  # type: ignore[arg-type]
        return table

    def _rows(self) -> None:
        table = self._table(
            ("读取的文件", "Files read"),
            ("类别", "kind"),
            ("文件", "file"),
            ("行数", "rows"),
            words=2,
        )
        for source in self._case.sources:
            role = say(_ROLES[source.role], self._lang)
            table.add_row(role, Text(source.name), f"{source.account.rows:,}")
        self._console.print(table)
        rows = self._funnel.rows
        aside = len(self._case.set_aside)
        self._line(
            f"结算 {rows.read:,} 行：采用 {rows.used:,} 行，待纠正 {rows.set_aside:,} 行，"
            f"读不出 {rows.quarantined:,} 行；全部待纠正数据 {aside:,} 行见 set_aside.csv。",
            f"{rows.read:,} settlement rows: {rows.used:,} used, {rows.set_aside:,} set aside,"
            f" {rows.quarantined:,} in quarantine; all {aside:,} rows set aside are in"
            " set_aside.csv.",
        )
        self._waiting()

    def _waiting(self) -> None:
        """What was mended, what waits for a person, and which deliveries look wrong."""
        funnel, case = self._funnel, self._case
        quarantined = len(case.ledger.quarantined)
        review = sum(funnel.review.values())
        noted = sum(funnel.review_used.values())
        repaired = sum(funnel.repairs.values())
        if quarantined or review or noted or repaired:
            self._line(
                f"读入时修正 {repaired:,} 格（repairs.csv）；读不出 {quarantined:,} 行"
                f"（quarantine.csv）；待核实 {review:,} 行、已采用但请核对 {noted:,} 行"
                "（review.csv）。",
                f"{repaired:,} cells mended (repairs.csv); {quarantined:,} rows in quarantine"
                f" (quarantine.csv); {review:,} rows in review and {noted:,} used but to be looked"
                " at (review.csv).",
                "yellow" if quarantined or review else "",
            )
        silent = [one.name for one in case.sources if one.account.is_zero_report]
        if silent:
            listed = "、".join(silent)
            self._line(f"零报告：{listed}", f"Nothing to tell, signed: {listed}")
        for names, chinese, english in (
            (funnel.missing_sources, "没有收到", "Nothing came from"),
            (funnel.strangers, "没有用到的文件", "Files no source speaks of"),
            (funnel.partial_lists, "名单可能不全（未见的人仍保留）", "Lists too short to be whole"),
        ):
            if names:
                listed = "、".join(names)
                self._line(f"{chinese}：{listed}", f"{english}: {listed}", "yellow")

    def _steps(self) -> None:
        table = self._table(
            ("救助漏斗", "Funnel"),
            ("步骤", "step"),
            ("人次", "visits"),
            ("人数", "people"),
            ("医疗总费用(元)", "bills (yuan)"),
            ("拟救助(元)", "aid (yuan)"),
        )
        for name in STEPS:
            tally = self._funnel.steps[name]
            table.add_row(
                say(STEP_WORDS[name], self._lang),
                f"{tally.visits:,}",
                f"{tally.people:,}",
                yuan(tally.bill_fen),
                yuan(tally.amount_fen),
            )
        self._console.print(table)

    def _classes(self) -> None:
        table = self._table(
            ("每次就诊的去向", "Where every visit ended"),
            ("结果", "result"),
            ("人次", "visits"),
            ("医疗总费用(元)", "bills (yuan)"),
            ("拟救助(元)", "aid (yuan)"),
            ("暂缓(元)", "held (yuan)"),
        )
        tallies = [(name, self._funnel.classes[name]) for name in VISIT_CLASSES]
        for name, tally in tallies:
            table.add_row(
                say(CLASS_WORDS[name], self._lang),
                f"{tally.visits:,}",
                yuan(tally.bill_fen),
                yuan(tally.amount_fen),
                yuan(tally.held_fen),
            )
        table.add_section()
        table.add_row(
            self._say("合计", "all"),
            f"{sum(tally.visits for _, tally in tallies):,}",
            yuan(sum(tally.bill_fen for _, tally in tallies)),
            yuan(sum(tally.amount_fen for _, tally in tallies)),
            yuan(sum(tally.held_fen for _, tally in tallies)),
        )
        self._console.print(table)

    def _programmes(self) -> None:
        table = self._table(
            ("各项目、各部门", "By programme and office"),
            ("救助项目", "programme"),
            ("责任部门", "office"),
            ("符合", "entitled"),
            ("人数", "people"),
            ("暂缓", "held"),
            ("拟救助(元)", "aid (yuan)"),
            ("已支付(元)", "delivered (yuan)"),
            words=2,
        )
        for name, tally in self._shown_programmes():
            title = programme_title(self._case.pack, name, self._lang)
            if tally.simulated:
                title += self._say("（仅测算）", " (simulated)")
            table.add_row(title, tally.office, *self._tally_cells(tally))
        table.add_section()
        for office, tally in self._funnel.offices.items():
            if any(shown.office == office for _, shown in self._shown_programmes()):
                total = self._say("部门合计", "office in all")
                table.add_row(total, office, *self._tally_cells(tally))
        self._console.print(table)

    def _shown_programmes(self) -> Iterable[tuple[str, LineTally]]:
        for name, tally in self._funnel.programmes.items():
            if tally.entitled or tally.zero or tally.held or tally.excluded:
                yield name, tally

    def _tally_cells(self, tally: LineTally) -> list[str]:
        return [
            f"{tally.entitled:,}",
            f"{tally.people:,}",
            f"{tally.held:,}",
            yuan(tally.amount_fen),
            yuan(tally.delivered_fen),
        ]

    def _reasons(self) -> None:
        table = self._table(
            ("没有救助或暂缓的原因", "Why lines are not paid"),
            ("结果", "result"),
            ("原因", "reason"),
            ("笔数", "lines"),
            words=2,
        )
        for status, pair in STATUS.items():
            counts = self._funnel.reasons.get(str(status), {})
            for reason, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
                words = say(REASON[Reason(reason)], self._lang)
                table.add_row(say(pair, self._lang), words, f"{count:,}")
        if table.row_count:
            self._console.print(table)

    def _totals(self) -> None:
        funnel = self._funnel
        amount, yearly = yuan(funnel.amount_fen), yuan(funnel.year_amount_fen)
        delivered, held = yuan(funnel.delivered_fen), yuan(funnel.held_fen)
        top_up, claw_back = yuan(funnel.top_up_fen), yuan(funnel.claw_back_fen)
        self._line(
            f"拟救助合计 {amount} 元（其中按年度 {yearly} 元），已支付 {delivered} 元；"
            f"应补 {top_up} 元，应退 {claw_back} 元（需人工核定）；暂缓估计 {held} 元。",
            f"Aid in all: {amount} yuan (of which {yearly} by the year), delivered {delivered};"
            f" to pay {top_up}, paid too much {claw_back} (a person decides); held, about {held}.",
            "bold",
        )
        if funnel.choices:
            sought, changed = f"{funnel.choices:,}", f"{funnel.choices_changed:,}"
            gain = yuan(funnel.gain_fen)
            self._line(
                f"最优救助方案比对 {sought} 次，其中 {changed} 次优于默认顺序，"
                f"共为群众少负担 {gain} 元。",
                f"Best combination sought {sought} times; {changed} times it beats the listed"
                f" order, and people bear {gain} yuan less.",
            )

    def _notes(self) -> None:
        funnel = self._funnel
        self._left_to_reference()
        for name, touched in funnel.assumed.items():
            amount = yuan(touched["amount_fen"])
            self._line(
                f"假定参数 {name}：涉及 {touched['lines']:,} 笔、{amount} 元，不是公布的数字。",
                f"Assumed figure {name}: {touched['lines']:,} lines, {amount} yuan rest on it.",
                "yellow",
            )
        for name, paid_fen in funnel.unread_payers_fen.items():
            label = say(PAYER_FIELDS[name], self._lang)
            self._line(
                f"{label}（{name}）支付了 {yuan(paid_fen)} 元，政策没有用到它，按个人负担处理。",
                f"{label} ({name}) paid {yuan(paid_fen)} yuan that the pack does not read; it"
                " counts as borne by the person.",
                "yellow",
            )
        for identity, rows in funnel.unknown_identities.items():
            self._line(
                f"名单中的身份“{identity}”（{rows:,} 行）在政策中没有。",
                f"The class {identity} ({rows:,} roster rows) is not one the pack names.",
                "yellow",
            )
        if funnel.warnings:
            listed = ", ".join(f"{name} × {count:,}" for name, count in funnel.warnings.items())
            self._line(
                f"勾稽关系提示（已采用）：{listed}。",
                f"Bills used although an identity does not hold: {listed}.",
                "yellow",
            )
        if funnel.unused_columns:
            listed = "、".join(funnel.unused_columns)
            self._line(f"没有用到的列：{listed}", f"Columns not used: {listed}")

    def _left_to_reference(self) -> None:
        """How many the kernel left to the reference, and why; the amounts are the same."""
        left = self._funnel.left_to_reference
        if not left:
            return
        told = [
            f"{say(UNCOVERED[Uncovered(reason)], self._lang)} × {count:,}"
            for reason, count in left.items()
        ]
        count, listed = sum(left.values()), "、".join(told)
        english, units = ", ".join(told), f"{self._funnel.units:,}"
        self._line(
            f"{units} 组人中有 {count:,} 组由参考实现测算（较慢，金额相同）：{listed}。",
            f"{count:,} of {units} units were left to the reference (slower, the same amounts):"
            f" {english}.",
        )
