"""A headless Chromium of the system, where there is one."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, sync_playwright

A4_WIDTH_PX, A4_HEIGHT_PX = 794, 1123

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

needs_chromium = pytest.mark.skipif(
    CHROMIUM is None,
    reason="Chromium is not installed; on Debian: apt-get install chromium fonts-noto-cjk",
)


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser that fetches nothing; a root user's has no sandbox to start."""
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        try:
            yield browser
        finally:
            browser.close()
