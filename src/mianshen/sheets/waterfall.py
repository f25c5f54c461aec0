"""The bill as a waterfall: from the whole, past everyone's part, to what the person bears."""

from collections.abc import Iterator, Sequence

from mianshen.engine.facts import Event
from mianshen.engine.reference.charges import Charge
from mianshen.engine.reference.place import apply_payment
from mianshen.engine.results import Line
from mianshen.policy.pack import ONE_STOP_SOURCE, Pack
from mianshen.run.settlements import PAYER_FIELDS
from mianshen.run.words import PAYER_FIELDS as PAYER_WORDS
from mianshen.run.words import say, yuan
from mianshen.sheets.model import Fall, Flow, Part, Share, Waterfall
from mianshen.sheets.titles import Titles

_STATED = (
    (Part.FULL_SELF_PAY, "full_self_pay", ("全自费", "outside the catalogue")),
    (Part.SELF_PAY_FIRST, "self_pay_first", ("先行自付", "borne first")),
    (Part.OVER_LIMIT, "over_limit", ("超限价", "above price limits")),
)


def waterfall(
    event: Event, charge: Charge | None, lines: Sequence[Line], titles: Titles
) -> Waterfall:
    """Everyone's part of a bill, in the order of payment.

    `lines` stand in the order in which they were paid. Aid counts with what is due or, where more
    was delivered, with that. An excluded bill has no charge: only the hospital's part is taken off.
    """
    amounts = event.amounts_fen
    falls = list(_falls(event, charge, lines, titles))
    borne_fen = falls[-1].left_fen
    in_scope_left_fen = _in_scope_left(amounts.get("in_scope", 0), falls)
    borne = titles.say("个人负担", "the person bears")
    falls.append(Fall(Flow.BORNE, borne, borne_fen, 0))
    stated = tuple(
        Share(part, say(label, titles.lang), amounts[word])
        for part, word, label in _STATED
        if amounts.get(word)
    )
    return Waterfall(
        falls=tuple(falls),
        shares=_shares(borne_fen, in_scope_left_fen, stated, titles),
        stated=stated,
        in_scope_fen=amounts.get("in_scope", 0),
        account_fen=amounts.get("account_pay", 0),
        notes=tuple(_notes(event, charge, titles)),
    )


def _falls(
    event: Event, charge: Charge | None, lines: Sequence[Line], titles: Titles
) -> Iterator[Fall]:
    left_fen = event.amounts_fen.get("total", 0) or event.amounts_fen.get("price", 0)
    yield Fall(Flow.TOTAL, titles.say("医疗总费用", "total bill"), left_fen, left_fen)
    hospital_fen = event.amounts_fen.get("hospital_part", 0)
    if hospital_fen:
        left_fen -= hospital_fen
        label = titles.say("医院负担", "hospital's part")
        yield Fall(Flow.HOSPITAL, label, hospital_fen, left_fen)
    paid_fen = charge.paid_fen if charge else {}
    for layer in titles.pack.layers:
        for name in layer.payers:
            if paid_fen.get(name):
                left_fen -= paid_fen[name]
                covers = titles.pack.payers[name].covers
                yield Fall(Flow.PAYER, titles.payer(name), paid_fen[name], left_fen, covers=covers)
        for line in lines:
            counted_fen = max(line.amount_fen, line.delivered_fen)
            if line.programme in layer.members and counted_fen:
                left_fen -= counted_fen
                yield _aid(line, left_fen, titles)


def _aid(line: Line, left_fen: int, titles: Titles) -> Fall:
    programme = titles.pack.programmes[line.programme]
    note = ""
    if line.delivered_fen:
        told = yuan(line.delivered_fen)
        note = titles.say(f"已支付 {told}", f"{told} delivered")
    return Fall(
        Flow.AID,
        titles.programme(line.programme),
        max(line.amount_fen, line.delivered_fen),
        left_fen,
        programme.office,
        note,
    )


def _in_scope_left(in_scope_fen: int, falls: Sequence[Fall]) -> int:
    """What of the insured scope nobody has met, each payment meeting the costs it covers first."""
    left_fen = (min(in_scope_fen, falls[0].amount_fen), falls[0].amount_fen)
    for fall in falls[1:]:
        if fall.flow is Flow.HOSPITAL:
            total_fen = left_fen[1] - fall.amount_fen
            left_fen = (min(left_fen[0], total_fen), total_fen)
        else:
            left_fen = apply_payment(left_fen, fall.amount_fen, fall.covers)
    return left_fen[0]


def _shares(
    borne_fen: int, in_scope_left_fen: int, stated: Sequence[Share], titles: Titles
) -> tuple[Share, ...]:
    """What is borne, the parts outside the insured scope apart as long as nobody met them."""
    in_scope_fen = max(0, min(in_scope_left_fen, borne_fen))
    outside_fen = borne_fen - in_scope_fen
    label = titles.say("政策范围内自付", "borne in scope")
    shares = [Share(Part.IN_SCOPE, label, in_scope_fen)] if in_scope_fen else []
    if outside_fen == sum(share.amount_fen for share in stated):
        return (*shares, *stated)
    if outside_fen > 0:
        label = titles.say("政策范围外自付", "borne outside scope")
        shares.append(Share(Part.OUTSIDE, label, outside_fen))
    return tuple(shares)


def _notes(event: Event, charge: Charge | None, titles: Titles) -> Iterator[str]:
    if charge is None:
        yield titles.say(
            "这笔结算已剔除，上面不含其他渠道的支付。",
            "This settlement is excluded; payments by others are not shown.",
        )
        return
    for source, paid_fen in sorted(event.paid_fen.items()):
        if source in PAYER_FIELDS and paid_fen and not _is_read(titles.pack, source):
            label, told = say(PAYER_WORDS[source], titles.lang), yuan(paid_fen)
            yield titles.say(
                f"{label}支付了 {told} 元，政策没有用到它，按个人负担列示。",
                f"{label} paid {told} yuan that the policy does not read; it is shown as borne.",
            )
    if charge.provisional:
        yield titles.say("其中有暂定支付，以后可能调整。", "Some payments are provisional.")


def _is_read(pack: Pack, source: str) -> bool:
    named = {one for payer in pack.payers.values() for one in payer.sources}
    named |= {one for layer in pack.layers for one in layer.advance}
    named |= {one for programme in pack.programmes.values() for one in programme.advance}
    if any(one.startswith("fund:") for one in named):
        return True
    return source in named or (source == ONE_STOP_SOURCE and pack.advance_layer is not None)
