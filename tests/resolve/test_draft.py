"""A fact in the making."""

from drafts import draft, mention

from pipeline.facts import Phrase
from pipeline.resolve.draft import implicit

SOLD = "Peru NNP PROPN Peru 2 nsubj\nsold VBD VERB sell 0 ROOT\njets NNS NOUN jet 2 obj"


def test_actors_and_their_names(parsed):
    made = draft(parsed(SOLD), 1, "supply.sell", supplier="PER", recipient="TCD TGO", item="jet")
    assert made.canonicals() == {"PER", "TCD", "TGO"}
    assert made.canonicals("recipient") == {"TCD", "TGO"}
    assert [a.canonical for a in made.actors("recipient", "supplier")] == ["TCD", "TGO", "PER"]
    assert (made.relation, made.head.text, made.core) == ("supply", "sold", 3)


def test_an_empty_role_does_not_count(parsed):
    made = draft(parsed(SOLD), 1, "supply.sell", supplier="PER", via="TGO", recipient="")
    assert made.core == 1


def test_an_implicit_mention_keeps_type_and_name_only():
    lent = implicit(mention("party", "PER"))
    assert (lent.kind, lent.canonical, lent.text, lent.start, lent.end) == (
        "implicit",
        "PER",
        None,
        None,
        None,
    )
    assert type(lent) is type(mention("party", "PER"))
    assert type(implicit(mention("subject", "Zorn"))) is Phrase
