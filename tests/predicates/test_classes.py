"""Semantic classes: entity labels, curated lemmas, WordNet's first sense, then the word's form."""

import pytest
from spacy.tokens import Doc

from pipeline.predicates import classes_of, graph_of, measured, noun_lemma, own_classes


def one(parsed, word, tag="NN", pos="NOUN", lemma=None, label=None):
    doc = parsed(f"{word} {tag} {pos} {lemma or word.lower()} 0 ROOT", f"{word}={label}" if label else "")
    return classes_of(graph_of(doc), doc[0])


@pytest.mark.parametrize(
    ("label", "wanted", "unwanted"),
    [
        ("WEAPON", "goods", "actor"),
        ("ORG", "corporate", "place"),
        ("GPE", "place", "corporate"),
        ("LAW", "agreement", "actor"),
        ("FAC", "place", "actor"),
        ("TIME", "time", "name"),
    ],
)
def test_an_entity_label_decides(parsed, label, wanted, unwanted):
    found = one(parsed, "Zorn", "NNP", "PROPN", label=label)
    assert wanted in found
    assert unwanted not in found


def test_a_person_needs_a_full_name_or_a_title(vocab):
    doc = Doc(
        vocab,
        words=["Zorn", "met", "Ada", "Zorn", "and", "Saab"],
        tags=["NNP", "VBD", "NNP", "NNP", "CC", "NNP"],
        pos=["PROPN", "VERB", "PROPN", "PROPN", "CCONJ", "PROPN"],
        heads=[1, 1, 1, 2, 5, 2],
        deps=["nsubj", "ROOT", "obj", "flat", "cc", "conj"],
        ents=["B-PERSON", "O", "B-PERSON", "I-PERSON", "O", "B-PERSON"],
    )
    assert "person" in own_classes(doc[0])
    assert "person" in own_classes(doc[2])
    assert own_classes(doc[5]) == {"actor", "name", "nominal"}


def test_a_name_keeps_what_its_last_word_tells_but_not_goods(parsed):
    assert {"agreement", "corporate"} <= one(parsed, "Accord", "NNP", "PROPN", label="ORG")
    assert "goods" not in one(parsed, "Metal", "NNP", "PROPN", label="ORG")


def test_a_curated_lemma_beats_wordnet_and_wordnet_helps_out(parsed):
    assert "money" in one(parsed, "loans", "NNS", lemma="loan")
    assert "goods" in one(parsed, "turnip")
    assert "time" in one(parsed, "decade")


@pytest.mark.parametrize(
    ("word", "wanted"),
    [("F-16s", True), ("T-72", True), ("AK47", True), ("Covid-19", False), ("G20-led", False)],
)
def test_a_designation_is_known_by_its_form(parsed, word, wanted):
    assert ("designation" in one(parsed, word, "NNP", "PROPN")) == wanted


@pytest.mark.parametrize(
    ("word", "tag", "wanted"),
    [
        ("it", "PRP", {"pronoun", "institution"}),
        ("they", "PRP", {"pronoun", "institution"}),
        ("he", "PRP", {"pronoun", "human"}),
        ("something", "NN", {"pronoun", "indefinite"}),
        ("this", "DT", {"demonstrative"}),
        ("which", "WDT", {"demonstrative"}),
        ("who", "WP", {"pronoun", "human"}),
    ],
)
def test_pronouns(parsed, word, tag, wanted):
    assert one(parsed, word, tag, "PRON") == wanted


def test_a_number_stands_for_things_and_a_sign_for_nothing(parsed):
    assert one(parsed, "12", "CD", "NUM") == {"pronoun", "count"}
    assert one(parsed, "--", "NFP", "PUNCT") == {"symbol"}


def test_an_unknown_word_is_a_name_by_its_capital_only(parsed):
    doc = parsed("the DT DET the 2 det\nBlorf NN NOUN blorf 0 ROOT")
    assert own_classes(doc[1]) == {"name", "nominal"}
    doc = parsed("the DT DET the 2 det\nblorf NN NOUN blorf 0 ROOT")
    assert own_classes(doc[1]) == {"unknown", "nominal"}


def test_two_words_are_looked_up_together(parsed):
    doc = parsed("food NN NOUN food 2 compound\naid NN NOUN aid 0 ROOT")
    assert "goods" in own_classes(doc[1])
    doc = parsed("legal JJ ADJ legal 2 amod\naid NN NOUN aid 0 ROOT")
    assert "goods" not in own_classes(doc[1])


def test_measures_are_looked_through_to_the_end(parsed):
    doc = parsed(
        """
        thousands NNS NOUN thousand 0 ROOT
        of IN ADP of 3 case
        tonnes NNS NOUN tonne 1 nmod
        of IN ADP of 5 case
        mortars NNS NOUN mortar 3 nmod
        """
    )
    assert measured(graph_of(doc), doc[0]).text == "mortars"
    assert "goods" in classes_of(graph_of(doc), doc[0])


def test_a_noun_that_measures_nothing_is_itself(parsed):
    doc = parsed(
        """
        minister NN NOUN minister 0 ROOT
        of IN ADP of 3 case
        trade NN NOUN trade 1 nmod
        """
    )
    assert measured(graph_of(doc), doc[0]).text == "minister"


@pytest.mark.parametrize(
    ("word", "lemma", "wanted"),
    [("TREATIES", "TREATIES", "treaty"), ("jets", "jets", "jet"), ("news", "news", "news")],
)
def test_plurals_that_the_lemmatizer_missed(parsed, word, lemma, wanted):
    doc = parsed(f"{word} NNS NOUN {lemma} 0 ROOT")
    assert noun_lemma(doc[0]) == wanted
