"""What a denial denies: facts inside its claim, or those that the claimed report tells."""

from drafts import draft

from pipeline.predicates import graph_of
from pipeline.resolve.denials import link_denials

GERUND = """
Peru NNP PROPN Peru 2 nsubj
denied VBD VERB deny 0 ROOT
{marks}selling VBG VERB sell 2 ccomp
jets NNS NOUN jet {sell} obj
"""
OVER = """
Togo NNP PROPN Togo 2 nsubj
said VBD VERB say 0 ROOT
Peru NNP PROPN Peru 4 nsubj
sold VBD VERB sell 2 ccomp
jets NNS NOUN jet 4 obj
Peru NNP PROPN Peru 7 nsubj
denied VBD VERB deny 0 ROOT
{det} DT DET {det} 9 det
{noun} NN NOUN {noun} 7 obj
"""
POSSIBLE = {"certainty": "possible"}


def triggers(denial):
    return [(d.head.text, d.head.i) for d in denial.denies]


def over(parsed, noun="report", det="the", *, deniers="PER", source="Togo", factuality=None, supplier="PER"):
    doc = parsed(OVER.format(det=det, noun=noun))
    sale = draft(doc, 3, "supply.sell", source=source, factuality=factuality, supplier=supplier, item="jet")
    denial = draft(doc, 6, "denial.deny", claim=8, denier=deniers)
    link_denials(graph_of(doc), [sale, denial])
    return triggers(denial)


def test_a_gerund_tells_what_is_denied(parsed):
    doc = parsed(GERUND.format(marks="", sell=3))
    sale = draft(doc, 2, "supply.sell", supplier="PER", factuality=POSSIBLE)
    denial = draft(doc, 1, "denial.deny", claim=2, denier="PER")
    link_denials(graph_of(doc), [denial, sale])
    assert triggers(denial) == [("selling", 2)]


def test_a_negative_fact_in_a_claim_is_not_denied(parsed):
    doc = parsed(GERUND.format(marks="", sell=3))
    sale = draft(doc, 2, "supply.sell", supplier="PER", factuality={"polarity": "negative"})
    denial = draft(doc, 1, "denial.deny", claim=2, denier="PER")
    link_denials(graph_of(doc), [denial, sale])
    assert triggers(denial) == []


def test_a_report_is_what_somebody_said_before(parsed):
    assert over(parsed) == [("sold", 3)]


def test_such_claims_and_pronouns_too(parsed):
    assert over(parsed, "claims", "such") == [("sold", 3)]
    assert over(parsed, "this", "all") == [("sold", 3)]


def test_what_the_writer_states_is_no_report(parsed):
    assert over(parsed, source=None) == []


def test_a_possible_fact_without_source_can_be_denied(parsed):
    assert over(parsed, source=None, factuality=POSSIBLE) == [("sold", 3)]


def test_another_noun_refers_to_no_report(parsed):
    assert over(parsed, "corruption") == []


def test_nobody_denies_his_own_words(parsed):
    assert over(parsed, deniers="Togo", supplier="Togo") == [("sold", 3)], "the only candidate nearby"


def test_a_negated_denial_denies_nothing(parsed):
    doc = parsed(OVER.format(det="the", noun="report"))
    sale = draft(doc, 3, "supply.sell", source="Togo", supplier="PER")
    denial = draft(doc, 6, "denial.deny", claim=8, denier="PER", factuality={"polarity": "negative"})
    link_denials(graph_of(doc), [sale, denial])
    assert triggers(denial) == []


def test_a_report_with_a_content_of_its_own_needs_none_from_before(parsed):
    table = OVER.format(det="the", noun="report") + "of IN ADP of 11 case\nfraud NN NOUN fraud 9 nmod"
    doc = parsed(table)
    sale = draft(doc, 3, "supply.sell", source="Togo", supplier="PER")
    denial = draft(doc, 6, "denial.deny", claim=8, denier="PER")
    link_denials(graph_of(doc), [sale, denial])
    assert triggers(denial) == []


def test_a_second_denial_of_the_story_denies_the_same(parsed):
    more = "Mali NNP PROPN Mali 11 nsubj\nrejected VBD VERB reject 0 ROOT\nit PRP PRON it 11 obj"
    doc = parsed(OVER.format(det="the", noun="report") + more)
    sale = draft(doc, 3, "supply.sell", source="Togo", supplier="PER")
    first = draft(doc, 6, "denial.deny", claim=8, denier="PER")
    second = draft(doc, 10, "denial.reject", claim=11, denier="MLI")
    link_denials(graph_of(doc), [sale, first, second])
    assert triggers(second) == [("sold", 3)]


def test_of_two_sources_the_nearest_one_is_meant(parsed):
    far = "Mali NNP PROPN Mali 2 nsubj\nbought VBD VERB buy 0 ROOT\noil NN NOUN oil 2 obj\n"
    rows = [line.split() for line in OVER.format(det="the", noun="report").strip().splitlines()]
    shifted = "\n".join(
        " ".join([*row[:4], str(int(row[4]) + 3 if row[4] != "0" else 0), row[5]]) for row in rows
    )
    doc = parsed(far + shifted)
    other = draft(doc, 1, "supply.get", source="Mali", supplier="PER", item="oil")
    sale = draft(doc, 6, "supply.sell", source="Togo", supplier="PER", item="jet")
    denial = draft(doc, 9, "denial.deny", claim=11, denier="PER")
    link_denials(graph_of(doc), [other, sale, denial])
    assert triggers(denial) == [("sold", 6)]
