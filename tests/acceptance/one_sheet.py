"""The example of one sheet: three classes, four offices, one-stop aid, a payer that comes late."""

from pathlib import Path

from acceptance.job_factory import mianshen

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "one-sheet"
PERSON = "P7001"
OTHERS, OTHERS_LATE = "others.csv", "others-late.csv"


def assess_one_sheet(out: Path, others: str = OTHERS) -> Path:
    """Assess the example with what other payers had sent by then."""
    rosters = sorted(EXAMPLE.glob("roster-*.csv"))
    done = mianshen(
        "assess",
        *("--pack", EXAMPLE / "pack", "--settlements", EXAMPLE / "settlements.csv"),
        *("--rosters", *rosters, "--others", EXAMPLE / others),
        *("--year", "2025", "--as-of", "2025-12-31", "--out", out),
        cwd=out.parent,
    )
    assert done.code == 0, done.err
    return out


def sheet_page(run: Path, lang: str, *more: str | Path) -> Path:
    """The person's sheet as a page."""
    page = run.parent / f"sheet-{lang}.html"
    done = mianshen(
        "explain",
        *("--run", run, "--person", PERSON, "--lang", lang, "--html", page, *more),
        cwd=run.parent,
    )
    assert done.code == 0, done.err
    return page
