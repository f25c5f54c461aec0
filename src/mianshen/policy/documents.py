"""YAML files as plain text values with the line and column of each."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError

BYTES_MAX = 2_000_000
DEPTH_MAX = 40
NODES_MAX = 100_000

Path_ = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a file that has to be mended: where it stands and what to do."""

    file: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.message}"


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
            return over.problem(path, f"{message} (in the overlay)", of_key=of_key)
        line, column = self.place(path, of_key=of_key)
        return Problem(self.file, line, column, message)

    def has(self, path: Path_) -> bool:
        """Whether something stands at a path, in this file or in what is laid over it."""
        source = self._laid_over(path) or self
        return path in source.value_places or path in source.key_places

    def _laid_over(self, path: Path_) -> "Document | None":
        beginnings = (path[:length] for length in range(1, len(path) + 1))
        found = (self.laid_over[one] for one in beginnings if one in self.laid_over)
        return next(found, None)


def read_document(file: Path) -> Document:
    """Read one YAML file (UTF-8).

    Raises `DocumentError` for a file that is missing, too large, not UTF-8 or not YAML, and for a
    key that stands twice.
    """
    name = file.name
    try:
        if file.stat().st_size > BYTES_MAX:
            raise DocumentError((Problem(name, 1, 1, f"larger than {BYTES_MAX} bytes"),))
        text = file.read_text(encoding="utf-8-sig")
    except OSError as error:
        reason = error.strerror or "cannot be read"
        raise DocumentError((Problem(str(file), 1, 1, f"cannot be read: {reason}"),)) from error
    except UnicodeDecodeError as error:
        raise DocumentError((Problem(name, 1, 1, "not UTF-8; save the file as UTF-8"),)) from error
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
        message = f"not YAML: {error.problem or error.context}"
        raise DocumentError((Problem(name, line, column, message),)) from error
    except ReaderError as error:
        before = text[: error.position].splitlines(keepends=True) or [""]
        message = f"not YAML: the character U+{error.character:04X} is not allowed"
        problem = Problem(name, len(before), len(before[-1]) + 1, message)
        raise DocumentError((problem,)) from error
    except RecursionError as error:
        message = f"nested deeper than {DEPTH_MAX} levels"
        raise DocumentError((Problem(name, 1, 1, message),)) from error
    except (YAMLError, ValueError, OverflowError) as error:
        raise DocumentError((Problem(name, 1, 1, "not YAML that can be read"),)) from error
    document = Document(name, None)
    if root is not None:
        document.content = _Reader(document).read(root, (), 0)
    return document


class _Reader:
    def __init__(self, document: Document) -> None:
        self._document = document
        self._nodes = 0

    def _fail(self, node: Node, message: str) -> DocumentError:
        line, column = _place(node)
        return DocumentError((Problem(self._document.file, line, column, message),))

    def read(self, node: Node, path: Path_, depth: int) -> Any:
        if depth > DEPTH_MAX:
            raise self._fail(node, f"nested deeper than {DEPTH_MAX} levels")
        self._nodes += 1
        if self._nodes > NODES_MAX:  # aliases of aliases grow a small file without end
            raise self._fail(node, f"more than {NODES_MAX} entries, aliases written out")
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
            raise self._fail(node, "half of a character, which no file can hold")
        return text

    def _mapping(self, node: MappingNode, path: Path_, depth: int) -> dict[str, Any]:
        content: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, ScalarNode):
                raise self._fail(key_node, "a key has to be a word")
            key = self._text(key_node)
            if key in content:
                raise self._fail(key_node, f"{key!r} stands twice; keep one of them")
            self._document.key_places[(*path, key)] = _place(key_node)
            content[key] = self.read(value_node, (*path, key), depth + 1)
            if value_node.start_mark.index == value_node.end_mark.index:
                self._document.value_places[(*path, key)] = _place(key_node)
        return content


def _place(node: Node) -> tuple[int, int]:
    return node.start_mark.line + 1, node.start_mark.column + 1
