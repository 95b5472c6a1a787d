"""Measure a model on the test splits: tokens, tags, dependencies, sentences, entities, speed."""

import json
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Token

from pipeline.train import trees
from pipeline.train.entities import MISSING, Passage, held_back_records, passage, read_records
from pipeline.train.reader import laid_out

LAYOUTS = {"paragraphs": "\n\n", "one_line": " "}
CORE_LABELS = {"PERSON": "PERSON", "ORG": "ORG", "GPE": "PLACE", "LOC": "PLACE", "NORP": "NORP"}
SPEED_REPEATS = 3


@dataclass(slots=True)
class Count:
    """Right, predicted and gold items, and the F-score of them."""

    right: int = 0
    predicted: int = 0
    gold: int = 0

    @property
    def score(self) -> float:
        """The F1 in percent."""
        total = self.predicted + self.gold
        return round(200 * self.right / total, 2) if total else 0.0


@dataclass(slots=True)
class TreeCounts:
    """Counts of a treebank, as the CoNLL 2018 shared task counts them: wrong tokens count as errors."""

    counts: dict[str, Count] = field(default_factory=dict)

    def add(self, name: str, gold: set[Any], predicted: set[Any]) -> None:
        """Count one document's items."""
        count = self.counts.setdefault(name, Count())
        count.right += len(gold & predicted)
        count.gold += len(gold)
        count.predicted += len(predicted)

    def scores(self) -> dict[str, float]:
        """Give F1 by measure."""
        return {name: count.score for name, count in self.counts.items()}


def _span(token: Token) -> tuple[int, int]:
    return token.idx, token.idx + len(token)


def _tree_items(doc: Doc) -> dict[str, set[Any]]:
    words = [token for token in doc if not token.is_space]
    arcs = {(*_span(t), *((-1, -1) if t.head.i == t.i else _span(t.head)), t.dep_): t for t in words}
    spoken = {arc for arc, token in arcs.items() if token.dep_ != "punct"}
    firsts = [next((t for t in sent if not t.is_space), None) for sent in doc.sents]
    lasts = [next((t for t in reversed(list(sent)) if not t.is_space), None) for sent in doc.sents]
    return {
        "tokens": {_span(t) for t in words},
        "sentences": {(a.idx, _span(b)[1]) for a, b in zip(firsts, lasts, strict=True) if a and b},
        "upos": {(*_span(t), t.pos_) for t in words},
        "xpos": {(*_span(t), t.tag_) for t in words},
        "lemma": {(*_span(t), t.lemma_) for t in words},
        "uas": {arc[:4] for arc in arcs},
        "las": set(arcs),
        "uas_no_punct": {arc[:4] for arc in spoken},
        "las_no_punct": spoken,
    }


def measure_treebank(nlp: Language, path: Path, gap: str) -> dict[str, float]:
    """Measure tags, trees and sentences on a treebank from raw text, ten sentences a document.

    Args:
        nlp: the model.
        path: a CoNLL-U file.
        gap: what stands between paragraphs.
    """
    lines = trees.read_conllu(path)
    gold = [trees.to_doc(nlp.vocab, laid_out(lines[i : i + 10], gap)) for i in range(0, len(lines), 10)]
    result = TreeCounts()
    for reference, doc in zip(gold, nlp.pipe(doc.text for doc in gold), strict=True):
        want, have = _tree_items(reference), _tree_items(doc)
        for name in want:
            result.add(name, want[name], have[name])
    return result.scores()


def _kept(doc: Doc, item: Passage, labels: dict[str, str]) -> set[tuple[int, int, str]]:
    """Give the predicted entities of some labels that touch no undecided span."""
    unknown = [(a, b) for a, b, label in item.spans if label == MISSING]
    return {
        (e.start_char, e.end_char, labels[e.label_])
        for e in doc.ents
        if e.label_ in labels and all(e.end_char <= a or b <= e.start_char for a, b in unknown)
    }


def measure_entities(nlp: Language, items: list[Passage], labels: dict[str, str]) -> dict[str, float]:
    """Measure entities by exact span.

    Args:
        nlp: the model.
        items: texts with gold spans.
        labels: which labels to measure, and under which name.
    """
    by_label: dict[str, Count] = {name: Count() for name in ["all", *sorted(set(labels.values()))]}
    for item, doc in zip(items, nlp.pipe(item.text for item in items), strict=True):
        gold = {(a, b, labels[label]) for a, b, label in item.spans if label in labels}
        predicted = _kept(doc, item, labels)
        for name, count in by_label.items():
            want = {span for span in gold if name in ("all", span[2])}
            have = {span for span in predicted if name in ("all", span[2])}
            count.right += len(want & have)
            count.gold += len(want)
            count.predicted += len(have)
    return {name: count.score for name, count in by_label.items() if count.gold or count.predicted}


def _passages(records: Iterable[dict[str, Any]]) -> list[Passage]:
    return [passage(record) for record in records]


def words_per_second(nlp: Language, texts: list[str]) -> float:
    """Give the best speed of a few runs, in tokens by second of processor time."""
    fastest = 0.0
    for _ in range(SPEED_REPEATS):
        start = time.process_time()
        words = sum(len(doc) for doc in nlp.pipe(texts))
        fastest = max(fastest, words / (time.process_time() - start))
    return round(fastest)


def evaluate_model(model: str | Path | Language, data: Path) -> dict[str, Any]:
    """Measure a model on test data that it never saw.

    Args:
        model: a pipeline, its name or its folder.
        data: the folder of shared data, with ``ud`` and ``ner``.

    Returns:
        Scores in percent by treebank and layout, by entity source and label, and the speed.
    """
    nlp = model if isinstance(model, Language) else spacy.load(model)
    wikinews = _passages(read_records(data / "ner" / "wikinews" / "dev.jsonl"))
    labels = {label for item in wikinews for *_, label in item.spans} | set(nlp.pipe_labels.get("ner", []))
    every = {label: label for label in sorted(labels - {MISSING})}
    sources = {
        "wikigold_test": _passages(read_records(data / "ner" / "wikigold" / "test.jsonl")),
        "re3d_held_back": _passages(held_back_records(data)),
        "crossner_test": _passages(read_records(data / "ner" / "crossner_politics" / "test.jsonl")),
        "gum_test": _passages(read_records(data / "ner" / "gum" / "test.jsonl")),
        "wikinews_dev": wikinews,
    }
    return {
        "treebanks": {
            f"{name}_test": {
                layout: measure_treebank(nlp, data / "ud" / name / "test.conllu", gap)
                for layout, gap in LAYOUTS.items()
            }
            for name in ("ewt", "gum")
        },
        "entities": {name: measure_entities(nlp, items, CORE_LABELS) for name, items in sources.items()}
        | {"wikinews_dev_all_labels": measure_entities(nlp, wikinews, every)},
        "words_per_second": words_per_second(nlp, [item.text for item in wikinews]),
    }


def write_scores(scores: dict[str, Any], path: Path) -> None:
    """Write scores as JSON."""
    path.write_text(json.dumps(scores, indent=1) + "\n", encoding="utf-8")
