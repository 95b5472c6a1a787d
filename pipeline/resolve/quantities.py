"""How much of an item a mention states: number, approximation and unit."""

from functools import cache

from spacy.tokens import Span, Token

from pipeline.annotate.words import plural_forms, words
from pipeline.facts import Quantity
from pipeline.resolve.approximation import split_cues
from pipeline.resolve.itemwords import item_words
from pipeline.resolve.numbers import Number, parse_number

LONGEST_NUMBER = 6
LONGEST_CUE = 4
CONNECTED = frozenset({"-", "–", "and"})


def parse_quantity(mention: Span) -> tuple[Quantity | None, Span | None]:
    """Return the quantity that a noun phrase states, and the span that states it.

    "hundreds of tanks" is an approximate quantity without a value; fractions ("a third of
    the oil") and articles are no quantities.

    Args:
        mention: The noun phrase, from its determiner on.
    """
    found = _number(mention)
    if found is None:
        return None, None
    number, value = found
    start, cue_before = _cues_before(mention, number)
    end, cue_after = _cues_after(mention, number)
    unit = _unit(mention, end)
    vague = value is None
    quantity = Quantity(
        value=value, approximate=cue_before or cue_after or vague, unit=unit.text.lower() if unit else None
    )
    return quantity, mention.doc[start : unit.end if unit else end]


def _number(mention: Span) -> tuple[Span, Number | None] | None:
    """Return the first number of a mention that counts something, longest reading first."""
    doc = mention.doc
    for start in range(mention.start, mention.end):
        if _is_inside_name(doc[start], mention) or not _may_start(doc[start]):
            continue
        for end in range(min(mention.end, start + LONGEST_NUMBER), start, -1):
            span = doc[start:end]
            if _is_bare_plural(span):
                return span, None
            if span[-1].lower_ in ("of", "a", "an", "the", "and"):
                continue
            value = parse_number(span.text)
            if value is not None and not _is_fraction(span) and not _is_modifier(span, mention):
                return span, value
    return None


def _may_start(token: Token) -> bool:
    return (
        token.text[:1].isdigit()
        or token.text[:1] == "~"
        or token.lower_ in words().numbers.words
        or token.lower_ in ("a", "an", "half")
        or _is_magnitude(token)
    )


def _is_inside_name(token: Token, mention: Span) -> bool:
    """Tell whether a figure belongs to a name or designation before it ("Leopard 2 tanks")."""
    if token.i == mention.start or not token.text[:1].isdigit():
        return False
    before = token.nbor(-1)
    if before.text in ("-", "–", "/") and not before.whitespace_:
        return True
    return before.is_title and before.pos_ == "PROPN" and not before.is_sent_start


def _is_bare_plural(span: Span) -> bool:
    """Tell whether a span is "hundreds", "tens of thousands": a magnitude in the plural."""
    tokens = [token for token in span if token.lower_ != "of"]
    last = span[-1].lower_
    return last != "of" and all(_is_magnitude(token) and token.lower_.endswith("s") for token in tokens)


@cache
def _magnitude_forms() -> frozenset[str]:
    table = words().numbers.magnitudes
    forms = {form for word in table if len(word) > 2 for form in plural_forms(word)}
    return frozenset(forms | {"tens", "scores"})


def _is_magnitude(token: Token) -> bool:
    return token.lower_ in _magnitude_forms()


def _is_fraction(span: Span) -> bool:
    return span[-1].lower_.rstrip("s") in ("third", "half", "quarter", "fifth", "tenth")


def _is_modifier(span: Span, mention: Span) -> bool:
    """Tell whether a number is in a hyphenated modifier ("a 500-bed hospital") or a calibre ("155 mm")."""
    after = span.end
    if after >= mention.end:
        return False
    following = span.doc[after]
    if following.text in ("-", "–") and not following.whitespace_ and not span[-1].whitespace_:
        return True
    glued = not span[-1].whitespace_ and following.lower_ in ("st", "nd", "rd", "th", "s")
    return glued or (following.lower_ == "mm" and after + 1 < mention.end)


def _cues_before(mention: Span, number: Span) -> tuple[int, bool]:
    """Return where the words of approximation before a number begin, and whether there are any."""
    doc, start, found = mention.doc, number.start, False
    changed = True
    while changed:
        changed = False
        for length in range(LONGEST_CUE, 0, -1):
            begin = start - length
            text = " ".join(token.lower_ for token in doc[max(begin, 0) : start])
            inside = begin >= max(0, mention.start - LONGEST_CUE)
            if inside and text in words().approximation.before:
                start, found, changed = begin, True, True
                break
    return start, found or split_cues(number.text)[1]


def _cues_after(mention: Span, number: Span) -> tuple[int, bool]:
    for length in (2, 1):
        end = number.end + length
        text = " ".join(token.lower_ for token in mention.doc[number.end : end])
        if end <= mention.end and text in words().approximation.after:
            return end, True
    return number.end, False


def _unit(mention: Span, start: int) -> Span | None:
    """Return the unit that follows a number, with its adjective where it changes the measure."""
    doc, end = mention.doc, start
    while end < mention.end and doc[end].lower_ in words().measure.prefixes:
        end += 1
    if end >= mention.end or doc[end].lower_ not in unit_forms():
        return None
    if (
        end + 1 < mention.end
        and doc[end + 1].pos_ in ("NOUN", "PROPN")
        and doc[end + 1].lower_ not in unit_forms()
    ):
        return None
    return doc[start : end + 1]


@cache
def unit_forms() -> frozenset[str]:
    """Return units of measure and load in both numbers."""
    nouns = (*words().measure.units, *item_words().containers.words)
    return frozenset(form for noun in nouns for form in plural_forms(noun))
