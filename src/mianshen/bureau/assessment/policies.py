"""The policies that this bureau pays by, each kept word for word under its hash."""

import tempfile
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from django.db import transaction

from mianshen.bureau.assessment.errors import refused
from mianshen.bureau.assessment.freezing import digest_of
from mianshen.bureau.assessment.models import InForce, PolicyText
from mianshen.bureau.bitemporal.rows import add, close, known
from mianshen.bureau.bitemporal.stating import Stated
from mianshen.bureau.claims.services import people_with_claims
from mianshen.bureau.registry.services import mark_dirty
from mianshen.bureau.trail.services import record
from mianshen.policy.loading import PACK_FILE, load_pack
from mianshen.policy.pack import Pack
from mianshen.run.shipped import Located, load


def put_in_force(pack: Located, overlays: Sequence[Located], stated: Stated) -> str:
    """Pay by a pack with its overlays from now on; everyone with claims is assessed anew.

    The same words again change nothing. Returns their hash; raises `InputError` with every problem
    of the pack.
    """
    with transaction.atomic():
        text = kept_text(pack, overlays)
        begin(text, stated)
    return text.digest


def kept_text(pack: Located, overlays: Sequence[Located]) -> PolicyText:
    """The words of a pack with its overlays, kept; raises `InputError` with every problem."""
    checked = load(pack, tuple(overlays))
    texts = texts_of(pack, overlays)
    kept, _ = PolicyText.objects.get_or_create(
        digest=digest_of(repr(texts)), defaults={"pack": checked.id, "texts": texts}
    )
    return kept


def texts_of(pack: Located, overlays: Sequence[Located]) -> list[list[str]]:
    """The words of a pack with its overlays as `PolicyText` keeps them."""
    return [["", _text(pack)], *([over.file.parent.name, _text(over)] for over in overlays)]


def begin(text: PolicyText, stated: Stated) -> None:
    """Pay by these words from now on, in the place of others of the same pack."""
    if (text.pack, text.digest) in known(InForce, ("pack", "digest")):
        return
    close(InForce, "t.pack = %(pack)s", stated, pack=text.pack)
    add(InForce, [(text.pack, text.digest, "")], stated)
    mark_dirty(people_with_claims(), stated)
    record(stated.actor, "put_policy_in_force", f"pack:{text.pack}", {"digest": text.digest})


def is_known(digest: str) -> bool:
    """Whether words with this hash were ever kept, in force or not."""
    return PolicyText.objects.filter(digest=digest).exists()


def is_in_force() -> bool:
    """Whether any policy is."""
    return bool(known(InForce, ("digest",)))


def in_force() -> tuple[str, ...]:
    """The hashes of the policies in force, in the order of their packs' names."""
    rows = known(InForce, ("pack", "digest"))
    if not rows:
        raise refused(
            "no policy is in force; put a pack in force first",
            "还没有启用政策包；请先启用",
        )
    return tuple(str(digest) for _, digest in sorted(rows, key=repr))


def programme_titles() -> dict[tuple[str, str], str]:
    """What each programme of the policies in force is called, by pack and programme."""
    packs = [policy(digest) for digest in in_force()]
    return {
        (pack.id, name): one.title or name
        for pack in packs
        for name, one in pack.programmes.items()
    }


@lru_cache(maxsize=32)
def policy(digest: str) -> Pack:
    """The pack whose words have a hash, as it was read when it was put in force."""
    texts = PolicyText.objects.get(digest=digest).texts
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for number, (name, text) in enumerate(texts):
            file = Path(folder, str(number), name or "pack", PACK_FILE)
            file.parent.mkdir(parents=True)
            file.write_text(text, encoding="utf-8", newline="")
            files.append(file)
        return load_pack(files[0], files[1:])


def _text(one: Located) -> str:
    return one.file.read_bytes().decode("utf-8-sig")
