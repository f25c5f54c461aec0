"""Which tests one process runs together: a file whose preparation is dear is prepared once."""

from xdist.scheduler import LoadScopeScheduling

PREPARED = ("tests/bureau/", "tests/acceptance/")
COMPILED = (
    "tests/cases/test_kernel_on_cases.py",
    "tests/property/test_kernel_equals_reference.py",
    "tests/unit/run/test_engines.py",
    "tests/unit/run/test_table_job.py",
)


class ByPreparation(LoadScopeScheduling):
    """Files of the platform's and the outer tests whole, the compiled kernel's in one; else singly.

    pytest-xdist's own groups write the group into `_nodeid`, which pytest no longer reads: they
    part what belongs together and say nothing.
    """

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        if file in COMPILED:
            return "kernel"
        return file if file.startswith(PREPARED) else nodeid
