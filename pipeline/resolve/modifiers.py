"""Which words before an item's head belong to its name."""

import re
from functools import cache

from spacy.tokens import Token

from pipeline.annotate.firms import name_at
from pipeline.annotate.truecase import written
from pipeline.annotate.words import words
from pipeline.predicates import Graph
from pipeline.predicates.classes import AIRLINER, noun_lemma
from pipeline.predicates.lexicon import lexicon, supersenses
from pipeline.predicates.lexicon import words as lexicon_words
from pipeline.resolve.countries import countries, fold
from pipeline.resolve.itemwords import category_of, item_words

OTHER_PHRASES = frozenset({"nsubj", "nsubj:pass", "iobj", "obj", "root", "obl:agent", "parataxis", "ccomp"})
RIGHT_DEPS = frozenset({"flat", "goeswith", "nummod", "compound", "nmod:unmarked", "fixed"})
HYPHENS = frozenset({"-", "–", "‑"})
_RELATION = re.compile(r"(?P<from>\w+)-to-(?P<to>\w+)")
_CALIBRE = re.compile(r"\d{1,3}(?:\.\d{1,2})?-?mm")
_NATIONALITY = re.compile(r"\w+(?:an|ish|ese|i|ic|ch|sh|gh)", re.I)
_PARTICIPLE = re.compile(r"\w+-\w+(?:ing|ed)")


def kept_words(graph: Graph, head: Token) -> list[str]:
    """Return the modifiers that belong to the name of an item, in text order, as it is named."""
    groups = _without_phrases(_groups(graph, head))
    if graph.dep(head) == "compound":
        groups = _own_words(groups, head)
    last = len(groups) - 1
    groups = [
        group
        for place, group in enumerate(groups)
        if (place == last and _makes_kind(group, head)) or not _is_left_out(graph, group)
    ]
    if any(char.isdigit() for char in head.text):
        groups = [group for group in groups if len(group) > 1 or is_name_like(group[0])]
    if groups and _makes_kind(groups[-1], head):
        groups = [group for group in groups if not _RELATION.fullmatch(_text(group).lower())]
    return [_named(group) for group in groups]


def phrase_words(graph: Graph, head: Token) -> list[Token]:
    """Return all words of the noun phrase before its head that can belong to its name, in text order."""
    return [token for group in _groups(graph, head) for token in group]


def _makes_kind(group: list[Token], head: Token) -> bool:
    """Tell whether a modifier and its head are a known kind of goods ("crude oil", "small arms")."""
    forms = {head.lower_, noun_lemma(head)}
    return any(category_of(f"{_text(group)} {form}", pairs_only=True) for form in forms)


def _own_words(groups: list[list[Token]], head: Token) -> list[list[Token]]:
    """Return the modifiers of an item that is itself a modifier ("a long-term crude oil contract").

    Only nouns, names, and what makes a known kind of goods with it belong to it.
    """
    own: list[list[Token]] = []
    for group in reversed(groups):
        noun = len(group) == 1 and group[0].tag_.startswith("NN")
        if not (noun or _makes_kind(group, head)):
            break
        own.insert(0, group)
    return own


def is_name_like(token: Token) -> bool:
    """Tell whether a word is a name by its spelling, and not for standing in a headline."""
    text = written(token)
    if not any(char.isupper() for char in text):
        return False
    if not text[:1].isupper():
        return True  # "iPod"
    if any(char.isdigit() for char in token.text):
        return True
    if _is_headline(token) or token.is_sent_start:
        return token.pos_ == "PROPN" and not _is_common(token)
    return True


def _is_common(token: Token) -> bool:
    lemma = noun_lemma(token)
    return lemma in supersenses() or lemma in lexicon() or token.lower_ in item_words().vague.words


def _is_headline(token: Token) -> bool:
    """Tell whether a token stands in a line of capitalised words."""
    sentence = [word for word in token.sent if word.is_alpha and len(word) > 3]
    return len(sentence) > 2 and sum(written(word)[0].isupper() for word in sentence) / len(sentence) > 0.7


def name_end(graph: Graph, head: Token) -> Token:
    """Return the last word of an item's name: its head, or a part that follows it ("ATR 72-500")."""
    last = head
    while last.i + 1 < len(head.doc):
        following = last.nbor(1)
        part = graph.dep(following) in RIGHT_DEPS and graph.head(following).i == head.i
        glued = not last.whitespace_ and (following.text in HYPHENS or last.text in HYPHENS)
        figure = following.text[:1].isdigit() and is_name_like(last) and last.whitespace_ == " "
        if not (glued or (part and is_name_like(following)) or figure):
            break
        last = following
    return last if last.text not in HYPHENS else head


def name_start(token: Token) -> Token:
    """Return the first part of what a hyphen or a number joins to a word ("by-products", "ATR 72-500")."""
    while token.i > token.sent.start:
        before = token.nbor(-1)
        hyphen = not before.whitespace_ and (before.text in HYPHENS or token.text in HYPHENS)
        number = token.text[:1].isdigit() and is_name_like(before) and before.whitespace_ == " "
        if not (hyphen or number):
            break
        token = before
    return token


def _groups(graph: Graph, head: Token) -> list[list[Token]]:
    """Return the words of the noun phrase before its head, in text order; what a hyphen joins is one."""
    groups: list[list[Token]] = []
    right = head
    while right.i > head.sent.start:
        token = right.nbor(-1)
        glued = not token.whitespace_ and token.text.isalnum() and right.text.isalnum()
        joined = glued or (not token.whitespace_ and (token.text in HYPHENS or right.text in HYPHENS))
        joined = joined or (right.lower_ == "mm" and token.text[:1].isdigit())  # "155 mm shells"
        verb = token.pos_ == "VERB" or graph.dep(head) == "obj"
        governs = verb and graph.head(head).i == token.i and not _ends_hyphenated(token)
        if governs or not (joined or _ends_hyphenated(token) or _continues(graph, token)):
            break
        if joined and groups:
            groups[-1].insert(0, token)
        elif token.text not in HYPHENS:
            groups.append([token])
        right = token
        if not joined and not _ends_hyphenated(token) and _is_counting(token):
            break
    groups.reverse()
    if groups and _follows_auxiliary(right):
        del groups[0]  # "to import cattle", taken for a compound
    return _from_nationality(groups)


def _ends_hyphenated(token: Token) -> bool:
    """Tell whether a word is the last part of a hyphenated modifier ("freight-carrying jets")."""
    return token.i > 1 and token.nbor(-1).text in HYPHENS and not token.nbor(-1).whitespace_


def _follows_auxiliary(token: Token) -> bool:
    """Tell whether a word stands where a verb must: after "to", "will" or "will now"."""
    i = token.i - 1
    while i > 0 and token.doc[i].tag_ == "RB":
        i -= 1
    return i >= 0 and token.doc[i].tag_ in ("TO", "MD")


def _continues(graph: Graph, token: Token) -> bool:
    """Tell whether a word to the left still belongs to the noun phrase."""
    if graph.dep(token) in OTHER_PHRASES:
        return False
    if token.tag_.startswith(("NN", "JJ", "CD", "VBN", "VBG", "FW")):
        return True
    return token.tag_ in ("RB", "RBR", "RBS", "GW", "AFX") and graph.head(token).i > token.i


def _from_nationality(groups: list[list[Token]]) -> list[list[Token]]:
    """Drop what stands before an adjective of nationality: kinds stand after it."""
    for place in range(len(groups) - 1, -1, -1):
        if len(groups[place]) == 1 and is_nationality(groups[place][0]):
            return groups[place + 1 :]
    return groups


def _text(group: list[Token]) -> str:
    return "".join(token.text for token in group)


def _is_left_out(graph: Graph, group: list[Token]) -> bool:
    text = _text(group)
    lower = text.lower()
    if not any(char.isalnum() for char in text):
        return True
    if lower in item_words().vague.words:
        return True
    return (
        _is_hyphen_left_out(group, lower)
        if len(group) > 1 or "-" in text
        else _is_word_left_out(graph, group[0])
    )


def _is_hyphen_left_out(group: list[Token], lower: str) -> bool:
    if any(char.isdigit() for char in lower):
        named = any(char.isupper() for token in group for char in token.text) or _follows_name(group[0])
        named = named or AIRLINER.fullmatch(group[0].text) is not None
        return not named and not _CALIBRE.fullmatch(lower)
    first, last = re.split(r"[-–‑]", lower)[0], re.split(r"[-–‑]", lower)[-1]
    numeral = first in words().numbers.words or first in item_words().numeric_prefixes.words
    verbal = group[-1].tag_ in ("VBN", "VBG") or (_PARTICIPLE.fullmatch(lower) and last not in supersenses())
    participle = bool(verbal) and last not in item_words().classifying.words
    country = any(is_nationality(token) for token in group)
    return numeral or participle or country


def _follows_name(token: Token) -> bool:
    """Tell whether a figure is part of the name before it ("Leopard 2 tank", "Boeing 747-400")."""
    i = token.i
    while i > 0 and (token.doc[i].text[:1].isdigit() or token.doc[i].text in HYPHENS):
        i -= 1
    name = token.doc[i]
    return i < token.i and is_name_like(name) and not is_nationality(name) and name.ent_type_ != "GPE"


def _is_word_left_out(graph: Graph, token: Token) -> bool:
    if _is_counting(token) or graph.dep(token).startswith("det"):
        return True
    if token.tag_ in ("JJR", "JJS", "RBR", "RBS", "RB", "PRP$", "DT", "PDT", "CC", "IN"):
        return True
    if is_nationality(token) or _is_counted_unit(token):
        return True
    participle = token.tag_ == "VBN" or (token.tag_ == "VBG" and graph.dep(token) == "amod")
    return participle and token.lower_ not in item_words().classifying.words


def _is_counting(token: Token) -> bool:
    """Tell whether a word counts; a figure after a name is part of it ("Leopard 2 tank")."""
    figure = token.text[:1].isdigit() and not any(char.isupper() for char in token.text)
    if figure and token.ent_type_ != "CARDINAL" and _follows_name(token):
        return False
    table = words().numbers
    return (
        figure
        or token.lower_ in table.words
        or token.lower_ in table.ordinals
        or token.lower_ in table.magnitudes
        or token.lower_ in table.vague
        or token.lower_.rstrip("s") in ("dozen", "hundred", "thousand", "million", "billion")
    )


def _is_counted_unit(token: Token) -> bool:
    """Tell whether a word is a unit behind its number ("6,000 tonnes rapeseed")."""
    units = lexicon_words("tonnage") | lexicon_words("load")
    return noun_lemma(token) in units and token.i > 0 and _is_counting(token.nbor(-1))


def is_nationality(token: Token) -> bool:
    """Tell whether a word names a country or its people, or a union of them ("EC wheat")."""
    if not token.text[:1].isupper():
        return False
    named = token.ent_type_ == "NORP" and bool(_NATIONALITY.fullmatch(token.text))
    return named or fold(token.text) in _places() or _is_in_country(token) or _is_in_union(token)


def _is_in_union(token: Token) -> bool:
    """Tell whether a word is, or ends, the name of a union of states."""
    doc, names = token.doc, item_words().unions.words
    return any(fold(doc[i : token.i + 1].text) in names for i in range(max(0, token.i - 1), token.i + 1))


def _is_in_country(token: Token) -> bool:
    """Tell whether a word is part of a country's name of several words ("Ivory Coast cocoa")."""
    if token.ent_type_ != "GPE":
        return False
    name = name_at(token.doc, token.i)
    return len(name) > 1 and fold(token.doc[name.start : name.stop].text) in _places()


@cache
def _places() -> frozenset[str]:
    table = countries()
    return frozenset(table.adjectives) | frozenset(table.names)


def _without_phrases(groups: list[list[Token]]) -> list[list[Token]]:
    """Drop vague phrases of several words ("second hand")."""
    texts = [_text(group).lower() for group in groups]
    drop: set[int] = set()
    for phrase in item_words().vague.phrases:
        parts = phrase.split()
        for start in range(len(texts) - len(parts) + 1):
            if texts[start : start + len(parts)] == parts:
                drop.update(range(start, start + len(parts)))
    return [group for place, group in enumerate(groups) if place not in drop]


def _named(group: list[Token]) -> str:
    text = "".join(token.text_with_ws for token in group).strip()
    return text if any(is_name_like(token) for token in group) else text.lower()
