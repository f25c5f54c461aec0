"""How the page of figures is written: sections that are renewed one by one, tables, and a chart."""

import os
import platform
import textwrap
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

_OPENING = """# How fast the calculator is

Every figure is of `bench/engine.py`, whose work is fixed in `bench/mixes.py`; each section says
on what machine and when. Seconds are of the processor unless the clock is named, after one run to
warm up."""
_WIDTH = 99


def machine(remark: str) -> str:
    """What ran, on what, how busy it was at the start, and when."""
    load = os.getloadavg()[0]
    when = time.strftime("%Y-%m-%d")
    what = f"{platform.machine()} ({_processor()}), {os.cpu_count()} cores"
    told = f"{what}, load {load:.1f} at the start; {when}."
    return f"*{told}{' ' + remark if remark else ''}*"


def _processor() -> str:
    file = Path("/proc/cpuinfo")
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    named = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return named[0] if named else platform.processor()


def paragraph(text: str) -> str:
    """Sentences as a paragraph of the page."""
    words = " ".join(text.split())
    return textwrap.fill(words, _WIDTH, break_long_words=False, break_on_hyphens=False)


def table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table: text in the first column and under no heading, else figures."""
    aligned = ["--:" if heading and at else "---" for at, heading in enumerate(headings)]
    return "\n".join("| " + " | ".join(row) + " |" for row in (headings, aligned, *rows))


def renew(page: Path, sections: Mapping[str, str], order: Sequence[str]) -> None:
    """Write sections into a page; those that are not given stay as they are."""
    kept = _sections(page.read_text(encoding="utf-8")) if page.exists() else {}
    found = {**kept, **sections}
    parts = [f"## {title}\n\n{found[title]}" for title in order if title in found]
    page.write_text("\n\n".join([_OPENING, *parts]) + "\n", encoding="utf-8")


def _sections(text: str) -> dict[str, str]:
    parts = [part.partition("\n") for part in ("\n" + text).split("\n## ")[1:]]
    return {title.strip(): body.strip() for title, _, body in parts}


def chart(bars: Sequence[tuple[str, float]]) -> str:
    """Bars, one a line, with their figures."""
    most = max(rate for _, rate in bars)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="760" height="{34 * len(bars) + 40}" '
        'font-family="sans-serif" font-size="14">',
        '<rect width="100%" height="100%" fill="white"/>',
        '<text x="10" y="22">Settlements a second and core</text>',
    ]
    for index, (name, rate) in enumerate(bars):
        y = 40 + 34 * index
        fill = "#2a6f97" if name.startswith("Mianshen") else "#a0a0a0"
        width = max(2, round(380 * rate / most))
        lines.append(f'<text x="10" y="{y + 16}">{name}</text>')
        lines.append(f'<rect x="280" y="{y}" width="{width}" height="22" fill="{fill}"/>')
        lines.append(f'<text x="{286 + width}" y="{y + 16}">{rate:,.0f}</text>')
    return "\n".join([*lines, "</svg>"]) + "\n"
