"""A backup put in the place of an installation's database, after everything about it fits."""

from collections.abc import Mapping
from pathlib import Path

import psycopg
from django.db import connections
from django.db.migrations.loader import MigrationLoader

from mianshen.bureau.backup.loading import load
from mianshen.bureau.backup.making import print_of_keys, tables_of
from mianshen.bureau.backup.manifest import DUMP_FILE, Manifest, read_manifest
from mianshen.bureau.database.address import Address
from mianshen.bureau.installation import installation
from mianshen.bureau.refusals import refused


def restore_backup(owner: Address, runtime: str, folder: Path, *, replace: bool) -> Manifest:
    """Restore a backup; all of it or nothing. Raises `InputError`.

    A database that has tables is left alone unless `replace` says that they may go.
    """
    manifest = read_manifest(folder)
    _check_roles(manifest, owner.user, runtime)
    _check_release(manifest)
    _check_keys(manifest)
    if not replace:
        _check_empty(owner)
    load(folder / DUMP_FILE, owner, manifest.tables, replace=replace)
    return manifest


def address_of(alias: str) -> Address:
    """The address behind one of Django's connections."""
    told: Mapping[str, str] = connections[alias].settings_dict
    return Address(
        told["HOST"], int(told["PORT"] or 5432), told["NAME"], told["USER"], told["PASSWORD"]
    )


def _check_roles(manifest: Manifest, owner: str, runtime: str) -> None:
    if (manifest.owner, manifest.runtime) != (owner, runtime):
        raise refused(
            "the backup's roles are {owner} and {runtime}; restore into a database with roles of"
            " these names",
            "备份里的数据库角色是 {owner} 和 {runtime}；请恢复到使用同名角色的数据库",
            owner=manifest.owner,
            runtime=manifest.runtime,
        )


def _check_release(manifest: Manifest) -> None:
    known = MigrationLoader(None).disk_migrations
    names = {f"{app}.{name}" for app, name in known}
    if not set(manifest.migrations) <= names:
        raise refused(
            "the backup was made by a newer release ({version}); install that one first",
            "备份来自更新的版本（{version}）；请先安装那个版本",
            version=manifest.mianshen,
        )


def _check_keys(manifest: Manifest) -> None:
    path = installation().key_file
    if not path.exists() or print_of_keys() != manifest.keys:
        raise refused(
            "the keys of this backup are not in {path}; put its key file there first, without it"
            " nothing sealed can be opened",
            "{path} 里不是这份备份的密钥；请先把配套的密钥文件放到那里，否则加密的数据打不开",
            path=path,
        )


def _check_empty(owner: Address) -> None:
    with psycopg.connect(owner.for_psycopg()) as connection:
        found = tables_of(connection)
    if found:
        raise refused(
            "the database is not empty ({count} tables); --replace says that all of it may go",
            "数据库不是空的（{count} 张表）；确实要全部替换，请加 --replace",
            count=len(found),
        )
