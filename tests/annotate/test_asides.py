"""Codes of exchanges and pointed brackets are read over; the text and its offsets stay as they are."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.annotate.asides import asides
from pipeline.annotate.model import load_model


@pytest.fixture(scope="module")
def nlp():
    return load_model()


MARKED = [
    ("Tolley Paints Plc <TOLL.L> sold resin.", "<TOLL.L>"),
    ("Tolley Paints <TOL> sold resin.", "<TOL>"),
    ("Tolley Paints Inc. (NYSE: TOL) sold resin.", "(NYSE:TOL)"),
    ("Tolley Paints (TOL.N: Quote, Profile) sold resin.", "(TOL.N:Quote,Profile)"),
    ("The British firm <Tolley Paints> sold resin.", "<>"),
    ("The paint maker (founded in 1901) sold resin.", ""),
    ("Tolley Paints (TP) sold resin.", ""),
    ("It is true that 3 < 5 and 7 > 6.", ""),
    ("See <https://example.org> for more.", ""),
    ("<Tolley Paints Plc> sold resin.", "<>"),
    ("It sold resin. <Tolley Paints Plc> did not.", "<>"),
    ("It bought all of the stock of (Tolley Paints Inc) in May.", "()"),
    ("It bought paint (Tolley Paints Inc) in May.", ""),
    ("<b>Bold</b> words stand here.", ""),
]


@pytest.mark.parametrize(("text", "wanted"), MARKED)
def test_what_is_an_aside(nlp, text, wanted):
    assert "".join(token.text for token in asides(nlp.make_doc(text))) == wanted


def test_the_tree_is_that_of_the_sentence_without_asides(nlp):
    plain = nlp("The British firm Tolley Paints sold resin to Acme Corp in May.")
    marked = nlp("The British firm <Tolley Paints> sold resin to Acme Corp <ACM.N> in May.")
    kept = [token for token in marked if not token._.aside]
    assert [(t.text, t.dep_, t.head.text, t.ent_type_) for t in kept] == [
        (t.text, t.dep_, t.head.text, t.ent_type_) for t in plain
    ]


def test_what_was_left_out_hangs_on_the_word_before(nlp):
    doc = nlp("Acme Corp <ACM.N> sold resin.")
    assert {token.head.text for token in doc[2:5]} == {"Corp"}
    assert all(token.ent_type_ == "" for token in doc[2:5])


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet="aBC <>(). ,:\n3", max_size=50))
def test_any_text_keeps_its_text_and_stays_a_forest(nlp, text):
    doc = nlp(text)
    assert doc.text == text
    assert sum(len(sentence) for sentence in doc.sents) == len(doc)
    assert all(token.head.sent == token.sent for token in doc)
