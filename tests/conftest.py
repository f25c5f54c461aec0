"""Every test is marked by the folder it lies in, and generated examples are repeatable."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from xdist.remote import Producer

from scheduling import ByPreparation

LAYERS = ("unit", "property", "cases", "bureau", "acceptance")

# "default" draws the same examples on every machine, so that a red build can be repeated at once;
# "prove" draws new ones and many, and prints what is needed to replay a failure;
# "mutants" is as "default", and does not look for the smallest failure, as any will do.
settings.register_profile(
    "default",
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "prove",
    derandomize=False,
    deadline=None,
    max_examples=5_000,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.register_profile(
    "mutants",
    settings.get_profile("default"),
    phases=[Phase.explicit, Phase.generate],
)
settings.load_profile(os.environ.get("MIANSHEN_HYPOTHESIS_PROFILE", "default"))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark each test by its layer, so that `pytest -m unit` runs one of them alone."""
    tests = config.rootpath / "tests"
    for item in items:
        layer = _layer_of(item.path, tests)
        if layer in LAYERS:
            item.add_marker(layer)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByPreparation | None:
    """Share the tests among processes file by file where a file prepares much, if not told how."""
    return ByPreparation(config, log) if config.getvalue("dist") == "load" else None


def _layer_of(path: Path, tests: Path) -> str:
    return path.relative_to(tests).parts[0] if path.is_relative_to(tests) else ""
