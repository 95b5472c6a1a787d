"""A firm's legal form tells how far its name reaches."""

import pytest
import spacy
from spacy.tokens import Doc, Span

from pipeline.annotate.firms import as_firm, trimmed, with_called, with_firms

VOCAB = spacy.blank("en").vocab


def read(text, *entities):
    """Return a document of capitalised proper nouns and lower-case words, with its entities."""
    words = text.split()
    tags = ["NNP" if word[0].isupper() else "NN" for word in words]
    doc = Doc(VOCAB, words=words, tags=tags)
    return doc, [Span(doc, start, end, label) for start, end, label in entities]


WHOLE = [
    (
        "Harbour Equity ( Pacific ) Ltd agreed",
        [(0, 3, "ORG"), (3, 6, "ORG")],
        ["Harbour Equity ( Pacific ) Ltd"],
    ),
    ("Oslo Barlow Foods Corp agreed", [(0, 1, "GPE"), (1, 2, "PERSON")], ["Oslo", "Barlow Foods Corp"]),
    ("firm Tolley & Barlow Co Ltd agreed", [], ["Tolley & Barlow Co Ltd"]),
    ("from Redstone and Barlow Inc it", [(1, 3, "ORG"), (3, 5, "ORG")], ["Redstone", "Barlow Inc"]),
    ("in Limited terms", [], []),
    ("buy Barlow , Tolley and Co for", [(1, 2, "ORG"), (3, 6, "ORG")], ["Barlow , Tolley and Co"]),
    ("both Barlow and Tolley Co agreed", [(1, 2, "ORG")], ["Barlow", "Tolley Co"]),
    ("on Monday Barlow Plc agreed", [(1, 2, "DATE")], ["Monday", "Barlow Plc"]),
    ("Barlow ( then unknown ) Ltd agreed", [(0, 1, "ORG")], ["Barlow"]),
]


@pytest.mark.parametrize(("text", "entities", "wanted"), WHOLE)
def test_how_far_a_firms_name_reaches(text, entities, wanted):
    doc, spans = read(text, *entities)
    named = [span for span in map(trimmed, spans) if span is not None]
    assert [span.text for span in with_firms(doc, named)] == wanted


def test_an_entity_of_marks_alone_is_dropped():
    doc, (span,) = read("( and", (0, 2, "ORG"))
    assert trimmed(span) is None and doc[0].text == "("


@pytest.mark.parametrize(
    ("text", "entity", "wanted"),
    [
        ("buy Tolley Systems", (1, 2, "PRODUCT"), ("Tolley Systems", "ORG")),
        ("buy Tolley Systems", (1, 3, "PERSON"), ("Tolley Systems", "ORG")),
        ("buy Tolley systems", (1, 2, "PRODUCT"), ("Tolley", "PRODUCT")),
        ("buy Tolley Systems radars", (1, 3, "PRODUCT"), ("Tolley Systems", "PRODUCT")),
        ("buy Systems", (1, 2, "PRODUCT"), ("Systems", "PRODUCT")),
        ("buy Tolley Systems", (1, 3, "WEAPON"), ("Tolley Systems", "WEAPON")),
    ],
)
def test_a_last_word_of_firms_makes_a_firm(text, entity, wanted):
    _, (span,) = read(text, entity)
    found = as_firm(span)
    assert (found.text, found.label_) == wanted


@pytest.mark.parametrize(
    ("text", "entities", "wanted"),
    [
        ("its packaging unit Clear Plastics for", [], ["Clear Plastics"]),
        ("its packaging unit Clear for", [], []),
        ("its subsidiary Nordic Foods to", [(2, 3, "NORP")], ["Nordic Foods"]),
        ("the company Jane Rowe leads", [(2, 4, "PERSON")], ["Jane Rowe"]),
        ("the maker United States is", [(2, 4, "GPE")], ["United States"]),
        ("will buy Pine Tree Foods", [(2, 4, "ORG")], ["Pine Tree Foods"]),
        ("will buy Pine Tree foods", [(2, 4, "ORG")], ["Pine Tree"]),
        ("minister of Natural Resources in", [], []),
        ("Foreign Holdings rose", [], []),
        ("buy Italian Motors engines from", [(1, 2, "NORP")], ["Italian"]),
    ],
)
def test_other_words_tell_a_firms_name(text, entities, wanted):
    doc, spans = read(text, *entities)
    doc[0].is_sent_start = True
    for token in doc[1:]:
        token.is_sent_start = False
    assert [span.text for span in with_called(doc, spans)] == wanted
