import actor_texts as texts
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from pipeline.resolve.actors import ActorResolver


def word(doc, text, nth=0):
    return [token for token in doc if token.text == text][nth]


def resolve(doc, text, nth=0):
    return ActorResolver(doc).resolve(word(doc, text, nth))


def canonicals(doc, text, nth=0):
    return [actor.canonical for actor in resolve(doc, text, nth)]


def test_a_description_is_no_part_of_a_name(parsed):
    doc = parsed(texts.SALE)
    actor = resolve(doc, "Inc")[0]
    assert (actor.canonical, actor.kind) == ("Acme Holdings Inc", "named")
    assert actor.span.text == "Widget maker Acme Holdings Inc"


def test_a_short_name_gives_the_full_one(parsed):
    doc = parsed(texts.SALE)
    assert canonicals(doc, "Acme", 1) == ["Acme Holdings Inc"]


def test_a_head_in_the_description_gives_the_name(parsed):
    doc = parsed(texts.SALE)
    assert canonicals(doc, "maker") == ["Acme Holdings Inc"]


def test_government_capital_and_seat_stand_for_the_country(parsed):
    doc = parsed(texts.CAPITALS)
    assert canonicals(doc, "government") == ["RUS"]
    assert canonicals(doc, "Syria") == ["SYR"]
    assert canonicals(doc, "Moscow") == ["RUS"]
    assert canonicals(doc, "Kremlin") == ["RUS"]


def test_a_capital_after_in_is_a_place(parsed):
    doc = parsed(texts.CAPITALS)
    assert canonicals(doc, "Tehran") == ["Tehran"]


def test_a_capital_means_the_state_of_its_day(parsed):
    table = texts.CAPITALS.replace("Russian JJ ADJ russian", "Soviet JJ ADJ soviet")
    assert canonicals(parsed(table), "Moscow") == ["SUN"]


def test_two_governments_in_one_mention(parsed):
    doc = parsed(texts.GOVERNMENTS)
    actors = resolve(doc, "governments")
    assert [actor.canonical for actor in actors] == ["GBR", "FRA"]
    assert len({(actor.span.start, actor.span.end) for actor in actors}) == 1


def test_an_office_holder_stays_a_person(parsed):
    assert canonicals(parsed(texts.GOVERNMENTS), "Lund") == ["Maria Lund"]


def test_an_unnamed_actor_loses_determiner_and_number(parsed):
    assert canonicals(parsed(texts.GOVERNMENTS), "distributors") == ["little known distributors"]


def test_a_name_in_brackets(parsed):
    doc = parsed(texts.ACRONYM)
    assert canonicals(doc, "NWT", 2) == ["Northern Widget Trust"]
    assert canonicals(doc, "spokesman") == ["NWT spokesman"]


def test_a_pronoun_has_the_canonical_of_its_antecedent(parsed):
    doc = parsed(texts.COUNTRIES)
    actor = resolve(doc, "it")[0]
    assert (actor.canonical, actor.kind) == ("Osgiliath", "pronoun")
    assert actor.antecedent is not None
    assert doc.text[actor.antecedent.start : actor.antecedent.end] == "Osgiliath"


def test_a_group_has_one_actor_for_each_member(parsed):
    doc = parsed(texts.FORMER, "Chrysler=ORG Fiat=ORG")
    actors = resolve(doc, "they")
    assert [actor.canonical for actor in actors] == ["Chrysler", "Fiat"]
    assert {actor.span.text for actor in actors} == {"they"}


def test_an_unresolved_pronoun_says_so(parsed):
    doc = parsed("She PRP PRON she 2 nsubj\nleft VBD VERB leave 0 root\n. . PUNCT . 2 punct")
    actor = resolve(doc, "She")[0]
    assert actor.antecedent is None
    assert actor.confidence < 0.5


WORDS = st.sampled_from(
    "Acme Zorblax Iran the a its they which company countries , . ' said of and Inc Moscow in US May".split()
)
POS = st.sampled_from(
    ["NOUN", "PROPN", "PRON", "VERB", "DET", "ADP", "PUNCT", "CCONJ", "NUM", "SPACE", "ADJ"]
)
DEPS = st.sampled_from(
    [
        "nsubj",
        "obj",
        "obl",
        "nmod",
        "conj",
        "appos",
        "ccomp",
        "acl:relcl",
        "compound",
        "det",
        "punct",
        "nmod:poss",
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(WORDS, POS, DEPS, st.integers(0, 30)), min_size=1, max_size=30))
def test_any_parse_gives_actors_whose_offsets_hold(vocab, rows):
    heads = [min(head, i) if i else 0 for i, (*_, head) in enumerate(rows)]
    doc = Doc(
        vocab,
        words=[word for word, *_ in rows],
        pos=[pos for _, pos, *_ in rows],
        heads=heads,
        deps=["ROOT" if heads[i] == i else dep for i, (_, _, dep, _) in enumerate(rows)],
    )
    resolver = ActorResolver(doc)
    for token in doc:
        for actor in resolver.resolve(token):
            assert actor.canonical
            assert doc.text[actor.span.start_char : actor.span.end_char] == actor.span.text
            if actor.antecedent is not None:
                anchor = actor.antecedent
                assert doc.text[anchor.start : anchor.end] == anchor.text
