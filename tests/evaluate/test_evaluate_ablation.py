"""An ablation compares with everything switched on, and orders by what helps most."""

import msgspec

from pipeline.annotate.mechanisms import mechanisms
from pipeline.component import Factwire
from pipeline.evaluate import records_of
from pipeline.evaluate.ablation import COMPONENTS, ablate, changed_texts, section
from pipeline.predicates import acting_repairs
from pipeline.predicates.repairs import REPAIRS
from pipeline.read import Article
from pipeline.run.extract import analyse

TEXT = "Oslo has shipped 40 howitzers to Estonia. It signed a border treaty with Latvia in May 2001."

TOUCHED = [
    "Nokia inks deal with Cisco",
    "The army would ship Chad up to 40 jets, with jamming equipment, worth $5 million.",
    "Claims that it paid were denied, officials close to the talks said on Monday.",
]


def test_each_mechanism_is_measured_against_all(nlp):
    article = Article(id="a", text=TEXT, published="2024-03-08", meta={}, origin=None)
    gold = records_of([msgspec.to_builtins(fact) for fact in analyse(nlp, article)._.facts])
    found = ablate(nlp, [article], gold)
    assert found.facts == len(gold) == 2
    assert found.base["record"] == 1.0
    assert {effect.name for effect in found.effects} == {*mechanisms(), *COMPONENTS}
    by_name = {effect.name: effect for effect in found.effects}
    assert by_name["capitals"].changed == 2 and by_name["capitals"].without["actor"] < 1.0
    assert by_name["pairs"].changed == 0 and by_name["pairs"].without == found.base
    assert by_name["circumstances"].without["argument"] < 1.0
    assert found.effects.index(by_name["classes"]) < found.effects.index(by_name["pairs"])


def test_the_table_tells_changes_in_points(nlp):
    article = Article(id="a", text=TEXT, published="2024-03-08", meta={}, origin=None)
    gold = records_of([msgspec.to_builtins(fact) for fact in analyse(nlp, article)._.facts])
    table = section("small", ablate(nlp, [article], gold))
    assert table.rows[0][:2] == ("nothing", "100.0")
    row = next(row for row in table.rows if row[0].startswith("`capitals`"))
    assert row[4].startswith("-") and row[1] == "0"


def test_rare_mechanisms_are_counted_on_single_sentences(nlp):
    texts = [Article(id="a", text=TEXT), Article(id="b", text="The museum opened in May.")]
    assert changed_texts(nlp, texts, ["pairs", "capitals"]) == {"capitals": 1, "pairs": 0}


def test_a_repair_touches_the_documents_whose_arcs_it_changes(nlp):
    sentences = ["Norway sold Hungary 14 fighters.", "The weather was mild."]
    touched = [acting_repairs(nlp(text)) for text in sentences]
    assert touched[1] == frozenset() and touched[0] <= set(REPAIRS)


def test_a_repair_changes_no_fact_where_it_changes_no_arc(nlp):
    docs = [nlp(text) for text in TOUCHED]
    acting = [acting_repairs(doc) for doc in docs]
    assert any(acting)
    for doc, names in zip(docs, acting, strict=True):
        facts = Factwire().match(doc)
        idle = [name for name in REPAIRS if name not in names]
        assert idle and all(Factwire(disable=[name]).match(doc) == facts for name in idle)
