"""Two runs of one year: why a person's amount changed, from outside."""

import re
from pathlib import Path

import pytest

from acceptance.job_factory import mianshen
from acceptance.one_sheet import OTHERS_LATE, PERSON, assess_one_sheet


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Path:
    room = tmp_path_factory.mktemp("difference")
    assess_one_sheet(room / "first")
    assess_one_sheet(room / "later", OTHERS_LATE)
    return room


def explain(room: Path, *more: str) -> tuple[int, str, str]:
    done = mianshen(
        *("explain", "--run", "later", "--against", "first", "--person", PERSON, *more), cwd=room
    )
    return done.code, done.out, done.err


def test_a_late_payer_is_told_with_the_fen_it_moved(room: Path) -> None:
    code, out, err = explain(room)
    assert (code, err) == (0, "")
    plain = re.sub(r"\s+", " ", out)
    assert "新增其他渠道支付：惠民商业保险 → S7002，300.00 元" in plain
    assert "+159.84 │ -339.84" in plain
    assert "区级兜底救助 · S7002: 0.00 → 159.84 暂缓 339.84 → 0.00" in plain
    assert "合计变动 +159.84 元" in plain


def test_the_same_as_a_page_and_in_english(room: Path) -> None:
    code, out, _ = explain(room, "--lang", "en", "--html", "difference.html")
    assert (code, out) == (0, "Written to difference.html\n")
    page = (room / "difference.html").read_text(encoding="utf-8")
    assert "the difference is <strong>+159.84</strong>" in page
    assert re.sub("周|兰", "", page).count("惠") == 0


def test_a_difference_is_of_the_whole_year(room: Path) -> None:
    code, _, err = explain(room, "--settlement", "S7002")
    assert code == 2
    assert "--settlement: 变动说明针对整个年度" in err


def test_a_page_that_cannot_be_written_is_one_sentence(room: Path) -> None:
    code, out, err = explain(room, "--html", "nowhere/difference.html")
    assert (code, out) == (2, "")
    assert "网页写不进去" in err
    assert "Traceback" not in err
