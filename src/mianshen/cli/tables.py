"""Assess tables of facts, from Parquet to Parquet."""

import os
from pathlib import Path
from typing import Annotated

import typer

from mianshen.cli.screen import LangOption, day_given, screen_in
from mianshen.money import format_yuan
from mianshen.run.engines import Engine, compile_kernel, waits_to_compile
from mianshen.run.fact_tables import read_fact_tables
from mianshen.run.folders import check_out
from mianshen.run.messages import InputError, Lang
from mianshen.run.shipped import load, locate
from mianshen.run.table_job import TableOrder, assess_tables

_THREADS_MAX = 16


def assess_parquet(
    pack: Annotated[str, typer.Option(help="政策包：名称或文件夹 a shipped pack or a folder")],
    year: Annotated[int, typer.Option(help="待遇年度 benefit year")],
    as_of: Annotated[str, typer.Option(help="以哪一天为准 the day looked from, 2025-12-31")],
    folder: Annotated[Path, typer.Option("--in", help="事实表文件夹 folder of the tables")],
    out: Annotated[Path, typer.Option(help="结果文件夹 folder for the results")],
    overlay: Annotated[list[str] | None, typer.Option(help="假定参数 assumed figures")] = None,
    since: Annotated[str | None, typer.Option(help="数据起始日 first day of the data")] = None,
    year_closed: Annotated[bool, typer.Option("--year-closed", help="年度已关账")] = False,
    threads: Annotated[
        int | None, typer.Option(min=1, max=64, help="线程数，结果相同 results are the same")
    ] = None,
    shards: Annotated[
        int | None, typer.Option(min=1, max=10_000, help="分片数，结果相同 results are the same")
    ] = None,
    lang: LangOption = Lang.ZH,
) -> None:
    """按表测算：从 Parquet 到 Parquet，人数不限。 Assess tables of facts, Parquet to Parquet."""
    screen = screen_in(lang)
    try:
        check_out(out)
        order = TableOrder(
            load(locate(pack), tuple(locate(one) for one in overlay or ())),
            year,
            day_given(as_of, "--as-of"),
            year_closed=year_closed,
            since=day_given(since, "--since") if since else None,
            threads=threads or min(os.cpu_count() or 1, _THREADS_MAX),
            shards=shards,
        )
        tables = read_fact_tables(folder)
        if waits_to_compile(Engine.KERNEL, 1):
            with screen.waiting(
                "首次使用：正在为本机编译测算内核，约一分钟，只此一次。",
                "First use: compiling the kernel for this machine; about a minute, only this once.",
            ):
                compile_kernel()
        outcome = assess_tables(tables, order, out, screen.track)
    except InputError as error:
        screen.fail(error)
    amount = format_yuan(outcome.amount_fen)
    left = sum(outcome.left.values())
    screen.say(
        f"{outcome.units:,} 个单位，{outcome.lines:,} 行，应享 {amount} 元；"
        f"{left:,} 个单位由参考实现测算：{out}",
        f"{outcome.units:,} units, {outcome.lines:,} lines, entitled {amount} yuan; "
        f"{left:,} units assessed by the reference: {out}",
    )
