"""拟定与签发: the packs at hand, which one person proposes to pay by and another signs."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from mianshen.bureau.assessment.errors import refused
from mianshen.bureau.assessment.freezing import digest_of
from mianshen.bureau.assessment.models import InForce, PolicyProposal
from mianshen.bureau.assessment.policies import begin, kept_text, texts_of
from mianshen.bureau.assessment.versions import pack_of_profile
from mianshen.bureau.bitemporal.rows import known
from mianshen.bureau.bitemporal.stating import Stated
from mianshen.bureau.trail.services import record
from mianshen.policy.loading import PACK_FILE
from mianshen.run.shipped import Located


@dataclass(frozen=True, slots=True)
class AtHand:
    """A pack of a profile, alone or with figures assumed for it, as it lies on this machine."""

    name: str
    pack: Located
    overlays: tuple[Located, ...]
    digest: str
    is_in_force: bool


def packs_at_hand(profiles: Collection[str]) -> list[AtHand]:
    """The packs that some profiles name, each alone and with each of its overlays."""
    in_force = {str(digest) for (digest,) in known(InForce, ("digest",))}
    found = {
        one.digest: one
        for profile in sorted(set(profiles))
        for one in _of_profile(profile, in_force)
    }
    return sorted(found.values(), key=lambda one: one.name)


def _of_profile(profile: str, in_force: Collection[str]) -> Iterator[AtHand]:
    pack = pack_of_profile(profile)
    if pack is None:
        return
    overlays = sorted(pack.file.parent.glob(f"*/{PACK_FILE}"))
    for some in ((), *((Located(one),) for one in overlays)):
        names = (pack.file.parent.name, *(one.file.parent.name for one in some))
        try:
            digest = digest_of(repr(texts_of(pack, some)))
        except (OSError, UnicodeDecodeError):
            continue
        yield AtHand(" + ".join(names), pack, some, digest, digest in in_force)


def propose_policy(
    pack: Located, overlays: Sequence[Located], reason: str, stated: Stated
) -> PolicyProposal:
    """Ask that this bureau pays by a pack with its overlays; a second person signs.

    Its words are kept as they are now: what is signed is what was proposed. Raises `InputError`
    with every problem of the pack, `AssessmentError` where it is in force or waits already.
    """
    if not reason.strip():
        raise refused("say by which document: a reason is part of it", "请写明依据的文件或理由")
    with transaction.atomic():
        text = kept_text(pack, overlays)
        if (text.digest,) in known(InForce, ("digest",)):
            raise refused("these words are in force already", "这一版已在施行，无须再提请")
        told = {"reason": reason, "proposed_by": stated.actor, "proposed_at": stated.at}
        made, is_new = PolicyProposal.objects.get_or_create(
            text=text, decided_at__isnull=True, defaults=told
        )
        if not is_new:
            raise refused("these words wait to be signed already", "这一版已提请，待签发")
        record(stated.actor, "propose_policy", f"pack:{text.pack}", {"digest": text.digest})
    return made


def sign_policy(proposal: int, stated: Stated) -> str:
    """Pay by what was proposed from now on; everyone with claims is assessed anew; its hash.

    Raises `AssessmentError` where it is decided already or the same person proposed it.
    """
    with transaction.atomic():
        asked = _open(proposal)
        if asked.proposed_by == stated.actor:
            raise refused(
                "whoever proposed cannot sign it too; ask a second person",
                "拟定的人不能签发；请由另一人签发",
            )
        _decide(asked, stated, is_signed=True)
        begin(asked.text, stated)
    return str(asked.text_id)


def turn_down_policy(proposal: int, stated: Stated) -> None:
    """Do not pay by what was proposed; nothing changes for anybody."""
    with transaction.atomic():
        _decide(_open(proposal), stated, is_signed=False)


def policy_proposals() -> list[PolicyProposal]:
    """The policies that wait to be signed, the oldest first; one query."""
    return list(_waiting().order_by("id"))


def _waiting() -> Any:
    found = PolicyProposal.objects.filter(decided_at__isnull=True)
    # The words themselves are long, and read where somebody opens the policy.
    return found.select_related("text").defer("text__texts")


def _open(proposal: int) -> PolicyProposal:
    found: PolicyProposal | None = (
        _waiting().select_for_update(of=("self",)).filter(pk=proposal).first()
    )
    if found is None:
        raise refused(
            "proposal {number} does not wait to be signed: somebody has decided it, or there is"
            " none",
            "第 {number} 号提请不在待签发状态：已有人处理，或没有这一号",
            number=proposal,
        )
    return found


def _decide(asked: PolicyProposal, stated: Stated, *, is_signed: bool) -> None:
    asked.decided_by, asked.decided_at, asked.is_signed = stated.actor, stated.at, is_signed
    asked.save(update_fields=["decided_by", "decided_at", "is_signed"])
    act = "sign_policy" if is_signed else "turn_down_policy"
    record(stated.actor, act, f"pack:{asked.text.pack}", {"proposal": asked.pk})
