"""Switches of mechanisms: known by name, acting, and a document's own."""

from pathlib import Path

import pytest
import spacy

from pipeline.annotate.mechanisms import checked, mechanisms, off, switch_off, switch_on
from pipeline.component import Factwire
from pipeline.errors import FactwireError
from pipeline.predicates.repairs import CHAIN_REPAIRS, WORD_REPAIRS

PACKAGE = Path(__file__).parents[2] / "pipeline"
SENTENCES = [
    ("control", "Norway promised to ship howitzers to Estonia."),
    ("shared", "Norway bought howitzers and shipped them to Estonia."),
    ("relative", "Norway, which shipped howitzers to Estonia, is small."),
    ("voice", "Forty howitzers were shipped to Estonia by Norway."),
    ("conjuncts", "Chad and Niger signed a border treaty."),
    ("own-words", "Norway did not ship howitzers to Estonia."),
    ("embedding", "Norway plans to ship howitzers to Estonia."),
    ("attribution", "Norway has shipped howitzers to Estonia, officials said."),
    ("attribution-clause", "Officials said that Norway had shipped howitzers to Estonia."),
    ("attribution-marker", "According to Reuters, Norway has shipped howitzers to Estonia."),
    ("attribution-adverb", "Norway reportedly shipped howitzers to Estonia."),
    ("pronouns", "Norway is rich. It has shipped howitzers to Estonia."),
    ("capitals", "Oslo has shipped howitzers to Estonia."),
    ("item-modifiers", "Norway has shipped diesel engines to Estonia."),
    ("circumstances", "Norway shipped howitzers to Estonia in May 2001."),
    ("denial-links", "Peru denied selling jets to Chad."),
    ("stages", "Chad and Niger signed a border treaty."),
    ("orders", "Norway has ordered two frigates from Italy."),
    ("classes", "She signed autographs for fans."),
]


@pytest.mark.parametrize(("name", "text"), SENTENCES)
def test_a_switch_acts(nlp, name, text):
    doc = nlp(text)
    assert Factwire(disable=[name]).match(doc) != Factwire().match(doc)
    assert off(doc) == frozenset()


def test_every_switch_is_read_somewhere():
    code = "".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py"))
    assert [name for name in mechanisms() if f'"{name}"' not in code] == []


def test_every_repair_has_its_switch():
    assert [name for name in (*WORD_REPAIRS, *CHAIN_REPAIRS) if name not in mechanisms()] == []


def test_an_unknown_mechanism_is_refused_with_those_known():
    with pytest.raises(FactwireError, match=r"E023.*'magic'.*pronouns"):
        checked(["pronouns", "magic"])
    with pytest.raises(FactwireError, match="E023"):
        Factwire(disable=["magic"])


def test_switches_are_a_documents_own():
    one, two = (spacy.blank("en")("Norway") for _ in range(2))
    switch_off(one, frozenset({"pronouns"}))
    assert off(one) == {"pronouns"} and off(two) == frozenset()
    switch_on(one)
    assert off(one) == frozenset()


def test_the_option_reaches_the_component_of_a_pipeline(nlp):
    text = "Oslo has shipped howitzers to Estonia."
    names = {
        (tuple(disable), mention.canonical)
        for disable in ([], ["capitals"])
        for fact in Factwire(disable=disable)(nlp(text))._.facts
        for mention in fact.arguments.supplier
    }
    assert names == {((), "NOR"), (("capitals",), "Oslo")}
