"""待遇政策: what is in force by which clause, versions compared in words, cases tried."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from django.urls import reverse

from bureau.desk_district import CLERK, FIRST_DAY, INSPECTOR, PROFILE, signed_in
from bureau.factories import Bureau, Who, bill, card
from mianshen.bureau.assessment import services as assessment
from mianshen.bureau.demo_logins import make_demo_logins
from mianshen.bureau.offices.profile import OFFICES_FILE
from mianshen.bureau.offices.services import load_offices
from mianshen.run.shipped import Located, locate, locate_profile

SIGNER = "demo-policy-signer"
_PACK = """\
id: small
title: 青禾区医疗救助办法
region: "000000"
identities: [低保]
law: {{document: 青禾府发〔2025〕1号}}
payers: {{basic: {{from: [hifp_pay]}}}}
layers:
  - {{id: insurers, payers: [basic]}}
  - {{id: relief, members: [aid]}}
programmes:
  aid: {{title: 住院救助, office: 医保局, fund: 基金, who: {{any: [低保]}},
        law: {{document: 青禾府发〔2025〕1号, clause: 第七条, url: "https://qinghe.example/1"}},
        base: in_scope - basic, terms: [{{ratio: {ratio}}}], caps: [{{amount: {cap}, per: year}}]}}
"""


@dataclass(frozen=True)
class Versions:
    old: str
    new: str
    case_pack: str


@pytest.fixture(scope="module")
def versions(module_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Versions]:
    """Two versions of a pack; one person was assessed under the old one, and not yet anew."""
    assert module_database
    load_offices(locate_profile(PROFILE, OFFICES_FILE), PROFILE, FIRST_DAY, "system:test")
    make_demo_logins(FIRST_DAY)
    folder, bureau, who = tmp_path_factory.mktemp("pack"), Bureau(), Who("张秀芳", card(1))
    old = _in_force(bureau, folder, ratio="70%", cap=30_000)
    bureau.roster("202501", [(who, "低保")])
    bureau.settle(bill(who, "a1", "2025-03-10", 900_000, 520_000))
    asked = assessment.Asked(date(2025, 12, 31), (2025,))
    assessment.assess_dirty(asked, bureau.stated("system"))
    new = _in_force(bureau, folder, ratio="75%", cap=50_000)
    example = assessment.put_in_force(locate("yubei-chain"), (), bureau.stated("policy:2"))
    return Versions(old, new, example)


def _in_force(bureau: Bureau, folder: Path, ratio: str, cap: int) -> str:
    file = folder / "pack.yaml"
    file.write_text(_PACK.format(ratio=ratio, cap=cap), encoding="utf-8")
    return assessment.put_in_force(Located(file), (), bureau.stated("policy:1"))


def seen(path: str, lang: str = "zh", number: str = SIGNER) -> str:
    answer = signed_in(number, lang).get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_packs_in_force_are_listed_with_all_their_versions(versions: Versions) -> None:
    page = seen(reverse("policies"))
    assert page.count("施行中") == 4  # Two packs: each beside its title and beside its version.
    assert "青禾区医疗救助办法" in page
    assert versions.old[:12] in page
    assert f"old={versions.old}&amp;new={versions.new}" in page


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_version_is_read_rule_by_rule_with_its_clause(versions: Versions, lang: str) -> None:
    page = seen(reverse("policy", args=[versions.new]), lang)
    assert "75%" in page
    assert "70%" not in page
    assert "50,000" in page
    assert "30,000" not in page
    assert "第七条" in page
    assert "https://qinghe.example/1" in page


def test_two_versions_are_compared_in_words(versions: Versions) -> None:
    address = f"{reverse('policy-changes')}?old={versions.old}&new={versions.new}"
    page = seen(address)
    assert "70%" in page
    assert "75%" in page
    assert "30,000" in page
    assert "50,000" in page
    assert seen(address.replace(versions.new, versions.old)).count("两个版本没有差别") == 1


def test_versions_of_different_packs_are_not_compared(versions: Versions) -> None:
    address = f"{reverse('policy-changes')}?old={versions.old}&new={versions.case_pack}"
    assert signed_in(SIGNER).get(address).status_code == 404


def test_the_cases_of_a_pack_are_tried_when_asked(versions: Versions) -> None:
    address = reverse("policy-cases", args=[versions.case_pack])
    assert "全部通过" not in seen(address)
    page = seen(f"{address}?try=yes")
    assert "全部通过" in page
    assert "个算例，通过" in page
    assert "本机没有这一版的算例" in seen(reverse("policy-cases", args=[versions.new]))


def test_who_was_assessed_under_which_version_is_counted(versions: Versions) -> None:
    (one,) = assessment.assessed_under()
    assert (one.pack, one.digest, one.year, one.people) == ("small", versions.old, 2025, 1)
    assert one.amount_fen == 266_000
    page = seen(reverse("policies-assessed"), number=INSPECTOR)
    assert "待按新版重算" in page
    assert "2,660.00" in page


def test_policies_are_for_those_who_write_sign_or_inspect_them(versions: Versions) -> None:
    for name in ("policies", "policy", "policy-cases", "policy-changes", "policies-assessed"):
        args = [versions.new] if name in ("policy", "policy-cases") else []
        assert signed_in(CLERK).get(reverse(name, args=args)).status_code == 403
