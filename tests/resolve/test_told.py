"""Which drafts say enough to be facts."""

import pytest
from drafts import draft

from pipeline.resolve.told import told

SALE = """
Peru NNP PROPN Peru 2 nsubj
sold VBD VERB sell 0 ROOT
jets NNS NOUN jet 2 obj
"""
FOLLOW = """\
tonnes NNS NOUN tonne 6 nsubj
will MD AUX will 6 aux
follow VB VERB follow 0 ROOT
"""


@pytest.mark.parametrize("relation", ["supply", "deal"])
def test_what_tells_again_counts_beside_a_fact_of_its_relation(parsed, relation):
    doc = parsed(SALE + FOLLOW)
    again = draft(doc, 5, "supply.follow", item="wheat", supplier="PER")
    first = (
        draft(doc, 1, "supply.sell", supplier="PER", item="jet", recipient="TCD")
        if relation == "supply"
        else draft(doc, 1, "deal.acquire", party="PER TCD")
    )
    kept = [made.candidate.rule.id for made in told([first, again])]
    assert ("supply.follow" in kept) == (relation == "supply")
    assert len(kept) == (2 if relation == "supply" else 1)


def test_two_that_tell_again_tell_nothing(parsed):
    doc = parsed(SALE + FOLLOW)
    twice = [draft(doc, i, "supply.follow", item="wheat", supplier="PER") for i in (1, 5)]
    assert told(twice) == []
