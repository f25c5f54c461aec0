"""The portrait of a policy as text for a terminal, and as a page to print."""

from rich.console import Console
from rich.text import Text

from mianshen.run.words import say
from mianshen.sheets.page import render
from mianshen.sheets.portrait import Cell, Offered, Portrait


def portrait_page(portrait: Portrait) -> str:
    """The portrait as a page to print on A4, lying."""
    return render("portrait.html.jinja", portrait.lang, portrait=portrait)


class PortraitText:
    """Prints one portrait."""

    def __init__(self, console: Console, portrait: Portrait) -> None:
        self._console = console
        self._portrait = portrait

    def print(self) -> None:
        """Print what there is, class by class, then each programme and figure."""
        portrait = self._portrait
        self._line(f"{portrait.title} ({portrait.id})", "bold")
        if portrait.law:
            self._line(portrait.law)
        if portrait.assumed:
            listed = "、".join(portrait.assumed)
            self._line(self._say(f"叠加假定参数：{listed}", f"With assumed figures: {listed}"))
        joined = self._say("，", ", ")
        self._line(joined.join(f"{label} {count}" for label, count in portrait.counts))
        self._heading("支付顺序", "Order of payment")
        for number, (title, names) in enumerate(portrait.order, 1):
            self._line(f"  {number}. {title}{self._say('：', ': ')}{names}")
        self._heading("谁能得到什么", "Who gets what")
        for row in portrait.rows:
            self._line(self._say("、", ", ").join(row.titles), "bold")
            for cell in row.cells:
                self._cell(cell)
        self._programmes()
        self._figures()

    def _say(self, chinese: str, english: str) -> str:
        return say((chinese, english), self._portrait.lang)

    def _line(self, text: str, style: str = "") -> None:
        self._console.print(Text(text, style=style), soft_wrap=True)

    def _heading(self, chinese: str, english: str) -> None:
        self._console.print()
        self._line(self._say(chinese, english), "bold underline")

    def _cell(self, cell: Cell) -> None:
        if not cell.offered:
            nothing = self._say("不覆盖", "not covered")
            self._line(f"  {cell.title}{self._say('：', ': ')}{nothing}", "dim")
            return
        self._line(f"  {cell.title}")
        for one in cell.offered:
            self._line(f"    · {offered_text(one, self._say('；', '; '))}")

    def _programmes(self) -> None:
        self._heading("各项目", "The programmes")
        for one in self._portrait.programmes:
            self._line("  ".join(word for word in (one.title, one.office) if word), "bold")
            for label, text in one.lines:
                self._line(f"    {label}{self._say('：', ': ')}{text}")
            if one.law:
                self._line(f"    {self._say('依据：', 'by: ')}{one.law}", "dim")

    def _figures(self) -> None:
        portrait = self._portrait
        if portrait.figures:
            self._heading("政策参数", "Figures of the policy")
        for one in portrait.figures:
            unknown = self._say("待补，涉及的救助暂缓", "not known; lines that need it are held")
            values = self._say("、", ", ").join(one.values) or unknown
            law = f" [{one.law}]" if one.law else ""
            self._line(f"  {one.title}{self._say('：', ': ')}{values}{law}")
        if portrait.untranslatable:
            self._heading("没有列入的内容", "Left out")
        for text in portrait.untranslatable:
            self._line(f"  · {text}")


def offered_text(one: Offered, joined: str) -> str:
    """A row of a programme in one line."""
    words = [f"{one.programme}: {one.rule}", *one.caps, one.condition]
    text = joined.join(word for word in words if word)
    return f"{text} [{one.law}]" if one.law else text
