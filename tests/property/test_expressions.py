"""Laws of expressions and pack files: whatever is written is read, or refused at a place in it."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from mianshen.policy.documents import Document, DocumentError, parse_document
from mianshen.policy.expressions import tree
from mianshen.policy.expressions.checker import Vocabulary, check
from mianshen.policy.expressions.parser import TEXT_MAX_CHARS, ExpressionError, parse
from mianshen.policy.expressions.vocabulary import Type
from mianshen.policy.expressions.writing import write
from mianshen.policy.loading import PackError, load_pack, pack_from_document
from unit.policy.expression_shapes import WORDS, shape
from unit.policy.pack_texts import written

VOCABULARY = Vocabulary(WORDS, {"重大疾病": ("C50", "D 0")}, frozenset({"低保", "特困（城）"}))

TOKENS = [
    *WORDS,
    *(
        "重大疾病",
        "低保",
        "C50",
        "三级",
        "1",
        "70%",
        "1_0.5",
        "'a b'",
        "true",
        "min",
        "max",
        "holds",
    ),
    *("and", "or", "not", "is", "in", "starts", "with", "(", ")", "（", "）", "[", "]", ",", "，"),
    *("+", "-", "−", "*", "÷", "=", "!=", "≤", ">", "%", "$", "'", '"', ".", "\n", " "),
]
texts = st.one_of(
    st.text(max_size=60),
    st.lists(st.sampled_from(TOKENS), max_size=25).map("".join),
    st.lists(st.sampled_from(TOKENS), max_size=40).map(" ".join),
    st.integers(0, TEXT_MAX_CHARS + 10).map(lambda length: ("not (a+" * length)[:length]),
)


@given(texts, st.sampled_from([Type.NUMBER, Type.TRUTH]))
@example("+".join("1" * 200), Type.NUMBER)
def test_any_text_is_an_expression_or_refused_at_a_column_of_it(text: str, wanted: Type) -> None:
    error = _refusal(text, wanted)
    assert error is None or (0 <= error.at <= len(text) and str(error) != "")


def _refusal(text: str, wanted: Type) -> ExpressionError | None:
    try:
        check(parse(text), VOCABULARY, wanted)
    except ExpressionError as error:
        return error
    return None


def _named(kind: Type) -> list[tree.Node]:
    return [tree.Name(word.name, 0) for word in WORDS.values() if word.type is kind]


def _joined(
    make: Callable[[str, tree.Node, tree.Node], tree.Node],
    operators: list[str],
    left: st.SearchStrategy[tree.Node],
    right: st.SearchStrategy[tree.Node],
) -> st.SearchStrategy[tree.Node]:
    return st.builds(make, st.sampled_from(operators), left, right)


def _arithmetic(operator: str, left: tree.Node, right: tree.Node) -> tree.Node:
    return tree.Arithmetic(operator, left, right, 0)


def _comparison(operator: str, left: tree.Node, right: tree.Node) -> tree.Node:
    return tree.Comparison(operator, left, right, 0)


def _several(inner: st.SearchStrategy[tree.Node], least: int) -> st.SearchStrategy[Any]:
    return st.lists(inner, min_size=least, max_size=3).map(tuple)


literals = st.integers(0, 10**9).map(lambda figure: tree.Number(Fraction(figure, 10**4), 0))
numbers: st.SearchStrategy[tree.Node] = st.recursive(
    literals | st.sampled_from(_named(Type.NUMBER)),
    lambda inner: st.one_of(
        st.builds(tree.Negative, inner, st.just(0)),
        _joined(_arithmetic, ["+", "-", "*", "/"], inner, inner),
        st.builds(tree.Extreme, st.sampled_from(["min", "max"]), _several(inner, 1), st.just(0)),
    ),
    max_leaves=8,
)
words = st.one_of(
    st.sampled_from(["C50", "not", "holds", "1", "a.b", "三级"]),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="'"), max_size=5),
).map(lambda word: tree.Text(word, 0))
illness = st.just(tree.Name("illness", 0))
level = st.just(tree.Name("level", 0))
sizes = ["=", "!=", "<", "<=", ">", ">="]
grades = st.sampled_from([tree.Text(grade, 0) for grade in WORDS["level"].options])
lists = st.lists(words.map(lambda word: word.value), min_size=1, max_size=3)
simple_conditions: st.SearchStrategy[tree.Node] = st.one_of(
    st.sampled_from([tree.Truth(True, 0), tree.Truth(False, 0), *_named(Type.TRUTH)]),
    _joined(_comparison, sizes, numbers, numbers),
    _joined(_comparison, sizes, level, grades),
    _joined(_comparison, ["=", "!="], illness, words),
    st.builds(
        tree.Membership,
        illness,
        lists.map(lambda items: tree.Listing(tuple(items), 0)),
        st.booleans(),
        st.just(0),
    ),
    st.lists(st.sampled_from(sorted(VOCABULARY.identities)), min_size=1, max_size=2).map(
        lambda identities: tree.Holds(tuple(identities), 0)
    ),
)
conditions: st.SearchStrategy[tree.Node] = st.recursive(
    simple_conditions,
    lambda inner: st.one_of(
        st.builds(tree.Not, inner, st.just(0)),
        st.builds(tree.Logic, st.sampled_from(["and", "or"]), _several(inner, 2), st.just(0)),
        _joined(_comparison, ["=", "!="], inner, inner),
    ),
    max_leaves=6,
)


@given(numbers)
def test_a_figure_that_is_written_reads_back_the_same(node: tree.Node) -> None:
    _assert_reads_back(node, Type.NUMBER)


@given(conditions)
def test_a_condition_that_is_written_reads_back_the_same(node: tree.Node) -> None:
    _assert_reads_back(node, Type.TRUTH)


def _assert_reads_back(node: tree.Node, wanted: Type) -> None:
    text = write(node)
    assume(len(text) <= TEXT_MAX_CHARS)
    meant, again = (check(one, VOCABULARY, wanted) for one in (node, parse(text)))
    assert shape(again.node) == shape(meant.node)
    assert (again.dynamic, again.wide) == (meant.dynamic, meant.wide)


PACK = """\
id: drawn
region: "000000"
identities: [低保, 特困]
attributes: {在校: {type: truth}, 程度: {type: text, options: [轻, 重]}}
parameters:
  share: {values: [{from: 2023-01-01, value: 70%}]}
lists: {大病: [C50, C34]}
payers: {basic: {from: [hifp_pay], covers: in_scope_first}}
pools: {yearly: {amount: 60000, per: year, scope: household}}
layers:
  - {id: insurers, payers: [basic]}
  - {id: aid, combine: best_order, members: [a, b], advance: maf_pay}
programmes:
  a:
    who: {any: [低保], on: stay, backdate: {to: months, count: 3}}
    when: diagnosis in 大病 and not 在校
    base: in_scope_left
    terms:
      - {who: [特困], line: {amount: 500, per: year}, ratio: share}
      - origin: zero
        bands: [{up_to: 1000, ratio: 50%}, {ratio: 60%}]
    adjust: [{on: ratio, when: age > 60, points: 5%}]
    caps: [{amount: 1000, when: 程度 is 重}]
    pools: [yearly]
  b:
    base: total - basic - a
    per: year
    excludes: [{programme: a}]
    minimum: {at_least: 10}
    terms: [{guarantee: {share: 10%, of: total_left}}]
"""
OVERLAY = """\
id: guess
overlays: drawn
parameters:
  share: {values: [{from: 2023-01-01, value: 80%}], law: {assumed: 未见公布}}
"""
SCRAPS = ["", " ", "\n", ":", ": ", "- ", "[", "]", "{", "}", ",", "'", '"', "&a ", "*a", "|", ">"]
SCRAPS += [
    "~",
    "#",
    "%",
    "!",
    "? ",
    "\t",
    "\\",
    "\x00",
    "\ud800",
    "1",
    "x",
    "低保",
    "<<: ",
    "---\n",
]
SCRAPS += ['"\\uD800"', '"\\UFFFFFFFF"', "programmes", "a", "b", "ratio: ", "2023-02-30"]


def _torn(text: str) -> st.SearchStrategy[str]:
    """The text with up to three pieces of it replaced by scraps."""
    cut = st.tuples(st.integers(0, len(text)), st.integers(0, 30), st.sampled_from(SCRAPS))

    def tear(cuts: list[tuple[int, int, str]]) -> str:
        torn = text
        for start, length, scrap in cuts:
            torn = torn[:start] + scrap + torn[start + length :]
        return torn

    return st.lists(cut, max_size=3).map(tear)


def _assert_placed(refused: DocumentError | PackError, *texts: str) -> None:
    longest = max(len(text.splitlines()) for text in texts) + 1
    assert refused.problems
    for problem in refused.problems:
        assert 1 <= problem.line <= longest
        assert problem.column >= 1
        assert problem.message != ""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("drawn")


def test_the_pack_that_is_torn_is_whole_at_first(folder: Path) -> None:
    pack = load_pack(written(folder / "pack", PACK), [written(folder / "over", OVERLAY)])
    assert (pack.id, pack.overlays) == ("drawn", ("guess",))


@given(st.data())
def test_a_torn_pack_is_loaded_or_refused_at_a_line(folder: Path, data: st.DataObject) -> None:
    torn = [data.draw(_torn(text)) for text in (PACK, OVERLAY)]
    for name, text in zip(("pack", "over"), torn, strict=True):
        (written(folder / name, "") / "pack.yaml").write_bytes(text.encode(errors="surrogatepass"))
    try:
        load_pack(folder / "pack", [folder / "over"])
    except PackError as refused:
        _assert_placed(refused, *torn)


@given(st.text(st.sampled_from(":-[]{}'\"&*|>!%#?,\n \tab1~\\\x07\ufeff\x85"), max_size=40))
def test_any_text_is_a_document_or_refused_at_a_line(text: str) -> None:
    try:
        parse_document("x.yaml", text)
    except DocumentError as refused:
        _assert_placed(refused, text)


scalars = st.sampled_from([None, "", "x", "a", "低保", "1", "70%", "true", "year", "2023-01-01"])
values = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=2),
        st.dictionaries(
            st.sampled_from(["a", "from", "amount", "ratio", "when"]), inner, max_size=2
        ),
    ),
    max_leaves=4,
)


@given(st.data(), values)
def test_a_pack_with_another_value_somewhere_is_loaded_or_refused(
    data: st.DataObject, value: object
) -> None:
    document = parse_document("pack.yaml", PACK)
    place = data.draw(st.sampled_from(sorted(filter(None, document.value_places), key=str)))
    around: Any = document.content
    for step in place[:-1]:
        around = around[step]
    around[place[-1]] = value
    try:
        pack_from_document(Document("pack.yaml", document.content, document.value_places))
    except PackError as refused:
        _assert_placed(refused, PACK)
