"""The pages on a port of this machine and a browser before them, for tests that click."""

import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from axe_playwright_python.sync_playwright import Axe
from django.core.wsgi import get_wsgi_application
from playwright.sync_api import Browser, Page, expect

from acceptance.browser import chromium
from bureau.desk_district import signed_in
from mianshen.bureau.offices.services import Staff

PATIENCE_MS = 30_000
"""How long something may take to come before it is taken for missing: a machine may be busy."""
expect.set_options(timeout=PATIENCE_MS)

WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 360, "height": 740}
PAPER = {"width": 688, "height": 900}
"""What A4 leaves between the margins of print."""

_WANTED = os.environ.get("MIANSHEN_PICTURES")
PICTURES = Path(_WANTED) if _WANTED else None
"""A folder in which to keep a picture of each screen; none are kept without it."""


class _Threaded(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: what goes wrong is an assertion."""


@contextmanager
def served() -> Iterator[str]:
    """The address at which the pages answer, in threads of this process."""
    application = get_wsgi_application()
    with make_server("127.0.0.1", 0, application, _Threaded, _Quiet) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


class Screen:
    """A browser before the pages; nothing is fetched from anywhere else."""

    def __init__(self, browser: Browser, address: str, sessions: Mapping[str, str]) -> None:
        self.browser, self.address, self.sessions = browser, address, sessions

    def page(
        self, number: str, path: str, lang: str = "zh", phone: bool = False, before: str = ""
    ) -> Page:
        """A page as somebody sees it, wide or on a phone; `before` is a script that runs first."""
        context = self.browser.new_context(viewport=PHONE if phone else WIDE)
        context.set_default_timeout(PATIENCE_MS)
        cookies = {"sessionid": self.sessions[number], "lang": lang}
        context.add_cookies(
            [{"name": name, "value": value, "url": self.address} for name, value in cookies.items()]
        )
        page = context.new_page()
        if before:
            page.add_init_script(before)
        page.on("request", self._is_ours)
        page.goto(self.address + path, wait_until="networkidle")
        return settled(page)

    def _is_ours(self, request: object) -> None:
        url = str(getattr(request, "url", ""))
        assert url.startswith((self.address, "data:", "blob:")), url


def settled(page: Page) -> Page:
    """A page whose parts have come and whose charts are drawn."""
    unsettled = ".htmx-request, .htmx-swapping, .htmx-settling, [data-option]:not([data-drawn])"
    expect(page.locator(unsettled)).to_have_count(0)
    return page


def barriers(page: Page) -> list[str]:
    """What of a page those cannot use who do not see it, or have no mouse; by axe-core."""
    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {node['html'][:200]}"
        for one in found
        if one["impact"] in ("serious", "critical", "moderate")
        for node in one["nodes"]
    ]


def wider_than_screen(page: Page) -> int:
    """By how many pixels a page has to be moved sideways."""
    script = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    return int(page.evaluate(script))


@contextmanager
def screen() -> Iterator[Screen]:
    """Pages served and a browser open, with a session for everyone of the demonstration."""
    # Made before the browser: beside its loop Django refuses to ask the database.
    sessions = {
        number: signed_in(number).cookies["sessionid"].value
        for number in Staff.objects.values_list("number", flat=True)
    }
    with served() as address, chromium() as browser:
        yield Screen(browser, address, sessions)


def keep(page: Page, folder: Path | None, name: str) -> None:
    """Keep a picture of a whole page, where pictures are asked for."""
    if folder is not None:
        page.screenshot(path=folder / f"{name}.png", full_page=True)
