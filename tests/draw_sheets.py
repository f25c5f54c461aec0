"""Draws the first page of the example's sheet in both languages into docs/images/."""

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from acceptance.browser import A4_HEIGHT_PX, A4_WIDTH_PX, chromium
from acceptance.one_sheet import assess_one_sheet, sheet_page

IMAGES = Path(__file__).resolve().parents[1] / "docs" / "images"
SCALE = 1.5
MARGIN_PX = 53

# What would stand on the next page.
CUT = """(bottom) => {
  const parts = "main .keep, main tr, main p, main h2, main h3, main svg";
  for (const one of document.querySelectorAll(parts))
    if (one.getBoundingClientRect().bottom > bottom) one.style.visibility = "hidden";
}"""


def main() -> None:
    """Assess the example, open its sheets and keep what is on the first page of A4."""
    with tempfile.TemporaryDirectory() as room, chromium() as browser:
        run = assess_one_sheet(Path(room) / "run")
        size = {"width": A4_WIDTH_PX, "height": A4_HEIGHT_PX}
        for lang in ("zh", "en"):
            page = browser.new_page(viewport=size, device_scale_factor=SCALE)
            page.goto(sheet_page(run, lang).as_uri())
            page.evaluate(CUT, A4_HEIGHT_PX - MARGIN_PX)
            page.screenshot(path=IMAGES / f"sheet-{lang}.png")
            page.close()


if __name__ == "__main__":
    main()
