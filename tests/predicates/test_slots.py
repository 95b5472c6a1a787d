"""The named slots of the view, one construction each."""

import pytest

from pipeline.predicates import PredicateView

HALTED = """
Peru NNP PROPN Peru 2 nsubj
halted VBD VERB halt 0 ROOT
sales NNS NOUN sale 2 obj
to IN ADP to 5 case
Chad NNP PROPN Chad 2 obl
"""
CALLED = """
Peru NNP PROPN Peru 2 nsubj
called VBD VERB call 0 ROOT
it PRP PRON it 2 obj
false JJ ADJ false 2 xcomp
"""
SAID = """
Peru NNP PROPN Peru 2 nsubj
said VBD VERB say 0 ROOT
it PRP PRON it 6 nsubj
was VBD AUX be 6 cop
not RB PART not 6 advmod
true JJ ADJ true 2 ccomp
"""
NOUN = """
Soviet JJ ADJ soviet 3 amod
oil NN NOUN oil 3 compound
sale NN NOUN sale 4 compound
deal NN NOUN deal 0 ROOT
"""
HOLDS = """
Chad NNP PROPN Chad 2 nsubj
has VBZ VERB have 0 ROOT
a DT DET a 4 det
deal NN NOUN deal 2 obj
to TO PART to 6 mark
buy VB VERB buy 4 acl
jets NNS NOUN jet 6 obj
"""
ABLE = """
Chad NNP PROPN Chad 3 nsubj
is VBZ AUX be 3 cop
able JJ ADJ able 0 ROOT
to TO PART to 5 mark
supply VB VERB supply 3 xcomp
oil NN NOUN oil 5 obj
"""


def fillers(doc, word, slot):
    token = next(t for t in doc if t.text == word)
    return [t.text for t in PredicateView(doc).of(token).tokens(slot)]


@pytest.mark.parametrize(
    ("table", "word", "slot", "wanted"),
    [
        (HALTED, "sales", "support", ["Peru"]),
        (HALTED, "sales", "up", ["halted"]),
        (HALTED, "sales", "up>to", ["Chad"]),
        (HALTED, "sales", "holder", ["Peru"]),
        (HALTED.replace("halted VBD VERB halt", "noted VBD VERB note"), "sales", "holder", []),
        (HALTED.replace("halted VBD VERB halt", "noted VBD VERB note"), "sales", "support", []),
        (CALLED, "called", "predicative", ["false"]),
        (CALLED, "false", "subject-of", ["it"]),
        (SAID, "true", "subject-of", ["it"]),
        (SAID, "true", "neg", ["not"]),
        (SAID, "true", "speaker", ["Peru"]),
        (SAID.replace("said VBD VERB say", "ran VBD VERB run"), "true", "speaker", []),
        (SAID, "said", "comp", ["true"]),
        (SAID, "said", "finite", ["true"]),
        (SAID, "said", "infinitive", []),
        (NOUN, "sale", "mod", ["Soviet", "oil"]),
        (NOUN, "deal", "mod", ["sale"]),
        (NOUN, "sale", "head", ["deal"]),
        (NOUN, "sale", "nounmod", ["oil"]),
        (NOUN, "sale", "namemod", ["Soviet"]),
        (NOUN, "deal", "head", []),
        (HOLDS, "deal", "holder", ["Chad"]),
        (HOLDS, "deal", "infinitive", ["buy"]),
        (HOLDS, "buy", "subj", ["Chad"]),
        (ABLE, "supply", "governor", ["able"]),
        (ABLE, "supply", "subj", ["Chad"]),
        (ABLE, "able", "governor", []),
    ],
)
def test_slot(parsed, table, word, slot, wanted):
    assert fillers(parsed(table), word, slot) == wanted


def test_purpose_and_modal(parsed):
    doc = parsed(
        """
        Peru NNP PROPN Peru 3 nsubj
        may MD AUX may 3 aux
        meet VB VERB meet 0 ROOT
        Chad NNP PROPN Chad 3 obj
        to TO PART to 6 mark
        sign VB VERB sign 3 advcl
        pacts NNS NOUN pact 6 obj
        """
    )
    assert fillers(doc, "meet", "modal") == ["may"]
    assert fillers(doc, "meet", "purpose") == ["sign"]
    assert fillers(doc, "sign", "subj") == ["Peru"]


def test_a_fragment_hosts_who_stands_before_it(parsed):
    doc = parsed("Peru NNP PROPN Peru 0 ROOT\nin IN ADP in 3 case\ndeal NN NOUN deal 1 nmod")
    assert fillers(doc, "deal", "in-host") == ["Peru"]


def test_no_host_in_a_clause(parsed):
    doc = parsed(
        """
        Peru NNP PROPN Peru 2 nsubj
        stays VBZ VERB stay 0 ROOT
        in IN ADP in 4 case
        deal NN NOUN deal 2 obl
        """
    )
    assert fillers(doc, "deal", "in-host") == []


def test_a_clause_behind_an_it(parsed):
    doc = parsed(
        """
        It PRP PRON it 3 expl
        is VBZ AUX be 3 cop
        wrong JJ ADJ wrong 0 ROOT
        to TO PART to 5 mark
        say VB VERB say 3 csubj
        so RB ADV so 5 advmod
        """
    )
    assert fillers(doc, "wrong", "csubj") == ["say"]


def test_the_maker_before_a_participle(vocab):
    from arcs import tight

    doc = tight(
        vocab,
        """
        Russian~ JJ ADJ russian 3 amod
        -~ HYPH PUNCT - 3 punct
        supplied VBN VERB supply 4 amod
        tanks NNS NOUN tank 0 ROOT
        """,
    )
    assert fillers(doc, "supplied", "subj") == ["Russian"]
    assert fillers(doc, "supplied", "obj") == ["tanks"]
    assert fillers(doc, "supplied", "modified") == ["tanks"]


def test_a_passive_dative_has_its_recipient_as_subject(parsed):
    doc = parsed(
        """
        Chad NNP PROPN Chad 3 nsubj:pass
        was VBD AUX be 3 aux:pass
        given VBN VERB give 0 ROOT
        jets NNS NOUN jet 3 obj
        """
    )
    assert fillers(doc, "given", "iobj") == ["Chad"]
    assert fillers(doc, "given", "obj") == ["jets"]
    assert fillers(doc, "given", "subj") == []


def test_a_phrase_under_the_object_is_found_but_not_two_clauses_down(parsed):
    doc = parsed(
        """
        Peru NNP PROPN Peru 2 nsubj
        sold VBD VERB sell 0 ROOT
        jets NNS NOUN jet 2 obj
        made VBN VERB make 3 acl
        to TO ADP to 6 case
        Chad NNP PROPN Chad 4 obl
        """
    )
    assert fillers(doc, "sold", "to") == []
    assert fillers(doc, "made", "to") == ["Chad"]


def test_a_preposition_with_a_relative_pronoun(parsed):
    doc = parsed(
        """
        Chad NNP PROPN Chad 0 ROOT
        to IN ADP to 3 case
        which WDT PRON which 5 obl
        Peru NNP PROPN Peru 5 nsubj
        sold VBD VERB sell 1 acl:relcl
        jets NNS NOUN jet 5 obj
        """
    )
    assert fillers(doc, "sold", "to") == ["Chad"]
    assert fillers(doc, "sold", "obj") == ["jets"]


def test_a_relative_pronoun_elsewhere_leaves_no_gap_for_the_object(parsed):
    doc = parsed(
        """
        base NN NOUN base 0 ROOT
        where WRB ADV where 4 advmod
        Peru NNP PROPN Peru 4 nsubj
        sold VBD VERB sell 1 acl:relcl
        """
    )
    assert fillers(doc, "sold", "obj") == []


def test_how_a_filler_came(parsed):
    view = PredicateView(doc := parsed(ABLE))
    assert [f.how for f in view.of(doc[4]).slot("subj")] == ["control"]
    assert [f.how for f in view.of(doc[4]).slot("obj")] == ["direct"]


def test_an_agent_that_hangs_one_noun_too_low(parsed):
    doc = parsed(
        """
        Chad NNP PROPN Chad 3 nsubj:pass
        was VBD AUX be 3 aux:pass
        supplied VBN VERB supply 0 ROOT
        with IN ADP with 5 case
        jets NNS NOUN jet 3 obl
        by IN ADP by 7 case
        Peru NNP PROPN Peru 5 nmod
        """
    )
    assert fillers(doc, "supplied", "subj") == ["Peru"]
    assert fillers(doc, "supplied", "obj") == ["Chad"]
