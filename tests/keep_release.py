"""Keep the database of this release, with some synthetic rows, for later ones to migrate.

Run once at a release: `.venv/bin/python tests/keep_release.py`. The next release's tests load the
file into an empty database, migrate it and look for these rows (tests/bureau/test_upgrade.py).
"""

import os
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

RELEASES = Path(__file__).resolve().parent / "bureau" / "releases"


def keep(home: Path) -> Path:
    """Make the database under `home`, fill it and write it down; returns the file."""
    os.environ["MIANSHEN_HOME"] = str(home)
    from mianshen.bureau.database.migrating import migrate, prepare

    prepare()
    migrate()
    _fill(home)
    return _write()


def _fill(folder: Path) -> None:
    from bureau.offices_factory import ACTOR, hire, load, place
    from mianshen.bureau.ledger.models import Book
    from mianshen.bureau.ledger.services import Move, Place, post
    from mianshen.bureau.offices.services import delegate
    from mianshen.bureau.trail.services import record

    load(folder)
    clerk, deputy = hire("1001", "north/clerk"), hire("1002", "south/clerk")
    days = (date(2025, 3, 1), date(2025, 3, 7))
    delegate(clerk, deputy, *place("north/clerk"), *days, "休假", ACTOR)
    record("clerk:1001", "confirm", "order:17", {"amount_fen": 231740})
    outside, order = Place("determined", "all", is_border=True), Place("entitled", "order:17")
    post(Book.CLAIMS, [Move("entitle order:17", outside, order, 231740, "a synthetic order")])


def _write() -> Path:
    import mianshen
    from mianshen.bureau.backup.loading import TOO_NEW
    from mianshen.bureau.backup.programs import environment, program
    from mianshen.bureau.backup.restoring import address_of

    dumped = subprocess.run(
        [program("pg_dump"), "--format=plain", "--no-comments"],
        env=environment(address_of("owner")),
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    # A random word by which psql guards itself, and a setting that older servers do not know.
    without = (r"\restrict", r"\unrestrict", "--", TOO_NEW.decode().strip())
    lines = [one for one in dumped.stdout.splitlines() if not one.startswith(without)]
    file = RELEASES / f"{mianshen.__version__}.sql"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent))
    with tempfile.TemporaryDirectory(prefix="mianshen-") as passing:
        print(f"kept in {keep(Path(passing))}")
