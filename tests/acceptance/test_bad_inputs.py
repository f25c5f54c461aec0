"""Bad input gives one clear sentence (what, where, what to do), and nothing is written."""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from typer.testing import CliRunner

from acceptance.job_factory import Row, bill, mianshen, mianshen_alone, rostered, write_table
from mianshen.cli import app

PACK = """\
id: small
region: "000000"
identities: [低保]
payers:
  basic: {from: [hifp_pay]}
  commercial: {from: ["others:商保"]}
layers:
  - {id: insurers, payers: [basic, commercial]}
  - {id: relief, members: [aid]}
programmes:
  aid:
    who: {any: [低保]}
    base: in_scope - basic
    terms: [{ratio: 70%}]
"""
OVERLAY = """\
id: guess
overlays: another-pack
parameters: {}
"""


@dataclass
class Inputs:
    """A sound set of inputs, to be spoiled in one place."""

    room: Path
    bills: list[Row] = field(default_factory=lambda: [bill()])
    roster: list[Row] = field(default_factory=lambda: [rostered()])
    others: list[Row] = field(default_factory=list)
    opening: list[Row] = field(default_factory=list)
    pack: str = PACK
    arguments: dict[str, str] = field(
        default_factory=lambda: {
            "--pack": "small",
            "--year": "2025",
            "--as-of": "2025-12-31",
            "--settlements": "bills.csv",
            "--rosters": "roster.csv",
            "--out": "out",
        }
    )
    after: Callable[[Path], object] = Path.exists

    def run(self, *more: str) -> tuple[int, str]:
        """Write everything and run; the exit code and all that was said as an error."""
        (self.room / "small").mkdir()
        (self.room / "small" / "pack.yaml").write_text(self.pack, encoding="utf-8")
        tables = {"bills": self.bills, "roster": self.roster}
        for name, rows in (("others", self.others), ("opening", self.opening)):
            if rows:
                tables[name] = rows
                self.arguments[f"--{name}"] = f"{name}.csv"
        for name, rows in tables.items():
            write_table(self.room / f"{name}.csv", rows)
        self.after(self.room)
        spelled = [word for pair in self.arguments.items() for word in pair]
        # In this process, because starting the program once a case would take minutes.
        with contextlib.chdir(self.room):
            done = CliRunner().invoke(app, ["assess", *spelled, *more])
        return done.exit_code, done.stderr


Spoil = Callable[[Inputs], object]


def write(file: str, text: str, encoding: str = "utf-8") -> Callable[[Path], object]:
    return lambda room: (room / file).write_bytes(text.encode(encoding))


def make_folder(name: str, file: str, text: str) -> Callable[[Path], object]:
    def make(room: Path) -> None:
        (room / name).mkdir()
        (room / name / file).write_text(text, encoding="utf-8")

    return make


def spoil(name: str, value: object) -> Spoil:
    return lambda inputs: setattr(inputs, name, value)


def argue(option: str, value: str) -> Spoil:
    return lambda inputs: inputs.arguments.update({option: value})


def without(column: str) -> list[Row]:
    return [{name: cell for name, cell in bill().items() if name != column}]


PAID = {"人员编号": "P1", "来源": "商保", "金额": "100.00"}

BAD: dict[str, tuple[Spoil, str]] = {
    "a missing file": (
        argue("--settlements", "nothing.csv"),
        "nothing.csv: there is no such file; check the path.",
    ),
    "neither UTF-8 nor GB18030": (
        spoil("after", lambda room: (room / "roster.csv").write_bytes(b"a,b\n\xff\xff,1\n")),
        "roster.csv:2: this line is neither UTF-8 nor GB18030; save the file as CSV in UTF-8.",
    ),
    "an empty file": (
        spoil("after", write("roster.csv", "")),
        "roster.csv:1: the file is empty; its first line should name the columns.",
    ),
    "a row with stray cells": (
        spoil("after", write("roster.csv", "人员编号,身份类别,开始日期\nP1,低保,2024-01-01,x\n")),
        "roster.csv:2: this row has 4 cells and the header 3; look for stray commas or quotes.",
    ),
    "a missing required column": (
        spoil("bills", without("inscp_scp_amt")),
        "bills.csv:1:inscp_scp_amt (符合政策范围金额): no column of the table carries this field;"
        " export the table with it.",
    ),
    "a roster without days": (
        spoil("roster", [{"人员编号": "P1", "身份类别": "低保"}]),
        "roster.csv:1: no column carries 开始日期 (it may be called"
        " 开始日期、begntime、start_date、start); add it.",
    ),
    "two columns for one field": (
        spoil("roster", [rostered(人员身份类别="特困")]),
        "roster.csv:1:人员身份类别: the columns 身份类别、人员身份类别 stand for one field"
        " (身份类别); keep one of them.",
    ),
    "two columns that disagree": (
        spoil("bills", [bill(医疗费用总额="9.00")]),
        "bills.csv:2:medfee_sumamt: several columns carry this field and differ"
        " ('10000.00', '9.00'); find out which is right and remove the other.",
    ),
    "an amount that is none": (
        spoil("bills", [bill(medfee_sumamt="一万")]),
        "bills.csv:2:medfee_sumamt: this is not an amount in yuan ('一万'); write it as 1234.50.",
    ),
    "a date that is none": (
        spoil("roster", [rostered(开始日期="2025-02-30")]),
        "roster.csv:2:开始日期: this is not a date that exists (2025-02-30); write it as"
        " 2024-03-05 or 20240305.",
    ),
    "a pack with a misspelled key": (
        spoil("pack", PACK.replace("who:", "hwo:")),
        "The pack cannot be used: pack.yaml:12:5: 'hwo' is not a key that belongs here;"
        " did you mean 'who'?",
    ),
    "an unknown pack": (
        argue("--pack", "atlantis"),
        "There is no pack named 'atlantis' and no such folder; shipped packs are: ",
    ),
    "a folder without a pack": (
        lambda inputs: (
            inputs.arguments.update({"--pack": "empty"}),
            spoil("after", lambda room: (room / "empty").mkdir())(inputs),
        ),
        "empty: there is no pack.yaml in this folder; name the folder of a pack.",
    ),
    "an overlay for another pack": (
        lambda inputs: (
            inputs.arguments.update({"--overlay": "guess"}),
            spoil("after", make_folder("guess", "pack.yaml", OVERLAY))(inputs),
        ),
        "The pack cannot be used: guess/pack.yaml:2:11: this overlay is for 'another-pack', not for"
        " 'small'",
    ),
    "a day before the year": (
        argue("--as-of", "2024-12-31"),
        "2024-12-31 lies before the benefit year 2025 begins (2025-01-01); change --as-of or"
        " --year.",
    ),
    "a day that is none": (
        argue("--as-of", "yesterday"),
        "--as-of: 'yesterday' is not a date; write it as 2025-12-31.",
    ),
    "a year payment that nobody can deal out": (
        spoil("others", [{**PAID, "开始日期": "2025-01-01", "结束日期": "2025-12-31"}]),
        "others.csv:2:来源: the payer 'commercial' does not say how a payment over several"
        " settlements is dealt out; name the settlement, or give the payer `allocate` in the pack.",
    ),
    "a payment from nowhere": (
        spoil("others", [{**PAID, "来源": "工会", "结算ID": "S1"}]),
        "others.csv:2:来源: no payer of the pack takes the source '工会' (others:商保); rename it"
        " or add the payer.",
    ),
    "a payment below zero": (
        spoil("others", [{**PAID, "金额": "-1.00", "结算ID": "S1"}]),
        "others.csv:2:金额: the amount is below zero (-1.00); lower the row it takes back instead.",
    ),
    "a closing day with a payment": (
        spoil("others", [{**PAID, "截至日期": "2025-12-31"}]),
        "others.csv:2:截至日期: a row with a closing day (through) says that its source has sent"
        " everything; put the payment on a row of its own.",
    ),
    "an opening of an unknown programme": (
        spoil("opening", [{"人员编号": "P1", "救助项目": "aids", "已救助": "1.00"}]),
        "opening.csv:2:救助项目: the pack has no programme 'aids'; did you mean 'aid'?.",
    ),
    "a row that names nobody": (
        spoil("roster", [rostered(人员编号="", 姓名="")]),
        "roster.csv:2: this row names nobody; give certno (证件号码) or psn_no (人员编号).",
    ),
    "one file given twice": (
        argue("--rosters", "bills.csv"),
        "bills.csv: this file was given twice; name it once.",
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_it_says_what_is_wrong_and_writes_nothing(case: str, tmp_path: Path) -> None:
    spoil_it, sentence = BAD[case]
    inputs = Inputs(tmp_path)
    spoil_it(inputs)
    code, said = inputs.run("--lang", "en")
    assert sentence in said
    assert len(said.strip().splitlines()) == 1
    assert code == 2
    assert not (tmp_path / "out").exists()
    assert not list(tmp_path.glob(".*"))


def test_the_same_inputs_unspoiled_are_assessed(tmp_path: Path) -> None:
    inputs = Inputs(tmp_path, others=[{**PAID, "结算ID": "S1"}])
    code, said = inputs.run()
    assert (code, said) == (0, "")
    assert (tmp_path / "out" / "run.json").is_file()


def test_a_stranger_sees_the_sentence_and_no_stack_trace(tmp_path: Path) -> None:
    arguments = ("--pack", "yubei", "--settlements", "no.csv", "--rosters", "no.csv")
    done = mianshen_alone(
        *("assess", *arguments, "--year", "2025", "--as-of", "2025-12-31", "--out", "out"),
        cwd=tmp_path,
    )
    assert (done.code, done.out) == (2, "")
    assert done.err.splitlines()[0] == "no.csv: 没有这个文件；请检查路径。"
    assert "Traceback" not in done.err
    assert not list(tmp_path.iterdir())


def test_it_speaks_chinese_first(tmp_path: Path) -> None:
    inputs = Inputs(tmp_path, bills=[bill(setl_time="昨天")])
    assert inputs.run() == (
        2,
        "bills.csv:2:setl_time: 不是存在的日期 ('昨天')；请写成 2024-03-05 或 20240305。\n",
    )


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("keep", encoding="utf-8")
    code, said = Inputs(tmp_path).run("--lang", "en")
    assert code == 2
    assert said == ("out: the output folder is not empty; choose another or empty it first.\n")
    assert [file.name for file in (tmp_path / "out").iterdir()] == ["mine.txt"]


def test_many_problems_are_listed_up_to_ten_and_counted(tmp_path: Path) -> None:
    rows = [bill(f"S{number}", medfee_sumamt="?") for number in range(13)]
    code, said = Inputs(tmp_path, bills=rows).run("--lang", "en")
    lines = said.strip().splitlines()
    assert code == 2
    assert [line.split(":")[1] for line in lines[:10]] == [str(row) for row in range(2, 12)]
    assert lines[10:] == ["There are 3 more problems like these."]


def test_names_and_certificates_are_not_repeated(tmp_path: Path) -> None:
    damaged = "9.90000196804120e+17"
    inputs = Inputs(tmp_path, roster=[rostered(身份证号=damaged), rostered(人员编号="")])
    assert inputs.run("--lang", "en") == (0, "")
    for file in ("review.csv", "quarantine.csv", "repairs.csv"):
        text = (tmp_path / "out" / file).read_text(encoding="utf-8")
        assert not any(secret in text for secret in (damaged, "甲乙丙", "99000019680412"))


@pytest.mark.parametrize(
    ("prepare", "person", "sentence"),
    [
        (False, "P1", "there is no run.json here; name a folder that `assess` wrote."),
        (True, "P9", "P9 is not in the data of this run; give a certno or psn_no that is."),
    ],
)
def test_explain_says_why_it_cannot(
    tmp_path: Path, *, prepare: bool, person: str, sentence: str
) -> None:
    if prepare:
        assert Inputs(tmp_path).run()[0] == 0
    done = mianshen("explain", "--run", "out", "--person", person, "--lang", "en", cwd=tmp_path)
    assert done.code == 2
    assert sentence in done.err
