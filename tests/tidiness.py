"""What tidy Python looks like here. Each rule takes a file and yields what is wrong with it."""

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath

FILE_LINES_MAX = 250
FUNCTION_LINES_MAX = 40
NAMELESS = frozenset({"utils", "util", "helpers", "helper", "common", "misc", "service"})
"""Names that say nothing, so that anything ends up there."""
NAMED_ON_PURPOSE = frozenset({"services/chassis/src/chassis/service.py"})

_THE_RULES = frozenset({"tidiness.py", "test_tidy.py"})
"""They name what they forbid."""

_UNFINISHED = re.compile(r"\bTODO|FIXME|XXX")
_REGISTRIES = re.compile(
    # in pieces, so that this file names none of them either
    r"py"
    r"pi\.|python"
    r"hosted|npm"
    r"js|yarn"
    r"pkg|docker"
    r"\.(io|com)|gh"
    r"cr\.|crates"
    r"\.io"
)
_ELSEWHERE = re.compile(r"/work/|/root/|/home/")
_SHARED = "../shared"
_CLOCKS = frozenset({"now", "utcnow", "today", "fromtimestamp"})
_CALENDARS = frozenset({"datetime", "date", "dt"})
_DICE = frozenset({"uuid1", "uuid4", "urandom", "token_bytes", "token_hex", "token_urlsafe"})
_OUTSIDE = frozenset({"time", "secrets", "os"})
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True)
class Source:
    """One file: where it is in the repository, and what it says."""

    path: PurePosixPath
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @property
    def words(self) -> str:
        """The text, to look for words in."""
        return "" if self.path.name in _THE_RULES else self.text

    @property
    def is_test(self) -> bool:
        return (
            "tests" in self.path.parts
            or self.path.name == "conftest.py"
            or ".test." in self.path.name
        )

    @property
    def is_domain(self) -> bool:
        return not self.is_test and ("domain" in self.path.parts or "vocabulary" in self.path.parts)


Rule = Callable[[Source], Iterator[str]]


def complaints(source: Source) -> list[str]:
    """Everything that is wrong with a file."""
    return [complaint for rule in RULES for complaint in rule(source)]


def small_files(source: Source) -> Iterator[str]:
    lines = len(source.text.splitlines())
    if lines > FILE_LINES_MAX:
        yield f"{lines} lines, at most {FILE_LINES_MAX}"


def small_functions(source: Source) -> Iterator[str]:
    for node in ast.walk(source.tree):
        if isinstance(node, _DEFINITIONS) and node.end_lineno:
            lines = node.end_lineno - node.lineno + 1
            if lines > FUNCTION_LINES_MAX:
                yield f"{node.name} has {lines} lines, at most {FUNCTION_LINES_MAX}"


def said_what_for(source: Source) -> Iterator[str]:
    """Tests are named in sentences; everything else that is public has a docstring."""
    if not ast.get_docstring(source.tree):
        yield "does not say in one line what it is for"
    if not source.is_test:
        yield from _undocumented(source.tree.body, "")


def nothing_unfinished(source: Source) -> Iterator[str]:
    for found in _UNFINISHED.finditer(source.words):
        yield f"{found.group()} is left behind"


def absolute_imports(source: Source) -> Iterator[str]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ImportFrom) and node.level:
            yield f"line {node.lineno}: a relative import"


def telling_names(source: Source) -> Iterator[str]:
    if str(source.path) in NAMED_ON_PURPOSE:
        return
    for part in (*source.path.parts[:-1], source.path.stem):
        if part in NAMELESS:
            yield f"{part!r} does not say what is in there"


def self_contained(source: Source) -> Iterator[str]:
    """No registry is named, and nothing outside the repository but what tests are given."""
    for pattern in (_REGISTRIES, _ELSEWHERE):
        for found in pattern.finditer(source.words):
            yield f"{found.group()!r} is somebody else's place"
    if _SHARED in source.words and not source.is_test:
        yield f"{_SHARED!r} is for tests only"


def pure_domains(source: Source) -> Iterator[str]:
    """Time and randomness are arguments; a generator with a seed is arithmetic."""
    if not source.is_domain:
        return
    for node in ast.walk(source.tree):
        if impurity := _impurity(node):
            yield f"line {getattr(node, 'lineno', 0)}: {impurity} in a domain"


RULES: tuple[Rule, ...] = (
    small_files,
    small_functions,
    said_what_for,
    nothing_unfinished,
    absolute_imports,
    telling_names,
    self_contained,
    pure_domains,
)

OF_ANY_LANGUAGE: tuple[Rule, ...] = (small_files, nothing_unfinished, telling_names, self_contained)


def _undocumented(body: list[ast.stmt], inside: str) -> Iterator[str]:
    for node in body:
        if not isinstance(node, (*_DEFINITIONS, ast.ClassDef)) or node.name.startswith("_"):
            continue
        name = f"{inside}{node.name}"
        if not ast.get_docstring(node) and not _says_no_more(node):
            yield f"{name} has no docstring"
        if isinstance(node, ast.ClassDef):
            yield from _undocumented(node.body, f"{name}.")


def _says_no_more(node: ast.AST) -> bool:
    """Whether what a method does is said where it is declared first."""
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return any(ast.unparse(one).endswith((".setter", "override", "overload")) for one in decorators)


def _impurity(node: ast.AST) -> str:
    if isinstance(node, ast.Import):
        found = [one.name for one in node.names if one.name.partition(".")[0] in _OUTSIDE]
        return ", ".join(found)
    if isinstance(node, ast.ImportFrom):
        return _impure_import(node)
    if isinstance(node, ast.Call) and ast.unparse(node.func) in {"random.Random", "Random"}:
        return "" if node.args else "a generator without a seed"
    if isinstance(node, ast.Attribute):
        return _impure_attribute(node)
    return ""


def _impure_import(node: ast.ImportFrom) -> str:
    names = {one.name for one in node.names}
    if node.module in _OUTSIDE:
        return str(node.module)
    if node.module == "random":
        names -= {"Random"}
        return f"random.{min(names)}" if names else ""
    return ", ".join(sorted(names & _DICE))


def _impure_attribute(node: ast.Attribute) -> str:
    owner = ast.unparse(node.value).rpartition(".")[2]
    banned = (
        (owner == "random" and node.attr != "Random")
        or (owner in _CALENDARS and node.attr in _CLOCKS)
        or node.attr in _DICE
    )
    return f"{owner}.{node.attr}" if banned else ""
