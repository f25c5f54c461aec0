"""Pages in HTML: one file each, nothing fetched, every text escaped."""

from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from mianshen.run.folders import write_whole
from mianshen.run.messages import Lang, bad
from mianshen.run.words import say, yuan
from mianshen.sheets.model import Sheet
from mianshen.sheets.phrasing import signed_yuan
from mianshen.sheets.waterfall_chart import chart

_FULL_SHA = 12


def sheet_page(sheet: Sheet) -> str:
    """The sheet of one person as a page to print on A4."""
    charts = {bill.id: chart(bill.waterfall, sheet.lang) for bill in sheet.bills if bill.waterfall}
    return render("sheet.html.jinja", sheet.lang, sheet=sheet, charts=charts)


def render(template: str, lang: Lang, **values: Any) -> str:
    """A template filled in; `_("…", "…")` in it says the Chinese or the English."""
    environment = Environment(
        loader=PackageLoader("mianshen.sheets"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["yuan"] = yuan
    environment.filters["signed_yuan"] = signed_yuan
    environment.filters["short_hash"] = lambda sha256: str(sha256)[:_FULL_SHA]

    def told(chinese: str, english: str) -> str:
        return say((chinese, english), lang)

    return environment.get_template(template).render(_=told, lang=lang, **values)


def write_page(file: Path, page: str) -> None:
    """Write a page whole or not at all; raises `InputError` where that cannot be done."""
    try:
        write_whole(file, page.encode())
    except OSError as error:
        raise bad("page_unwritable", str(file), reason=error.strerror or error) from error
