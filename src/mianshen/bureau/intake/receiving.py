"""The ways in: a file handed over, a watched folder, a push, a table of another database."""

import hashlib
import time
from dataclasses import dataclass
from pathlib import Path

import psycopg
from django.db import IntegrityError, transaction
from django.utils import timezone
from psycopg import sql

from mianshen.bureau.database.address import read_address
from mianshen.bureau.installation import PULL, pull_address
from mianshen.bureau.intake.files import keep
from mianshen.bureau.intake.models import Batch
from mianshen.bureau.intake.profile import Profile
from mianshen.bureau.intake.states import ENDED
from mianshen.bureau.practice import is_practice
from mianshen.bureau.refusals import refused
from mianshen.bureau.trail.services import record
from mianshen.run.messages import bad
from mianshen.run.reading.limits import FILE_BYTES_MAX
from mianshen.run.reading.periods import Period
from mianshen.sources.layouts import Layout

_PASSING = ("~$", ".")


@dataclass(frozen=True)
class Received:
    """A batch, and whether the same content came for the same period before."""

    batch: Batch
    is_again: bool


@dataclass(frozen=True)
class Seen:
    """What a watched folder held: what was received, and names that no source has."""

    received: tuple[Received, ...] = ()
    strangers: tuple[str, ...] = ()
    unsettled: tuple[str, ...] = ()


def receive(
    profile: Profile,
    name: str,
    content: bytes,
    actor: str,
    *,
    way: str = "upload",
    source: str | None = None,
    period: Period | None = None,
) -> Received:
    """Take a delivery in: keep it sealed and open a batch for it, once for each content and period.

    Source and period are told by the file's name unless given. Raises `InputError` when no source
    of the profile is meant, or the file is too large.
    """
    layout, spelled = _meant(profile, name, source)
    if len(content) > FILE_BYTES_MAX:
        raise bad("file_too_large", name, limit=FILE_BYTES_MAX)
    span = period or spelled
    again = _there(profile, layout, span, content)
    if again is None:
        try:
            with transaction.atomic():
                batch = _open(profile, layout, span, name, content, actor, way)
            return Received(batch, False)
        except IntegrityError:
            # Somebody handed in the same file in the same moment.
            again = _there(profile, layout, span, content)
            if again is None:
                raise
    record(actor, "receive_again", f"batch:{again.pk}", {"way": way})
    return Received(again, True)


def watch(profile: Profile, folder: Path, actor: str, *, settle_s: int = 60) -> Seen:
    """Take in what is new in a folder; files that may still be written are left for later.

    Files are never moved or changed: the share may be read-only, and what came before is known.
    """
    if not folder.is_dir():
        raise bad("folder_missing", str(folder))
    received: list[Received] = []
    strangers: list[str] = []
    unsettled: list[str] = []
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or path.name.startswith(_PASSING):
            continue
        name = path.relative_to(folder).as_posix()
        if profile.recognise(name) is None:
            strangers.append(name)
        elif time.time() - path.stat().st_mtime < settle_s:
            unsettled.append(name)
        else:
            received.append(receive(profile, name, path.read_bytes(), actor, way="folder"))
    return Seen(tuple(received), tuple(strangers), tuple(unsettled))


def push(
    profile: Profile, source: str, name: str, content: bytes, actor: str, period: Period | None
) -> Received:
    """Take in what another system sends; the same content again is the same batch."""
    return receive(profile, name, content, actor, way="push", source=source, period=period)


def pull(
    profile: Profile, source: str, url: str, table: str, actor: str, period: Period | None
) -> Received:
    """Take in a table of another PostgreSQL (前置库), read only, as a file of its columns and rows.

    `table` may name its schema. Rows are sorted, so that an unchanged table is the same delivery.
    """
    name = f"{table}_{period}.csv" if period else f"{table}.csv"
    content = _copied(url, table)
    return receive(profile, name, content, actor, way="pull", source=source, period=period)


def pull_declared(profile: Profile, source: str, actor: str, period: Period | None) -> Received:
    """Take in the table that a source declares (`pull`), from the database of that name.

    Raises `InputError` where none is declared, no address is given, or it cannot be read.
    """
    declared = profile.layout(source).pull
    if declared is None:
        raise refused(
            "{source} declares no table; add `pull` to it in sources.yaml",
            "来源 {source} 没有写明前置库的表；请在 sources.yaml 中加上 pull",
            source=source,
        )
    if is_practice():
        raise refused(
            "this is for practice: no table of another system is read here",
            "练习环境不读取前置库",
        )
    url = pull_address(declared.database)
    if url is None:
        raise refused(
            "no address is given for the database {name}; set {variable}",
            "没有给出前置库 {name} 的地址；请设置 {variable}",
            name=declared.database,
            variable=PULL + declared.database.upper(),
        )
    return pull(profile, source, url, declared.table, actor, period)


def _copied(url: str, table: str) -> bytes:
    """The table as a CSV file, read piece by piece and no further than a file may be long."""
    named = sql.SQL(".").join(map(sql.Identifier, table.split(".")))
    statement = sql.SQL("COPY (SELECT * FROM {} t ORDER BY t) TO STDOUT (FORMAT csv, HEADER)")
    options = "-c default_transaction_read_only=on"
    try:
        with (
            psycopg.connect(
                read_address(url).for_psycopg(), options=options, client_encoding="utf8"
            ) as connection,
            connection.cursor() as cursor,
            cursor.copy(statement.format(named)) as copying,
        ):
            content = bytearray()
            for piece in copying:
                content += piece
                if len(content) > FILE_BYTES_MAX:
                    raise bad("file_too_large", table, limit=FILE_BYTES_MAX)
            return bytes(content)
    except psycopg.Error as error:
        # The words of the driver may repeat the address, which holds a password.
        reason = error.sqlstate or type(error).__name__
        raise bad("table_unreadable", table, reason=reason) from error


def _meant(profile: Profile, name: str, source: str | None) -> tuple[Layout, Period | None]:
    recognised = profile.recognise(name)
    if source is not None:
        layout = profile.layout(source)
        fits = recognised is not None and recognised[0].id == source
        return layout, recognised[1] if recognised and fits else None
    if recognised is None:
        known = "、".join(file for layout in profile.sources.layouts for file in layout.files)
        raise bad("delivery_unknown", name, known=known)
    return recognised


def _there(profile: Profile, layout: Layout, period: Period | None, content: bytes) -> Batch | None:
    found = Batch.objects.filter(
        profile=profile.name,
        source=layout.id,
        period_first=period.first if period else None,
        file__sha256=hashlib.sha256(content).hexdigest(),
    )
    return found.exclude(state__in=ENDED).first()


def _open(
    profile: Profile,
    layout: Layout,
    period: Period | None,
    name: str,
    content: bytes,
    actor: str,
    way: str,
) -> Batch:
    batch = Batch.objects.create(
        profile=profile.name,
        source=layout.id,
        role=layout.role,
        name=Path(name).name,
        file=keep(content),
        period_first=period.first if period else None,
        period_last=period.last if period else None,
        way=way,
        received_at=timezone.now(),
        received_by=actor,
    )
    details = {"source": layout.id, "way": way, "sha256": batch.file.sha256}
    record(actor, "receive", f"batch:{batch.pk}", details)
    return batch
