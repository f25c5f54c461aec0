"""Small sets of input files for the job, and the program run as a stranger runs it."""

import contextlib
import csv
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from typer.testing import CliRunner

from mianshen.cli import app

STEP_TIMEOUT_S = 120

Row = dict[str, str]


@dataclass(frozen=True)
class Done:
    """What a run of the program left behind."""

    code: int
    out: str
    err: str


def mianshen(*arguments: str | Path, cwd: Path) -> Done:
    """Run the command from a folder, in this process: starting another takes longer than most runs.

    What the command does not foresee it raises, where a process of its own would print a trace.
    """
    with contextlib.chdir(cwd):
        done = CliRunner().invoke(app, [str(argument) for argument in arguments])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return Done(done.exit_code, done.stdout, done.stderr)


def mianshen_alone(*arguments: str | Path, cwd: Path) -> Done:
    """Run the command as a stranger does: a process of its own, none of the test's surroundings."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "COV_"))}
    done = subprocess.run(
        [sys.executable, "-m", "mianshen", *(str(argument) for argument in arguments)],
        cwd=cwd,
        env={**environment, "PYTHONUTF8": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=STEP_TIMEOUT_S,
        check=False,
    )
    return Done(done.returncode, done.stdout, done.stderr)


def bill(setl_id: str = "S1", psn_no: str = "P1", **changes: str) -> Row:
    """A stay of 10,000.00 yuan, all in scope, of which the funds paid nothing."""
    usual = {
        "setl_id": setl_id,
        "mdtrt_id": f"V-{setl_id}",
        "psn_no": psn_no,
        "begndate": "2025-03-01",
        "enddate": "2025-03-10",
        "setl_time": "2025-03-10 10:00:00",
        "med_type": "21",
        "hosp_lv": "5",
        "pay_loc": "2",
        "insutype": "390",
        "medfee_sumamt": "10000.00",
        "inscp_scp_amt": "10000.00",
        "hifp_pay": "0.00",
        "hifmi_pay": "0.00",
        "hifob_pay": "0.00",
        "cvlserv_pay": "0.00",
        "maf_pay": "0.00",
        "fund_pay_sumamt": "0.00",
        "psn_part_amt": "10000.00",
        "psn_cash_pay": "10000.00",
    }
    return usual | changes


def large_bill(setl_id: str = "S1", psn_no: str = "P1", **changes: str) -> Row:
    """A stay of 50,000.00 yuan of which basic insurance paid 30,000.00."""
    split = {
        "medfee_sumamt": "50000.00",
        "inscp_scp_amt": "50000.00",
        "hifp_pay": "30000.00",
        "fund_pay_sumamt": "30000.00",
        "psn_part_amt": "20000.00",
        "psn_cash_pay": "20000.00",
    }
    return bill(setl_id, psn_no, **(split | changes))


def rostered(psn_no: str = "P1", identity: str = "低保", **changes: str) -> Row:
    """A row of a roster of the year before."""
    usual = {"人员编号": psn_no, "姓名": "甲乙丙", "身份类别": identity, "开始日期": "2024-01-01"}
    return usual | changes


def write_table(file: Path, rows: Iterable[Mapping[str, str]]) -> Path:
    """Write rows as clean CSV; the columns are those of all rows in order of appearance."""
    listed = list(rows)
    columns = list(dict.fromkeys(name for row in listed for name in row))
    with file.open("w", encoding="utf-8", newline="") as text:
        writer = csv.DictWriter(text, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(listed)
    return file


def read_csv(file: Path) -> list[Row]:
    """The rows of a result, without the tab that keeps long numbers whole in a spreadsheet."""
    with file.open(encoding="utf-8-sig", newline="") as text:
        return [
            {name: cell.removesuffix("\t") for name, cell in row.items()}
            for row in csv.DictReader(text)
        ]
