"""The examination of an installation, from what must be there first to what stands on it."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import connections

from mianshen.bureau.database.migrating import is_new, pending, prepare
from mianshen.bureau.doctor import database, machine
from mianshen.bureau.doctor.findings import Finding, bad, doubt
from mianshen.bureau.faults import telling_faults
from mianshen.bureau.installation import Installation, installation
from mianshen.policy.saying import Said, said
from mianshen.run.messages import InputError, Lang

_CHINA = ZoneInfo("Asia/Shanghai")


def examine() -> Iterator[Finding]:
    """Look at everything; what cannot be looked at is itself a finding. Changes nothing.

    An embedded database that is not running is started for as long as it is looked at.
    """
    here = installation()
    yield machine.versions()
    yield machine.disk(here.home)
    is_fresh = here.is_embedded and not here.cluster.exists()
    years: frozenset[int] | None = None
    if is_fresh:
        yield _nothing_yet(here)
    else:
        try:
            with telling_faults():
                prepare()
                is_fresh = is_new()
                yield from database.looked_at(is_embedded=here.is_embedded)
                if not pending():
                    # Its models are Django's, which is ready by now and not before.
                    from mianshen.bureau.doctor import work

                    yield work.deliveries()
                    years = work.years_known()
                connections.close_all()
        except InputError as error:
            english, chinese = (error.messages[0].text(lang) for lang in (Lang.EN, Lang.ZH))
            topic, found = said("database", "数据库"), said("not usable", "不能用")
            yield bad(topic, found, Said(english, chinese))
    yield machine.calendar(datetime.now(_CHINA).date(), years)
    yield from machine.key_file(here, is_new=is_fresh)


def _nothing_yet(here: Installation) -> Finding:
    return doubt(
        said("database", "数据库"),
        said("none yet under {home}", "{home} 下还没有", home=here.home),
        said("run mianshen up, or set MIANSHEN_HOME", "请运行 mianshen up，或设置 MIANSHEN_HOME"),
    )
