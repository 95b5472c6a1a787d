"""The walk on hand-built trees, in both label schemes."""

import pytest
from spacy.tokens import Doc

from pipeline.facts import derive_status
from pipeline.qualify import FactualityJudge
from pipeline.qualify.lexicon import load_effects
from pipeline.qualify.state import State, govern
from pipeline.qualify.verbgroup import is_headline

JUDGE = FactualityJudge()
EFFECTS = {effect.id: effect for effect in load_effects()}

FAILED_UD = """
Peru NNP PROPN Peru 2 nsubj
failed VBD VERB fail 0 ROOT
to TO PART to 4 mark
sell VB VERB sell 2 xcomp
jets NNS NOUN jet 4 obj
. . PUNCT . 2 punct
"""
FAILED_CLEAR = FAILED_UD.replace("4 mark", "4 aux").replace("4 obj", "4 dobj")
DENIED_FAILURE = """
Peru NNP PROPN Peru 4 nsubj
did VBD AUX do 4 aux
not RB PART not 4 advmod
fail VB VERB fail 0 ROOT
to TO PART to 6 mark
sell VB VERB sell 4 xcomp
jets NNS NOUN jet 6 obj
. . PUNCT . 4 punct
"""
MODAL_CLEAR = """
Peru NNP PROPN Peru 4 nsubj
may MD AUX may 4 aux
not RB PART not 4 neg
sell VB VERB sell 0 ROOT
jets NNS NOUN jet 4 dobj
. . PUNCT . 4 punct
"""
CONDITION = """
Peru NNP PROPN Peru 3 nsubj
will MD AUX will 3 aux
sell VB VERB sell 0 ROOT
jets NNS NOUN jet 3 obj
if IN SCONJ if 7 mark
Chad NNP PROPN Chad 7 nsubj
pays VBZ VERB pay 3 advcl
. . PUNCT . 3 punct
"""
CONJUNCTS = """
Peru NNP PROPN Peru 4 nsubj
did VBD AUX do 4 aux
not RB PART not 4 advmod
buy VB VERB buy 0 ROOT
or CC CCONJ or 6 cc
sell VB VERB sell 4 conj
jets NNS NOUN jet 4 obj
. . PUNCT . 4 punct
"""
NOUN = """
Peru NNP PROPN Peru 2 nsubj
suspended VBD VERB suspend 0 ROOT
sales NNS NOUN sale 2 obj
of IN ADP of 5 case
jets NNS NOUN jet 3 nmod
. . PUNCT . 2 punct
"""
NO_PLAN = """
Peru NNP PROPN Peru 2 nsubj
has VBZ VERB have 0 ROOT
no DT DET no 4 det
plans NNS NOUN plan 2 obj
to TO PART to 6 mark
sell VB VERB sell 4 acl
jets NNS NOUN jet 6 obj
. . PUNCT . 2 punct
"""
NO_SALES = """
No DT DET no 2 det
sales NNS NOUN sale 4 nsubj
were VBD AUX be 4 cop
imminent JJ ADJ imminent 0 ROOT
. . PUNCT . 4 punct
"""
QUESTION = """
Did VBD AUX do 3 aux
Peru NNP PROPN Peru 3 nsubj
sell VB VERB sell 0 ROOT
jets NNS NOUN jet 3 obj
? . PUNCT ? 3 punct
"""
REPORTS = """
Peru NNP PROPN Peru 2 nsubj
denied VBD VERB deny 0 ROOT
reports NNS NOUN report 2 obj
that IN SCONJ that 6 mark
it PRP PRON it 6 nsubj
sold VBD VERB sell 3 acl
jets NNS NOUN jet 6 obj
. . PUNCT . 2 punct
"""
BLOCK = """
Peru NNP PROPN Peru 3 nsubj
may MD AUX may 3 aux
block VB VERB block 0 ROOT
the DT DET the 5 det
sale NN NOUN sale 3 obj
. . PUNCT . 3 punct
"""
PARTICIPLE = """
Peru NNP PROPN Peru 2 nsubj
opposes VBZ VERB oppose 0 ROOT
the DT DET the 5 det
proposed VBN VERB propose 5 amod
sale NN NOUN sale 2 obj
. . PUNCT . 2 punct
"""
OPTION = """
Peru NNP PROPN Peru 2 nsubj
placed VBD VERB place 0 ROOT
conditional JJ ADJ conditional 4 amod
orders NNS NOUN order 2 obj
. . PUNCT . 2 punct
"""


@pytest.mark.parametrize(
    ("tree", "word", "expected"),
    [
        (FAILED_UD, "sell", "negative certain past"),
        (FAILED_CLEAR, "sell", "negative certain past"),
        (DENIED_FAILURE, "sell", "positive certain past"),
        (MODAL_CLEAR, "sell", "negative possible future"),
        (CONDITION, "sell", "positive certain future conditional"),
        (CONJUNCTS, "buy", "negative certain past"),
        (CONJUNCTS, "sell", "negative certain past"),
        (NOUN, "sales", "negative certain past"),
        (NO_PLAN, "sell", "negative certain future"),
        (NO_SALES, "sales", "negative certain future"),
        (QUESTION, "sell", "positive possible future"),
        (REPORTS, "sold", "positive possible past"),
        (BLOCK, "sale", "positive possible future"),
        (PARTICIPLE, "sale", "positive possible future"),
        (OPTION, "placed", "positive certain future conditional"),
    ],
)
def test_supply_is_judged(parsed, tree, word, expected):
    doc = parsed(tree)
    trigger = next(token for token in doc if token.text == word)
    found = JUDGE.judge(trigger, "supply").factuality
    words = [found.polarity, found.certainty, found.time] + ["conditional"] * found.conditional
    assert " ".join(words) == expected


def test_cues_are_named_with_their_place(parsed):
    doc = parsed(FAILED_UD)
    cues = JUDGE.judge(doc[3], "supply").cues
    assert [(cue.text, cue.effect) for cue in cues] == [("failed", "fail")]
    assert doc.text[cues[0].start : cues[0].end] == "failed"


def test_stage_is_given_for_deals_only(parsed):
    doc = parsed(
        """
        Peru NNP PROPN Peru 2 nsubj
        signed VBD VERB sign 0 ROOT
        a DT DET a 4 det
        pact NN NOUN pact 2 obj
        """
    )
    assert JUDGE.judge(doc[1], "deal").stage == "signed"
    assert JUDGE.stage(doc[3], "deal") == "signed"
    assert JUDGE.judge(doc[1], "supply").stage is None


def test_a_definite_deal_is_as_far_as_the_one_before(parsed):
    doc = parsed(
        """
        Peru NNP PROPN Peru 2 nsubj
        signed VBD VERB sign 0 ROOT
        a DT DET a 4 det
        pact NN NOUN pact 2 obj
        . . PUNCT . 2 punct
        The DT DET the 7 det
        pact NN NOUN pact 8 nsubj
        covers VBZ VERB cover 0 ROOT
        fish NN NOUN fish 8 obj
        """
    )
    assert JUDGE.judge(doc[6], "deal").stage == "signed"


def test_judging_is_repeatable_and_leaves_no_trace(parsed):
    first, second = parsed(FAILED_UD), parsed(NOUN)
    before = JUDGE.judge(first[3], "supply")
    JUDGE.judge(second[2], "supply")
    assert JUDGE.judge(first[3], "supply") == before


@pytest.mark.parametrize(
    ("effect", "above", "expected"),
    [
        ("plan", State(time="past"), "planned"),
        ("plan", State(negative=True, time="present"), "negated"),
        ("seek", State(time="past"), "possible"),
        ("seek", State(negative=True, time="present"), "negated"),
        ("fail", State(time="past"), "negated"),
        ("fail", State(negative=True, time="past"), "asserted"),
        ("stop", State(certainty="possible", time="future"), "possible"),
        ("stop", State(negative=True, time="past"), "asserted"),
        ("deny", State(time="past"), "possible"),
        ("implicative", State(conditional=True, time="past"), "conditional"),
        ("expect", State(time="past"), "possible"),
    ],
)
def test_govern_combines(parsed, effect, above, expected):
    word = parsed(FAILED_UD)[1]
    state = govern(State(), EFFECTS[effect], word, above)
    assert derive_status(state.factuality(), attributed=False) == expected


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("Peru buys jets\n\nThe jets are old.", ["Peru buys jets"]),
        ("Peru buys jets.\n\nThe jets are old.", []),
        ("Peru buys jets", ["Peru buys jets"]),
        ("First line\n\nOne sentence. Two.\n\nA crosshead\n\nThree.", ["First line", "A crosshead"]),
        ("A line that breaks\ninside its sentence.", ["A line that breaks"]),
        ("One.\nA line that breaks\ninside its sentence.", []),
    ],
)
def test_titles_are_known_by_their_lines(vocab, text, titles):
    doc = Doc(vocab, words=text.replace("\n\n", " § ").replace("\n", " ¶ ").replace(".", " .").split())
    words = [t.text.replace("§", "\n\n").replace("¶", "\n") for t in doc]
    starts = [i == 0 or words[i - 1] in ("\n\n", "\n", ".") for i in range(len(words))]
    spaces = [not ("\n" in w or "\n" in n or n == ".") for w, n in zip(words, [*words[1:], "."], strict=True)]
    doc = Doc(vocab, words=words, spaces=spaces, sent_starts=starts)
    assert doc.text == text
    assert [
        sent.text.strip() for sent in doc.sents if sent.text.strip() not in ("", ".") and is_headline(sent)
    ] == titles
