"""The sheet as text for a terminal."""

from collections.abc import Iterable

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from mianshen.run.words import say, yuan
from mianshen.sheets.model import (
    BillPart,
    ChoicePart,
    Flow,
    ProgrammePart,
    Sheet,
    Step,
    Waterfall,
)


class SheetText:
    """Prints one sheet."""

    def __init__(self, console: Console, sheet: Sheet) -> None:
        self._console = console
        self._sheet = sheet

    def print(self) -> None:
        """Print the head, every bill, the year's programmes and what each office gives."""
        sheet = self._sheet
        self._head()
        for bill in sheet.bills:
            self._bill(bill)
        if sheet.yearly:
            self._heading(self._say("年度清算", "For the year"))
            self._programmes(sheet.yearly)
        for note in sheet.notes:
            self._line(note)
        if sheet.bills or sheet.yearly:
            self._offices()

    def _say(self, chinese: str, english: str) -> str:
        return say((chinese, english), self._sheet.lang)

    def _line(self, text: str, style: str = "") -> None:
        self._console.print(Text(text, style=style), soft_wrap=True)

    def _heading(self, text: str) -> None:
        self._console.print()
        self._line(text, "bold")

    def _head(self) -> None:
        sheet = self._sheet
        heading = self._say("待遇测算明细", "Calculation sheet")
        self._heading(f"{heading}  {sheet.person} {sheet.numbers}".rstrip())
        year = self._say(
            f"{sheet.year} 年度，以 {sheet.as_of} 为准",
            f"benefit year {sheet.year}, as of {sheet.as_of}",
        )
        self._line(self._say(f"{sheet.policy}，{year}", f"{sheet.policy}, {year}"))
        if sheet.assumed:
            listed = "、".join(sheet.assumed)
            self._line(self._say(f"叠加假定参数：{listed}", f"With assumed figures: {listed}"))
        for held in sheet.identities:
            end = held.end.isoformat() if held.end else self._say("长期", "open")
            doubt = "" if held.confirmed else self._say("，待核实", ", to be confirmed")
            told = self._say(
                f"身份 {held.title}：{held.start} 至 {end}",
                f"Class {held.title}: {held.start} to {end}",
            )
            self._line(f"{told}{doubt}（{held.origin}）")

    def _bill(self, bill: BillPart) -> None:
        self._heading("  ".join([self._say("结算", "Settlement"), bill.id, *bill.heading]))
        self._line(self._say(f"数据来源 {bill.origin}", f"From {bill.origin}"), "dim")
        if bill.waterfall is not None:
            self._waterfall(bill.waterfall)
        self._programmes(bill.programmes)
        for choice in bill.choices:
            self._choice(choice)

    def _waterfall(self, waterfall: Waterfall) -> None:
        table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
        table.add_column()
        table.add_column(justify="right")
        for fall in waterfall.falls:
            bold = "bold" if fall.flow is Flow.BORNE else ""
            taken = fall.flow not in (Flow.TOTAL, Flow.BORNE)
            amount = yuan(-fall.amount_fen if taken else fall.amount_fen)
            table.add_row(Text(fall.label, style=bold), Text(amount, style=bold))
            if fall.flow is Flow.TOTAL and waterfall.in_scope_fen:
                in_scope = self._say("  其中政策范围内", "  of which in scope")
                table.add_row(in_scope, yuan(waterfall.in_scope_fen))
        for share in waterfall.shares:
            table.add_row("  " + share.label, yuan(share.amount_fen))
        for stated in waterfall.stated if waterfall.outside_met else ():
            listed = self._say(f"    账单列明{stated.label}", f"    billed: {stated.label}")
            table.add_row(listed, yuan(stated.amount_fen))
        if waterfall.account_fen:
            account = self._say("  个人账户支付", "  from the personal account")
            table.add_row(account, yuan(waterfall.account_fen))
        self._console.print(Padding(table, (0, 0, 1, 2), expand=False))
        for note in waterfall.notes:
            self._line(f"  {note}")

    def _programmes(self, programmes: Iterable[ProgrammePart]) -> None:
        for programme in programmes:
            words = [f"● {programme.title}"]
            if programme.office:
                words.append(programme.office)
            words.append(programme.status_text)
            if programme.pays:
                words.append(f"{yuan(programme.amount_fen)} {self._say('元', 'yuan')}")
            if programme.delivered_fen:
                words.append(self._paid(programme))
            if programme.reason:
                words.append(programme.reason)
            words += programme.remarks
            self._line("  ".join(words), "bold" if programme.amount_fen else "")
            blocking = programme.why_not
            whole = programme.pays or programme.held_fen or blocking is None
            steps = programme.steps if whole or blocking is None else (blocking,)
            for number, step in enumerate(steps, 1):
                self._step(number, step)

    def _paid(self, programme: ProgrammePart) -> str:
        paid, due = yuan(programme.delivered_fen), yuan(programme.order_fen)
        return self._say(f"已支付 {paid} 元，还可支付 {due} 元", f"{paid} delivered, {due} to pay")

    def _step(self, number: int, step: Step) -> None:
        words = [f"  {number:>3}. {step.label}", step.outcome_text, step.words]
        if step.result:
            words.append(f"→ {step.result}")
        if step.clause:
            words.append(f"[{step.clause}]")
        self._line("  ".join(word for word in words if word))
        for numbers in step.numbers:
            self._line(f"         = {numbers}")
        if step.inputs:
            read = [f"{label} = {value}" for label, value in step.inputs]
            self._line(f"         {self._say('；', '; ').join(read)}", "dim")

    def _choice(self, choice: ChoicePart) -> None:
        heading = self._say("最优救助方案比对", "Best combination")
        table = Table(title=f"{heading}: {choice.layer}", title_justify="left")
        table.add_column(self._say("方案", "combination"))
        table.add_column(self._say("至此个人负担(元)", "borne to date (yuan)"), justify="right")
        table.add_column(self._say("比采用多(元)", "more than chosen"), justify="right")
        tied = self._say("（并列最优）", " (one of several)") if choice.tied else ""
        for row in choice.rows:
            label = f"{row.label}: {row.order}" if row.order else row.label
            more = "" if row.chosen else yuan(row.left_fen - choice.chosen_left_fen)
            table.add_row(label + (tied if row.chosen else ""), yuan(row.left_fen), more)
        self._console.print(table)

    def _offices(self) -> None:
        sheet = self._sheet
        title = self._say("各部门合计", "By office")
        table = Table(title=title, title_justify="left")
        table.add_column(self._say("责任部门", "office"))
        table.add_column(self._say("资金渠道", "fund"))
        headings = (
            ("应救助(元)", "entitled"),
            ("已支付(元)", "delivered"),
            ("还可支付(元)", "to pay"),
            ("暂缓约(元)", "held, about"),
        )
        for pair in headings:
            table.add_column(self._say(*pair), justify="right")
        for one in sheet.offices:
            amounts = (one.amount_fen, one.delivered_fen, one.order_fen, one.held_fen)
            table.add_row(one.office, one.fund, *(yuan(amount_fen) for amount_fen in amounts))
        if sheet.offices:
            self._console.print()
            self._console.print(table)
        cost, aid, borne = yuan(sheet.cost_fen), yuan(sheet.aid_fen), yuan(sheet.borne_fen)
        self._line(
            self._say(
                f"合计：医疗总费用 {cost} 元，救助 {aid} 元，个人负担 {borne} 元。",
                f"In all: bills {cost} yuan, aid {aid} yuan, the person bears {borne} yuan.",
            ),
            "bold",
        )
