"""Augmentation keeps trees right."""

import random

import pytest
import spacy

from pipeline.train import styles, trees
from pipeline.train.headlines import headline, title_case, upper_case
from pipeline.train.tokenizer import customise
from pipeline.train.trees import Sentence, Word

PLURAL = "Number=Plur"
SINGULAR = "Number=Sing"


def word(
    form: str, lemma: str, tag: str, pos: str, head: int, dep: str, morph: str = "", gap: bool = True
) -> Word:
    return Word(form, lemma, tag, pos, morph, head, dep, gap)


@pytest.fixture
def sold() -> Sentence:
    """The ministry was sold the boats and the engines."""
    return [
        word("The", "the", "DT", "DET", 1, "det"),
        word("ministry", "ministry", "NN", "NOUN", 3, "nsubj:pass", SINGULAR),
        word("was", "be", "VBD", "AUX", 3, "aux:pass"),
        word("sold", "sell", "VBN", "VERB", 3, "root"),
        word("the", "the", "DT", "DET", 5, "det"),
        word("boats", "boat", "NNS", "NOUN", 3, "obj", PLURAL),
        word("and", "and", "CC", "CCONJ", 8, "cc"),
        word("the", "the", "DT", "DET", 8, "det"),
        word("engines", "engine", "NNS", "NOUN", 5, "conj", PLURAL, gap=False),
        word(".", ".", ".", "PUNCT", 3, "punct"),
    ]


def text(sentence: Sentence) -> str:
    return "".join(w.form + " " * w.gap for w in sentence).strip()


def arcs(sentence: Sentence) -> set[tuple[str, str, str]]:
    return {(w.lemma, w.dep, sentence[w.head].lemma) for w in sentence if w.dep not in ("det", "cc", "punct")}


def test_without_keeps_the_other_arcs(sold: Sentence) -> None:
    short = trees.without(sold, {0, 2, 4})
    assert text(short) == "ministry sold boats and the engines."
    assert arcs(short) == arcs(sold) - {("be", "aux:pass", "sell")}


def test_with_space_hangs_on_the_token_before(sold: Sentence) -> None:
    longer = trees.with_space(sold, 1, "\n")
    assert longer[2].is_space and longer[2].head == 1
    assert arcs(longer) - {("\n", "dep", "ministry")} == arcs(sold)


def test_headline_loses_articles_stop_and_auxiliary(sold: Sentence) -> None:
    made = [headline(sold, random.Random(seed)) for seed in range(40)]
    texts = {text(h) for h in made if h}
    assert "Ministry sold boats, engines" in texts
    assert all(trees.is_projective(h) for h in made if h)
    assert sold[0].form == "The", "the source sentence must not change"


def test_past_becomes_present_in_agreement() -> None:
    for subject, morph, verb in (("Firm", SINGULAR, "buys"), ("Firms", PLURAL, "buy")):
        sentence = [
            word(subject, subject.lower(), "NN", "NOUN", 1, "nsubj", morph),
            word("bought", "buy", "VBD", "VERB", 1, "root"),
            word("rivals", "rival", "NNS", "NOUN", 1, "obj", PLURAL),
        ]
        assert f"{subject} {verb} rivals" in {
            text(headline(sentence, random.Random(s)) or []) for s in range(20)
        }


def test_case_changes_keep_lemmas(sold: Sentence) -> None:
    assert text(title_case(sold)) == "The Ministry Was Sold the Boats and the Engines."
    assert text(upper_case(sold)) == "THE MINISTRY WAS SOLD THE BOATS AND THE ENGINES."
    assert arcs(upper_case(sold)) == arcs(sold)


def test_money_in_wire_style() -> None:
    sentence = [
        word("paid", "pay", "VBD", "VERB", 0, "root"),
        word("$", "$", "$", "SYM", 0, "obj", gap=False),
        word("5", "5", "CD", "NUM", 3, "compound"),
        word("million", "million", "CD", "NUM", 1, "nummod", gap=False),
        word(".", ".", ".", "PUNCT", 0, "punct"),
    ]
    style = styles.Style(None, None, None, agency=True, wrapped=False, sentence_gap=None)
    made = styles.apply(sentence, style)
    assert text(made) == "paid 5 mln dlrs."
    assert [w.head for w in made] == [0, 2, 3, 0, 0]


@pytest.mark.parametrize("seed", range(25))
def test_datelines_are_projective_and_tokenise_as_annotated(seed: int) -> None:
    nlp = spacy.blank("en")
    customise(nlp.tokenizer, nlp.Defaults)
    made = styles.dateline(random.Random(seed))
    assert trees.is_projective(made)
    assert sum(w.head == i for i, w in enumerate(made)) == 1
    doc = trees.to_doc(nlp.vocab, [made])
    assert [t.text for t in nlp.make_doc(doc.text)] == [t.text for t in doc]


@pytest.mark.parametrize("gap", [" ", "\n\n", "\n", " \n\n", "  "])
def test_white_space_between_sentences_tokenises_as_annotated(sold: Sentence, gap: str) -> None:
    nlp = spacy.blank("en")
    doc = trees.to_doc(nlp.vocab, [styles.ended(sold, gap), sold])
    assert [t.text for t in nlp.make_doc(doc.text)] == [t.text for t in doc]
    assert len(list(doc.sents)) == 2
