"""政策启用: one person proposes a pack word for word, another reads and tries it, and signs."""

import pytest
from django.urls import reverse

from bureau.desk_district import CLERK, FIRST_DAY, INSPECTOR, PROFILE, signed_in
from mianshen.bureau.assessment import services as assessment
from mianshen.bureau.assessment.services import AssessmentError
from mianshen.bureau.bitemporal.stating import Stated
from mianshen.bureau.demo_logins import make_demo_logins
from mianshen.bureau.offices.profile import OFFICES_FILE
from mianshen.bureau.offices.services import load_offices
from mianshen.bureau.registry.services import next_moment
from mianshen.run.shipped import locate_profile

OFFICER, SIGNER = "demo-policy-officer", "demo-policy-signer"
PACK, ASSUMED = "510118-xinjin", "510118-xinjin + demo-assumed"
PENDING = "policies-pending"

pytestmark = pytest.mark.usefixtures("district")


@pytest.fixture
def district(database: str) -> None:
    """A district with its offices and staff, and no policy yet."""
    assert database
    load_offices(locate_profile(PROFILE, OFFICES_FILE), PROFILE, FIRST_DAY, "system:test")
    make_demo_logins(FIRST_DAY)


def stated(actor: str) -> Stated:
    return Stated(next_moment(), 0, actor)


def at_hand(name: str) -> assessment.AtHand:
    return next(one for one in assessment.packs_at_hand([PROFILE]) if one.name == name)


def proposed(name: str, by: str = "staff:a") -> int:
    one = at_hand(name)
    made = assessment.propose_policy(one.pack, one.overlays, "成医保发〔2025〕1号", stated(by))
    return int(made.pk)


def test_what_one_proposes_another_reads_tries_and_signs() -> None:
    officer, signer = signed_in(OFFICER), signed_in(SIGNER)
    digest = at_hand(ASSUMED).digest
    asked = {"digest": digest, "reason": "成医保发〔2025〕1号"}

    officer.post(reverse("policy-propose"), asked)
    (waiting,) = assessment.policy_proposals()
    told = officer.get(reverse(PENDING)).content.decode()
    assert "待同事签发" in told
    assert "成医保发〔2025〕1号" in told
    assert not assessment.is_in_force()

    assert "未启用" in signer.get(reverse("policy", args=[digest])).content.decode()
    assert "试算" in signer.get(reverse("policy-cases", args=[digest])).content.decode()
    signer.post(reverse("policy-sign", args=[waiting.pk]), {"act": "sign"})

    assert assessment.in_force() == (digest,)
    assert not assessment.policy_proposals()
    assert "施行中" in signer.get(reverse("policies")).content.decode()


def test_nobody_signs_what_they_proposed() -> None:
    number = proposed(PACK, f"staff:{SIGNER}")

    signer = signed_in(SIGNER)
    assert "签发施行" not in signer.get(reverse(PENDING)).content.decode()
    refused = signer.post(reverse("policy-sign", args=[number]), {"act": "sign"}, follow=True)
    assert "拟定的人不能签发" in refused.content.decode()
    assert not assessment.is_in_force()


def test_what_is_signed_is_what_was_proposed_and_is_compared_with_what_it_replaces() -> None:
    assessment.sign_policy(proposed(PACK), stated("staff:b"))
    proposed(ASSUMED)

    page = signed_in(SIGNER).get(reverse(PENDING)).content.decode()
    old, new = at_hand(PACK).digest, at_hand(ASSUMED).digest
    assert f"?old={old}&amp;new={new}" in page
    changes = signed_in(SIGNER).get(f"{reverse('policy-changes')}?old={old}&new={new}")
    assert "待签发版" in changes.content.decode()


def test_the_same_words_wait_once_and_are_in_force_once() -> None:
    number = proposed(PACK)
    with pytest.raises(AssessmentError, match="wait to be signed already"):
        proposed(PACK)
    assessment.sign_policy(number, stated("staff:b"))
    with pytest.raises(AssessmentError, match="in force already"):
        proposed(PACK)
    with pytest.raises(AssessmentError, match="does not wait"):
        assessment.sign_policy(number, stated("staff:b"))


def test_what_was_turned_down_changes_nothing_and_may_be_proposed_again() -> None:
    signed_in(SIGNER).post(reverse("policy-sign", args=[proposed(PACK)]), {"act": "turn-down"})

    assert not assessment.is_in_force()
    assert not assessment.policy_proposals()
    assert proposed(PACK)


def test_a_reason_is_part_of_it() -> None:
    one = at_hand(PACK)
    with pytest.raises(AssessmentError, match="by which document"):
        assessment.propose_policy(one.pack, one.overlays, " ", stated("staff:a"))


@pytest.mark.parametrize(("who", "may"), [(CLERK, 403), (INSPECTOR, 200), (OFFICER, 200)])
def test_only_who_writes_proposes_and_only_who_signs_signs(who: str, may: int) -> None:
    desk = signed_in(who)
    number = proposed(PACK)

    assert desk.get(reverse(PENDING)).status_code == may
    assert desk.post(reverse("policy-sign", args=[number]), {"act": "sign"}).status_code == 403
    assert not assessment.is_in_force()
