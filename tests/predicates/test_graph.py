"""The graph: tree questions, mentions as the contract cuts them, and promotion of a missed verb."""

from arcs import tight

from pipeline.predicates import Graph, graph_of

NOUN_READING = """
Peru NNP PROPN Peru 3 compound
, , PUNCT , 1 punct
Togo NNP PROPN Togo 6 compound
sign NN NOUN sign 6 compound
border NN NOUN border 6 compound
pact NN NOUN pact 0 ROOT
with IN ADP with 8 case
Mali NNP PROPN Mali 3 nmod
"""


def test_promotion_makes_a_clause(vocab):
    doc = tight(vocab, NOUN_READING)
    graph = Graph(doc)
    peru, togo, sign, pact, mali = (doc[i] for i in (0, 2, 3, 5, 7))
    graph.promote(sign, [peru, togo], [pact])
    assert graph.is_root(sign)
    assert (graph.head(peru), graph.dep(peru)) == (sign, "nsubj")
    assert (graph.head(togo), graph.dep(togo)) == (peru, "conj")
    assert (graph.head(pact), graph.dep(pact)) == (sign, "obj")
    assert graph.head(mali) == sign, "what stood across the verb from its governor moves to the verb"
    assert graph.conjuncts(peru) == [peru, togo]


def test_promotion_keeps_the_place_in_the_clause_above(vocab):
    doc = tight(
        vocab,
        """
        Mali NNP PROPN Mali 2 nsubj
        says VBZ VERB say 0 ROOT
        Peru NNP PROPN Peru 4 compound
        ships NNS NOUN ship 2 obj
        oil NN NOUN oil 4 dep
        """,
    )
    graph = Graph(doc)
    graph.promote(doc[3], [doc[2]], [doc[4]])
    assert graph.head(doc[3]).text == "says"
    assert graph.head(doc[2]) == graph.head(doc[4]) == doc[3]
    assert not graph.is_root(doc[3])


def test_a_copula_and_a_preposition_of_clearnlp_become_ud(vocab):
    doc = tight(
        vocab,
        """
        It PRP PRON it 2 nsubj
        is VBZ AUX be 0 ROOT
        part NN NOUN part 2 attr
        of IN ADP of 3 prep
        Peru NNP PROPN Peru 4 pobj
        """,
    )
    graph = Graph(doc)
    assert graph.is_root(doc[2])
    assert graph.dep(doc[1]) == "cop"
    assert (graph.head(doc[4]).text, graph.dep(doc[4]), graph.marker(doc[4])) == ("part", "nmod", "of")
    assert graph.dep(doc[0]) == "nsubj"


def test_markers_of_several_words(vocab):
    doc = tight(
        vocab,
        """
        Jets NNS NOUN jet 0 ROOT
        out IN ADP out 4 case
        of IN ADP of 2 fixed
        Peru NNP PROPN Peru 1 nmod
        """,
    )
    assert graph_of(doc).marker(doc[3]) == "out of"


def test_a_mention_keeps_its_of_phrase_and_drops_focus_and_place(vocab):
    doc = tight(
        vocab,
        """
        even RB ADV even 4 advmod
        about RB ADV about 3 advmod
        40 CD NUM 40 4 nummod
        tonnes NNS NOUN tonne 0 ROOT
        of IN ADP of 6 case
        wheat NN NOUN wheat 4 nmod
        in IN ADP in 8 case
        Peru NNP PROPN Peru 4 nmod
        """,
    )
    assert graph_of(doc).mention(doc[3]).text == "about 40 tonnes of wheat"


def test_ancestors_end_in_a_circle(vocab):
    doc = tight(vocab, "a NN NOUN a 2 dep\nb NN NOUN b 0 ROOT\nc NN NOUN c 2 dep")
    graph = Graph(doc)
    graph._head[1] = 0
    assert [t.text for t in graph.ancestors(doc[2])] == ["b", "a"]
    assert graph.dominates(doc[1], doc[2])
