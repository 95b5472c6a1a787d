"""Cues as data: reading and checking the lexicons of `qualify/data`."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Generic, Literal, TypeVar, get_args

import msgspec
from msgspec import Struct

from pipeline.errors import E, FactwireError
from pipeline.relations.inflection import noun_forms, verb_forms

Source = Path | Traversable
Strength = Literal["certain", "probable", "possible"]
Words = tuple[str, ...]
T = TypeVar("T")
S = TypeVar("S", bound=Struct)
UNKNOWN = re.compile(r"unknown field `(.+?)`")


class Example(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A sentence with its event between asterisks, and what it is."""

    text: str
    judged: str = msgspec.field(name="is")


class Effect(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One class of words that govern an event. The keys are explained in `effects.toml`."""

    id: str
    about: str
    polarity: Literal["keep", "flip", "negative", "own", "governor"]
    certainty: Literal["certain", "probable", "possible", "governor", "own"]
    time: Literal["governor", "future", "past", "present", "own"]
    takes: Words
    examples: tuple[Example, ...]
    conditional: bool = False
    perfect: Literal["present"] | None = None
    verbs: Words = ()
    nouns: Words = ()
    adjectives: Words = ()
    modifiers: Words = ()
    mere: bool = False


class Word(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Words of one class inside the event's own clause."""

    about: str
    words: Words
    polarity: Literal["negative"] | None = None
    certainty: Strength | None = None
    time: Literal["past", "present", "future"] | None = None
    conditional: bool = False


class TriggerClass(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What triggers say of themselves."""

    about: str
    verbs: Words = ()
    nouns: Words = ()
    modifiers: Words = ()


class TriggerFile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The file `triggers.toml`."""

    stage: dict[str, TriggerClass]
    refusal: TriggerClass
    transfer: TriggerClass
    takeover: TriggerClass
    order: TriggerClass
    accept_offer: TriggerClass
    withheld: TriggerClass
    approve: TriggerClass
    option: TriggerClass
    generic: TriggerClass
    pending: TriggerClass


class Conditions(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How conditions open other than by a marker."""

    about: str
    participles: Words
    auxiliaries: Words
    future: Words
    concessive: Words


class WordFile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The file `words.toml`."""

    auxiliary: dict[str, Word]
    adverb: dict[str, Word]
    marker: dict[str, Word]
    negator: dict[str, Word]
    condition: Conditions


class ReportingVerbs(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Verbs of `reporting.toml`."""

    about: str
    say: Words
    event: Words
    accuse: Words
    about_source: Words
    self_report: Words
    denying: Words
    core: Words
    unnamed_passive: Words


class ReportingNouns(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Nouns of `reporting.toml`."""

    about: str
    report: Words
    accusation: Words
    belief: Words


class Plain(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A plain list of words, with adjectives where the class has them."""

    about: str
    words: Words
    adjectives: Words = ()


class Anonymous(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Heads of unnamed sources."""

    about: str
    always: Words
    plural: Words


class ReportingFile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The file `reporting.toml`."""

    verbs: ReportingVerbs
    nouns: ReportingNouns
    markers: Plain
    adverbs: Plain
    anonymous: Anonymous


class EffectFile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The file `effects.toml`."""

    classes: tuple[Effect, ...] = msgspec.field(name="class")


def data_path(name: str) -> Traversable:
    """Return a data file of this room."""
    return files("pipeline.qualify") / "data" / name


def read_table(path: Source, kind: type[S]) -> S:
    """Read a TOML file as a typed table.

    Raises:
        FactwireError: E020 for an unknown key, E021 for anything else that is wrong.
    """
    try:
        table: Mapping[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise FactwireError(E.E021, path=path, entry="file", reason=error) from error
    try:
        return msgspec.convert(table, kind)
    except msgspec.ValidationError as error:
        raise _refused(path, kind, error) from error


def _refused(path: Source, kind: type[Struct], error: msgspec.ValidationError) -> FactwireError:
    """Return the error that names the entry, and for an unknown key those that are allowed."""
    message, _, place = str(error).partition(" - at `$")
    entry = place.strip("`.") or "file"
    unknown = UNKNOWN.search(message)
    if unknown is None:
        return FactwireError(E.E021, path=path, entry=entry, reason=message)
    keys = ", ".join(field.encode_name for field in msgspec.structs.fields(_at(kind, entry)))
    return FactwireError(E.E020, path=path, entry=entry, key=unknown.group(1), allowed=keys)


def _at(kind: type[Struct], entry: str) -> type[Struct]:
    """Return the type of the table at a place such as `class[...]` or `stage[...]`."""
    for name in re.findall(r"[a-z_]+", "" if entry == "file" else entry):
        hints = {f.encode_name: f.type for f in msgspec.structs.fields(kind)}
        inner = [hints[name], *get_args(hints[name])]
        kind = next(t for t in inner if isinstance(t, type) and issubclass(t, Struct))
    return kind


@cache
def load_effects(path: Source | None = None) -> tuple[Effect, ...]:
    """Read the classes of governing words.

    Raises:
        FactwireError: E020 or E021 for a bad file, E022 for a double class.
    """
    path = path or data_path("effects.toml")
    effects = read_table(path, EffectFile).classes
    ids: set[str] = set()
    meanings: dict[tuple[str, str], str] = {}
    for effect in effects:
        if effect.id in ids:
            raise FactwireError(E.E022, path=path, entry=effect.id, first=path)
        ids.add(effect.id)
        if not effect.examples:
            raise FactwireError(E.E021, path=path, entry=effect.id, reason="no examples")
        for key in _keys(effect):
            if meanings.setdefault(key, effect.id) != effect.id:
                reason = f"{key[1]!r} as {key[0]} has the effect {meanings[key]!r} already"
                raise FactwireError(E.E021, path=path, entry=effect.id, reason=reason)
    return effects


def _keys(effect: Effect) -> Iterator[tuple[str, str]]:
    """Yield (construction, word) of everything that a class lists."""
    yield from ((f"verb with {how}", verb) for how in effect.takes for verb in effect.verbs)
    yield from (("noun", noun) for noun in effect.nouns)
    yield from (("adjective", word) for word in effect.adjectives)
    yield from (("modifier", word) for word in effect.modifiers)


@cache
def load_words() -> WordFile:
    """Read the words of the event's own clause."""
    return read_table(data_path("words.toml"), WordFile)


@cache
def load_triggers() -> TriggerFile:
    """Read what triggers say of themselves."""
    return read_table(data_path("triggers.toml"), TriggerFile)


@cache
def load_reporting() -> ReportingFile:
    """Read the reporting words."""
    return read_table(data_path("reporting.toml"), ReportingFile)


class FormIndex(Generic[T]):
    """Values by inflected form, so that a word is known whatever the lemmatizer says.

    An entry of several words ("cut off") is found by its first word; the others must
    follow, which the caller checks with `rest`.
    """

    def __init__(self) -> None:
        self._forms: dict[str, list[tuple[Words, T]]] = {}

    def add_verbs(self, lemmas: Iterable[str], value: T) -> None:
        """Add the forms of verbs."""
        for lemma in lemmas:
            first, *rest = lemma.split()
            for form in dict.fromkeys(verb_forms(first)):
                self._add(form, tuple(rest), value)

    def add_nouns(self, lemmas: Iterable[str], value: T) -> None:
        """Add singular and plural of nouns; of several words the last is inflected."""
        for lemma in lemmas:
            words = lemma.split()
            head = 0 if words[1:2] == ["of"] else -1
            for form in dict.fromkeys(noun_forms(words[head])):
                self._add(form, (), value)

    def add_words(self, words: Iterable[str], value: T) -> None:
        """Add words that are not inflected."""
        for word in words:
            self._add(word, (), value)

    def _add(self, form: str, rest: Words, value: T) -> None:
        entries = self._forms.setdefault(form, [])
        if (rest, value) not in entries:
            entries.append((rest, value))
            entries.sort(key=lambda entry: -len(entry[0]))

    def get(self, form: str) -> list[tuple[Words, T]]:
        """Return (further words, value) of a form, those of most words first."""
        return self._forms.get(form, [])
