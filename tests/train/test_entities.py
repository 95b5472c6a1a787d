"""Entity data: missing labels stay missing, offsets survive restyling."""

import random

import pytest
import spacy

from pipeline.train import entities
from pipeline.train.entities import Passage


def test_undecided_spans_are_missing() -> None:
    doc = spacy.blank("en")("Alpha Corp met Beta near Gamma Bay .")
    tags = entities.biluo(doc, [(0, 10, "ORG"), (15, 19, entities.MISSING), (25, 34, "LOC")])
    assert tags == ["B-ORG", "L-ORG", "O", "-", "O", "B-LOC", "L-LOC", "O"]


def test_spans_that_tokens_do_not_fit_are_missing() -> None:
    doc = spacy.blank("en")("Alphabet sells")
    assert entities.biluo(doc, [(0, 5, "ORG")]) == ["-", "O"]


def test_overwritten_span_leaves_no_half() -> None:
    doc = spacy.blank("en")("Bank of Alpha City")
    tags = entities.biluo(doc, [(0, 18, "ORG"), (8, 13, entities.MISSING)])
    assert tags == ["-", "-", "-", "-"]


def test_teacher_fills_only_labels_that_the_source_lacks() -> None:
    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns(
        [
            {"label": "DATE", "pattern": "Monday"},
            {"label": "ORG", "pattern": "Alpha"},
            {"label": "LAW", "pattern": "Code"},
        ]
    )
    record = {
        "text": "Alpha changed Code on Monday in Betaland",
        "entities": [{"start": 32, "end": 40, "label": "GPE"}],
    }
    (item,) = entities.completed([record], {"ORG", "GPE"}, nlp)
    assert item.spans == [(14, 18, entities.MISSING), (22, 28, "DATE"), (32, 40, "GPE")]


@pytest.mark.parametrize("seed", range(20))
def test_amount_styles_keep_spans_on_their_text(seed: int) -> None:
    item = Passage(
        "Betaland paid $5 million for 12 percent.", [(0, 8, "GPE"), (14, 24, "MONEY"), (29, 39, "PERCENT")]
    )
    made = entities._agency_style(item, random.Random(seed))
    found = {label: made.text[a:b] for a, b, label in made.spans}
    assert found["GPE"] == "Betaland"
    assert found["MONEY"].strip() == found["MONEY"] and "5" in found["MONEY"]
    assert found["PERCENT"].startswith("12") and made.text.endswith(found["PERCENT"] + ".")


@pytest.mark.parametrize("seed", range(20))
def test_pieces_cover_the_text_and_keep_all_spans(seed: int) -> None:
    text = "\n\n".join(f"Alpha number {i} met Betaland. It left." for i in range(60))
    spans = [(i, i + 8, "GPE") for i in range(len(text)) if text.startswith("Betaland", i)]
    made = list(entities.pieces(Passage(text, spans), random.Random(seed)))
    assert "".join(p.text for p in made) == text
    assert sum(len(p.spans) for p in made) == len(spans)
    assert all(p.text[a:b] == "Betaland" for p in made for a, b, _ in p.spans)


def test_a_weapon_is_a_designation() -> None:
    record = {
        "text": "tanks and T-72 tanks",
        "entities": [{"start": 0, "end": 5, "label": "WEAPON"}, {"start": 10, "end": 14, "label": "WEAPON"}],
    }
    assert entities.passage(record).spans == [(0, 5, entities.MISSING), (10, 14, "WEAPON")]
