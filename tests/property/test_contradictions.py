"""A contradiction that the checks tell is one: no bill at all meets the conditions."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from mianshen.policy.checking.conditions import clash
from mianshen.policy.expressions.checker import Vocabulary, check
from mianshen.policy.expressions.parser import parse
from mianshen.policy.expressions.vocabulary import (
    CARE_AMOUNTS,
    CARE_FACTS,
    GRADES,
    PERSON_FACTS,
    VISITS,
    Type,
)

WORDS = Vocabulary(
    {**CARE_AMOUNTS, **CARE_FACTS, **PERSON_FACTS}, {}, frozenset({"甲", "乙", "丙"})
)
IDENTITIES = ("甲", "乙", "丙")


@dataclass(frozen=True)
class World:
    """A bill and a person, as far as the conditions drawn here can see."""

    visit: str
    grade: int
    total: int
    in_scope: int
    referred: bool
    held: frozenset[str]


WORLDS = [
    World(visit, grade, total, in_scope, referred, frozenset(held))
    for visit, grade, total, in_scope, referred in product(
        VISITS[:3], range(len(GRADES)), range(4), range(4), (True, False)
    )
    for held in ((), ("甲",), ("甲", "乙"), ("丙",), IDENTITIES)
]
Meets = Callable[[World], bool]
Condition = tuple[str, Meets]

COMPARE: dict[str, Callable[[int, int], bool]] = {
    "=": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


def of_grade(operator: str, grade: str) -> Condition:
    edge = GRADES.index(grade)
    return f"grade {operator} {grade}", lambda one: COMPARE[operator](one.grade, edge)


def of_total(operator: str, edge: int, turned: bool) -> Condition:
    if turned:
        return f"{edge} {operator} total", lambda one: COMPARE[operator](edge, one.total)
    return f"total {operator} {edge}", lambda one: COMPARE[operator](one.total, edge)


def of_both(operator: str) -> Condition:
    return (
        f"total {operator} in_scope",
        lambda one: COMPARE[operator](one.total, one.in_scope),
    )


def of_visit(words: list[str]) -> Condition:
    return f"visit in [{', '.join(words)}]", lambda one: one.visit in words


def of_identities(words: list[str]) -> Condition:
    return f"holds({', '.join(words)})", lambda one: bool(one.held & set(words))


OPERATORS = st.sampled_from(sorted(COMPARE))
PLAIN = st.one_of(
    st.builds(of_grade, OPERATORS, st.sampled_from(GRADES)),
    st.builds(of_total, OPERATORS, st.integers(0, 3), st.booleans()),
    st.builds(of_both, OPERATORS),
    st.builds(of_visit, st.lists(st.sampled_from(VISITS[:3]), min_size=1, max_size=2)),
    st.builds(of_identities, st.lists(st.sampled_from(IDENTITIES), min_size=1, max_size=2)),
    st.just(("referred", lambda one: one.referred)),
    st.just(("referred = false", lambda one: not one.referred)),
)


def negated(one: Condition) -> Condition:
    text, meets = one
    return f"not ({text})", lambda world: not meets(world)


def joined(first: Condition, second: Condition, word: str) -> Condition:
    meets, also = first[1], second[1]
    if word == "and":
        return f"({first[0]}) and ({second[0]})", lambda world: meets(world) and also(world)
    return f"({first[0]}) or ({second[0]})", lambda world: meets(world) or also(world)


CONDITIONS = st.recursive(
    PLAIN,
    lambda inner: st.one_of(
        st.builds(negated, inner), st.builds(joined, inner, inner, st.sampled_from(["and", "or"]))
    ),
    max_leaves=5,
)


def told(conditions: list[Condition]) -> str | None:
    nodes = [check(parse(text), WORDS, Type.TRUTH).node for text, _ in conditions]
    return clash(nodes, WORDS.variables)


@given(st.lists(CONDITIONS, min_size=1, max_size=4))
def test_no_bill_meets_conditions_that_are_told_to_contradict(conditions: list[Condition]) -> None:
    if told(conditions) is not None:
        assert not [world for world in WORLDS if all(meets(world) for _, meets in conditions)]


@given(PLAIN)
def test_a_plain_condition_and_its_opposite_always_contradict(one: Condition) -> None:
    assert told([one, negated(one)]) is not None
