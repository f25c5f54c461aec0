"""Database or keys that cannot be used at all, told as a sentence with what to do."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.db import OperationalError

from mianshen.bureau.database.address import AddressError
from mianshen.bureau.database.errors import NotStartedError
from mianshen.bureau.installation import installation
from mianshen.bureau.refusals import refused
from mianshen.bureau.sealing.keys import KeyFileError
from mianshen.policy.saying import sentence_of


@contextmanager
def telling_faults() -> Iterator[None]:
    """Raise `InputError` with what to do where database or keys cannot be used at all."""
    try:
        yield
    except (AddressError, KeyFileError) as error:
        told = sentence_of(error)
        raise refused("{told}", "{told}", told=told) from error
    except (OperationalError, psycopg.OperationalError) as error:
        reason = str(error).strip().splitlines()[0] if str(error).strip() else "?"
        raise refused(
            "the database cannot be reached ({reason}); check DATABASE_URL, or run mianshen doctor",
            "连不上数据库（{reason}）；请检查 DATABASE_URL，或运行 mianshen doctor",
            reason=reason,
        ) from error
    except NotStartedError as error:
        raise refused(
            "the embedded database does not start ({reason}); its log is {log}",
            "自带的数据库启动不了（{reason}）；日志在 {log}",
            reason=(str(error).splitlines() or ["?"])[0],
            log=installation().cluster / "log",
        ) from error
