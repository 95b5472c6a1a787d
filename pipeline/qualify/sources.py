"""Mentions of sources: which are the same, which are none, and who covers whom."""

from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from pipeline.predicates import Graph, noun_lemma
from pipeline.qualify.lexicon import load_reporting

FIRST_PERSON = frozenset({"i", "we", "me", "us"})
NOBODY = frozenset({"nobody", "no-one", "none", "name", "title"})
DASHES = ("-", "--", "–", "—", ":")


@dataclass(frozen=True, slots=True)
class SourceMention:
    """One source of a fact.

    Attributes:
        head: Head of the source's mention, None where nobody is named.
        span: The mention, None where nobody is named.
        cue: The word that attributes.
        anonymous: Whether the source hides who it is.
    """

    head: Token | None
    span: Span | None
    cue: str
    anonymous: bool


def mention_of(graph: Graph, head: Token, cue: str) -> SourceMention:
    """Return a source from the head of its noun phrase."""
    span = _trimmed(graph.mention(head))
    return SourceMention(head, span, cue, _is_anonymous(head, span))


def label_of(label: Span) -> SourceMention:
    """Return a source from the label of a transcript's turn."""
    head = label[-1]
    return SourceMention(head, label, ":", _is_anonymous(head, label))


def _is_anonymous(head: Token, span: Span) -> bool:
    if any(token.ent_type_ == "PERSON" for token in span):
        return False
    words = load_reporting().anonymous
    lemma = noun_lemma(head)
    plural = head.tag_ in ("NNS", "NNPS")
    return lemma in words.always or (plural and lemma in words.plural)


def _trimmed(span: Span) -> Span:
    """Cut line breaks and marks off the front of a mention."""
    while len(span) > 1 and (span[0].is_space or span[0].is_punct or span[0].pos_ == "CCONJ"):
        span = span[1:]
    return span


def distinct(graph: Graph, found: list[SourceMention]) -> list[SourceMention]:
    """Keep one mention of each source, the longest, and drop the speaker's own *I*."""
    unique: list[SourceMention] = []
    for source in found:
        if source.head is not None and is_no_source(source.head):
            continue
        same = next((i for i, other in enumerate(unique) if _is_same(source, other)), None)
        if same is None:
            unique.append(source)
        elif source.span is not None and len(source.span) > len(unique[same].span or ()):
            unique[same] = source
    return unique


def is_no_source(head: Token) -> bool:
    """Tell whether a word names no source: the speaker's own *I*, a dateline, nobody."""
    return is_first_person(head) or _is_dateline(head) or head.lower_ in NOBODY


def is_first_person(head: Token) -> bool:
    """Tell whether a word is the speaker's own *I* or *we*; "US" is a country."""
    return head.lower_ in FIRST_PERSON and head.text != "US"


def depth(source: SourceMention, trigger: Token) -> tuple[int, int]:
    """Return a key that sorts sources from the outermost to the innermost.

    What stands behind what is said covers all of it; before it, the first covers the
    next; nobody in particular ("reportedly") is nearest to the event.
    """
    if source.head is None:
        return 2, 0
    return (0 if source.head.i > trigger.i else 1), source.head.i


def speaks_behind(doc: Doc, colon: int) -> bool:
    """Tell whether somebody speaks of himself right behind a colon ("Chad: We bought boats")."""
    return doc[colon + 1 : colon + 2].text.lower() in FIRST_PERSON


def _is_dateline(head: Token) -> bool:
    """Tell whether a word opens its line and a dash or colon follows ("AP - …", "Lima: …").

    A common noun before a colon is who speaks ("Minister: Chad to buy boats"), and so is a place that
    says *we* ("Chad: We bought boats").
    """
    doc, i = head.doc, head.i
    if doc[i + 1 : i + 2].text == ":" and (head.pos_ == "NOUN" or speaks_behind(doc, i + 1)):
        return False
    opens = i == 0 or (doc[i - 1].is_space and "\n" in doc[i - 1].text)
    return opens and i + 1 < len(doc) and doc[i + 1].text in DASHES


def _is_same(one: SourceMention, other: SourceMention) -> bool:
    """Tell whether two mentions are one source: both unnamed, overlapping or side by side."""
    if one.span is None or other.span is None:
        return one.span is other.span
    first, second = sorted((one.span, other.span), key=lambda span: span.start)
    between = first.doc[first.end : second.start]
    return first.end >= second.start or all(token.text == "&" for token in between)
