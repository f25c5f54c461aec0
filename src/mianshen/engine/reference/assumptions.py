"""What of an amount rests on figures without a published source."""

from collections.abc import Iterator, Mapping
from functools import cache

from mianshen.engine.reference.members import Member
from mianshen.engine.reference.unknowns import formulas_of
from mianshen.policy.expressions import tree
from mianshen.policy.schema import Law, Spelling


@cache
def assumed_in(member: Member, row: int) -> tuple[str, ...]:
    """What an amount under a row of terms rests on that is `assumed`, by name, in order.

    The programme itself, the parameters and pools it names, and what stands before it in the order
    of payment: payers, and the layers up to its own.
    """
    pack = member.pack
    parts = {name: part for name, part in vars(member.programme).items() if name != "terms"}
    named = set()
    if any(law.assumed for law in _laws([parts, member.programme.terms[row]])):
        named.add(member.name)
    read = {name for node in formulas_of(member, row) for name in tree.names(node)}
    read |= set(member.programme.pools)
    figures: dict[str, Spelling] = {**pack.parameters, **pack.pools}
    before = pack.layers[: member.place + 1]
    resting: dict[str, Spelling] = {name: one for name, one in figures.items() if name in read}
    resting |= {layer.id: layer for layer in before}
    resting |= {name: pack.payers[name] for layer in before for name in layer.payers}
    named |= {name for name, one in resting.items() if any(law.assumed for law in _laws(one))}
    return tuple(sorted(named))


def _laws(part: object) -> Iterator[Law]:
    """Every clause cited in a part of a pack."""
    if isinstance(part, Law):
        yield part
    elif isinstance(part, Spelling):
        for value in vars(part).values():
            yield from _laws(value)
    elif isinstance(part, Mapping):
        for value in part.values():
            yield from _laws(value)
    elif isinstance(part, list | tuple):
        for value in part:
            yield from _laws(value)
