"""Names as strings: when a short form can stand for a longer name.

`variant` compares two names word by word, in the order of the sieves of Lee et al.
(2013): the same words, the same but for company suffixes, a part of the words, initials,
clipped words ("Intl", "Tele"), a prefix of a single word ("Yugansk"), a slip of the pen.
"""

import re
from functools import lru_cache

from pipeline.annotate.words import is_legal_form
from pipeline.resolve.countries import countries, fold
from pipeline.resolve.tables import actor_words

SMALL = frozenset({"of", "the", "and", "for", "&", "de", "la", "du", "del", "in", "a"})
NATIONALITY_ENDS = frozenset({"an", "ns", "ans", "ian", "ians", "ese", "es", "ern", "erner"})
MIN_PREFIX = 5
MIN_CLIP = 3
MIN_SLIP = 8

EXACT, SUFFIX, PART, INITIALS, CLIPPED, PREFIX, SLIP = 100, 90, 70, 65, 50, 45, 40


@lru_cache(maxsize=4096)
def key_words(name: str) -> tuple[str, ...]:
    """Return the words of a name, folded; hyphens part words, punctuation is dropped."""
    return tuple(
        word for word in re.split(r"[\s/,]+", fold(name).replace("<", " ").replace(">", " ")) if word
    )


def without_suffix(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words of a name without company suffixes at its end."""
    suffixes = actor_words("suffix")
    end = len(words)
    while end > 1 and (words[end - 1] in suffixes or words[end - 1] in ("&", "and")):
        end -= 1
    return words[:end]


def is_generic(words: tuple[str, ...]) -> bool:
    """Tell whether words cannot name one actor: nationalities, suffixes and kinds alone."""
    known = countries()
    return all(
        word in SMALL
        or known.any(word) is not None
        or word in actor_words("suffix")
        or word in actor_words("organisation_word")
        or word in actor_words("person")
        or word in actor_words("honorific")
        for word in words
    )


@lru_cache(maxsize=4096)
def initials(name: str) -> frozenset[str]:
    """Return the abbreviations by initials that a name can have, in lower case."""
    plain = name.replace("-", " ").replace("&", " and ")
    words = [word for word in plain.split() if word[:1].isalnum()]
    camel = "".join(char for char in name if char.isupper()).casefold()
    found = {camel} if len(words) == 1 else set()
    content = [word for word in words if word.casefold() not in SMALL]
    bare = list(without_suffix(tuple(word.casefold().strip(".,") for word in content)))
    shorter = [content[:end] for end in range(len(bare), len(content))]
    shorter.append(words[: len(words) - len(content) + len(bare)])  # "RIM" is Research In Motion Ltd.
    for group in (words, content, *shorter):  # "AIG" is American International Group Inc.
        if len(group) > 1:
            found.add("".join(word[0] for word in group).casefold())
            found.add("".join(word if word.isupper() else word[0] for word in group).casefold())
    return frozenset(form for form in found if len(form) > 1)


@lru_cache(maxsize=16384)
def variant(short: str, long: str) -> int:
    """Return how well a short form fits a longer name, from 0 (not at all) to `EXACT`."""
    one, two = key_words(short), key_words(long)
    if not one or not two:
        return 0
    if one == two or "".join(one) == "".join(two):
        return EXACT
    if _lacks_suffix(one, two):
        return SUFFIX
    if is_generic(one) or (one[-1] in actor_words("place_word") and len(one) < len(two)):
        return 0
    if len(one) == 1 and len(two) > 1 and two[-1] == "party" and one[0] == two[0] + "s":
        return PREFIX  # the Conservatives, of the Conservative Party
    if _is_whole(one) and one[-1] != two[-1]:
        return 0
    if len(one) < len(two) and _is_part(one, two):
        return PART
    if len(one) == 1 and is_initials(short, long):
        return INITIALS
    return _loose(without_suffix(one), two)


def _lacks_suffix(one: tuple[str, ...], two: tuple[str, ...]) -> bool:
    """Tell whether only the legal form is missing ("Singapore Airlines" of "Singapore Airlines Ltd")."""
    if len(one) >= len(two) or without_suffix(one) != without_suffix(two):
        return False
    return not is_generic(one) or (len(one) > 1 and all(is_legal_form(word) for word in two[len(one) :]))


def is_initials(short: str, name: str) -> bool:
    """Tell whether a short form is made of a name's initials ("S&N" of "Scottish and Newcastle")."""
    return without_marks(fold(short)) in initials(name)


def without_marks(short: str) -> str:
    """Return initials without the marks that may stand in them ("int'l", "s&n")."""
    return short.replace("'", "").replace("&", "")


def _is_whole(words: tuple[str, ...]) -> bool:
    """Tell whether a name has its legal form, so that it is no short form of another kind of name."""
    return len(words) > 1 and is_legal_form(words[-1])


def _is_part(one: tuple[str, ...], two: tuple[str, ...]) -> bool:
    """Tell whether the words stand at the start or at the end of the longer name."""
    bare = without_suffix(two)
    return one == two[: len(one)] or one == bare[-len(one) :]


def _loose(one: tuple[str, ...], two: tuple[str, ...]) -> int:
    bare = without_suffix(two)
    if len(one) == 1 and len(bare) == 1:
        short, long = one[0], bare[0]
        rest = long.removeprefix(short)
        if len(short) >= MIN_PREFIX and len(rest) in range(2, len(long)) and rest not in NATIONALITY_ENDS:
            return PREFIX
        if min(len(short), len(long)) >= MIN_SLIP and _one_edit(short, long):
            return SLIP
        return 0
    if len(one) > 1 and _consumes(one, two):
        return CLIPPED
    return 0


def _consumes(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Tell whether each short word clips a word of the long name or gives initials of several."""
    if not short:
        return True
    if not long:
        return False
    word = short[0].strip(".'")
    first = long[0]
    if clips(word, first) and _consumes(short[1:], long[1:]):
        return True
    for size in range(2, min(len(word), len(long)) + 1):
        if word == "".join(w[0] for w in long[:size]) and _consumes(short[1:], long[size:]):
            return True
    skips = first in SMALL or first in actor_words("suffix")
    return skips and _consumes(short, long[1:])


def clips(short: str, long: str) -> bool:
    """Tell whether a word is the other or a clipping of it ("intl", "natl", "tele")."""
    if short == long:
        return True
    bare = short.replace("'", "")
    if len(bare) < MIN_CLIP or len(bare) >= len(long) or bare[0] != long[0]:
        return False
    if long.startswith(bare):
        return long[len(bare) :] not in NATIONALITY_ENDS
    letters = iter(long)
    return bare[-1] == long[-1] and all(char in letters for char in bare)


def _one_edit(one: str, two: str) -> bool:
    if abs(len(one) - len(two)) > 1:
        return False
    start = 0
    while start < min(len(one), len(two)) and one[start] == two[start]:
        start += 1
    a, b = one[start:], two[start:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:]
