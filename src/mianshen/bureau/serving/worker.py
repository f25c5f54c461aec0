"""The process of the jobs: procrastinate doing them, as the runtime role, until told to stop."""

from mianshen.bureau.database.migrating import prepare
from mianshen.bureau.serving.lifeline import end_when_input_ends

_STOP_MAX_S = 15
"""How long a job may go on after the worker is told to stop; then it is left to be done again."""

_AT_ONCE = 8
"""How many jobs go on side by side: whatever somebody waits for finds a place beside long ones."""


def work() -> None:
    """Do jobs until SIGTERM or SIGINT, or until the input ends."""
    end_when_input_ends()
    prepare()
    from procrastinate.contrib.django import app

    with app.replace_connector(app.connector.get_worker_connector()) as working:
        working.run_worker(
            name="mianshen",
            concurrency=_AT_ONCE,
            shutdown_graceful_timeout=_STOP_MAX_S,
            delete_jobs="successful",
        )


if __name__ == "__main__":
    work()
