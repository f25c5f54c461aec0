"""A checked pack answers where each of its parts stands."""

import pytest

from mianshen.policy.schema import Kind
from unit.policy.pack_texts import PLAIN, pack, small

PAYERS = "payers: {basic: {from: hifp_pay}, charity: {from: 慈善}}\n"
PREMIUM = "{kind: premium, base: price, terms: [{ratio: 1}]}"
LAYERS = """
  - {id: insurers, payers: [basic]}
  - {id: premiums, members: [p]}
  - {id: aid, members: [a, b]}
  - {id: charity, payers: [charity]}
  - {id: end, members: [c]}"""
PROGRAMMES = f"""
  a: {PLAIN.replace("{", "{year: {starts: 07-01}, ", 1)}
  b: {PLAIN}
  c: {PLAIN.replace("{", "{per: year, settled: year_end, ", 1)}
  p: {PREMIUM}"""


def test_every_part_knows_its_place() -> None:
    read = pack(small(PAYERS, layers=LAYERS, programmes=PROGRAMMES))
    assert read.place_of == {
        "insurers": 0,
        "basic": 0,
        "premiums": 1,
        "p": 1,
        "aid": 2,
        "a": 2,
        "b": 2,
        "charity": 3,
        "end": 4,
        "c": 4,
    }
    assert {name: layer.id for name, layer in read.layer_of.items()} == {
        "p": "premiums",
        "a": "aid",
        "b": "aid",
        "c": "end",
    }
    assert [read.is_year_end(layer) for layer in read.layers] == [False] * 4 + [True]
    assert [read.year_of(name).starts for name in "ab"] == ["07-01", "01-01"]
    assert (set(read.payers), set(read.pools)) == ({"basic", "charity"}, set())


@pytest.mark.parametrize(
    ("kind", "layers"),
    [
        (Kind.REIMBURSEMENT, ["insurers", "aid", "charity", "end"]),
        (Kind.PREMIUM, ["insurers", "premiums", "charity"]),
        (Kind.DAILY, ["insurers", "charity"]),
    ],
)
def test_an_event_passes_all_payers_and_the_programmes_of_its_kind(
    kind: Kind, layers: list[str]
) -> None:
    read = pack(small(PAYERS, layers=LAYERS, programmes=PROGRAMMES))
    assert [layer.id for layer in read.layers_of_kind(kind)] == layers


@pytest.mark.parametrize(
    ("text", "layer"),
    [
        (small(PAYERS, layers=LAYERS, programmes=PROGRAMMES), "aid"),
        (
            small(
                PAYERS,
                layers=LAYERS.replace("{id: end", "{id: end, advance: maf_pay"),
                programmes=PROGRAMMES,
            ),
            "end",
        ),
        (
            small(
                PAYERS,
                layers=LAYERS,
                programmes=PROGRAMMES.replace("{kind", "{advance: maf_pay, kind"),
            ),
            "premiums",
        ),
        (
            small(PAYERS.replace("慈善", "[慈善, maf_pay]"), layers=LAYERS, programmes=PROGRAMMES),
            None,
        ),
        (
            small(
                PAYERS,
                layers=LAYERS,
                programmes=PROGRAMMES.replace("{base", "{simulated: true, base").replace(
                    "a: {", "a: {simulated: true, "
                ),
            ),
            "end",
        ),
        (small(programmes=f"{{a: {PREMIUM}}}"), None),
        (small(programmes=f"{{a: {PLAIN.replace('{', '{simulated: true, ', 1)}}}"), None),
    ],
    ids=["first", "named", "of a member", "a payer's", "not simulated", "no care", "all simulated"],
)
def test_one_stop_aid_is_set_against_one_layer(text: str, layer: str | None) -> None:
    found = pack(text).advance_layer
    assert (found.id if found else None) == layer
