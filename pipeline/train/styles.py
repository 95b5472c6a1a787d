"""Styles of news text put on treebank sentences: datelines, typography, agency English, line breaks, case."""

import random
import tomllib
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

from pipeline.train import trees
from pipeline.train.headlines import title_case, upper_case
from pipeline.train.trees import Sentence, Word

DASHES = {"-", "--", "–", "—"}
SINGLE_QUOTES = {"'", "’", "`", "‘"}
DOUBLE_QUOTES = {'"', "“", "”", "``", "''"}


@cache
def _lists() -> dict[str, Any]:
    return tomllib.loads((files("pipeline.train") / "styles.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Style:
    """What a document's text looks like."""

    quotes: str | None
    dash: str | None
    case: str | None
    agency: bool
    wrapped: bool
    sentence_gap: str | None


def draw_style(rng: random.Random) -> Style:
    """Draw a style; most documents keep most of their own."""
    return Style(
        quotes=rng.choice(["straight", "curly", "latex", "single"]) if rng.random() < 0.25 else None,
        dash=rng.choice(sorted(DASHES)) if rng.random() < 0.25 else None,
        case=_draw_case(rng.random()),
        agency=rng.random() < 0.12,
        wrapped=rng.random() < 0.08,
        sentence_gap=rng.choice([" ", " ", "\n", "\n   "]) if rng.random() < 0.15 else None,
    )


def _draw_case(draw: float) -> str | None:
    if draw < 0.06:
        return "lower"
    if draw < 0.08:
        return "upper"
    return "title" if draw < 0.10 else None


def apply(sentence: Sentence, style: Style) -> Sentence:
    """Put the style on one sentence."""
    result = trees.copy(sentence)
    _set_quotes(result, style.quotes)
    _set_dashes(result, style.dash)
    if style.agency:
        result = _money_words(result)
        _agency_words(result)
    result = _set_case(result, style.case)
    return _wrap(result) if style.wrapped else result


def _set_quotes(sentence: Sentence, quotes: str | None) -> None:
    if quotes is None:
        return
    pair: list[str] = _lists()["quotes"][quotes]
    for word in sentence:
        if word.form in DOUBLE_QUOTES and word.tag in ("``", "''"):
            word.form = pair[word.tag == "''"]
        elif quotes == "curly" and word.form.startswith("'") and word.tag in ("POS", "VBZ", "MD", "VBP"):
            word.form = "’" + word.form[1:]


def _set_dashes(sentence: Sentence, dash: str | None) -> None:
    if dash is None:
        return
    for i, word in enumerate(sentence):
        if word.form in DASHES and word.tag in (":", "NFP", ",") and i > 0:
            word.form = dash
            sentence[i - 1].gap = word.gap = True


def _agency_words(sentence: Sentence) -> None:
    """Write "million", "percent", "dollars" as the agencies' wires did."""
    table: dict[str, str] = _lists()["agency_words"]
    for word in sentence:
        word.form = table.get(word.form.lower(), word.form)


def _money_words(sentence: Sentence) -> Sentence:
    """Turn "$5 million" into "5 mln dlrs"."""
    for i, word in enumerate(sentence):
        if word.form != "$":
            continue
        last = i
        while last + 1 < len(sentence) and sentence[last + 1].pos == "NUM":
            last += 1
        if last > i and last == max(trees.subtree(sentence, i)):
            order = [*range(i), *range(i + 1, last + 1), i, *range(last + 1, len(sentence))]
            return _reordered(sentence, order, i, last)
    return sentence


def _reordered(sentence: Sentence, order: list[int], first: int, last: int) -> Sentence:
    place = {old: new for new, old in enumerate(order)}
    result = [replace(sentence[old], head=place[sentence[old].head]) for old in order]
    head = result[last].head
    result[last] = Word("dlrs", "dollar", "NNS", "NOUN", "Number=Plur", head, result[last].dep)
    result[last].gap = sentence[last].gap
    result[last - 1].gap = True
    return result


def _set_case(sentence: Sentence, case: str | None) -> Sentence:
    if case == "lower":
        return [replace(word, form=word.form.lower()) for word in sentence]
    if case == "upper":
        return upper_case(sentence)
    return title_case(sentence) if case == "title" else sentence


def _wrap(sentence: Sentence) -> Sentence:
    """Break lines inside a sentence."""
    width = 0
    i = 0
    while i < len(sentence) - 1:
        width += len(sentence[i].form) + sentence[i].gap
        if width > 60 and sentence[i].gap and not sentence[i].is_space:
            sentence[i].gap = False
            sentence = trees.with_space(sentence, i, "\n")
            width = 0
            i += 1
        i += 1
    return sentence


def noise(sentence: Sentence, rng: random.Random) -> Sentence:
    """Sometimes double a space, or lose the final stop."""
    if len(sentence) > 3 and sentence[-1].form == "." and rng.random() < 0.06:
        sentence = trees.without(sentence, {len(sentence) - 1})
    if len(sentence) > 3 and rng.random() < 0.04:
        at = rng.randrange(len(sentence) - 1)
        if sentence[at].gap and not sentence[at].is_space and not sentence[at + 1].is_space:
            sentence = trees.with_space(sentence, at, " " * rng.randint(1, 2))
    return sentence


def ended(sentence: Sentence, gap: str) -> Sentence:
    """Put white space after a sentence: a single space is no token, all else is."""
    result = trees.copy(sentence)
    result[-1].gap = gap.startswith(" ")
    rest = gap[1:] if gap.startswith(" ") else gap
    return trees.with_space(result, len(result) - 1, rest) if rest else result


def dateline(rng: random.Random) -> Sentence:
    """Make a dateline as a sentence of its own, as EWT has it: "KYIV, March 3 (Reuters) -"."""
    lists = _lists()
    words = [_proper(part) for part in rng.choice(lists["cities"]).split()]
    for word in words[1:]:
        word.head, word.dep = 0, "flat"
    if rng.random() < 0.75:
        for word in words:
            word.form = word.form.upper()
    if rng.random() < 0.2:
        _add(words, ",", "punct")
        _add_proper(words, rng.choice(lists["regions"]), "appos")
    if rng.random() < 0.4:
        _add(words, ",", "punct")
        _add_date(words, rng.choice(lists["months"]), rng.randint(1, 31))
    if rng.random() < 0.55:
        _add_agency(words, rng.choice(lists["agencies"]))
    _close(words, rng.choice(["-", "--", "–", "—", "-", ":"]))
    return words


def _proper(form: str) -> Word:
    return Word(form, form, "NNP", "PROPN", "Number=Sing", 0, "root")


def _add(words: Sentence, form: str, dep: str, tag: str = ",") -> None:
    words[-1].gap = False
    words.append(Word(form, form, tag, "PUNCT", "", 0, dep))


def _add_proper(words: Sentence, form: str, dep: str) -> None:
    words.append(replace(_proper(form), dep=dep))


def _add_date(words: Sentence, month: str, day: int) -> None:
    top = len(words)
    _add_proper(words, month, "list")
    words.append(Word(str(day), str(day), "CD", "NUM", "NumType=Card", top, "nummod"))


def _add_agency(words: Sentence, agency: str) -> None:
    top = len(words) + 1
    words.append(Word("(", "(", "-LRB-", "PUNCT", "", top, "punct", gap=False))
    parts = agency.split()
    for k, part in enumerate(parts):
        words.append(replace(_proper(part), head=0 if k == 0 else top, dep="list" if k == 0 else "flat"))
    words[-1].gap = False
    words.append(Word(")", ")", "-RRB-", "PUNCT", "", top, "punct"))


def _close(words: Sentence, mark: str) -> None:
    words[-1].gap = mark != ":"
    words.append(Word(mark, mark, ":", "PUNCT", "", 0, "punct"))


def agency_prefix(rng: random.Random) -> Sentence:
    """Make the lead-in of aggregated news: "Reuters -"."""
    words = [replace(_proper(part)) for part in rng.choice(_lists()["agencies"]).split()]
    for word in words[1:]:
        word.head, word.dep = 0, "flat"
    _close(words, "-")
    return words
