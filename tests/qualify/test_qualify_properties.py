"""No tree, however odd, breaks the room; what it says keeps to the contract."""

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from pipeline.qualify import AttributionFinder, FactualityJudge

JUDGE, FINDER = FactualityJudge(), AttributionFinder()
VOCAB = spacy.blank("en").vocab
UD = [
    "nsubj",
    "obj",
    "obl",
    "nmod",
    "amod",
    "advcl",
    "acl",
    "acl:relcl",
    "xcomp",
    "ccomp",
    "conj",
    "aux",
    "cop",
]
UD += ["case", "mark", "det", "compound", "parataxis", "punct", "nsubj:pass", "aux:pass", "expl", "dep"]
CLEAR = [
    "nsubj",
    "dobj",
    "pobj",
    "prep",
    "pcomp",
    "amod",
    "advcl",
    "acl",
    "relcl",
    "xcomp",
    "ccomp",
    "conj",
    "aux",
]
CLEAR += ["attr", "acomp", "neg", "det", "compound", "punct", "nsubjpass", "auxpass", "poss", "agent", "mark"]
WORDS = [
    "Peru",
    "sold",
    "said",
    "not",
    "to",
    "plans",
    "no",
    "deal",
    ",",
    ".",
    '"',
    "he",
    "it",
    "if",
    "sale",
    "of",
]
WORDS += [
    "agreed",
    "by",
    "according",
    "\n\n",
    "will",
    "have",
    "been",
    "being",
    "reports",
    "that",
    "denies",
    "talks",
]
TAGS = ["NN", "NNS", "VBD", "VBN", "VBG", "VB", "VBZ", "MD", "TO", "IN", "RB", "DT", "PRP", "JJ", "."]
POS = ["NOUN", "VERB", "AUX", "ADJ", "ADV", "ADP", "PRON", "PUNCT", "PROPN", "SPACE"]


@st.composite
def trees(draw):
    size = draw(st.integers(1, 9))
    order = draw(st.permutations(range(size)))
    heads = list(range(size))
    for at, token in enumerate(order[1:], 1):
        heads[token] = order[draw(st.integers(0, at - 1))]
    labels = draw(st.sampled_from([UD, CLEAR]))

    def column(values):
        return draw(st.lists(st.sampled_from(values), min_size=size, max_size=size))

    words = column(WORDS)
    deps = [
        "ROOT" if head == i else dep for i, (head, dep) in enumerate(zip(heads, column(labels), strict=True))
    ]
    return Doc(VOCAB, words=words, tags=column(TAGS), pos=column(POS), lemmas=words, heads=heads, deps=deps)


@settings(max_examples=150, deadline=None)
@given(trees())
def test_any_tree_is_judged(doc):
    for token in doc:
        for relation in ("supply", "deal", "denial"):
            judgement = JUDGE.judge(token, relation)
            assert relation == "deal" or judgement.stage is None
            assert all(doc.text[cue.start : cue.end] == cue.text for cue in judgement.cues)
            starts = [cue.start for cue in judgement.cues]
            assert starts == sorted(starts)
        sources = FINDER.sources(token)
        assert all((source.head is None) == (source.span is None) for source in sources)
        assert len({source.head.i for source in sources if source.head is not None}) == sum(
            source.head is not None for source in sources
        )
        assert token.i not in {source.head.i for source in sources if source.head is not None}


@pytest.mark.parametrize("relation", ["supply", "deal", "denial"])
def test_one_word_is_judged(relation):
    doc = Doc(VOCAB, words=["Sold"], tags=["VBN"], pos=["VERB"], lemmas=["sell"], heads=[0], deps=["ROOT"])
    assert JUDGE.judge(doc[0], relation).factuality.time == "past"
    assert FINDER.sources(doc[0]) == []
