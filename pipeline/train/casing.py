"""Make the list of words that running text writes without a capital, to read headlines by.

Counts come from the training texts; verbs that never occur there from WordNet.
Run as ``python -m pipeline.train.casing DATA WORDNET OUT``.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from pipeline.annotate.truecase import has_base
from pipeline.train.entities import read_records

SOURCES = (
    "raw/wikinews_en.jsonl",
    "raw/news.jsonl",
    "ner/wikigold/train.jsonl",
    "ner/crossner_politics/train.jsonl",
    "ner/crossner_politics/dev.jsonl",
    "ner/gum/train.jsonl",
    "ner/re3d/train.jsonl",
)
WORD = re.compile(r"[A-Za-z](?:[A-Za-z-]*[A-Za-z])?")
OPENERS = frozenset(".!?:\"“”‘(—-–;*'")
TITLE_SHARE = 0.6
SURE_COUNT = 3
TITLE_FACTOR = 3
ENDINGS = (
    ("ies", ("y",)),
    ("es", ("", "e")),
    ("s", ("",)),
    ("ied", ("y",)),
    ("ed", ("", "e")),
    ("ing", ("", "e")),
)
HEADER = """\
# Words that running text writes without a capital more often than with one; made by pipeline.train.casing
# from counts in the training texts (sources: models/README.md) and the verbs of WordNet 3.0 (Copyright 2006
# by Princeton University; see pipeline/predicates/data/LICENSE-WordNet.txt).
"""


def _texts(data: Path) -> Iterator[str]:
    for source in SOURCES:
        for record in read_records(data / source):
            yield record["text"]
    for line in (data / "ud" / "ewt" / "train.conllu").open(encoding="utf-8"):
        if line.startswith("# text = "):
            yield line[9:].strip()


def count(texts: Iterator[str]) -> tuple[Counter[str], Counter[str]]:
    """Count words without a capital, and words with one where none is due; titles are left out."""
    plain: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    for line in (line for text in texts for line in text.split("\n")):
        found = list(WORD.finditer(line))
        long = [match[0] for match in found if len(match[0]) > 3]
        if len(long) > 2 and sum(word[0].isupper() for word in long) > TITLE_SHARE * len(long):
            continue
        for match in found:
            before = line[: match.start()].rstrip()[-1:]
            if match[0].islower():
                plain[match[0]] += 1
            elif before and before not in OPENERS:
                capital[match[0].lower()] += 1
    return plain, capital


def _lemmas(wordnet: Path) -> dict[str, set[str]]:
    """Give WordNet's lemmas of one word by part of speech; of the nouns those of its tagged texts."""
    found: dict[str, set[str]] = {}
    for part in ("noun", "verb", "adj", "adv"):
        lines = (wordnet / f"index.{part}").read_text(encoding="utf-8").splitlines()
        rows = [line.split() for line in lines if line[0].isalpha()]
        found[part] = {row[0] for row in rows if part != "noun" or _tagged_senses(row) > 0}
    return found


def _tagged_senses(line: list[str]) -> int:
    """Give the number of senses that occur in tagged texts; see WordNet's wndb(5)."""
    return int(line[4 + int(line[3]) + 1])


def plain_words(data: Path, wordnet: Path) -> list[str]:
    """List the words, in order of the alphabet: those of the texts, and lemmas that never occur there.

    A word that occurs less than ``SURE_COUNT`` times counts if WordNet has it: names in small letters don't.
    A lemma may have a capital up to ``TITLE_FACTOR`` times as often, as titles have ("Envoy").

    Args:
        data: the folder of shared data.
        wordnet: the folder of WordNet's files, such as ``/usr/share/wordnet`` of Debian's ``wordnet-base``.
    """
    plain, capital = count(_texts(data))
    lemmas = _lemmas(wordnet)
    every: set[str] = set().union(*lemmas.values())
    known: set[str] = set()
    for word, times in plain.items():
        common = has_base(word, every)
        plainer = times * (TITLE_FACTOR if common else 1) > capital[word]
        if len(word) > 1 and plainer and (common or times >= SURE_COUNT):
            known.add(word)
    unseen = {word for word in lemmas["verb"] | lemmas["noun"] if word.isalpha() and word not in capital}
    return sorted(known | {word for word in unseen if len(word) > 2})


if __name__ == "__main__":
    made = plain_words(Path(sys.argv[1]), Path(sys.argv[2]))
    Path(sys.argv[3]).write_text(HEADER + "\n".join(made) + "\n", encoding="utf-8")
