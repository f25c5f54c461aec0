"""A YAML file becomes plain texts with their places, or is refused at the line that is wrong."""

from pathlib import Path

import pytest

from mianshen.policy import documents
from mianshen.policy.documents import (
    BYTES_MAX,
    DEPTH_MAX,
    NODES_MAX,
    Document,
    DocumentError,
    Problem,
    parse_document,
    read_document,
)
from unit.policy.pack_texts import unmarked


def refusal(text: str) -> str:
    with pytest.raises(DocumentError) as refused:
        parse_document("x.yaml", text)
    (problem,) = refused.value.problems
    assert str(refused.value) == str(problem)
    return str(problem)


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("", None),
        ("# only a remark\n", None),
        ("a: 0.10\nb: 1_000", {"a": "0.10", "b": "1_000"}),
        ("a: 2023-01-01\nb: yes", {"a": "2023-01-01", "b": "yes"}),
        ("a: ~\nb: null\nc:\nd: ''\ne: '~'", {"a": None, "b": None, "c": None, "d": "", "e": "~"}),
        ("- [a, {b: c}]\n- >-\n  x\n  y", [["a", {"b": "c"}], "x y"]),
        ("1: a\n~: b", {"1": "a", "~": "b"}),
        ("a: &x [1]\nb: *x", {"a": ["1"], "b": ["1"]}),
        ("a: &x 1\nb: &x 2\nc: *x", {"a": "1", "b": "2", "c": "2"}),
        ("\ufeff低保: 是", {"低保": "是"}),
        ("a: !kind b", {"a": "b"}),
    ],
)
def test_every_scalar_stays_the_text_that_was_written(text: str, content: object) -> None:
    assert parse_document("x.yaml", text).content == content


def test_every_key_and_value_knows_its_line_and_column() -> None:
    document = parse_document("x.yaml", "人员:\n  - {a: 1,\n     b: [2, 3]}\n")
    assert document.value_places == {
        (): (1, 1),
        ("人员",): (2, 3),
        ("人员", 0): (2, 5),
        ("人员", 0, "a"): (2, 9),
        ("人员", 0, "b"): (3, 9),
        ("人员", 0, "b", 0): (3, 10),
        ("人员", 0, "b", 1): (3, 13),
    }
    assert document.key_places == {
        ("人员",): (1, 1),
        ("人员", 0, "a"): (2, 6),
        ("人员", 0, "b"): (3, 6),
    }


def test_a_place_that_is_missing_is_that_of_what_is_around_it() -> None:
    document = parse_document("x.yaml", "a:\n  b: [1]\n")
    assert document.place(("a", "b", 7, "c")) == (2, 6)
    assert document.place(("a", "b"), of_key=True) == (2, 3)
    assert document.place(("a", "z"), of_key=True) == (2, 3)
    assert document.place(("z",)) == (1, 1)
    assert Document("made", {}).place(("z",)) == (1, 1)
    assert str(document.problem(("a", "b", 0), "wrong")) == "x.yaml:2:7: wrong"


def test_what_is_laid_over_is_placed_in_its_own_file() -> None:
    under = parse_document("under.yaml", "a: {b: 1, c: 2}\n")
    over = parse_document("over.yaml", "\n\na: {b: 3, d: [4]}\n")
    under.laid_over |= {("a", "b"): over, ("a", "d"): over}
    assert str(under.problem(("a", "b"), "wrong")) == "over.yaml:3:8: wrong (in the overlay)"
    assert under.problem(("a", "d", 0), "").line == 3
    assert under.problem(("a", "d"), "", of_key=True).column == 11
    assert str(under.problem(("a", "c"), "wrong")) == "under.yaml:1:14: wrong"
    paths = [("a",), ("a", "b"), ("a", "c"), ("a", "d", 0), ("a", "d", 1), ("z",)]
    assert [under.has(path) for path in paths] == [True, True, True, True, False, False]


@pytest.mark.parametrize(
    ("marked", "message"),
    [
        ("a: 1\nb: 2\n▸a: 3\n", "'a' stands twice; keep one of them"),
        ("a: {b: 1, ▸b: 1}\n", "'b' stands twice; keep one of them"),
        ("? ▸[a]\n: b\n", "a key has to be a word"),
        ("a:\n▸\tb: 1\n", "not YAML: found character '\\t' that cannot start any token"),
        ("a: 1\n▸---\nb: 1\n", "not YAML: but found another document"),
        ("a: ▸*nowhere\n", "not YAML: found undefined alias 'nowhere'"),
        ("a: 1\nb: ▸\x07\n", "not YAML: the character U+0007 is not allowed"),
        ("▸\x07", "not YAML: the character U+0007 is not allowed"),
        ('a: 1\nb: ▸"\\uD800"', "half of a character, which no file can hold"),
        ('▸"\\uDFFF": 1', "half of a character, which no file can hold"),
    ],
)
def test_what_is_not_usable_yaml_is_refused_at_its_place(marked: str, message: str) -> None:
    text, ((line, column),) = unmarked(marked)
    assert refusal(text) == f"x.yaml:{line}:{column}: {message}"


@pytest.mark.parametrize(
    ("text", "beginning"),
    [
        ("a: 1\nb: : 2\n", "x.yaml:2:4: not YAML: mapping values are not allowed"),
        ("a: [1, 2\nb: 3\n", "x.yaml:2:"),
        ("a: 'open\n", "x.yaml:2:1: not YAML: found unexpected end of stream"),
        ('a: "\\UFFFFFFFF"', "x.yaml:1:1: not YAML that can be read"),
        ("{a: " * 500, f"x.yaml:1:1: nested deeper than {DEPTH_MAX} levels"),
        ("%YAML 9.9\n---\na: 1\n", "x.yaml:1:1: not YAML: found incompatible YAML document"),
    ],
)
def test_a_refusal_says_what_yaml_wanted(text: str, beginning: str) -> None:
    assert refusal(text).startswith(beginning)


def nested(levels: int) -> str:
    return "[" * levels + "1" + "]" * levels


def test_nesting_is_limited() -> None:
    parse_document("x.yaml", nested(DEPTH_MAX))
    wanted = f"x.yaml:1:{DEPTH_MAX + 2}: nested deeper than {DEPTH_MAX} levels"
    assert refusal(nested(DEPTH_MAX + 1)) == wanted
    assert refusal("&a [*a]").endswith(f"nested deeper than {DEPTH_MAX} levels")


def test_aliases_of_aliases_do_not_grow_without_end() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    assert f"more than {NODES_MAX} entries" in refusal("\n".join(lines))


def test_a_file_is_read_as_utf_8_with_or_without_a_mark(tmp_path: Path) -> None:
    for encoding in ("utf-8", "utf-8-sig"):
        file = tmp_path / f"{encoding}.yaml"
        file.write_text("低保: 是\n", encoding=encoding)
        assert read_document(file).content == {"低保": "是"}
        assert read_document(file).file == file.name


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    encoded = tmp_path / "gbk.yaml"
    encoded.write_bytes("低保: 是".encode("gbk"))
    large = tmp_path / "large.yaml"
    large.write_bytes(b"#" * (BYTES_MAX + 1))
    missing = tmp_path / "none.yaml"
    wanted = {
        encoded: Problem("gbk.yaml", 1, 1, "not UTF-8; save the file as UTF-8"),
        large: Problem("large.yaml", 1, 1, f"larger than {BYTES_MAX} bytes"),
        missing: Problem(str(missing), 1, 1, "cannot be read: No such file or directory"),
        tmp_path: Problem(str(tmp_path), 1, 1, "cannot be read: Is a directory"),
    }
    for file, problem in wanted.items():
        with pytest.raises(DocumentError) as refused:
            read_document(file)
        assert refused.value.problems == (problem,)


def test_the_largest_file_is_still_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "BYTES_MAX", 100)
    file = tmp_path / "large.yaml"
    file.write_bytes(b"a: 1\n#".ljust(100, b"-"))
    assert read_document(file).content == {"a": "1"}
