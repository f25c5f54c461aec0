"""What the embedded PostgreSQL uses of its machine, and that somebody may set it otherwise."""

from pathlib import Path

import psycopg
import pytest

from mianshen.bureau.database.embedded import SUPERUSER, Cluster, start
from mianshen.bureau.database.tuning import tune


def told(folder: Path) -> dict[str, str]:
    lines = (folder / "mianshen.conf").read_text().splitlines()
    return dict(line.split(" = ") for line in lines)


def connected(cluster: Cluster) -> psycopg.Connection[tuple[str]]:
    address = cluster.address(SUPERUSER, "postgres").for_psycopg()
    return psycopg.connect(address, autocommit=True)


@pytest.mark.parametrize(
    ("memory_mib", "buffers"), [(1_024, "128MB"), (6_144, "384MB"), (65_536, "512MB")]
)
def test_it_takes_a_sixteenth_of_the_memory_within_bounds(
    tmp_path: Path, memory_mib: int, buffers: str
) -> None:
    (tmp_path / "postgresql.conf").write_text("# as made\n")
    tune(tmp_path, memory_mib)
    assert told(tmp_path)["shared_buffers"] == buffers


def test_a_cluster_made_before_is_tuned_at_its_next_start_and_once(tmp_path: Path) -> None:
    main = tmp_path / "postgresql.conf"
    main.write_text("# as made")
    tune(tmp_path, 8_192)
    tune(tmp_path, 4_096)
    assert main.read_text() == "# as made\ninclude_if_exists = 'mianshen.conf'\n"
    assert told(tmp_path)["shared_buffers"] == "256MB"


def test_it_runs_by_its_settings_unless_somebody_sets_them_otherwise(tmp_path: Path) -> None:
    folder, keys = tmp_path / "postgres", tmp_path / "keys"
    cluster = start(folder, keys)
    with connected(cluster) as connection:
        assert connection.execute("SHOW max_wal_size").fetchone() == ("4GB",)
        assert connection.execute("SHOW checkpoint_timeout").fetchone() == ("15min",)
        connection.execute("ALTER SYSTEM SET max_wal_size = '2GB'")
    cluster.stop()
    cluster = start(folder, keys)
    try:
        with connected(cluster) as connection:
            assert connection.execute("SHOW max_wal_size").fetchone() == ("2GB",)
    finally:
        cluster.stop()
