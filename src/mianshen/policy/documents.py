"""YAML files as plain text values with the line and column of each."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError

from mianshen.policy.saying import Said, said

BYTES_MAX = 2_000_000
DEPTH_MAX = 40
NODES_MAX = 100_000

Path_ = tuple[str | int, ...]

_IN_BRACES = Said(
    "; inside { } a formula with commas or [ ] needs quotes",
    "；{ } 里的公式如带逗号或 [ ]，要加引号",
)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a file that has to be mended: where it stands and what to do."""

    file: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        return f"{self.where}: {self.message}"

    @property
    def where(self) -> str:
        """File, line and column, as editors and terminals link them."""
        return f"{self.file}:{self.line}:{self.column}"

    @property
    def sentence(self) -> Said:
        """The problem in both languages, its place first."""
        return said("{where}: {what}", "{where}: {what}", where=self.where, what=self.message)


class DocumentError(ValueError):
    """A file that cannot be used; `problems` says why, each with its place."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


@dataclass(slots=True)
class Document:
    """A YAML file as nested dicts, lists and texts, with the place of every key and value.

    Every scalar stays the text that was written (an amount never passes through a binary float);
    `~`, `null` and nothing at all read as None. `laid_over` tells which parts another file gave.
    """

    file: str
    content: Any
    value_places: dict[Path_, tuple[int, int]] = field(default_factory=dict)
    key_places: dict[Path_, tuple[int, int]] = field(default_factory=dict)
    laid_over: dict[Path_, "Document"] = field(default_factory=dict)

    def place(self, path: Path_, *, of_key: bool = False) -> tuple[int, int]:
        """Line and column (from 1) of a value or key, or of the nearest thing around it."""
        if of_key and path in self.key_places:
            return self.key_places[path]
        while path and path not in self.value_places:
            path = path[:-1]
        return self.value_places.get(path, (1, 1))

    def problem(self, path: Path_, message: str, *, of_key: bool = False) -> Problem:
        """A problem at the place of a value or key."""
        over = self._laid_over(path)
        if over is not None:
            in_overlay = said(
                "{message} (in the overlay)", "{message}（在假定值文件里）", message=message
            )
            return over.problem(path, in_overlay, of_key=of_key)
        line, column = self.place(path, of_key=of_key)
        return Problem(self.file, line, column, message)

    def mend_key(self, path: Path_, meant: str | None) -> None:
        """Read a misspelled key as the one that was meant; without one to mean it is left out."""
        source = self._laid_over(path) or self
        parent: Any = self.content
        for step in path[:-1]:
            parent = parent[step]
        value = parent.pop(path[-1])
        if meant is None or meant in parent:
            return
        parent[meant] = value
        depth, mended = len(path), (*path[:-1], meant)
        for places in (source.value_places, source.key_places):
            below = [one for one in places if one[:depth] == path]
            places |= {(*mended, *one[depth:]): places[one] for one in below}

    def has(self, path: Path_) -> bool:
        """Whether something stands at a path, in this file or in what is laid over it."""
        source = self._laid_over(path) or self
        return path in source.value_places or path in source.key_places

    def _laid_over(self, path: Path_) -> "Document | None":
        beginnings = (path[:length] for length in range(1, len(path) + 1))
        found = (self.laid_over[one] for one in beginnings if one in self.laid_over)
        return next(found, None)


def read_document(file: Path, name: str = "") -> Document:
    """Read one YAML file (UTF-8); problems call it by its own name unless another is given.

    Raises `DocumentError` for a file that is missing, too large, not UTF-8 or not YAML, and for a
    key that stands twice.
    """
    name = name or file.name
    try:
        if file.stat().st_size > BYTES_MAX:
            raise _at_start(
                name, said("larger than {most} bytes", "超过 {most} 字节", most=BYTES_MAX)
            )
        text = file.read_text(encoding="utf-8-sig")
    except OSError as error:
        message = said("cannot be read: {reason}", "打不开：{reason}", reason=error.strerror or "?")
        raise _at_start(str(file), message) from error
    except UnicodeDecodeError as error:
        message = said("not UTF-8; save the file as UTF-8", "不是 UTF-8 编码；请另存为 UTF-8")
        raise _at_start(name, message) from error
    return parse_document(name, text)


def parse_document(name: str, text: str) -> Document:
    """Read YAML text; raises `DocumentError` as `read_document` does."""
    yaml = YAML(typ="safe", pure=True)
    yaml.composer.warn_double_anchors = False  # YAML 1.2 lets an anchor be set anew
    try:
        root = yaml.compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        reason = error.problem or error.context or ""
        message = said(
            "not YAML: {reason}{hint}",
            "不合 YAML 写法，请检查缩进、冒号、引号和括号（{reason}）{hint}",
            reason=reason,
            hint=_IN_BRACES if reason.startswith("expected ',' or '}'") else "",
        )
        raise DocumentError((Problem(name, line, column, message),)) from error
    except ReaderError as error:
        before = text[: error.position].splitlines(keepends=True) or [""]
        message = said(
            "not YAML: the character U+{code} is not allowed",
            "不合 YAML 写法：不能有字符 U+{code}",
            code=f"{error.character:04X}",
        )
        problem = Problem(name, len(before), len(before[-1]) + 1, message)
        raise DocumentError((problem,)) from error
    except RecursionError as error:
        raise _at_start(name, _too_deep()) from error
    except (YAMLError, ValueError, OverflowError) as error:
        message = said("not YAML that can be read", "不是能读懂的 YAML")
        raise _at_start(name, message) from error
    document = Document(name, None)
    if root is not None:
        document.content = _Reader(document).read(root, (), 0)
    return document


def _at_start(file: str, message: str) -> DocumentError:
    return DocumentError((Problem(file, 1, 1, message),))


def _too_deep() -> str:
    return said("nested deeper than {most} levels", "嵌套超过 {most} 层", most=DEPTH_MAX)


class _Reader:
    def __init__(self, document: Document) -> None:
        self._document = document
        self._nodes = 0

    def _fail(self, node: Node, message: str) -> DocumentError:
        line, column = _place(node)
        return DocumentError((Problem(self._document.file, line, column, message),))

    def read(self, node: Node, path: Path_, depth: int) -> Any:
        if depth > DEPTH_MAX:
            raise self._fail(node, _too_deep())
        self._nodes += 1
        if self._nodes > NODES_MAX:  # aliases of aliases grow a small file without end
            message = said(
                "more than {most} entries, aliases written out",
                "展开引用后超过 {most} 项",
                most=NODES_MAX,
            )
            raise self._fail(node, message)
        self._document.value_places[path] = _place(node)
        if isinstance(node, MappingNode):
            return self._mapping(node, path, depth)
        if isinstance(node, SequenceNode):
            return [
                self.read(item, (*path, index), depth + 1) for index, item in enumerate(node.value)
            ]
        assert isinstance(node, ScalarNode)
        if node.style is None and node.value in ("", "~", "null"):
            return None
        return self._text(node)

    def _text(self, node: ScalarNode) -> str:
        text = str(node.value)
        if any("\ud800" <= char <= "\udfff" for char in text):
            message = said("half of a character, which no file can hold", "有残缺的字符")
            raise self._fail(node, message)
        return text

    def _mapping(self, node: MappingNode, path: Path_, depth: int) -> dict[str, Any]:
        content: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, ScalarNode):
                raise self._fail(key_node, said("a key has to be a word", "键应是一个词"))
            key = self._text(key_node)
            if key in content:
                message = said(
                    "{key!r} stands twice; keep one of them", "“{key}”写了两次；请保留一处", key=key
                )
                raise self._fail(key_node, message)
            self._document.key_places[(*path, key)] = _place(key_node)
            content[key] = self.read(value_node, (*path, key), depth + 1)
            if value_node.start_mark.index == value_node.end_mark.index:
                self._document.value_places[(*path, key)] = _place(key_node)
        return content


def _place(node: Node) -> tuple[int, int]:
    return node.start_mark.line + 1, node.start_mark.column + 1
