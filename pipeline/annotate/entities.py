"""The component `factwire_entities`: numeric entities, dates and weapons by pattern.

Rules win where form decides (amounts, dates, designations), the statistical recogniser
where meaning does (persons, organisations, places).
"""

from collections.abc import Iterable, Iterator
from functools import cache

import pycountry
from msgspec import Struct
from spacy.language import Language
from spacy.tokens import Doc, Span, Token
from spacy.vocab import Vocab

from pipeline.annotate.firms import as_firm, trimmed, with_called, with_firms, with_genitives
from pipeline.annotate.patterns import EntityPattern, PatternCompiler, load_patterns
from pipeline.annotate.runs import RunMatcher
from pipeline.annotate.truecase import written
from pipeline.annotate.words import vocabulary, words

NAME = "factwire_entities"
FORMAL = frozenset(
    {"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "ORDINAL", "CARDINAL", "WEAPON", "PRODUCT"}
)
NUMERIC = frozenset({"MONEY", "PERCENT", "QUANTITY", "ORDINAL", "CARDINAL"})
ANCHORED = frozenset({"MONEY", "PERCENT", "QUANTITY"})
APPROXIMABLE = ANCHORED | {"CARDINAL", "DATE", "TIME"}
LONGEST_CUE = 4
COMMON_TAGS = frozenset({"NN", "NNS", "VB", "VBD", "VBP", "VBZ"})
MISTAKEN = frozenset({"PERSON", "ORG", "NORP", "LOC", "FAC", "PRODUCT", "EVENT", "WORK_OF_ART"})


class Found(Struct, frozen=True):
    """An entity that a pattern found, by token offsets."""

    start: int
    end: int
    label: str
    rank: int

    @property
    def key(self) -> tuple[int, int, int]:
        """Order of preference: longer, then earlier in the pattern file, then earlier in the text."""
        return (self.start - self.end, self.rank, self.start)


@Language.factory(NAME, assigns=["doc.ents", "token.ent_type", "token.ent_iob"])
def make_factwire_entities(nlp: Language, name: str) -> "FactwireEntities":
    """Create the component that adds entities whose form is a rule."""
    return FactwireEntities(nlp.vocab, name)


class FactwireEntities:
    """Adds and repairs numeric entities, dates, times and weapons in `doc.ents`.

    Args:
        vocab: The pipeline's vocabulary.
        name: Name of the component in the pipeline.
    """

    def __init__(self, vocab: Vocab, name: str = NAME) -> None:
        self.name = name
        self.plain = RunMatcher(vocab)
        self.tagged = RunMatcher(vocab)
        self.entries: dict[str, tuple[int, EntityPattern]] = {}
        table = load_patterns()
        compiler = PatternCompiler(table)
        for rank, entry in enumerate(table.pattern):
            patterns = compiler.compile(entry)
            matcher = self.tagged if compiler.needs_tags(patterns) else self.plain
            matcher.add(entry.id, patterns, entry.left is not None, entry.right is not None)
            self.entries[entry.id] = (rank, entry)

    def __call__(self, doc: Doc) -> Doc:
        """Match, then set the annotations."""
        return self.set_annotations(doc, self.match(doc))

    def match(self, doc: Doc) -> list[Span]:
        """Return the entities that the patterns give, without overlaps and in text order."""
        taken: set[int] = set()
        found: list[Found] = []
        for candidate in sorted(self._candidates(doc), key=lambda candidate: candidate.key):
            places = range(candidate.start, candidate.end)
            if taken.isdisjoint(places):
                taken.update(places)
                found.append(candidate)
        found = [self._widened(doc, candidate, taken) for candidate in found]
        return [Span(doc, f.start, f.end, f.label) for f in sorted(found, key=lambda f: f.start)]

    def set_annotations(self, doc: Doc, spans: Iterable[Span]) -> Doc:
        """Merge the rules' entities with those that are there already."""
        named = filter(None, map(trimmed, doc.ents))
        statistical = [as_country(as_firm(without_common(entity))) for entity in with_firms(doc, list(named))]
        statistical = with_called(doc, with_genitives(doc, statistical))
        doc.set_ents(merge(statistical, list(spans)), default="outside")
        return doc

    def _candidates(self, doc: Doc) -> Iterator[Found]:
        for matcher in (self.plain, self.tagged) if doc.has_annotation("POS") else (self.plain,):
            for key, start, end in matcher(doc):
                rank, entry = self.entries[doc.vocab.strings[key]]
                start += entry.left is not None
                end -= entry.right is not None
                if start < end and not _is_excluded(doc[start:end], entry.label):
                    yield Found(start, end, entry.label, rank)

    def _widened(self, doc: Doc, found: Found, taken: set[int]) -> Found:
        """Take in the words that make a number approximate: "up to three", "10 or so"."""
        plain = found.label not in ANCHORED and not _starts_with_number(doc[found.start])
        if found.label not in APPROXIMABLE or plain:
            return found
        start = found.start
        while (length := _cue_length(doc, start, before=True)) and taken.isdisjoint(
            range(start - length, start)
        ):
            start -= length
        end = found.end
        length = _cue_length(doc, end, before=False)
        if taken.isdisjoint(range(end, end + length)):
            end += length
        taken.update(range(start, end))
        return Found(start, end, found.label, found.rank)


def without_common(entity: Span) -> Span:
    """Return a name without the common words behind it that were taken in ("Rafale jets")."""
    end = entity.end
    while entity.label_ in MISTAKEN and end - entity.start > 1:
        last = entity.doc[end - 1]
        if last.tag_ not in COMMON_TAGS or not last.text.islower():
            break
        end -= 1
    return Span(entity.doc, entity.start, end, entity.label_)


def as_country(entity: Span) -> Span:
    """Return an entity that is a country's name and nothing else as a place, whatever its label.

    Small recognisers take rare countries for persons ("Chad", "Lesotho") or firms ("Togo"); a name
    before it in the text ("Michael Jordan") would be part of the entity.
    """
    if entity.label_ not in MISTAKEN or entity.text not in _country_names():
        return entity
    before = entity.doc[entity.start - 1] if entity.start else None
    if before is not None and before.is_title and before.pos_ == "PROPN":
        return entity
    return Span(entity.doc, entity.start, entity.end, "GPE")


@cache
def _country_names() -> frozenset[str]:
    """Return the names of countries as newspapers write them, without what follows a comma."""
    names: set[str] = set()
    for country in pycountry.countries:
        names |= {country.name.split(",")[0], getattr(country, "common_name", country.name)}
    return frozenset(names)


def merge(statistical: list[Span], rules: list[Span]) -> list[Span]:
    """Join the entities of both, without overlaps and in text order.

    A statistical entity yields to a rule's where its label is one that form decides, or
    where it lies within a longer amount, date or weapon; otherwise the rule yields.
    """
    kept: list[Span] = []
    rules_left = list(rules)
    lower = bool(statistical) and statistical[0].doc.text.islower()
    for entity in (entity for entity in statistical if _is_plausible(entity, lower)):
        rivals = [rule for rule in rules_left if _overlap(entity, rule)]
        if all(_rule_wins(entity, rule) for rule in rivals):
            kept += _remainder(entity, rivals)
        else:
            kept.append(entity)
            rules_left = [rule for rule in rules_left if not _overlap(entity, rule)]
    return sorted([*kept, *rules_left], key=lambda span: span.start)


def _is_plausible(entity: Span, lower: bool) -> bool:
    """Tell whether a statistical entity has what its label needs: a number, a time, a capital.

    Args:
        entity: The entity.
        lower: Whether the whole text is in small letters.
    """
    if entity.label_ in MISTAKEN and not lower:
        return not all(written(token).islower() for token in entity if token.text[0].isalpha())
    if entity.label_ in NUMERIC:
        return any(_is_number_word(token) for token in entity)
    if entity.label_ in ("DATE", "TIME"):
        return any(
            any(char.isdigit() for char in token.text) or _is_time_word(token.lower_) for token in entity
        )
    return True


def _is_number_word(token: Token) -> bool:
    return token.text.lstrip("~+$£€").startswith(tuple("0123456789")) or token.lower_ in _number_words()


@cache
def _number_words() -> frozenset[str]:
    lists = vocabulary()
    vague = {*words().numbers.vague, *words().numbers.fractions, "quarters", "thirds"}
    return (
        frozenset(lists["ordinal"]) | frozenset(lists["magnitude"]) | frozenset(lists["number_word"]) | vague
    )


@cache
def _time_words() -> frozenset[str]:
    lists = vocabulary()
    names = ("weekday", "month", "time_unit", "part_of_day", "season", "number_word")
    others = {"today", "yesterday", "tomorrow", "tonight", "noon", "midday", "midnight", "overnight", "eve"}
    return frozenset(word for name in names for word in lists[name]) | others


def _is_time_word(word: str) -> bool:
    return word in _time_words() or word.endswith(("day", "mas", "ly", "time"))


def _remainder(entity: Span, rivals: list[Span]) -> list[Span]:
    """Return what a losing entity keeps: all without rivals, the name before a date at its end."""
    if not rivals:
        return [entity]
    first = min(rivals, key=lambda rule: rule.start)
    named = entity.label_ not in FORMAL and entity.start < first.start and _is_lower_date(first)
    return [Span(entity.doc, entity.start, first.start, entity.label)] if named else []


def _is_lower_date(rule: Span) -> bool:
    """Tell whether a rule found a time in lower case ("today"), which is never part of a name."""
    return rule.label_ in ("DATE", "TIME") and rule.text.islower()


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _rule_wins(entity: Span, rule: Span) -> bool:
    """Tell whether a statistical entity yields to a rule's that overlaps it."""
    if rule.label_ in ANCHORED or _is_lower_date(rule):
        return True
    inside = rule.start <= entity.start and entity.end <= rule.end
    if entity.label_ in FORMAL:
        return not (entity.label_ in ("WEAPON", "PRODUCT") and len(entity) > len(rule))
    if rule.label_ in ("WEAPON", "PRODUCT"):
        if entity.end == rule.end and entity[0].is_digit:
            return True
        strong = len(rule) > len(entity) or _has_digit(rule)
        return inside and (strong or entity.label_ not in ("PERSON", "NORP", "GPE"))
    return inside and len(rule) > len(entity)


def _has_digit(span: Span) -> bool:
    return any(char.isdigit() for char in span.text)


def _starts_with_number(token: Token) -> bool:
    table = words()
    return (
        token.like_num
        or token.is_currency
        or token.lower_ in ("a", "an", "half")
        or token.lower_.rstrip("s") in table.numbers.magnitudes
        or token.text in table.money.symbols
        or token.text[:1].isdigit()
    )


def _cue_length(doc: Doc, at: int, before: bool) -> int:
    """Return how many tokens beside a position are a word of approximation."""
    cues = words().approximation.before if before else words().approximation.after
    for length in range(LONGEST_CUE, 0, -1):
        start, end = (at - length, at) if before else (at, at + length)
        if start >= 0 and end <= len(doc):
            text = " ".join(token.lower_ for token in doc[start:end])
            if text in cues:
                return length
    return 0


def _is_excluded(span: Span, label: str) -> bool:
    """Tell whether a match is no entity for all its form."""
    if label in ("DATE", "TIME") and span.text.lower() in ("a quarter", "a second"):
        return True
    if label == "DATE" and len(span) == 1 and span[0].lower_ in words().time.weekdays and _is_title(span[0]):
        return True
    if label == "CARDINAL" and span.text.lower() == "one":
        before = span[0].nbor(-1).lower_ if span.start else ""
        after = span.doc[span.end].lower_ if span.end < len(span.doc) else ""
        return before in ("no", "this", "that", "the", "any", "every", "each") or after == "another"
    return False


def _is_title(weekday: Token) -> bool:
    """Tell whether a day begins the name of a paper or pact ("the Sunday Times")."""
    doc, i = weekday.doc, weekday.i
    if i == 0 or i + 1 >= len(doc) or doc[i - 1].lower_ != "the":
        return False
    return doc[i + 1].tag_ in ("NNP", "NNPS") and written(doc[i + 1])[:1].isupper()
