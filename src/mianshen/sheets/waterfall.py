"""The bill as a waterfall: from the whole, past everyone's part, to what the person bears."""

from collections.abc import Iterator, Sequence

from mianshen.engine.facts import Event
from mianshen.engine.reference.charges import Charge
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

    Aid counts with what is due or, where more was delivered, with that. An excluded bill has no
    charge: only the hospital's part is taken off then.
    """
    amounts = event.amounts_fen
    falls = list(_falls(event, charge, lines, titles))
    borne_fen = falls[-1].left_fen
    borne = titles.say("个人负担", "the person bears")
    falls.append(Fall(Flow.BORNE, borne, borne_fen, 0))
    stated = tuple(
        Share(part, say(label, titles.lang), amounts[word])
        for part, word, label in _STATED
        if amounts.get(word)
    )
    return Waterfall(
        falls=tuple(falls),
        shares=_shares(borne_fen, stated, titles),
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
    by_programme = {line.programme: line for line in lines}
    for layer in titles.pack.layers:
        for name in layer.payers:
            if paid_fen.get(name):
                left_fen -= paid_fen[name]
                yield Fall(Flow.PAYER, titles.payer(name), paid_fen[name], left_fen)
        for name in layer.members:
            line = by_programme.get(name)
            if line is not None and max(line.amount_fen, line.delivered_fen):
                left_fen -= max(line.amount_fen, line.delivered_fen)
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


def _shares(borne_fen: int, stated: Sequence[Share], titles: Titles) -> tuple[Share, ...]:
    """What is borne, the parts outside the insured scope apart as long as nobody met them."""
    outside_fen = sum(share.amount_fen for share in stated)
    if borne_fen <= 0:
        return ()
    if outside_fen > borne_fen:
        label = titles.say("政策范围外（部分已有人支付）", "outside scope, partly met")
        return (Share(Part.OUTSIDE, label, borne_fen),)
    in_scope_fen = borne_fen - outside_fen
    in_scope = titles.say("政策范围内自付", "borne in scope")
    shares = [Share(Part.IN_SCOPE, in_scope, in_scope_fen)] if in_scope_fen else []
    return (*shares, *stated)


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
