"""Word order backs the parse up where a headline misled it; noun readings stay nouns."""

import pytest

from pipeline.predicates import PredicateView, surface_predicate
from pipeline.relations import RelationMatcher, load_rules

MATCHER = RelationMatcher(load_rules())

DENIES = """
Airbus NNP PROPN Airbus 2 compound
denies NNS NOUN deny 3 compound
backing VBG VERB back 4 amod
rival NN NOUN rival 0 ROOT
"""
AGREE = """
Fiat NNP PROPN Fiat 6 compound
, , PUNCT , 3 punct
Tata NNP PROPN Tata 1 appos
agree NN NOUN agree 6 compound
to TO PART to 6 mark
buy NN NOUN buy 0 ROOT
Volvo NNP PROPN Volvo 6 compound
"""


def reading(doc, i):
    return surface_predicate(PredicateView(doc), doc[i])


def names(predicate, slot):
    return [token.text for token in predicate.tokens(slot)]


def test_subject_and_object_of_a_verb_that_was_tagged_a_noun(parsed):
    predicate = reading(parsed(DENIES.replace("backing VBG", "secret NN")), 1)
    assert names(predicate, "subj") == ["Airbus"]
    assert names(predicate, "obj") == ["rival"]


def test_a_gerund_behind_the_verb_is_its_complement(parsed):
    predicate = reading(parsed(DENIES), 1)
    assert names(predicate, "comp") == ["backing"]
    assert names(predicate, "obj") == []


def test_subjects_before_a_governing_verb(parsed):
    predicate = reading(parsed(AGREE), 5)
    assert names(predicate, "subj") == ["Fiat", "Tata"]
    assert names(predicate, "obj") == ["Volvo"]


def test_prepositions_name_themselves_up_to_a_mark(parsed):
    doc = parsed(
        """
        Peru NNP PROPN Peru 2 compound
        ships NNS NOUN ship 0 ROOT
        oil NN NOUN oil 2 dep
        to IN ADP to 5 case
        Chad NNP PROPN Chad 2 nmod
        , , PUNCT , 2 punct
        from IN ADP from 8 case
        Baku NNP PROPN Baku 2 nmod
        """
    )
    predicate = reading(doc, 1)
    assert names(predicate, "to") == ["Chad"]
    assert names(predicate, "from") == []


@pytest.mark.parametrize(("word", "tag"), [("the", "DT"), ("its", "PRP$"), ("new", "JJ"), ("of", "IN")])
def test_a_word_that_speaks_for_a_noun(parsed, word, tag):
    doc = parsed(
        f"""
        Peru NNP PROPN Peru 2 nsubj
        saw VBD VERB see 0 ROOT
        {word} {tag} DET {word} 4 det
        ships NNS NOUN ship 2 obj
        """
    )
    assert reading(doc, 3) is None


def test_a_passive_is_not_settled_by_word_order(parsed):
    doc = parsed(
        """
        Jets NNS NOUN jet 3 nsubj
        were VBD AUX be 3 cop
        sold JJ ADJ sold 0 ROOT
        """
    )
    assert reading(doc, 2) is None


def test_the_first_word_has_no_subject_before_it(parsed):
    assert reading(parsed(DENIES), 0) is None


def test_the_matcher_reads_the_headline_and_repairs_the_graph(parsed):
    doc = parsed(DENIES, "Airbus=ORG")
    (found,) = MATCHER.match(doc)
    assert found.relation == "denial"
    assert [f.token.text for f in found.roles["denier"]] == ["Airbus"]
    assert [f.token.text for f in found.roles["claim"]] == ["backing"]
    view = PredicateView(doc)
    assert view.graph.dep(doc[0]) == "nsubj"
    assert view.graph.head(doc[0]).text == "denies"


def test_a_sentence_with_a_verb_keeps_its_nouns(parsed):
    doc = parsed(
        """
        Airbus NNP PROPN Airbus 2 compound
        supplies NNS NOUN supply 3 nsubj
        fell VBD VERB fall 0 ROOT
        sharply RB ADV sharply 3 advmod
        """,
        "Airbus=ORG",
    )
    assert [c for c in MATCHER.match(doc) if c.rule.pos == ("verb",)] == []
