"""The migrations make exactly what the models say."""

import pytest
from django.core.management import call_command

from mianshen.bureau.database.migrating import migrate, pending


@pytest.mark.usefixtures("database")
def test_models_and_migrations_agree() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=1)


@pytest.mark.usefixtures("database")
def test_a_migrated_database_has_nothing_pending_and_can_be_migrated_again() -> None:
    assert pending() == []
    assert migrate() == []
