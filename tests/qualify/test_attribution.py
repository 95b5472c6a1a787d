"""Sources on hand-built trees: who is given, in which order, and who is not."""

import pytest

from pipeline.qualify import AttributionFinder

FINDER = AttributionFinder()

SAID_UD = """
Officials NNS NOUN official 2 nsubj
said VBD VERB say 0 ROOT
Peru NNP PROPN Peru 4 nsubj
sold VBD VERB sell 2 ccomp
jets NNS NOUN jet 4 obj
. . PUNCT . 2 punct
"""
SAID_CLEAR = SAID_UD.replace("4 obj", "4 dobj")
TAIL = """
Peru NNP PROPN Peru 2 nsubj
sold VBD VERB sell 0 ROOT
jets NNS NOUN jet 2 obj
, , PUNCT , 7 punct
the DT DET the 6 det
minister NN NOUN minister 7 nsubj
said VBD VERB say 2 parataxis
. . PUNCT . 2 punct
"""
MISPARSED_TAIL = TAIL.replace("7 nsubj", "2 conj").replace("2 parataxis", "6 acl")
INVERTED = """
Peru NNP PROPN Peru 2 nsubj
sold VBD VERB sell 0 ROOT
jets NNS NOUN jet 2 obj
, , PUNCT , 5 punct
said VBD VERB say 2 parataxis
the DT DET the 7 det
minister NN NOUN minister 5 obj
. . PUNCT . 2 punct
"""
CHAIN = """
Reuters NNP PROPN Reuters 5 nsubj
, , PUNCT , 3 punct
citing VBG VERB cite 5 advcl
diplomats NNS NOUN diplomat 3 obj
said VBD VERB say 0 ROOT
Peru NNP PROPN Peru 7 nsubj
sold VBD VERB sell 5 ccomp
jets NNS NOUN jet 7 obj
. . PUNCT . 5 punct
"""
ACCORDING = """
According VBG VERB accord 4 case
to IN ADP to 1 fixed
two CD NUM two 4 nummod
traders NNS NOUN trader 7 obl
, , PUNCT , 4 punct
Peru NNP PROPN Peru 7 nsubj
sold VBD VERB sell 0 ROOT
jets NNS NOUN jet 7 obj
. . PUNCT . 7 punct
"""
REPORTEDLY = """
Peru NNP PROPN Peru 3 nsubj
reportedly RB ADV reportedly 3 advmod
sold VBD VERB sell 0 ROOT
jets NNS NOUN jet 3 obj
. . PUNCT . 3 punct
"""
IS_SAID = """
Peru NNP PROPN Peru 3 nsubj:pass
is VBZ AUX be 3 aux:pass
said VBN VERB say 0 ROOT
to TO PART to 6 mark
have VB AUX have 6 aux
sold VBN VERB sell 3 xcomp
jets NNS NOUN jet 6 obj
. . PUNCT . 3 punct
"""
NOT_SAID = """
Peru NNP PROPN Peru 4 nsubj
did VBD AUX do 4 aux
not RB PART not 4 advmod
say VB VERB say 0 ROOT
Chad NNP PROPN Chad 6 nsubj
sold VBD VERB sell 4 ccomp
jets NNS NOUN jet 6 obj
. . PUNCT . 4 punct
"""
HOPE = """
Officials NNS NOUN official 2 nsubj
hope VBP VERB hope 0 ROOT
to TO PART to 4 mark
sell VB VERB sell 2 xcomp
jets NNS NOUN jet 4 obj
. . PUNCT . 2 punct
"""
DATELINE = """
AFP NNP PROPN AFP 4 dep
- : PUNCT - 1 punct
Peru NNP PROPN Peru 4 nsubj
sold VBD VERB sell 0 ROOT
jets NNS NOUN jet 4 obj
. . PUNCT . 4 punct
"""
ANNOUNCED = """
Peru NNP PROPN Peru 2 nsubj
announced VBD VERB announce 0 ROOT
the DT DET the 4 det
sale NN NOUN sale 2 obj
of IN ADP of 6 case
jets NNS NOUN jet 4 nmod
. . PUNCT . 2 punct
"""
DENIED = """
Peru NNP PROPN Peru 2 nsubj
denied VBD VERB deny 0 ROOT
selling VBG VERB sell 2 xcomp
jets NNS NOUN jet 3 obj
. . PUNCT . 2 punct
"""
UNTRUE = """
The DT DET the 2 det
minister NN NOUN minister 3 nsubj
said VBD VERB say 0 ROOT
it PRP PRON it 6 nsubj
was VBD AUX be 6 cop
untrue JJ ADJ untrue 3 ccomp
. . PUNCT . 3 punct
"""
QUOTED = """
" `` PUNCT " 3 punct
Peru NNP PROPN Peru 3 nsubj
sold VBD VERB sell 9 ccomp
old JJ ADJ old 5 amod
jets NNS NOUN jet 3 obj
, , PUNCT , 3 punct
" '' PUNCT " 3 punct
he PRP PRON he 9 nsubj
said VBD VERB say 0 ROOT
. . PUNCT . 9 punct
" `` PUNCT " 13 punct
Chad NNP PROPN Chad 13 nsubj
bought VBD VERB buy 0 ROOT
old JJ ADJ old 15 amod
tanks NNS NOUN tank 13 obj
. . PUNCT . 13 punct
" '' PUNCT " 13 punct
Togo NNP PROPN Togo 19 nsubj
exported VBD VERB export 0 ROOT
rice NN NOUN rice 19 obj
. . PUNCT . 19 punct
"""


def sources(doc, word):
    trigger = next(token for token in doc if token.text == word)
    return [(s.span.text if s.span else None, s.cue, s.anonymous) for s in FINDER.sources(trigger)]


@pytest.mark.parametrize(
    ("tree", "word", "expected"),
    [
        (SAID_UD, "sold", [("Officials", "said", True)]),
        (SAID_CLEAR, "sold", [("Officials", "said", True)]),
        (TAIL, "sold", [("the minister", "said", False)]),
        (MISPARSED_TAIL, "sold", [("the minister", "said", False)]),
        (INVERTED, "sold", [("the minister", "said", False)]),
        (CHAIN, "sold", [("Reuters", "said", False), ("diplomats", "said", True)]),
        (ACCORDING, "sold", [("two traders", "according to", True)]),
        (REPORTEDLY, "sold", [(None, "reportedly", True)]),
        (IS_SAID, "sold", [(None, "said", True)]),
        (ANNOUNCED, "sale", [("Peru", "announced", False)]),
        (NOT_SAID, "sold", []),
        (HOPE, "sell", []),
        (DATELINE, "sold", []),
        (DENIED, "selling", []),
        (UNTRUE, "untrue", [("The minister", "said", False)]),
    ],
)
def test_sources(parsed, tree, word, expected):
    assert sources(parsed(tree), word) == expected


def test_a_speaker_holds_for_the_next_sentence_of_the_quotation(parsed, vocab):
    from spacy.tokens import Doc

    doc = parsed(QUOTED)
    spaced = [
        not (t.text == '"' and t.i in (0, 10)) and doc[t.i + 1 : t.i + 2].text not in list(',."') for t in doc
    ]
    doc = Doc(
        vocab,
        words=[t.text for t in doc],
        spaces=[s or t.i == 9 or t.i == 6 or t.i == 16 for t, s in zip(doc, spaced, strict=True)],
        tags=[t.tag_ for t in doc],
        pos=[t.pos_ for t in doc],
        lemmas=[t.lemma_ for t in doc],
        heads=[t.head.i for t in doc],
        deps=[t.dep_ for t in doc],
    )
    assert doc.text.startswith('"Peru sold old jets," he said. "Chad bought')
    assert [s[0] for s in sources(doc, "sold")] == ["he"]
    assert [s[0] for s in sources(doc, "bought")] == ["he"]
    assert sources(doc, "exported") == []
