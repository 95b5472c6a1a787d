"""`render`: the facts of a document as HTML, in which hostile text stays text."""

import pytest
from spacy.tokens import Doc

from pipeline.component import Factwire
from pipeline.review import render


@pytest.fixture
def sold():
    import spacy

    vocab = spacy.blank("en").vocab
    words = ["Peru", "sold", "jets", "to", "Chad", "<script>alert(1)</script>", "\u202e", "."]
    doc = Doc(
        vocab,
        words=words,
        heads=[1, 1, 1, 4, 1, 1, 1, 1],
        deps=["nsubj", "ROOT", "obj", "case", "obl", "dep", "dep", "punct"],
        tags=["NNP", "VBD", "NNS", "IN", "NNP", "NNP", "NN", "."],
        pos=["PROPN", "VERB", "NOUN", "ADP", "PROPN", "PROPN", "NOUN", "PUNCT"],
        lemmas=["Peru", "sell", "jet", "to", "Chad", "x", "y", "."],
    )
    return Factwire()(doc)


def test_trigger_and_arguments_are_marked_and_told(sold):
    html = render(sold, jupyter=False)
    assert html is not None
    for label in ("1 supply", "1 supplier", "1 item", "1 recipient", "asserted"):
        assert label in html, label


def test_hostile_words_stay_text(sold):
    html = render(sold, page=True, jupyter=False)
    assert html is not None and html.startswith("<!doctype html>")
    assert "<script>alert" not in html and "\u202e" not in html


def test_a_document_without_facts_is_shown_too():
    import spacy

    html = render(Factwire()(spacy.blank("en")("Nothing here.")), jupyter=False)
    assert html is not None and "Nothing" in html and "supply" not in html
