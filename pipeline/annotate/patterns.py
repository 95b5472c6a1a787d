"""Entity patterns as data: compiling the sequences of `entities.toml` for spaCy's `Matcher`."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import product
from typing import Any

from msgspec import Struct

from pipeline.annotate.tables import read_table
from pipeline.annotate.words import vocabulary
from pipeline.errors import E, FactwireError

FILE = "entities.toml"
TokenSpec = dict[str, Any]
_ELEMENT = re.compile(r"(?P<body><\w+>|\([^()]*\)|\S+?)(?P<op>[?*+]?)$")
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


class TokenClass(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What one token must be; the file's head explains the keys."""

    lower: tuple[str, ...] = ()
    regex: str | None = None
    text: str | None = None
    pos: tuple[str, ...] = ()
    not_entity: tuple[str, ...] = ()


class EntityPattern(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One entry of the file: all its sequences give entities of one label."""

    id: str
    label: str
    sequences: tuple[str, ...]
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]
    left: str | None = None
    right: str | None = None


class PatternFile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The file `entities.toml`."""

    tokens: dict[str, TokenClass]
    groups: dict[str, tuple[str, ...]]
    pattern: tuple[EntityPattern, ...]


@cache
def load_patterns() -> PatternFile:
    """Return the entity patterns that ship.

    Raises:
        FactwireError: E020–E022 if the file is malformed.
    """
    table = read_table("pipeline.annotate", FILE, PatternFile)
    seen: set[str] = set()
    for entry in table.pattern:
        if entry.id in seen:
            raise FactwireError(E.E022, path=FILE, entry=entry.id, first=FILE)
        seen.add(entry.id)
        if not entry.examples:
            raise FactwireError(E.E021, path=FILE, entry=entry.id, reason="no examples")
    return table


class PatternCompiler:
    """Turns sequences into Matcher patterns.

    Args:
        table: The pattern file, for its token classes and groups.
    """

    def __init__(self, table: PatternFile) -> None:
        self.table = table
        self.lists = vocabulary()

    def compile(self, entry: EntityPattern) -> list[list[TokenSpec]]:
        """Return the Matcher patterns of one entry, each with its context tokens."""
        left = [self._element(entry.left, entry.id)] if entry.left else []
        right = [self._element(entry.right, entry.id)] if entry.right else []
        return [left + body + right for line in entry.sequences for body in self._expand(line, entry.id)]

    def needs_tags(self, patterns: Iterable[list[TokenSpec]]) -> bool:
        """Tell whether patterns ask for part-of-speech tags."""
        return any("POS" in spec for pattern in patterns for spec in pattern)

    def _expand(self, line: str, entry: str) -> Iterator[list[TokenSpec]]:
        choices: list[list[list[TokenSpec]]] = []
        for word in line.split():
            if word.startswith("<"):
                name, optional = word.strip("<>?"), word.endswith("?")
                alternatives = [list(part) for part in self._group(name, entry)]
                choices.append([*alternatives, []] if optional else alternatives)
            else:
                choices.append([[self._element(word, entry)]])
        for parts in product(*choices):
            yield [spec for part in parts for spec in part]

    def _group(self, name: str, entry: str) -> Iterator[list[TokenSpec]]:
        if name not in self.table.groups:
            raise FactwireError(E.E021, path=FILE, entry=entry, reason=f"no group {name}")
        for line in self.table.groups[name]:
            yield from self._expand(line, entry)

    def _element(self, word: str, entry: str) -> TokenSpec:
        match = _ELEMENT.match(word)
        assert match is not None
        body, op = match["body"], match["op"]
        if body.startswith("("):
            spec: TokenSpec = {"LOWER": {"IN": body.strip("()").split("|")}}
        elif body in self.table.tokens:
            spec = self._token(self.table.tokens[body])
        elif len(body) > 1 and body.isupper():
            raise FactwireError(E.E021, path=FILE, entry=entry, reason=f"no token class {body}")
        else:
            spec = {"LOWER": body}
        return {**spec, "OP": op} if op else spec

    def _token(self, token: TokenClass) -> TokenSpec:
        spec: TokenSpec = {}
        if token.lower:
            spec["LOWER"] = {"IN": [form for word in token.lower for form in self._words(word)]}
        if token.regex is not None:
            spec["LOWER"] = {"REGEX": f"^(?:{self._fill(token.regex)})$"}
        if token.text is not None:
            spec["TEXT"] = {"REGEX": f"^(?:{self._fill(token.text)})$"}
        if token.pos:
            spec["POS"] = {"IN": list(token.pos)}
        if token.not_entity:
            spec["ENT_TYPE"] = {"NOT_IN": list(token.not_entity)}
        return spec

    def _words(self, word: str) -> list[str]:
        placeholder = _PLACEHOLDER.fullmatch(word)
        return self.lists[placeholder[1]] if placeholder else [word]

    def _fill(self, regex: str) -> str:
        def words(match: re.Match[str]) -> str:
            items = self.lists.get(match[1])
            return match[0] if items is None else "(?:" + "|".join(map(re.escape, items)) + ")"

        return _PLACEHOLDER.sub(words, regex)
