"""A policy shown and compared, from outside."""

import shutil
from pathlib import Path

from acceptance.job_factory import mianshen

ROOT = Path(__file__).resolve().parents[2]


def test_a_policy_is_shown_with_what_it_does_not_cover(tmp_path: Path) -> None:
    done = mianshen("packs", "show", "yubei", cwd=tmp_path)
    assert (done.code, done.err) == (0, "")
    assert "部门专项：不覆盖" in done.out
    assert "基数 × 75%；年度限额 60,000 [渝府办发〔2022〕116号 大额费用年度限额]" in done.out


def test_two_packs_are_compared_in_words(tmp_path: Path) -> None:
    newer = shutil.copytree(ROOT / "packs" / "500112-yubei", tmp_path / "newer")
    text = (newer / "pack.yaml").read_text(encoding="utf-8")
    (newer / "pack.yaml").write_text(text.replace("ratio: 75%", "ratio: 80%"), encoding="utf-8")
    done = mianshen("packs", "diff", "yubei", "newer", cwd=tmp_path)
    assert (done.code, done.err) == (0, "")
    assert "救助比例由 75% 改为 80%（依据 渝北区医保局 问答 2023-10-30" in done.out
    same = mianshen("packs", "diff", "yubei", "yubei", "--lang", "en", cwd=tmp_path)
    assert "The two packs say the same." in same.out


def test_a_pack_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    done = mianshen("packs", "diff", "yubei", "nowhere", cwd=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert "没有叫“nowhere”的待遇政策" in done.err
