"""Facts of an escaped text stand where they stand in the text as it came."""

from pipeline.facts import fact_id
from pipeline.facts.types import relation_of
from pipeline.read import Article
from pipeline.run.extract import analyse

RAW = "Marsh amp; Tolland Corp. denied on Friday that it had sold #36;3 million of flour to Peru #39;s army."


def test_facts_quote_the_raw_text(nlp):
    facts = analyse(nlp, Article("raw", RAW))._.facts
    assert {relation_of(fact) for fact in facts} == {"denial", "supply"}
    for fact in facts:
        trigger = fact.trigger
        assert RAW[trigger.start : trigger.end] == trigger.text
        assert fact.id == fact_id("raw", relation_of(fact), trigger.start, trigger.end)


def test_names_are_clean_and_links_hold(nlp):
    denial, supply = analyse(nlp, Article("raw", RAW))._.facts
    denier = denial.arguments.denier[0]
    assert (denier.text, denier.canonical) == ("Marsh amp; Tolland Corp.", "Marsh & Tolland Corp.")
    assert denial.denies == [supply.id]
    assert supply.disputed_by == [denial.id]
