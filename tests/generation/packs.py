"""Generated packs: the order of payment, who pays, the pools, and programmes that fit."""

import json
import re
from dataclasses import dataclass, field

from generation import figures
from generation.drawing import Drawing
from generation.figures import Place
from generation.programmes import Content, cap, programme, year
from mianshen.policy.documents import Document
from mianshen.policy.loading import pack_from_document
from mianshen.policy.pack import Pack

SOURCES = {"basic": "hifp_pay", "major": "hifmi_pay", "charity": "fund:999996"}
EMPLOYER_SOURCE = "employer"
ADVANCE_SOURCES = ("maf_pay", "fund:610200", "fund:610300")
NAMES = tuple("abcdefghijkl")
SEARCHED_MAX = 4
NAMES_OF_OTHERS = tuple("nopqrstuvwxyz")

Layers = list[Content]


@dataclass
class _Draft:
    """A pack in the making; a place in the order of payment knows what stands before it."""

    names: tuple[str, ...] = NAMES
    searched_max: int = SEARCHED_MAX
    layers: Layers = field(default_factory=list)
    payers: dict[str, Content] = field(default_factory=dict)
    programmes: dict[str, Content] = field(default_factory=dict)

    def members(self, count: int) -> list[str]:
        """Names for the next programmes."""
        taken = len(self.programmes)
        return list(self.names[taken : taken + count])

    def place(self, kind: str, name: str, own: list[str]) -> Place:
        """What formulas of a programme of the layer to come may name."""
        before = [layer for layer in self.layers if "members" in layer]
        return Place(
            kind=kind,
            name=name,
            payers=tuple(self.payers),
            payer_layers=tuple(layer["id"] for layer in self.layers if "payers" in layer),
            earlier=tuple(self.programmes) if kind == "reimbursement" else (),
            earlier_layers=tuple(layer["id"] for layer in before),
            own=tuple(other for other in own if other != name),
            anywhere=(*self.programmes, *own),
        )


def packs(d: Drawing, searched_max: int = SEARCHED_MAX) -> tuple[Pack, ...]:
    """One valid pack, or now and then two that name nothing alike, checked as files would be."""
    first = pack_of(pack_content(d, "drawn", _Draft(searched_max=searched_max)))
    if d.chance(4):
        return first, pack_of(pack_content(d, "other", _Draft(NAMES_OF_OTHERS)))
    return (first,)


def pack_of(content: Content) -> Pack:
    """A pack from its spelling; raises `PackError` where it does not fit together."""
    return pack_from_document(Document("pack.yaml", content))


def pack_content(d: Drawing, identifier: str, draft: _Draft) -> Content:
    """The spelling of a pack as its file would hold it: mappings, lists and texts."""
    _payers(d, draft, "paid_before", ("basic", "major"), 72)
    _care_layers(d, draft)
    if d.chance(9):
        _other_kind(d, draft, "premium", "premiums")
    if d.chance(9):
        _other_kind(d, draft, "daily", "leaves")
    if d.chance(10):
        _year_end_layer(d, draft)
    content: Content = {"id": identifier, "region": "990100", "identities": [*figures.IDENTITIES]}
    if d.chance(18):
        content["year"] = _pack_year(d)
    if d.chance(8):
        content["account_money"] = "paid"
    content |= {"attributes": figures.ATTRIBUTES, "parameters": figures.parameters(d)}
    content |= {"lists": figures.LISTS, "payers": draft.payers, "pools": _pools(d, draft)}
    content |= {"layers": draft.layers, "programmes": draft.programmes}
    _exclusions(d, draft)
    _advances(d, draft)
    return _without_unread(content)


def _payers(d: Drawing, draft: _Draft, name: str, known: tuple[str, ...], percent: int) -> None:
    picked = [payer for payer in known if d.chance(percent)]
    if not picked:
        return
    for payer in picked:
        content: Content = {"from": [SOURCES[payer]]}
        if d.chance(12) and EMPLOYER_SOURCE not in str(draft.payers):
            content["from"].append(EMPLOYER_SOURCE)
        if d.chance(15):
            content["covers"] = "out_of_scope_first"
        if d.chance(40):
            content["allocate"] = d.of("chronological", "pro_rata", "year_level")
        if d.chance(15):
            content["provisional_satisfies"] = "true"
        draft.payers[payer] = content
    if len(picked) == 2 and d.chance(40):
        draft.layers += [{"id": f"{name}_{payer}", "payers": [payer]} for payer in picked]
    else:
        draft.layers.append({"id": name, "payers": picked})


def _care_layers(d: Drawing, draft: _Draft) -> None:
    count = d.among((1, 36), (2, 52), (3, 12))
    most = {1: 4, 2: 3, 3: 2}[count]
    searched = 0
    for index in range(count):
        searched += _programme_layer(d, draft, f"layer_{index + 1}", most, searched)
        if index == 0:
            _payers(d, draft, "paid_after", ("charity",), 28)


def _programme_layer(d: Drawing, draft: _Draft, name: str, most: int, searched: int) -> int:
    """Add a layer; tells how many members it searches over, so that searches stay small."""
    size = min(most, d.among((1, 32), (2, 44), (3, 19), (4, 5)))
    best = (("best_order", 34), ("best_one", 15)) if searched < 3 else ()
    plain = (("sequence", 26), ("parallel", 16), ("elective", 10))
    combine = d.among(*plain, *best) if size > 1 else "sequence"
    if combine == "best_order":
        most = min(draft.searched_max, d.among((4, 195), (5, 4), (6, 1)))
        size = 2 if searched else most if most > SEARCHED_MAX else size
    members = draft.members(size)
    layer: Content = {"id": name, "members": members, "combine": combine}
    draft.programmes |= {
        one: programme(d, draft.place("reimbursement", one, members)) for one in members
    }
    if combine.startswith("best"):
        most = {2: 3, 3: 2, 4: 2}.get(size + searched, 1)
        _keep_rows(draft, members, most)
    if combine == "best_one":
        layer["horizon"] = "visit"
    if combine == "parallel" and d.chance(45):
        layer["cut"] = "pro_rata"
    if combine in ("best_one", "best_order") and d.chance(15):
        layer["best_over"] = "layer"
    if combine == "best_order":
        if d.chance(25):
            layer["pin_order"] = d.of("strict", "none")
        if d.chance(3):
            layer["states_max"] = d.of("20000", "30000")
    if d.chance(10):
        layer["when_held"] = "hold_layer"
    draft.layers.append(layer)
    return size if combine.startswith("best") else 0


def _keep_rows(draft: _Draft, members: list[str], most: int) -> None:
    """Leave members of a search so many competing rows together, the last ones of each."""
    together = 1
    for name in members:
        rows = draft.programmes[name]["terms"]
        draft.programmes[name]["terms"] = rows[-max(1, most // together) :]
        together *= len(draft.programmes[name]["terms"])


def _other_kind(d: Drawing, draft: _Draft, kind: str, name: str) -> None:
    members = draft.members(d.among((1, 70), (2, 30)))
    made = {one: programme(d, draft.place(kind, one, members)) for one in members}
    combine = d.of("sequence", "parallel") if len(members) > 1 else "sequence"
    draft.layers.append({"id": name, "members": members, "combine": combine})
    draft.programmes |= made


def _year_end_layer(d: Drawing, draft: _Draft) -> None:
    members = draft.members(d.among((1, 80), (2, 20)))
    for one in members:
        draft.programmes[one] = programme(
            d, draft.place("reimbursement", one, members), year_end=True
        )
    draft.layers.append({"id": "at_year_end", "members": members})


def _pack_year(d: Drawing) -> Content:
    content = year(d)
    if d.chance(60):
        content["starts"] = "01-01"
    return content


def _pools(d: Drawing, draft: _Draft) -> dict[str, Content]:
    """Shared, nested and household pools, with the programmes that stand in them."""
    care = [name for name, one in draft.programmes.items() if "kind" not in one]
    place = Place(payers=tuple(draft.payers), anywhere=tuple(care))
    pools: dict[str, Content] = {}
    own = "" if draft.names is NAMES else "_of_others"
    for name, percent in ((f"shared{own}", 24), (f"outer{own}", 8), (f"home{own}", 37)):
        if not d.chance(percent):
            continue
        pool = cap(d, place)
        if name.startswith("home"):
            pool |= {"scope": "household", "amount": d.of("10000", "5000", "30000", "3000")}
        if d.chance(14):
            pool["year"] = year(d)
        pools[name] = pool
        for member in d.some(care, 70):
            draft.programmes[member].setdefault("pools", []).append(name)
    return pools


def _exclusions(d: Drawing, draft: _Draft) -> None:
    places = {
        name: index for index, layer in enumerate(draft.layers) for name in layer.get("members", ())
    }
    for name, content in draft.programmes.items():
        kind = content.get("kind")
        later = [
            other
            for other, one in draft.programmes.items()
            if other != name and places[other] >= places[name] and one.get("kind") == kind
        ]
        if later and d.chance(11):
            exclusion: Content = {"programme": d.of(*later)}
            if d.chance(30):
                exclusion["acts_when"] = "eligible"
            content["excludes"] = [exclusion]
            back = exclusion["programme"]
            if places[back] == places[name] and d.chance(30):
                draft.programmes[back].setdefault("excludes", []).append({"programme": name})


def _advances(d: Drawing, draft: _Draft) -> None:
    care = [
        layer
        for layer in draft.layers
        if "members" in layer
        and not any("kind" in draft.programmes[name] for name in layer["members"])
        and not any("settled" in draft.programmes[name] for name in layer["members"])
    ]
    for source in ADVANCE_SOURCES:
        if d.chance(12):
            layer = d.of(*care)
            holder = d.of(layer, *(draft.programmes[name] for name in layer["members"]))
            holder.setdefault("advance", []).append(source)
        elif source == "maf_pay" and draft.payers and d.chance(4):
            next(iter(draft.payers.values()))["from"].append(source)


def _without_unread(content: Content) -> Content:
    """The pack without attributes, figures and lists that nothing reads, so that it reads well."""
    read = json.dumps([content["programmes"], content["pools"]], ensure_ascii=False)
    words = set(re.findall(r"\w+", read))
    for group in ("attributes", "parameters", "lists"):
        kept = {name: known for name, known in content[group].items() if name in words}
        content[group] = kept
    return {key: value for key, value in content.items() if value not in ({}, [])}
