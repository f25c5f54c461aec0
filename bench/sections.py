"""The sections of the page of figures, each written from what was measured."""

from collections import Counter
from collections.abc import Mapping, Sequence

import telling
from mixes import Mix
from on_files import Job
from parts import FILE_PARTS, FOLD, KERNEL_PARTS
from running import RUNS, Measured

AIMED_RATE, AIMED_SQL, AIMED_FISCA = 3_000_000, 5, 10
AIMED_CLOCK_S, AIMED_ROWS, AIMED_GIB = 30, 5_000_000, 4

Found = Mapping[str, tuple[Mix, Measured]]


def rates(found: Found, image: str) -> str:
    """How much of each work a core does in a second."""
    rows = [
        [
            f"**{name}**: {mix.what}",
            f"{one.count:,}",
            one.spread,
            f"{one.micros:,.1f}",
            f"{one.left:,} of {one.units:,}",
        ]
        for name, (mix, one) in found.items()
    ]
    best = max(one.rate for _, one in found.values())
    reached = "reached" if best >= AIMED_RATE else f"not reached, the most is {best:,.0f}"
    return "\n\n".join(
        [
            f"![Settlements a second and core]({image})",
            telling.table(
                ["work", "settlements", "a second and core", "µs each", "units left"], rows
            ),
            telling.paragraph(
                f"""The middle of {RUNS} runs, in brackets the slowest and the fastest. Every
                line with its reason is part of it, and every choice with what the others would
                have left. Units left are assessed by the reference. Aimed at were {AIMED_RATE:,}
                a second and core: {reached}."""
            ),
        ]
    )


def beside(single: Measured, sql: Measured, yearly: Measured, fisca: Measured) -> str:
    """The same work by others."""
    by_sql, by_fisca = single.rate / sql.rate, yearly.rate / fisca.rate
    named = ["DuckDB: the single programme as SQL", "OpenFisca: the six yearly programmes"]
    rows = [
        [named[0], sql.spread, single.spread, f"**{by_sql:.2f} ×**", f"{AIMED_SQL} ×"],
        [named[1], fisca.spread, yearly.spread, f"**{by_fisca:.3f} ×**", f"{AIMED_FISCA} ×"],
    ]
    return "\n\n".join(
        [
            telling.table(
                ["one thread", "its a second", "Mianshen's", "Mianshen beside it", "aimed at"], rows
            ),
            telling.paragraph(
                """DuckDB comes to the same fen and tells a reason for each line, by a statement
                written for this one programme: it knows beforehand that nothing is unknown,
                disputed, late, advanced or taken back. OpenFisca multiplies whole columns of
                binary floats; it tells no reasons, rounds nothing and keeps no bills: with one
                settlement a person the year is the bill."""
            ),
        ]
    )


def parts(found: Found, loop: Measured, columns: Measured) -> str:
    """Where the time goes, what bounds each work, and what cannot be gone below."""
    shown = {name: one for name, (_, one) in found.items() if one.parts}
    rows = [
        [part, *(_micros(one.parts[part], one.count) for one in shown.values())]
        for part in KERNEL_PARTS
    ]
    rows.append(["**together**", *(f"{one.micros:,.2f}" for one in shown.values())])
    return "\n\n".join(
        [
            "Microseconds of each settlement, of the middle run:",
            telling.table(["part", *shown], rows),
            "\n".join(f"- **{part}**: {why}." for part, why in KERNEL_PARTS.items()),
            "What bounds each:",
            "\n".join(f"- {_bound(name, one)}" for name, one in shown.items()),
            _limits(shown["single"], loop, columns),
        ]
    )


def _bound(name: str, one: Measured) -> str:
    part, seconds = one.parts.most_common(1)[0]
    share, without = 100 * seconds / one.middle, one.count / (one.middle - seconds)
    return f"{name}: bound by {part}, {share:.0f} %; without it {without:,.0f} a second and core."


def _limits(single: Measured, loop: Measured, columns: Measured) -> str:
    free = single.count / (single.middle - single.parts[FOLD])
    floor = columns.count / (columns.middle + loop.middle)
    rows = [
        ["as measured", f"{single.rate:,.0f}", f"{single.micros:.2f}"],
        ["if the fold took no time", f"{free:,.0f}", f"{1_000_000 / free:.2f}"],
        [
            "its events brought in order and a line of words written for each, without any rule",
            f"{columns.rate:,.0f}",
            f"{columns.micros:.2f}",
        ],
        [
            "its rules compiled for it alone, in one loop over columns at hand and in order",
            f"{loop.rate:,.0f}",
            f"{loop.micros:.3f}",
        ],
        ["the last two together: the limit", f"{floor:,.0f}", f"{1_000_000 / floor:.2f}"],
        ["aimed at", f"{AIMED_RATE:,}", f"{1_000_000 / AIMED_RATE:.2f}"],
    ]
    return "\n\n".join(
        [
            "What the single programme could come to:",
            telling.table(["", "a second and core", "µs each"], rows),
            telling.paragraph(
                """What lies between the limit and what is measured is the price of answering any
                pack with one compiled program: columns are read as codes so that each distinct
                case is judged once, with unknown words, and the fold looks up what a clause says
                instead of being it."""
            ),
        ]
    )


def growth(told: Mapping[str, Mapping[str, Measured]]) -> str:
    """How the time of a settlement grows with what there is."""
    lines = []
    for what, own in told.items():
        each = ", ".join(f"{name} {one.micros:,.1f}" for name, one in own.items())
        lines.append(f"- With {what}, microseconds a settlement: {each}.")
    why = """A programme adds its own time. Orders are tried one by one with shared beginnings,
    so that a member more multiplies them."""
    return "\n".join([*lines, "", telling.paragraph(why)])


def first_answers(fresh: Sequence[float], later: Sequence[float]) -> str:
    """What a process takes to its first answer and to its second."""
    rows = [
        ["fresh installation, nothing compiled", f"{fresh[0]:.1f}", f"{fresh[1]:.3f}"],
        ["every later start", f"{later[0]:.1f}", f"{later[1]:.3f}"],
    ]
    return "\n\n".join(
        [
            "A thousand settlements of one programme, seconds by the clock since Python's start:",
            telling.table(["", "first call", "second call in the same process"], rows),
        ]
    )


def files(district: Mix, jobs: Sequence[Job], threads: int, apart: Counter[str], count: int) -> str:
    """What the job on files takes in time and memory, and where its time goes."""
    rows = [
        [
            f"{job.settlements:,}",
            f"{job.units:,}",
            f"{job.lines:,}",
            f"{job.clock:.0f} s",
            f"{job.spent:.0f} s",
            f"{job.settlements / job.spent:,.0f}",
            f"{job.peak_mib:,} MiB",
            f"{job.left:,}",
        ]
        for job in jobs
    ]
    headings = ["settlements", "people", "lines", "clock", "processor", "a second and core"]
    needed = AIMED_ROWS / AIMED_CLOCK_S / threads
    return "\n\n".join(
        [
            telling.paragraph(
                f"""`mianshen assess-tables` on {threads} threads, in a process of its own,
                Parquet to Parquet, every line with its reason: {district.what}, repeated under
                other names."""
            ),
            telling.table([*headings, "memory at most", "units left"], rows),
            telling.paragraph(
                f"""Aimed at were {AIMED_ROWS:,} settlements in {AIMED_CLOCK_S} s and {AIMED_GIB}
                GiB, which is {needed:,.0f} a second and core. Where the microseconds of a
                settlement go, in one thread and {count:,} settlements:"""
            ),
            telling.table(
                ["part", "µs", ""],
                _of_parts(apart, count),
            ),
        ]
    )


def _of_parts(apart: Counter[str], count: int) -> list[list[str]]:
    found = [[part, _micros(apart[part], count), why] for part, why in FILE_PARTS.items()]
    return [*found, ["**together**", _micros(apart.total(), count), ""]]


def _micros(seconds: float, count: int) -> str:
    return f"{1_000_000 * seconds / count:,.2f}"
