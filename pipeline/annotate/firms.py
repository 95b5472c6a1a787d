"""Names of firms made whole: what the recogniser left of "Acme (Pacific) Ltd" or "Acme Widgets and".

A legal form at its end tells that capitalised words are a firm's name, however rare they are. The name
reaches back over capitalised words, "&" and a bracketed place, but not over a country's name or adjective
before it ("Dutch Philips NV").
"""

from collections.abc import Iterable, Iterator

from spacy.tokens import Doc, Span, Token
from spacy.util import filter_spans

from pipeline.annotate.truecase import written
from pipeline.annotate.words import is_firm_tail, is_firms_kind, is_legal_form

EDGES = frozenset({"and", "or", "&", "(", ")", "<", ">", ",", ";", ":", "-", "–", "—", "/", '"', "of", "the"})
PLACES = frozenset({"GPE", "NORP", "LOC"})
NAME_TAGS = frozenset({"NNP", "NNPS"})
NOUN_TAGS = NAME_TAGS | {"NN", "NNS"}
CALLED_TAGS = NOUN_TAGS | {"JJ"}
SHORTEST_CALLED = 2
LISTING = frozenset({"of", "for", "and", "&", "-"})
TYPE_LENGTH = 3  # figures of an airliner's type ("Boeing 737s")
SHORTEST_PARTNERS = 2  # "and Co"
OWNERS = frozenset({"ORG", "PERSON"})
GENITIVES = frozenset({"'s", "’s"})
ARGUMENTS = frozenset({"nsubj", "obj"})
# Behind these a genitive owns what was named before ("larger than Boeing's").
ELLIPTIC = frozenset({"than", "like", "unlike", "as", "that"})
ENDS = frozenset({",", ".", ";", ":", ")", "--", "–", "—", "!", "?"})
AFTER_NAME = frozenset({"VERB", "AUX", "ADP", "CCONJ", "SCONJ", "PART", "SPACE"})
# What the recogniser takes firms for: "Bertelsmann AG" for a person, "Saab AB" for goods.
NO_FIRMS = frozenset({"PERSON", "PRODUCT", "WORK_OF_ART", "EVENT", "LAW", "FAC"})
FIXED = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY"})


def trimmed(entity: Span) -> Span | None:
    """Return a name without joining words and marks at its end, or None where nothing is left."""
    end = entity.end
    while end > entity.start and entity.doc[end - 1].text in EDGES and not _closes(entity, end):
        end -= 1
    if end - entity.start > 1 and end == entity.end and _counts_what_follows(entity):
        end -= 1
    return Span(entity.doc, entity.start, end, entity.label_) if end > entity.start else None


def _counts_what_follows(entity: Span) -> bool:
    """Tell whether a name's last word is the number of what stands behind it ("sell Acme Air 12 trucks")."""
    doc, number = entity.doc, entity[-1]
    named = entity.label_ in OWNERS or entity.label_ in PLACES
    small = number.is_digit and len(number) < TYPE_LENGTH
    return named and small and entity.end < len(doc) and doc[entity.end].tag_ == "NNS"


def with_firms(doc: Doc, entities: list[Span]) -> list[Span]:
    """Return the entities with each firm's name as far as its legal form shows it, in text order."""
    return _with(entities, _firms(doc, _owners(entities)))


def _owners(entities: Iterable[Span]) -> dict[int, Span]:
    """Return the entity of each token that is part of one."""
    return {i: entity for entity in entities for i in range(entity.start, entity.end)}


def _with(entities: Iterable[Span], firms: Iterable[Span]) -> list[Span]:
    """Return firms and the entities that they do not touch, in text order."""
    found = list(firms)
    covered = _owners(found)
    kept = [entity for entity in entities if covered.keys().isdisjoint(range(entity.start, entity.end))]
    return sorted([*kept, *found], key=lambda span: span.start)


def as_firm(entity: Span) -> Span:
    """Return a name that ends as firms' names do whole, as an organisation ("Acme Systems" for goods)."""
    doc, end = entity.doc, entity.end
    if entity.label_ not in NO_FIRMS | {"ORG"}:
        return entity
    joined = end + 2 < len(doc) and doc[end].tag_ in NAME_TAGS and doc[end + 1].text == "-"
    tail = end + 2 if joined else end  # "Acme Tele-Ventures"
    if tail < len(doc) and _is_tail(doc[tail]):
        end = tail + 1
    behind = doc[end] if end < len(doc) else None
    modifies = behind is not None and behind.tag_ in NOUN_TAGS and not behind.is_sent_start
    named = all(t.text == "-" or (t.tag_ in NAME_TAGS and t.is_alpha) for t in doc[entity.start : end - 1])
    firm = end - entity.start > 1 and _is_tail(doc[end - 1]) and named and not modifies
    return Span(doc, entity.start, end, "ORG") if firm else entity


def _is_tail(token: Token) -> bool:
    noun = token.tag_ in NOUN_TAGS and token.ent_type_ not in FIXED
    return noun and not token.is_sent_start and is_firm_tail(token.text) and written(token)[:1].isupper()


def with_called(doc: Doc, entities: list[Span]) -> list[Span]:
    """Return the entities with firms that other words tell: "its unit Clear Plastics", "Nordic Foods"."""
    owner = _owners(entities)
    called = (_called(token, owner) or _tailed(token, owner) for token in doc)
    return _with(entities, filter_spans(filter(None, called)))


def _called(kind: Token, owner: dict[int, Span]) -> Span | None:
    """Return the capitalised words right behind a noun for firms, if no other name reaches into them."""
    if not is_firms_kind(kind.text) or kind.i in owner:
        return None
    doc, start = kind.doc, kind.i + 1
    end = start
    while end < len(doc) and not doc[end].is_sent_start and _is_capital(doc[end]):
        end += 1
    whole = end - start >= SHORTEST_CALLED and doc[end - 1].tag_ in NOUN_TAGS
    return _firm(doc, start, end, owner, PLACES) if whole else None


def _tailed(tail: Token, owner: dict[int, Span]) -> Span | None:
    """Return the capitalised words that a last word of firms' names ends, within a sentence."""
    doc, end = tail.doc, tail.i + 1
    if not _is_tail(tail) or (end < len(doc) and doc[end].tag_ in NOUN_TAGS and not doc[end].is_sent_start):
        return None
    start = tail.i
    while start > 0 and not doc[start].is_sent_start and _is_capital(doc[start - 1]):
        start -= 1
    listed = start > 0 and doc[start - 1].lower_ in LISTING  # "the Minister of Natural Resources"
    if doc[start].is_sent_start or listed or end - start < SHORTEST_CALLED:
        return None
    return _firm(doc, start, end, owner, PLACES | NO_FIRMS | {"ORG"})


def _firm(doc: Doc, start: int, end: int, owner: dict[int, Span], taken: frozenset[str]) -> Span | None:
    """Return words as a firm's name, if the names in them are shorter and of labels that may be taken in."""
    inner = {owner[i] for i in range(start, end) if i in owner}
    parts = all(name.label_ in taken and start <= name.start and name.end <= end for name in inner)
    return Span(doc, start, end, "ORG") if parts and all(len(name) < end - start for name in inner) else None


def _is_capital(token: Token) -> bool:
    return token.is_alpha and token.tag_ in CALLED_TAGS and written(token)[:1].isupper()


def name_at(words: Doc | list[Token], i: int) -> range:
    """Return the tokens of the entity at a token; the token alone outside entities."""
    start, stop = i, i + 1
    while start > 0 and words[start].ent_iob_ == "I":
        start -= 1
    while stop < len(words) and words[stop].ent_iob_ == "I":
        stop += 1
    return range(start, stop)


def partnership(words: Doc | list[Token], i: int) -> range:
    """Return the tokens of the name at a token if it has partners ("Sears, Roebuck and Co"), or none."""
    name = name_at(words, i)
    joined = len(name) > SHORTEST_PARTNERS and words[name[-2]].text in ("and", "&")
    return name if joined and _is_legal_form(words[name[-1]]) else range(0)


def with_genitives(doc: Doc, entities: list[Span]) -> list[Span]:
    """Return the entities; the genitive of those that own nothing ("Sotheby's") is part of their name."""
    return [
        Span(doc, entity.start, entity.end + 1, "ORG") if _owns_nothing(doc, entity) else entity
        for entity in entities
    ]


def _owns_nothing(doc: Doc, entity: Span) -> bool:
    """Tell whether nothing follows a name's genitive that could be owned ("Sotheby's sold it")."""
    end = entity.end
    if entity.label_ not in OWNERS or end >= len(doc) or doc[end].lower_ not in GENITIVES:
        return False
    root = entity.root
    acts = root.dep_.split(":")[0] in ARGUMENTS or any(token.text == "&" for token in entity)
    if (entity.start and doc[entity.start - 1].lower_ in ELLIPTIC) or not (acts or entity.label_ == "ORG"):
        return False
    if end + 1 == len(doc) or doc[end + 1].text in ENDS:
        return True
    return root.dep_ != "nmod:poss" and doc[end + 1].pos_ in AFTER_NAME


def _firms(doc: Doc, owner: dict[int, Span]) -> Iterator[Span]:
    last = 0
    for token in doc:
        if token.i < last or not _is_legal_form(token):
            continue
        end = token.i + 1
        while end < len(doc) and _is_legal_form(doc[end]):
            end += 1
        held = owner.get(token.i)
        start = _start(doc, token.i, last, owner)
        if _is_partnership(token, start, last):
            start = _first_partner(doc, _start(doc, token.i - 1, last, owner), last, owner)
        if held is not None and (held.start < start or held.end > end):
            start, end = min(start, held.start), max(end, held.end)
        last = end
        known = held is not None and (held.start, held.end) == (start, end) and held.label_ not in NO_FIRMS
        if start < token.i and not known:
            yield Span(doc, start, end, "ORG")


def _start(doc: Doc, end: int, floor: int, owner: dict[int, Span]) -> int:
    """Return where the name begins that a legal form ends."""
    start = end
    while start > floor:
        before = doc[start - 1]
        if before.text == ")" and (opening := _opening(doc, start - 1, floor)) is not None:
            start = opening
        elif before.text == "&" or (_is_part(before, owner) and not _is_place(before, start, doc, owner)):
            start -= 1
        else:
            break
    while start < end and not doc[start].text[0].isalnum():
        start += 1
    return start


def _is_partnership(token: Token, start: int, floor: int) -> bool:
    """Tell whether a legal form stands right behind "and": "Sears, Roebuck and Co"."""
    return start == token.i and token.i - 1 > floor and token.nbor(-1).text in ("and", "&")


def _first_partner(doc: Doc, start: int, floor: int, owner: dict[int, Span]) -> int:
    """Return where the partners' names begin, of which commas part the first ones."""
    while start - 2 >= floor and doc[start - 1].text == "," and _is_part(doc[start - 2], owner):
        start = _start(doc, start - 1, floor, owner)
    return start


def _is_legal_form(token: Token) -> bool:
    return token.text[:1].isupper() and is_legal_form(token.text)


def _is_part(token: Token, owner: dict[int, Span]) -> bool:
    """Tell whether a word can stand in a firm's name: a capital that no sentence's start explains."""
    if not written(token)[:1].isupper() or token.tag_ not in NAME_TAGS:
        return False
    held = owner.get(token.i)
    return held is None or held.label_ not in FIXED


def _is_place(token: Token, following: int, doc: Doc, owner: dict[int, Span]) -> bool:
    """Tell whether a place or nationality of its own stands before the name, which is whole without it."""
    held = owner.get(token.i)
    return held is not None and held.label_ in PLACES and not _is_legal_form(doc[following])


def _opening(doc: Doc, closing: int, floor: int) -> int | None:
    """Return where a bracket opens that holds capitalised words only, right behind a capitalised word."""
    start = closing - 1
    while start > floor and written(doc[start])[:1].isupper():
        start -= 1
    fits = doc[start].text == "(" and start < closing - 1 and start > floor
    return start if fits and written(doc[start - 1])[:1].isupper() else None


def _closes(entity: Span, end: int) -> bool:
    """Tell whether a closing bracket at an entity's end has its opening one inside it."""
    return entity.doc[end - 1].text == ")" and any(token.text == "(" for token in entity)
