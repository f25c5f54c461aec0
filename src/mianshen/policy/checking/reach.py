"""Rows, caps and programmes that no bill can reach, and people whom no row is for."""

from collections.abc import Iterator

from mianshen.policy.binding import condition_words
from mianshen.policy.checking.conditions import Words, clash, of_identities
from mianshen.policy.consistency import Finding
from mianshen.policy.documents import Path_
from mianshen.policy.expressions import tree
from mianshen.policy.formula import Formula
from mianshen.policy.pack import Pack
from mianshen.policy.saying import Said, said
from mianshen.policy.schema import Programme, Terms, Who


def out_of_reach(pack: Pack, name: str) -> Iterator[Finding]:
    """What of a programme no bill can reach, and which of its people no row is for."""
    programme = pack.programmes[name]
    words = condition_words(pack, programme.kind).variables
    at: Path_ = ("programmes", name)
    own = [*_of_who(programme.who), *_node(programme.when)]
    what = clash(own, words)
    if what is not None:
        message = said(
            "no bill can get this programme: its conditions contradict each other on {what!r}",
            "没有哪笔结算能用到这个项目：它的条件在“{what}”上互相矛盾",
            what=what,
        )
        yield (*at, "when" if programme.when is not None else "who"), message
        return
    yield from _conditional_parts(programme, at, own, words)
    yield from _strangers(programme, at)
    yield from _people_without_a_row(programme, at)
    yield from _outdone_rows(programme, at)


def _of_who(who: Who | None) -> list[tree.Node]:
    return [] if who is None else list(of_identities(who.any, who.all, who.none))


def _node(formula: Formula | None) -> list[tree.Node]:
    return [] if formula is None else [formula.node]


_ROW = Said("row", "这一行")
_CAP = Said("cap", "这个限额")
_ADJUSTMENT = Said("adjustment", "这项调整")


def _conditional_parts(
    programme: Programme, at: Path_, own: list[tree.Node], words: Words
) -> Iterator[Finding]:
    for index, row in enumerate(programme.terms):
        path = (*at, "terms", index)
        asked = [*of_identities(row.who), *_node(row.when)]
        yield from _reached(path, _ROW, own, asked, words)
        for position, cap in enumerate(row.caps):
            cap_path = (*path, "caps", position, "when")
            yield from _reached(cap_path, _CAP, [*own, *asked], _node(cap.when), words)
    for index, cap in enumerate(programme.caps):
        yield from _reached((*at, "caps", index, "when"), _CAP, own, _node(cap.when), words)
    for index, adjust in enumerate(programme.adjust):
        asked = [*of_identities(adjust.who), *_node(adjust.when)]
        yield from _reached((*at, "adjust", index), _ADJUSTMENT, own, asked, words)


def _reached(
    path: Path_, part: Said, around: list[tree.Node], asked: list[tree.Node], words: Words
) -> Iterator[Finding]:
    alone = clash(asked, words)
    if alone is not None:
        yield (
            path,
            said(
                "no bill can reach this {part}: its conditions contradict each other on {what!r}",
                "没有哪笔结算能用到{part}：它的条件在“{what}”上互相矛盾",
                part=part,
                what=alone,
            ),
        )
        return
    together = clash([*around, *asked], words) if asked else None
    if together is not None:
        yield (
            path,
            said(
                "no bill can reach this {part}: what stands around it contradicts it on {what!r}",
                "没有哪笔结算能用到{part}：它的条件与项目本身的条件在“{what}”上互相矛盾",
                part=part,
                what=together,
            ),
        )


def _strangers(programme: Programme, at: Path_) -> Iterator[Finding]:
    """Rows for people of whom the programme itself does not speak."""
    who = programme.who
    if who is None or not who.any:
        return
    known = {*who.any, *who.all}
    for index, row in enumerate(programme.terms):
        for position, identity in enumerate(row.who):
            if identity not in known and identity not in who.none:
                yield (*at, "terms", index, "who", position), _stranger(identity)


def _stranger(identity: str) -> Said:
    return said(
        "{identity!r} is not under the `who` of the programme, so only those who are also of"
        " another class get here; add it there, or write `when: holds({identity})` if it is meant",
        "“{identity}”不在项目的 `who` 之内，只有同时具备其他身份的人才用得到；"
        "请加进 `who`，若确是此意请写 `when: holds({identity})`",
        identity=identity,
    )


def _people_without_a_row(programme: Programme, at: Path_) -> Iterator[Finding]:
    """People the programme is for whom every row passes by: they would always get nothing."""
    who = programme.who
    if who is None or not all(row.who for row in programme.terms):
        return
    served = {identity for row in programme.terms for identity in row.who}
    if served & set(who.all):
        return
    for index, identity in enumerate(who.any):
        if identity not in served:
            message = said(
                "no row of `terms` is for {identity!r}, so they would always get nothing",
                "`terms` 里没有一行是给“{identity}”的，他们将始终得不到救助",
                identity=identity,
            )
            yield (*at, "who", "any", index), message


def _outdone_rows(programme: Programme, at: Path_) -> Iterator[Finding]:
    """Rows that another row of the same people always equals or beats."""
    for index, row in enumerate(programme.terms):
        for other_index, other in enumerate(programme.terms):
            same = other.ratio is not None and row.ratio is not None and other_index != index
            if same and _outdoes(other, row, earlier=other_index < index):
                message = said(
                    "row {other} is for the same people and bills and pays as much or more, so this"
                    " row is never used",
                    "第 {other} 行对象和条件相同而给付不低于这一行，这一行永远用不到",
                    other=other_index + 1,
                )
                yield (*at, "terms", index), message
                break


def _outdoes(better: Terms, row: Terms, *, earlier: bool) -> bool:
    wider = not better.who or (bool(row.who) and set(row.who) <= set(better.who))
    same_when = better.when is None or (
        row.when is not None and better.when.text.split() == row.when.text.split()
    )
    bare = all(one.line is None and one.gate is None and not one.caps for one in (better, row))
    high, low = better.ratio, row.ratio
    if not (wider and same_when and bare) or high is None or low is None:
        return False
    more, less = high.node, low.node
    if not isinstance(more, tree.Number) or not isinstance(less, tree.Number):
        return False
    return more.value > less.value or (earlier and more.value == less.value)
