"""Whichever engine is asked, the answers are the same; what the kernel left is counted and told."""

from datetime import date
from io import StringIO

import pytest
from rich.console import Console

from acceptance.job_factory import bill, rostered, write_table
from mianshen.run.case import Case, Order
from mianshen.run.engines import UNITS_FOR_KERNEL, Engine, uses_kernel
from mianshen.run.funnel import make_funnel
from mianshen.run.job import Outcome, read_case, run_case
from mianshen.run.messages import Lang
from mianshen.run.summary import Summary

PACK = """\
id: small
region: "000000"
identities: [低保]
pools:
  home: {amount: 5000, scope: household}
layers:
  - {id: relief, members: [aid]}
programmes:
  aid:
    who: {any: [低保]}
    base: in_scope_left
    terms: [{ratio: 70%}]
    pools: [home]
"""


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    folder = tmp_path_factory.mktemp("engines")
    (folder / "pack.yaml").write_text(PACK, encoding="utf-8")
    bills = [bill(), bill("S2", "P2"), bill("S3", "P3"), bill("S4", "P3")]
    homes = {"P1": "H1", "P2": "H1", "P3": "H2"}
    names = {"P1": "王春", "P2": "李夏", "P3": "赵秋"}
    roster = [rostered(one, 户编号=home, 姓名=names[one]) for one, home in homes.items()]
    files = {
        "settlements": [write_table(folder / "bills.csv", bills)],
        "rosters": [write_table(folder / "roster.csv", roster)],
    }
    return read_case(Order(str(folder), files, 2025, date(2025, 12, 31)))


def asked(case: Case, engine: Engine) -> Outcome:
    return run_case(case, case.units(), engine=engine)


def test_both_engines_answer_alike_and_a_unit_that_is_left_is_counted(case: Case) -> None:
    kernel, reference = asked(case, Engine.KERNEL), asked(case, Engine.REFERENCE)
    assert kernel.lines == reference.lines
    assert kernel.choices == reference.choices
    assert kernel.engine is Engine.KERNEL
    assert kernel.left == {"several people together": 1}
    assert reference.left == {}


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        (Lang.ZH, "2 组人中有 1 组由参考实现测算（较慢，金额相同）：多人合并测算 × 1。"),
        (
            Lang.EN,
            "1 of 2 units were left to the reference (slower, the same amounts):"
            " several people together × 1.",
        ),
    ],
)
def test_the_funnel_and_the_summary_tell_what_was_left(
    case: Case, lang: Lang, sentence: str
) -> None:
    funnel = make_funnel(case, asked(case, Engine.KERNEL))
    document = funnel.as_json()
    assert document["engine"] == "kernel"
    assert document["units"] == 2
    assert document["left_to_reference"] == {"several people together": 1}
    shown = StringIO()
    Summary(Console(file=shown, width=200), case, funnel, lang).print(None)
    assert sentence in shown.getvalue()


def test_a_few_people_are_not_worth_starting_the_kernel_for() -> None:
    assert not uses_kernel(Engine.AUTO, UNITS_FOR_KERNEL)
    assert uses_kernel(Engine.AUTO, UNITS_FOR_KERNEL + 1)
    assert uses_kernel(Engine.KERNEL, 1)
    assert not uses_kernel(Engine.REFERENCE, 10**6)
