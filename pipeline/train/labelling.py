"""What a teacher reads in raw news, as training data for its student (Hinton et al. 2015, on labels).

The sentences that the teacher is least sure of are left out: a parser has no calibrated margin to go by,
but the probability that it gives its tags falls where its trees are wrong.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.train.entities import Passage, read_records, write_passages

SOURCES = (
    "raw/wikinews_en.jsonl",
    "raw/news.jsonl",
    "ner/wikigold/train.jsonl",
    "ner/crossner_politics/dev.jsonl",
)
MEASURED = ("ner/wikinews/dev.jsonl",)
LONGEST, SHORTEST = 60, 4
MAX_CHARACTERS = 20_000


@dataclass(frozen=True, slots=True)
class Labelled:
    """A sentence as the teacher reads it, and how sure it is of its tags, in [0, 1]."""

    sentence: Span
    sure: float


def raw_texts(data: Path) -> Iterator[str]:
    """Give the texts to label: news first; none that entities are measured on, and no text twice."""
    seen = {record["text"][:200] for path in MEASURED for record in read_records(data / path)}
    for source in SOURCES:
        for record in read_records(data / source):
            text = record["text"][:MAX_CHARACTERS]
            if text[:200] not in seen:
                seen.add(text[:200])
                yield text


def label(teacher: Language, data: Path, out: Path, dropped: float = 0.2) -> None:
    """Write what the teacher reads: ``news.conllu`` and ``news.jsonl`` (entities).

    Args:
        teacher: A pipeline with tags, lemmas, trees and entities.
        data: The folder of shared data.
        out: Where the files go.
        dropped: The share of the sentences that are left out, the least sure first.
    """
    docs = list(teacher.pipe(raw_texts(data), batch_size=16))
    found = [item for doc in docs for item in _labelled(teacher, doc)]
    limit = float(np.quantile([item.sure for item in found], dropped))
    with (out / "news.conllu").open("w", encoding="utf-8") as stream:
        for item in found:
            if item.sure >= limit:
                stream.write(conllu(item.sentence))
    write_passages(map(_passage, docs), out / "news.jsonl")


def _labelled(teacher: Language, doc: Doc) -> Iterator[Labelled]:
    tagger: Any = teacher.get_pipe("tagger")
    (scores,) = tagger.model.predict([doc])
    best = scores.max(axis=1)
    for sentence in doc.sents:
        words = [token.i for token in sentence if not token.is_space]
        if SHORTEST <= len(words) <= LONGEST and _is_whole(sentence):
            yield Labelled(sentence, float(best[words].mean()))


def _is_whole(sentence: Span) -> bool:
    """Tell whether a sentence is one tree of words only."""
    words = [token for token in sentence if not token.is_space]
    inside = all(token.head in sentence and not token.head.is_space for token in words)
    return inside and sum(token.head == token for token in words) == 1


def conllu(sentence: Span) -> str:
    """Return a sentence in CoNLL-U, without its white space."""
    words = [token for token in sentence if not token.is_space]
    place = {token.i: number for number, token in enumerate(words, 1)}
    before = sentence.doc[sentence.start - 1] if sentence.start else None
    lines = ["# newpar"] if before is None or "\n" in before.text else []
    for token in words:
        head = 0 if token.head == token else place[token.head.i]
        label = "root" if head == 0 else token.dep_
        space = "_" if token.whitespace_ else "SpaceAfter=No"
        said = (token.text, token.lemma_, token.pos_, token.tag_, token.morph or "_")
        lines.append("\t".join(map(str, (place[token.i], *said, head, label, "_", space))))
    return "\n".join(lines) + "\n\n"


def _passage(doc: Doc) -> Passage:
    return Passage(doc.text, [(ent.start_char, ent.end_char, ent.label_) for ent in doc.ents])
