"""The predicate view gives deep functions, whatever the construction and the label scheme."""

import pytest

from pipeline.predicates import PredicateView, classes_of, graph_of

ACTIVE_UD = """
Peru NNP PROPN Peru 2 nsubj
sold VBD VERB sell 0 ROOT
Chad NNP PROPN Chad 2 iobj
jets NNS NOUN jet 2 obj
"""
ACTIVE_CLEAR = """
Peru NNP PROPN Peru 2 nsubj
sold VBD VERB sell 0 ROOT
Chad NNP PROPN Chad 2 dative
jets NNS NOUN jet 2 dobj
"""
PASSIVE_UD = """
Jets NNS NOUN jet 3 nsubj:pass
were VBD AUX be 3 aux:pass
sold VBN VERB sell 0 ROOT
to IN ADP to 5 case
Chad NNP PROPN Chad 3 obl
by IN ADP by 7 case
Peru NNP PROPN Peru 3 obl:agent
"""
PASSIVE_CLEAR = """
Jets NNS NOUN jet 3 nsubjpass
were VBD AUX be 3 auxpass
sold VBN VERB sell 0 ROOT
to IN ADP to 3 prep
Chad NNP PROPN Chad 4 pobj
by IN ADP by 3 agent
Peru NNP PROPN Peru 6 pobj
"""
CONTROL_UD = """
Peru NNP PROPN Peru 2 nsubj
agreed VBD VERB agree 0 ROOT
to TO PART to 4 mark
sell VB VERB sell 2 xcomp
jets NNS NOUN jet 4 obj
"""
CONTROL_CLEAR = """
Peru NNP PROPN Peru 2 nsubj
agreed VBD VERB agree 0 ROOT
to TO PART to 4 aux
sell VB VERB sell 2 xcomp
jets NNS NOUN jet 4 dobj
"""
RELATIVE_UD = """
jets NNS NOUN jet 0 ROOT
that WDT PRON that 4 obj
Peru NNP PROPN Peru 4 nsubj
sold VBD VERB sell 1 acl:relcl
"""
REDUCED_UD = """
jets NNS NOUN jet 0 ROOT
sold VBN VERB sell 1 acl
by IN ADP by 4 case
Peru NNP PROPN Peru 2 obl
to IN ADP to 6 case
Chad NNP PROPN Chad 2 obl
"""


def fillers(doc, word, slot):
    token = next(t for t in doc if t.text == word)
    return [t.text for t in PredicateView(doc).of(token).tokens(slot)]


@pytest.mark.parametrize("table", [ACTIVE_UD, ACTIVE_CLEAR])
def test_active_with_dative(parsed, table):
    doc = parsed(table)
    assert fillers(doc, "sold", "subj") == ["Peru"]
    assert fillers(doc, "sold", "obj") == ["jets"]
    assert fillers(doc, "sold", "iobj") == ["Chad"]


@pytest.mark.parametrize("table", [PASSIVE_UD, PASSIVE_CLEAR])
def test_passive_is_turned_round(parsed, table):
    doc = parsed(table)
    assert fillers(doc, "sold", "subj") == ["Peru"]
    assert fillers(doc, "sold", "obj") == ["Jets"]
    assert fillers(doc, "sold", "to") == ["Chad"]


@pytest.mark.parametrize("table", [CONTROL_UD, CONTROL_CLEAR])
def test_subject_control(parsed, table):
    doc = parsed(table)
    assert fillers(doc, "sell", "subj") == ["Peru"]
    assert fillers(doc, "sell", "obj") == ["jets"]


def test_object_control(parsed):
    doc = parsed(
        """
        Peru NNP PROPN Peru 2 nsubj
        urged VBD VERB urge 0 ROOT
        Chad NNP PROPN Chad 2 obj
        to TO PART to 5 mark
        sell VB VERB sell 2 xcomp
        jets NNS NOUN jet 5 obj
        """
    )
    assert fillers(doc, "sell", "subj") == ["Chad"]


def test_relative_clause_finds_its_noun(parsed):
    doc = parsed(RELATIVE_UD)
    assert fillers(doc, "sold", "obj") == ["jets"]
    assert fillers(doc, "sold", "subj") == ["Peru"]


def test_reduced_relative(parsed):
    doc = parsed(REDUCED_UD)
    assert fillers(doc, "sold", "obj") == ["jets"]
    assert fillers(doc, "sold", "subj") == ["Peru"]
    assert fillers(doc, "sold", "to") == ["Chad"]


def test_coordinated_verbs_share_subject_and_object(parsed):
    doc = parsed(
        """
        Peru NNP PROPN Peru 2 nsubj
        built VBD VERB build 0 ROOT
        and CC CCONJ and 4 cc
        shipped VBD VERB ship 2 conj
        jets NNS NOUN jet 2 obj
        """
    )
    assert fillers(doc, "shipped", "subj") == ["Peru"]
    assert fillers(doc, "shipped", "obj") == ["jets"]


def test_coordinated_arguments_are_all_there(parsed):
    doc = parsed(
        """
        Peru NNP PROPN Peru 4 nsubj
        and CC CCONJ and 3 cc
        Chad NNP PROPN Chad 1 conj
        signed VBD VERB sign 0 ROOT
        pacts NNS NOUN pact 4 obj
        """
    )
    assert fillers(doc, "signed", "subj") == ["Peru", "Chad"]


def test_nominalisation(parsed):
    doc = parsed(
        """
        Peru NNP PROPN Peru 3 nmod:poss
        's POS PART 's 1 case
        sale NN NOUN sale 0 ROOT
        of IN ADP of 5 case
        jets NNS NOUN jet 3 nmod
        to IN ADP to 7 case
        Chad NNP PROPN Chad 5 nmod
        """
    )
    assert fillers(doc, "sale", "poss") == ["Peru"]
    assert fillers(doc, "sale", "of") == ["jets"]
    assert fillers(doc, "sale", "to") == ["Chad"]


def test_mention_leaves_out_relative_clause_and_apposition(parsed):
    doc = parsed(
        """
        the DT DET the 3 det
        old JJ ADJ old 3 amod
        jets NNS NOUN jet 0 ROOT
        that WDT PRON that 6 obj
        Peru NNP PROPN Peru 6 nsubj
        sold VBD VERB sell 3 acl:relcl
        """
    )
    assert graph_of(doc).mention(doc[2]).text == "the old jets"


@pytest.mark.parametrize(
    ("word", "lemma", "wanted"),
    [("howitzers", "howitzer", "goods"), ("stake", "stake", "corporate"), ("truce", "truce", "agreement")],
)
def test_classes(parsed, word, lemma, wanted):
    doc = parsed(f"{word} NN NOUN {lemma} 0 ROOT")
    assert wanted in classes_of(graph_of(doc), doc[0])


def test_a_measure_has_the_class_of_what_it_measures(parsed):
    doc = parsed(
        """
        tonnes NNS NOUN tonne 0 ROOT
        of IN ADP of 3 case
        wheat NN NOUN wheat 1 nmod
        """
    )
    assert "goods" in classes_of(graph_of(doc), doc[0])
