"""The jobs that wait, done at once as the worker's process would do them."""

import threading

from django.db import connections
from procrastinate.contrib.django import app


def do_jobs() -> None:
    """Do all of them, in a thread: beside a browser's loop Django refuses to ask the database."""
    thread = threading.Thread(target=_work)
    thread.start()
    thread.join()


def _work() -> None:
    with app.replace_connector(app.connector.get_worker_connector()) as working:
        working.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)
    connections.close_all()
