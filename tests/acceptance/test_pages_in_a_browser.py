"""Pages in a browser: nothing overflows, nothing is cut, nothing is fetched, A4 when printed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from acceptance.browser import A4_HEIGHT_PX, A4_WIDTH_PX, chromium, needs_chromium
from acceptance.job_factory import mianshen
from acceptance.one_sheet import OTHERS_LATE, assess_one_sheet, sheet_page

pytestmark = [needs_chromium, pytest.mark.xdist_group("chromium")]

FONT_PX_MIN = 11

MISPLACED = (Path(__file__).parent / "misplaced.js").read_text(encoding="utf-8")


def misplaced(page: Page) -> list[str]:
    """What of a page cannot be read."""
    found: list[str] = page.evaluate(MISPLACED, FONT_PX_MIN)
    return found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return assess_one_sheet(tmp_path_factory.mktemp("sheets") / "run")


def open_page(browser: Browser, file: Path, *, width: int = A4_WIDTH_PX) -> Page:
    page = browser.new_page(viewport={"width": width, "height": A4_HEIGHT_PX})
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    page.goto(file.as_uri())
    assert fetched == [file.as_uri()]
    return page


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_of_a_sheet_overflows_or_is_cut(browser: Browser, run: Path, lang: str) -> None:
    page = open_page(browser, sheet_page(run, lang))
    assert misplaced(page) == []
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 688, "height": A4_HEIGHT_PX})
    assert misplaced(page) == []
    page.close()


def test_a_sheet_prints_on_a4_portrait(browser: Browser, run: Path) -> None:
    page = open_page(browser, sheet_page(run, "zh"))
    printed = page.pdf(prefer_css_page_size=True)
    assert b"/MediaBox [0 0 594.95996 841.91998]" in printed
    page.close()


def test_nothing_of_a_difference_overflows(browser: Browser, run: Path) -> None:
    later = assess_one_sheet(run.parent / "later", OTHERS_LATE)
    page = open_page(browser, sheet_page(later, "en", "--against", run))
    assert misplaced(page) == []
    page.close()


@pytest.mark.parametrize(("pack", "lang"), [("yubei", "zh"), ("beijing", "en")])
def test_nothing_of_a_portrait_overflows(
    browser: Browser, tmp_path: Path, pack: str, lang: str
) -> None:
    done = mianshen("packs", "show", pack, "--lang", lang, "--html", "page.html", cwd=tmp_path)
    assert done.code == 0, done.err
    page = open_page(browser, tmp_path / "page.html", width=A4_HEIGHT_PX)
    assert misplaced(page) == []
    page.close()


@pytest.mark.parametrize(
    "body",
    [
        "<p style='width: 2000px'>wide</p>",
        "<p style='font-size: 8px'>small</p>",
        "<p style='width: 20px; overflow: hidden'>averylongwordthatisclipped</p>",
        "<svg viewBox='0 0 100 20'><text x='90' y='15'>beyond the drawing</text></svg>",
        "<svg viewBox='0 0 400 30'><text y='15'>one</text><text x='9' y='15'>two</text></svg>",
    ],
)
def test_what_is_misplaced_is_found(browser: Browser, body: str) -> None:
    page = browser.new_page(viewport={"width": A4_WIDTH_PX, "height": A4_HEIGHT_PX})
    page.set_content(body)
    assert misplaced(page)
    page.close()
