"""Headlines are read as running text would write them; running text is left alone."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc
from spacy.training import biluo_tags_to_spans

from pipeline.annotate.copies import take_over
from pipeline.annotate.model import load_model
from pipeline.annotate.truecase import NAME, Usage, is_plain_word, shouted_lines, written


@pytest.fixture(scope="module")
def nlp():
    return load_model()


def rewritten(nlp, text: str) -> list[str]:
    doc = nlp(text)
    return [written(token) for token in doc]


HEADLINES = [
    ("Norway Sells Old Tanks To Chile", "Norway sells old tanks to Chile"),
    ("KENYA DENIES ARMING REBELS IN SUDAN", "Kenya denies arming rebels in Sudan"),
    ("U.N. Chief Hails Truce Talks", "U.N. chief hails truce talks"),
    ("OPEC Can Raise Output in May", "OPEC can raise output in may"),
    ("Strike Ends March 3 at Ports", "Strike ends March 3 at ports"),
    ("PERU SELLS 5 MLN DLRS OF WHEAT", "Peru sells 5 mln dlrs of wheat"),
]


@pytest.mark.parametrize(("headline", "wanted"), HEADLINES)
def test_a_headline_is_written_as_running_text(nlp, headline, wanted):
    doc = nlp(headline)
    assert [written(token) for token in doc] == [token.text for token in nlp.make_doc(wanted)]
    assert doc.text == headline


def test_the_article_tells_what_is_a_name(nlp):
    text = "Apple Buys Fast Orchard\n\nThe bid by Apple for Orchard was fast, analysts said, and fast is new."
    assert rewritten(nlp, text)[:4] == ["Apple", "buys", "fast", "Orchard"]


RUNNING = [
    "Argentine President Nestor Ortega and Foreign Minister Hugo Prado signed the deal on Tuesday.",
    "Norway sells old tanks to Chile",
    "John Smith",
    "BERLIN",
]


@pytest.mark.parametrize("text", RUNNING)
def test_running_text_is_left_alone(nlp, text):
    assert list(shouted_lines(nlp(text))) == []


def test_a_headlines_verb_governs_its_names(nlp):
    doc = nlp("GHANA AGREES TO BUY TOGO GRAIN")
    agrees = doc[1]
    assert agrees.tag_ == "VBZ" and agrees.head == agrees
    assert doc[0].head == agrees and doc[0].dep_ == "nsubj"


def test_without_it_the_model_reads_capitals(nlp):
    with nlp.select_pipes(disable=[NAME]):
        assert all(token._.written is None for token in nlp("KENYA DENIES ARMING REBELS"))


@pytest.mark.parametrize(
    ("word", "plain"), [("denies", True), ("stopped", True), ("ghana", False), ("x", False)]
)
def test_plain_words_know_their_inflections(word, plain):
    assert is_plain_word(word) is plain


def test_annotation_is_taken_over_within_the_line_only(nlp):
    doc = nlp("Mali Signs Pact\n\nThe pact with Niger was signed by Mali.")
    line = next(iter(doc.sents))[:3]
    before = [(token.tag_, token.head.i, token.ent_type_) for token in doc[4:]]
    copy = Doc(
        doc.vocab, words=["a", "b", "c"], tags=["X", "Y", "Z"], heads=[1, 1, 1], deps=["d", "ROOT", "d"]
    )
    copy.ents = biluo_tags_to_spans(copy, ["O", "O", "U-ORG"])
    take_over(line, list(line), copy)
    assert [token.tag_ for token in doc[:3]] == ["X", "Y", "Z"]
    assert [token.ent_type_ for token in doc[:3]] == ["", "", "ORG"]
    assert [(token.tag_, token.head.i, token.ent_type_) for token in doc[4:]] == before


@settings(max_examples=60, deadline=None)
@example("c<3,.'33İ")
@given(st.text(alphabet="aBcDe ÉßŁİ.,\"'’-\n3$<>", max_size=60))
def test_any_text_keeps_its_text_and_its_words_lengths(nlp, text):
    doc = nlp(text.upper())
    assert doc.text == text.upper()
    assert all(len(written(token)) == len(token) for token in doc)
    assert sum(len(sentence) for sentence in doc.sents) == len(doc)


def test_usage_ignores_what_opens_a_sentence(nlp):
    doc = nlp("Steel Talks End\n\nSteel is cheap. Cheap steel is sold.")
    usage = Usage(doc, list(shouted_lines(doc)))
    assert usage.write(doc[0], doc[:3]) == "Steel"
    assert usage.write(doc[1], doc[:3]) == "talks"
