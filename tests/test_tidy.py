"""House style that a machine can see; each finding names a place and its remedy."""

import ast
import io
import re
import subprocess
import tokenize
import tomllib
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

COLUMNS_MAX = 100
FUNCTION_LINES_MAX = 70
MODULE_LINES_MAX = 600
TEXT_BYTES_MAX = 2_000_000

# The rooms that decide or make amounts: exact, and the same on every day and machine.
EXACT_ROOMS = ("money.py", "standards", "policy", "engine", "synth")
CLOCK_CALLS = {"now", "today", "utcnow"}
VAGUE_NAMES = {"utils.py", "helpers.py", "common.py", "misc.py"}

ONE_SENTENCE = re.compile(r"^\S.*[^\s][.。]$", re.DOTALL)
SENTENCE_BREAK = re.compile(r"[.!?]\s+[A-Z]|[。！？].")
BANNER = re.compile(r"^#+\s*[-=*#~_─═]{3,}|^#{4,}")
PROMISE = re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b")
MACHINE_PATH = re.compile(r"(?<![\w.)\]}/-])/(?:work|root|home|Users)/|\b[A-Z]:\\Users\b")
REGISTRY_HOST = re.compile(
    r"pypi\.org|python(?:hosted)\.org|https?://[^/\s]*(?:pypi|npmjs|mirror|artifactory)|"
    r"--(?:extra-)?index(?:-url)|--find(?:-links)"
)

Finding = tuple[int, str]


@dataclass(frozen=True)
class Source:
    """One Python file, its tree and whether it lies in a room that must be exact."""

    path: str
    text: str

    @property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @property
    def lines(self) -> list[str]:
        return self.text.splitlines()

    @property
    def is_product(self) -> bool:
        return self.path.startswith("src/")

    @property
    def is_exact(self) -> bool:
        parts = Path(self.path).parts
        return parts[:2] == ("src", "mianshen") and parts[2] in EXACT_ROOMS

    def comments(self) -> Iterator[tuple[int, str]]:
        for token in tokenize.generate_tokens(io.StringIO(self.text).readline):
            if token.type == tokenize.COMMENT:
                yield token.start[0], token.string


Rule = Callable[[Source], Iterator[Finding]]


def opens_with_a_sentence(source: Source) -> Iterator[Finding]:
    first = (ast.get_docstring(source.tree) or "").split("\n\n")[0]
    if not ONE_SENTENCE.match(first) or SENTENCE_BREAK.search(first):
        yield 1, "open the module with a docstring whose first paragraph is one sentence"


def has_short_functions(source: Source) -> Iterator[Finding]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > FUNCTION_LINES_MAX:
                yield (
                    node.lineno,
                    f"{node.name} has {lines} lines; split it, {FUNCTION_LINES_MAX} is the most",
                )


def has_short_lines(source: Source) -> Iterator[Finding]:
    for number, line in enumerate(source.lines, 1):
        columns = sum(1 + (unicodedata.east_asian_width(char) in "WF") for char in line)
        if columns > COLUMNS_MAX and "://" not in line:
            yield number, f"{columns} columns wide; break it, {COLUMNS_MAX} is the most"


def is_a_short_module(source: Source) -> Iterator[Finding]:
    lines = len(source.lines)
    if lines > MODULE_LINES_MAX:
        yield 1, f"{lines} lines; split the module, {MODULE_LINES_MAX} is the most"


def has_a_telling_name(source: Source) -> Iterator[Finding]:
    if Path(source.path).name in VAGUE_NAMES:
        yield 1, "name the module after what it holds"


def counts_exactly(source: Source) -> Iterator[Finding]:
    if not source.is_exact:
        return
    remedy = "amounts are whole fen or fractions.Fraction here"
    for node in ast.walk(source.tree):
        match node:
            case ast.Constant(value=float()):
                yield node.lineno, f"a float literal; {remedy}"
            case ast.Call(func=ast.Name(id="float")):
                yield node.lineno, f"a call of float(); {remedy}"
            case ast.Import(names=names) if any(n.name == "decimal" for n in names):
                yield node.lineno, f"decimal is not exact for divisions; {remedy}"
            case ast.ImportFrom(module="decimal"):
                yield node.lineno, f"decimal is not exact for divisions; {remedy}"


def reads_no_clock(source: Source) -> Iterator[Finding]:
    if not source.is_exact:
        return
    for node in ast.walk(source.tree):
        match node:
            case ast.Call(func=ast.Attribute(attr=name)) if name in CLOCK_CALLS:
                yield node.lineno, f"{name}() reads the clock; take the day as an argument"


def runs_no_text(source: Source) -> Iterator[Finding]:
    if not source.is_product:
        return
    for node in ast.walk(source.tree):
        match node:
            case ast.Call(func=ast.Name(id="eval" | "exec" | "compile" as name)):
                yield node.lineno, f"{name}() runs text; parse it into a closed set of forms"


def has_plain_comments(source: Source) -> Iterator[Finding]:
    for number, comment in source.comments():
        if BANNER.search(comment):
            yield number, "a banner comment; let the order of the module speak, or split it"
        if PROMISE.search(comment):
            yield number, "an unkept promise; do it now or describe the limit in the docs"


RULES: tuple[Rule, ...] = (
    opens_with_a_sentence,
    has_short_functions,
    has_short_lines,
    is_a_short_module,
    has_a_telling_name,
    counts_exactly,
    reads_no_clock,
    runs_no_text,
    has_plain_comments,
)


@cache
def project_files() -> tuple[str, ...]:
    """Paths of the files that belong to the project, by git where there is one."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listing.returncode == 0:
        names = [name for name in listing.stdout.split("\0") if name]
    else:
        tops = (
            "src",
            "tests",
            "docs",
            "packs",
            "profiles",
            "examples",
            "requirements",
            "bench",
            ".ci",
        )
        found = [path for top in tops for path in (ROOT / top).rglob("*")]
        names = [str(path.relative_to(ROOT)) for path in (*found, *ROOT.glob("*"))]
        names = [name for name in names if "__pycache__" not in name]
    return tuple(sorted(name for name in names if (ROOT / name).is_file()))


def python_sources() -> list[Source]:
    names = [n for n in project_files() if n.endswith(".py") and n.startswith(("src/", "tests/"))]
    return [Source(name, (ROOT / name).read_text(encoding="utf-8")) for name in names]


def text_lines() -> Iterator[tuple[str, int, str]]:
    for name in project_files():
        raw = (ROOT / name).read_bytes()
        if len(raw) > TEXT_BYTES_MAX or b"\0" in raw[:8000]:
            continue
        for number, line in enumerate(raw.decode("utf-8").splitlines(), 1):
            yield name, number, line


def report(findings: list[str]) -> str:
    return "\n" + "\n".join(findings)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_every_module(rule: Rule) -> None:
    findings = [
        f"{source.path}:{line}: {remedy}"
        for source in python_sources()
        for line, remedy in rule(source)
    ]
    assert not findings, report(findings)


@pytest.mark.parametrize(
    ("rule", "path", "text"),
    [
        (opens_with_a_sentence, "src/mianshen/a.py", "x = 1\n"),
        (opens_with_a_sentence, "src/mianshen/a.py", '"""One. Two."""\n'),
        (opens_with_a_sentence, "src/mianshen/a.py", '"""No full stop"""\n'),
        (has_short_functions, "tests/a.py", "def f():\n" + "    pass\n" * FUNCTION_LINES_MAX),
        (has_short_lines, "tests/a.py", "x = '" + "医" * 50 + "'\n"),
        (is_a_short_module, "tests/a.py", "\n" * (MODULE_LINES_MAX + 1)),
        (has_a_telling_name, "src/mianshen/utils.py", ""),
        (counts_exactly, "src/mianshen/engine/a.py", "x = 0.7\n"),
        (counts_exactly, "src/mianshen/money.py", "x = float('1')\n"),
        (counts_exactly, "src/mianshen/policy/a.py", "from decimal import Decimal\n"),
        (counts_exactly, "src/mianshen/policy/a.py", "import decimal as d\n"),
        (reads_no_clock, "src/mianshen/engine/a.py", "x = date.today()\n"),
        (runs_no_text, "src/mianshen/run/a.py", "x = eval('1')\n"),
        (has_plain_comments, "tests/a.py", "# ---- rates ----\n"),
        (has_plain_comments, "tests/a.py", "x = 1  # " + "TO" + "DO later\n"),
    ],
)
def test_each_rule_sees_what_it_is_for(rule: Rule, path: str, text: str) -> None:
    assert list(rule(Source(path, text)))


@pytest.mark.parametrize(
    ("rule", "path", "text"),
    [
        (opens_with_a_sentence, "src/mianshen/a.py", '"""One sentence.\n\nMore. And more."""\n'),
        (counts_exactly, "src/mianshen/run/a.py", "x = 0.7\n"),
        (runs_no_text, "src/mianshen/run/a.py", "x = re.compile('1')\n"),
        (has_plain_comments, "tests/a.py", "# rates are exact - to the fen\n"),
    ],
)
def test_rules_leave_alone_what_is_fine(rule: Rule, path: str, text: str) -> None:
    assert not list(rule(Source(path, text)))


def test_no_text_names_a_machine_or_a_package_registry() -> None:
    findings = [
        f"{name}:{number}: names {match[0]!r}; write it so that it holds on any machine"
        for name, number, line in text_lines()
        for match in [MACHINE_PATH.search(line) or REGISTRY_HOST.search(line)]
        if match
    ]
    assert not findings, report(findings)


def test_lock_files_hold_pins_and_hashes_only() -> None:
    findings = [
        f"{name}:{number}: an address or option; run `make lock`"
        for name, number, line in text_lines()
        if name.startswith("requirements/") and re.search(r"http|@ |^-", line)
    ]
    assert not findings, report(findings)


def test_both_readmes_speak_of_the_same_commands() -> None:
    english = (ROOT / "README.md").read_text(encoding="utf-8")
    chinese = (ROOT / "README.zh-CN.md").read_text(encoding="utf-8")
    assert "(README.zh-CN.md)" in english, "README.md: link README.zh-CN.md"
    assert "(README.md)" in chinese, "README.zh-CN.md: link README.md"
    command = re.compile(r"(?:^|`)(?:make|mianshen) [a-z]+|--[a-z]+[a-z-]*", re.MULTILINE)
    differ = set(command.findall(english)) ^ set(command.findall(chinese))
    assert not differ, f"README.md, README.zh-CN.md: only one of them names {sorted(differ)}"


def test_every_direct_dependency_is_explained() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = project["dependency-groups"].values()
    wanted = [*project["project"]["dependencies"], *(d for g in groups for d in g)]
    names = {re.split(r"[\[<>=]", entry)[0] for entry in wanted if isinstance(entry, str)}
    explained = (ROOT / "docs/dependencies.md").read_text(encoding="utf-8")
    missing = sorted(name for name in names if f"| {name} |" not in explained)
    assert not missing, f"docs/dependencies.md: add a row for {missing}"
