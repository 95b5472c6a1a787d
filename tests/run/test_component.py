"""The component in a pipeline: extensions, offsets, determinism, any text."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.facts import iter_arguments
from pipeline.read import Article
from pipeline.run.extract import analyse, extract

WORDS = st.sampled_from(
    "Peru Chad Rosneft Mr Lee the a deal sold signed denied delivery of to from with between jets oil it "
    "they said that report and , . \n\n \n   “ ” \" ' ( ) – 12 $5bn 2024 Tuesday \N{GRINNING FACE} e\u0301 ﬁ "
    "İ not if agreed talks BUYS PACT".split(" ")
)


def check_offsets(text, facts):
    for fact in facts:
        spans = [fact.trigger, *(m for _, m in iter_arguments(fact))]
        spans += [a.source for a in fact.attribution if a.source] + fact.cues
        spans += [m.antecedent for _, m in iter_arguments(fact) if getattr(m, "antecedent", None)]
        for span in spans:
            if span.start is not None:
                assert text[span.start : span.end] == span.text
        assert 0 <= fact.sentence.start <= fact.trigger.start < fact.trigger.end <= len(text)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(WORDS, max_size=40), st.booleans())
def test_offsets_quote_the_text(nlp, words, tight):
    text = ("" if tight else " ").join(words)
    check_offsets(text, analyse(nlp, Article("a", text, "2024-01-01"))._.facts)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text(alphabet=st.characters(exclude_categories=("Cs",)), max_size=200))
def test_any_text_is_survived(nlp, text):
    check_offsets(text, analyse(nlp, Article("a", text))._.facts)


def test_text_with_odd_white_space_keeps_its_offsets(nlp):
    text = (
        "\ufeffPERU  SIGNS\tPACT\r\n\r\nPeru \N{GRINNING FACE} signed  a pact with\r\nChad.\x00\n\n"
        "Norway shipped 40 howitzers  to\r\nEstonia.\N{GRINNING FACE}"
    )
    doc = analyse(nlp, Article("a", text))
    assert doc.text == text
    assert doc._.facts
    check_offsets(text, doc._.facts)


def test_ids_are_unique_and_links_lead_somewhere(nlp):
    text = (
        "Peru sold Chad 12 jets, officials said. Peru denied selling jets to Chad. "
        "It also signed a pact with Togo and a treaty with Mali."
    )
    facts = analyse(nlp, Article("a", text))._.facts
    ids = [fact.id for fact in facts]
    assert len(ids) == len(set(ids))
    for fact in facts:
        assert set(fact.denies) <= set(ids)
        for denied in fact.denies:
            assert fact.id in next(f for f in facts if f.id == denied).disputed_by


def test_facts_survive_serialisation(nlp):
    from spacy.tokens import Doc

    doc = analyse(nlp, Article("a", "Peru signed a pact with Chad."))
    copy = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert copy._.facts == doc._.facts
    assert doc._.facts


def test_a_text_over_the_limit_gives_a_reason(nlp):
    results = list(extract([Article("a", "x" * 1_000_001), Article("b", "Peru signed a pact with Chad.")]))
    assert "more than the limit" in results[0][1]
    assert results[1][1]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "."])
def test_nothing_gives_nothing(nlp, text):
    assert analyse(nlp, Article("a", text))._.facts == []


@pytest.mark.parametrize(
    ("sentence", "parties"),
    [
        ("The deal is good for both firms.", ["both firms", "both firms"]),
        ("The deal is good, the two firms said.", ["the two firms", "the two firms"]),
        ("The deal is good for Brant and its staff.", ["Brant", None]),
        ("The deal is good for the region.", [None, None]),
    ],
)
def test_who_is_understood_has_the_mention_of_its_own_sentence(nlp, sentence, parties):
    text = f"Brant Corp agreed to merge with Orlow Inc. {sentence}"
    deal = analyse(nlp, Article("a", text))._.facts[-1]
    assert {m.canonical for m in deal.arguments.party} == {"Brant Corp", "Orlow Inc"}
    assert [m.text for m in deal.arguments.party] == parties
