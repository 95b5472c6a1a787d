"""Each repair mends the error that it is made for, and leaves its near miss alone."""

import pytest
from arcs import arcs, tight
from hypothesis import given
from hypothesis import strategies as st

from pipeline.predicates.arcs import chain
from pipeline.predicates.repairs import break_rings


def test_an_auxiliary_gives_its_subject_to_its_verb(vocab):
    doc = tight(
        vocab,
        """
        Peru NNP PROPN Peru 2 nsubj
        has VBZ AUX have 3 aux
        sold VBN VERB sell 0 ROOT
        jets NNS NOUN jet 3 obj
        """,
    )
    assert arcs(doc)["Peru"] == ("sold", "nsubj")


def test_a_full_verb_keeps_its_subject(vocab):
    doc = tight(
        vocab,
        """
        Peru NNP PROPN Peru 2 nsubj
        has VBZ VERB have 0 ROOT
        jets NNS NOUN jet 2 obj
        """,
    )
    assert arcs(doc)["Peru"] == ("has", "nsubj")


MOST_OF = """
It PRP PRON it 2 nsubj
sold VBD VERB sell 0 ROOT
{word} JJS ADJ {word} 2 obj
of IN ADP of 5 case
shells NNS NOUN shell 2 obl
"""


def test_of_belongs_to_the_measure_before_it(vocab):
    assert arcs(tight(vocab, MOST_OF.format(word="most")))["shells"] == ("most", "nmod")


def test_of_behind_another_word_stays_with_the_verb(vocab):
    assert arcs(tight(vocab, MOST_OF.format(word="proudly")))["shells"] == ("sold", "obl")


WITH_GERUND = """
Mali NNP PROPN Mali 2 nsubj
came VBD VERB come 0 ROOT
{prep} IN ADP {prep} 4 mark
jamming VBG VERB jam 2 advcl
gear NN NOUN gear 4 obj
"""


def test_with_and_a_gerund_is_a_noun_phrase(vocab):
    found = arcs(tight(vocab, WITH_GERUND.format(prep="with")))
    assert found["gear"] == ("came", "obl")
    assert found["jamming"] == ("gear", "amod")
    assert found["with"] == ("gear", "case")


def test_by_and_a_gerund_is_a_clause(vocab):
    found = arcs(tight(vocab, WITH_GERUND.format(prep="by")))
    assert found["gear"] == ("jamming", "obj")
    assert found["jamming"] == ("came", "advcl")


TELLING = """
Mali NNP PROPN Mali 2 nsubj
{verb} VBD VERB {lemma} 0 ROOT
Togo NNP PROPN Togo 2 obj
that IN SCONJ that 6 mark
it PRP PRON it 6 nsubj
left VBD VERB leave 3 acl
"""


def test_what_is_told_is_no_relative_clause_of_the_hearer(vocab):
    assert arcs(tight(vocab, TELLING.format(verb="told", lemma="tell")))["left"] == ("told", "ccomp")


def test_other_verbs_keep_the_clause_of_their_object(vocab):
    assert arcs(tight(vocab, TELLING.format(verb="sold", lemma="sell")))["left"] == ("Togo", "acl")


AFTER_MODAL = """
Peru NNP PROPN Peru 4 nsubj
will MD AUX will 4 aux
ship {tag} NOUN ship 4 compound
oil NN NOUN oil 0 ROOT
"""


def test_the_word_after_a_modal_is_a_verb(vocab):
    found = arcs(tight(vocab, AFTER_MODAL.format(tag="NN")))
    assert found["ship"] == (None, "root")
    assert found["oil"] == ("ship", "obj")
    assert found["Peru"] == ("ship", "nsubj")


def test_a_verb_after_a_modal_needs_no_repair(vocab):
    assert arcs(tight(vocab, AFTER_MODAL.format(tag="VB")))["ship"] == ("oil", "compound")


POSSESSOR = """
Togo NNP PROPN Togo 4 {label}
's POS PART 's 1 case
minister NN NOUN minister {head} {second}
spoke VBD VERB speak 0 ROOT
"""


def test_the_noun_behind_a_possessor_takes_its_place(vocab):
    found = arcs(tight(vocab, POSSESSOR.format(label="nsubj", head=1, second="flat")))
    assert found["minister"] == ("spoke", "nsubj")
    assert found["Togo"] == ("minister", "nmod:poss")


def test_a_right_possessor_stays(vocab):
    table = POSSESSOR.format(label="nmod:poss", head=4, second="nsubj").replace("Togo 4", "Togo 3")
    found = arcs(tight(vocab, table))
    assert found["minister"] == ("spoke", "nsubj")
    assert found["Togo"] == ("minister", "nmod:poss")


CONTACT = """
pact NN NOUN pact 2 compound
Togo NNP PROPN Togo 3 {label}
signed VBD VERB sign 0 ROOT
"""


def test_a_noun_before_a_subject_has_a_relative_clause(vocab):
    found = arcs(tight(vocab, CONTACT.format(label="nsubj")))
    assert found["signed"] == ("pact", "acl:relcl")
    assert found["Togo"] == ("signed", "nsubj")
    assert found["pact"][0] is None


def test_a_compound_that_is_no_subject_stays(vocab):
    assert arcs(tight(vocab, CONTACT.format(label="obl")))["signed"] == (None, "root")


WORTH = """
Peru NNP PROPN Peru 2 nsubj
signed VBD VERB sign 0 ROOT
$ $ SYM $ 2 obj
5 CD NUM 5 3 nummod
million CD NUM million 3 nummod
{noun} NN NOUN {noun} 2 obl:unmarked
"""


def test_an_amount_before_an_agreement_is_what_it_is_worth(vocab):
    doc = tight(vocab, WORTH.format(noun="deal"), ((2, 5, "MONEY"),))
    found = arcs(doc)
    assert found["deal"] == ("signed", "obj")
    assert found["$"] == ("deal", "compound")


def test_an_amount_before_another_noun_stays(vocab):
    doc = tight(vocab, WORTH.format(noun="yesterday"), ((2, 5, "MONEY"),))
    assert arcs(doc)["$"] == ("signed", "obj")


PARTICIPLE = """
A DT DET a 5 det
freight~ NN NOUN freight 4 obj
-~ HYPH PUNCT - 1 punct
{word} {tag} VERB carry {arc}
train NN NOUN train {noun}
left VBD VERB leave 0 ROOT
"""


def test_a_hyphenated_participle_is_one_modifier(vocab):
    table = PARTICIPLE.format(word="carrying", tag="VBG", arc="6 advcl", noun="4 obj")
    found = arcs(tight(vocab, table))
    assert found["carrying"] == ("train", "amod")
    assert found["freight"] == ("carrying", "compound")


def test_a_participle_that_is_a_modifier_stays(vocab):
    table = PARTICIPLE.format(word="carrying", tag="VBG", arc="5 amod", noun="6 nsubj")
    found = arcs(tight(vocab, table))
    assert found["carrying"] == ("train", "amod")
    assert found["freight"] == ("carrying", "obj")


CHAIN = """
Mali NNP PROPN Mali 2 nsubj
bought VBD VERB buy 0 ROOT
surface{t} NN NOUN surface 2 obj
-{t} HYPH PUNCT - 3 punct
to{t} IN ADP to 7 case
-{t} HYPH PUNCT - 7 punct
air NN NOUN air 2 obl
missiles NNS NOUN missile 7 dep
"""


def test_words_hyphened_round_a_preposition_are_one_modifier(vocab):
    found = arcs(tight(vocab, CHAIN.format(t="~")))
    assert found["missiles"] == ("bought", "obj")
    assert found["surface"] == ("missiles", "compound")
    assert found["air"] == ("missiles", "compound")


def test_dashes_between_spaces_join_nothing(vocab):
    found = arcs(tight(vocab, CHAIN.format(t="")))
    assert found["surface"] == ("bought", "obj")
    assert found["air"] == ("bought", "obl")


SHIFT = """
Peru NNP PROPN Peru 2 nsubj
{verb} VBD VERB {lemma} 0 ROOT
Togo NNP PROPN Togo 5 compound
{word} {tag} X {word} {arc}
jets NNS NOUN jet 2 obj
"""


@pytest.mark.parametrize(("word", "tag", "arc"), [("14", "CD", "3 flat"), ("a", "DT", "5 det")])
def test_a_name_before_a_number_or_determiner_is_given_something(vocab, word, tag, arc):
    found = arcs(tight(vocab, SHIFT.format(verb="sold", lemma="sell", word=word, tag=tag, arc=arc)))
    assert found["Togo"] == ("sold", "iobj")
    assert found[word] == ("jets", "nummod" if tag == "CD" else "det")
    assert found["jets"] == ("sold", "obj")


def test_verbs_that_give_nothing_and_names_of_things_stay(vocab):
    table = SHIFT.format(verb="found", lemma="find", word="14", tag="CD", arc="3 flat")
    assert arcs(tight(vocab, table))["Togo"] == ("jets", "compound")
    table = SHIFT.format(verb="sold", lemma="sell", word="14", tag="CD", arc="3 flat")
    assert arcs(tight(vocab, table, ((2, 4, "WEAPON"),)))["Togo"] == ("jets", "compound")


def test_an_adjective_may_stand_between(vocab):
    table = SHIFT.format(verb="sold", lemma="sell", word="old", tag="JJ", arc="5 amod")
    assert arcs(tight(vocab, table))["Togo"] == ("jets", "compound")


LOW_MARKER = """
Peru NNP PROPN Peru 2 nsubj
bought VBD VERB buy 0 ROOT
jets NNS NOUN jet 2 obj
from IN ADP from {head} case
Avions NNS PROPN Avions 7 compound
de NNP PROPN de 5 flat
Regional NNP PROPN Regional 2 obl
"""


@pytest.mark.parametrize("head", [5, 7])
def test_a_preposition_belongs_to_the_noun_that_heads_its_phrase(vocab, head):
    doc = tight(vocab, LOW_MARKER.format(head=head))
    assert arcs(doc)["from"] == ("Regional", "case")


def test_a_possessive_mark_stays_where_it_is(vocab):
    doc = tight(
        vocab,
        """
        Peru NNP PROPN Peru 3 nmod:poss
        's POS PART 's 1 case
        jets NNS NOUN jet 4 nsubj
        flew VBD VERB fly 0 ROOT
        """,
    )
    assert arcs(doc)["'s"] == ("Peru", "case")


ACCUSED = """
Togo NNP PROPN Togo 2 nsubj
{verb} VBD VERB {verb} 0 ROOT
Ghana NNP PROPN Ghana 2 obj
of IN ADP of 5 mark
buying VBG VERB buy 3 acl
guns NNS NOUN gun 5 obj
"""


def test_the_gerund_of_an_accusation_hangs_on_its_verb(vocab):
    assert arcs(tight(vocab, ACCUSED.format(verb="accuse")))["buying"] == ("accuse", "advcl")


def test_a_gerund_behind_another_verbs_object_stays_with_the_object(vocab):
    assert arcs(tight(vocab, ACCUSED.format(verb="show")))["buying"] == ("Ghana", "acl")


STOPPED = """
Iran NNP PROPN Iran 2 nsubj
{verb} VBD VERB {verb} 0 ROOT
shipping NN NOUN shipping 4 compound
{noun} NN NOUN {noun} 2 obj
to IN ADP to 6 case
Syria NNP PROPN Syria 2 obl
"""


def test_a_gerund_behind_a_verb_of_phase_governs_the_goods(vocab):
    found = arcs(tight(vocab, STOPPED.format(verb="stop", noun="oil")))
    assert found["shipping"] == ("stop", "xcomp")
    assert (found["oil"], found["Syria"]) == (("shipping", "obj"), ("shipping", "obl"))


@pytest.mark.parametrize(("verb", "noun"), [("stop", "service"), ("see", "oil")])
def test_a_compound_behind_a_verb_stays_one(vocab, verb, noun):
    assert arcs(tight(vocab, STOPPED.format(verb=verb, noun=noun)))["shipping"] == (noun, "compound")


UP_TO = """
Peru NNP PROPN Peru 2 nsubj
buys VBZ VERB buy 0 ROOT
up RP ADP up 2 compound:prt
to IN ADP to 6 case
{what} {tag} NUM {what} 6 nummod
jets NNS NOUN jet 2 obl
"""


def test_up_to_a_number_makes_an_object(vocab):
    found = arcs(tight(vocab, UP_TO.format(what="40", tag="CD")))
    assert (found["jets"], found["up"]) == (("buys", "obj"), ("40", "advmod"))


def test_up_to_another_word_is_a_direction(vocab):
    assert arcs(tight(vocab, UP_TO.format(what="big", tag="JJ")))["jets"] == ("buys", "obl")


SAID_DAY = """
Volvo NNP PROPN Volvo 2 nsubj
said VBD VERB say 0 ROOT
Tuesday NNP PROPN Tuesday {day}
it PRP PRON it 5 nsubj
sold VBD VERB sell {clause}
trucks NNS NOUN truck 5 obj
"""


@pytest.mark.parametrize(
    ("day", "clause"), [("2 nsubj", "2 ccomp"), ("5 obl:unmarked", "2 ccomp"), ("2 obj", "3 acl:relcl")]
)
def test_a_day_belongs_to_the_saying_before_it(vocab, day, clause):
    found = arcs(tight(vocab, SAID_DAY.format(day=day, clause=clause)))
    assert found["Tuesday"] == ("said", "obl:unmarked")
    assert found["sold"] == ("said", "ccomp")


def test_a_day_that_names_something_is_no_date(vocab):
    doc = tight(
        vocab,
        """
        Volvo NNP PROPN Volvo 2 nsubj
        announced VBD VERB announce 0 ROOT
        Tuesday NNP PROPN Tuesday 4 compound
        talks NNS NOUN talk 2 obj
        """,
    )
    assert arcs(doc)["Tuesday"] == ("talks", "compound")


PAIR = """
{first} NNP PROPN {first} 4 {label}
, , PUNCT , 1 punct
unions NNS NOUN union 4 nsubj
reach VBP VERB reach 0 ROOT
deal NN NOUN deal 4 obj
"""


def test_a_comma_joins_two_bare_subjects(vocab):
    found = arcs(tight(vocab, PAIR.format(first="Delta", label="vocative")))
    assert found["Delta"] == ("reach", "nsubj")
    assert found["unions"] == ("Delta", "conj")


def test_an_apposition_is_no_pair(vocab):
    found = arcs(tight(vocab, PAIR.format(first="Delta", label="nsubj")))
    assert found["unions"] == ("reach", "nsubj")


def test_for_gives_an_infinitive_its_subject(vocab):
    doc = tight(
        vocab,
        """
        plans NNS NOUN plan 0 ROOT
        for IN ADP for 3 case
        Volvo NNP PROPN Volvo 1 nmod
        to TO PART to 5 mark
        sell VB VERB sell 1 acl
        trucks NNS NOUN truck 5 obj
        """,
    )
    found = arcs(doc)
    assert found["Volvo"] == ("sell", "nsubj") and found["sell"] == ("plans", "acl")


def test_a_memorandum_governs_what_it_is_about(vocab):
    doc = tight(
        vocab,
        """
        memorandum NN NOUN memorandum 0 ROOT
        of IN ADP of 3 case
        understanding NN NOUN understanding 1 nmod
        on IN ADP on 5 case
        fisheries NNS NOUN fishery 3 nmod
        """,
    )
    assert arcs(doc)["fisheries"] == ("memorandum", "nmod")


def test_out_of_has_a_particle(vocab):
    text = """
    Volvo NNP PROPN Volvo 2 nsubj
    pulled VBD VERB pull 0 ROOT
    out IN ADP out 5 case
    of IN ADP of 5 case
    pact NN NOUN pact 2 obl
    """
    assert arcs(tight(vocab, text))["out"] == ("pulled", "compound:prt")
    assert arcs(tight(vocab, text.replace("of IN ADP of", "from IN ADP from")))["out"] == ("pact", "case")


def test_an_apposition_without_its_second_comma_is_a_pair(vocab):
    text = """
    Iran NNP PROPN Iran 4 nsubj
    , , PUNCT , 1 punct
    Russia NNP PROPN Russia 1 appos
    ink VBP VERB ink 0 ROOT
    pact NN NOUN pact 4 obj
    """
    assert arcs(tight(vocab, text))["Russia"] == ("Iran", "conj")


def test_of_two_objects_the_first_receives(vocab):
    text = """
    Peru NNP PROPN Peru 2 nsubj
    {verb} VBD VERB {lemma} 0 ROOT
    Chad NNP PROPN Chad 2 obj
    jets NNS NOUN jet 2 obj
    """
    assert arcs(tight(vocab, text.format(verb="sold", lemma="sell")))["Chad"] == ("sold", "iobj")
    assert arcs(tight(vocab, text.format(verb="saw", lemma="see")))["Chad"] == ("saw", "obj")


ACTIVE = """
Peru NNP PROPN Peru 2 nsubj:pass
equipped VBN VERB equip 0 ROOT
Chad NNP PROPN Chad 2 obj
"""
PASSIVE = """
Peru NNP PROPN Peru 3 nsubj:pass
was VBD AUX be 3 aux:pass
given VBN VERB give 0 ROOT
jets NNS NOUN jet 3 obj
"""


def test_what_has_an_object_and_no_auxiliary_is_active(vocab):
    assert arcs(tight(vocab, ACTIVE))["Peru"] == ("equipped", "nsubj")
    assert arcs(tight(vocab, PASSIVE))["Peru"] == ("given", "nsubj:pass")


def test_what_and_joins_is_no_apposition(vocab):
    text = """
    Novak NNP PROPN Novak 4 nsubj
    {joint} 3 {label}
    Owji NNP PROPN Owji 1 appos
    signed VBD VERB sign 0 ROOT
    """
    found = arcs(tight(vocab, text.format(joint="and CC CCONJ and", label="cc")))
    assert found["Owji"] == ("Novak", "conj")
    near = arcs(tight(vocab, text.format(joint="then RB ADV then", label="advmod")))
    assert near["Owji"] == ("Novak", "appos")


def test_a_headlines_infinitive_has_its_subject(vocab):
    text = """
    Peru NNP PROPN Peru 0 ROOT
    to TO PART to 3 mark
    sell VB VERB sell 1 advcl
    jets NNS NOUN jet 3 obj
    """
    assert arcs(tight(vocab, text))["Peru"] == ("sell", "nsubj")


def test_a_name_before_a_comma_does_not_govern_the_clause(vocab):
    text = """
    Sudan NNP PROPN Sudan 0 ROOT
    , , PUNCT , 1 punct
    rebels NNS NOUN rebel 4 nsubj
    sign VBP VERB sign 1 parataxis
    pact NN NOUN pact 4 obj
    """
    found = arcs(tight(vocab, text))
    assert found["Sudan"] == ("sign", "nsubj") and found["rebels"] == ("Sudan", "conj")


def test_it_acts_but_with_verbs_like_seem(vocab):
    text = """
    it PRP PRON it 2 expl
    {verb} VBD VERB {lemma} 0 ROOT
    to TO PART to 4 mark
    sell VB VERB sell 2 xcomp
    """
    assert arcs(tight(vocab, text.format(verb="agreed", lemma="agree")))["it"] == ("agreed", "nsubj")
    assert arcs(tight(vocab, text.format(verb="seemed", lemma="seem")))["it"] == ("seemed", "expl")


LIST = """
Brasco NNP PROPN Brasco 3 compound
, , PUNCT , 3 punct
Tolley NNP PROPN Tolley 6 nsubj
and CC CCONJ and 5 cc
Weems NNP PROPN Weems 3 {second}
met VBD VERB meet 0 ROOT
"""


def test_a_list_of_names_is_joined(vocab):
    three = [(0, 1, "ORG"), (2, 3, "ORG"), (4, 5, "ORG")]
    found = arcs(tight(vocab, LIST.format(second="conj"), three))
    assert found["Brasco"] == ("met", "nsubj")
    assert found["Tolley"] == found["Weems"] == ("Brasco", "conj")


def test_a_place_in_a_list_of_firms_joins_nothing(vocab):
    mixed = [(0, 1, "ORG"), (2, 3, "GPE"), (4, 5, "ORG")]
    assert arcs(tight(vocab, LIST.format(second="conj"), mixed))["Tolley"] == ("met", "nsubj")


GENITIVE = """
Kraft NNP PROPN Kraft 2 nsubj
bought VBD VERB buy 0 ROOT
Tolley~ NNP PROPN Tolley 6 nmod:poss
's POS PART 's 3 case
, , PUNCT , 6 punct
maker NN NOUN maker 2 obj
"""


def test_a_name_in_the_genitive_owns_no_apposition(vocab):
    found = arcs(tight(vocab, GENITIVE, [(2, 4, "ORG")]))
    assert found["Tolley"] == ("bought", "obj") and found["maker"] == ("Tolley", "appos")


def test_a_genitive_outside_the_name_owns(vocab):
    assert arcs(tight(vocab, GENITIVE, [(2, 3, "ORG")]))["Tolley"] == ("maker", "nmod:poss")


@given(st.data())
def test_no_ring_is_left_whatever_the_repairs_did(data):
    size = data.draw(st.integers(1, 12))
    parsed = [(data.draw(st.integers(0, max(i - 1, 0))), "dep") for i in range(size)]
    heads = data.draw(st.lists(st.integers(0, size - 1), min_size=size, max_size=size))
    deps = ["other"] * size
    break_rings(heads, deps, parsed)
    for i in range(size):
        for _ in range(size):
            i = heads[i]
        assert heads[i] == i


def test_words_outside_a_ring_keep_what_the_repairs_gave_them():
    heads, deps = [1, 2, 0, 2], ["new"] * 4
    break_rings(heads, deps, [(0, "root"), (0, "nsubj"), (1, "obj"), (0, "obl")])
    assert (heads, deps) == ([0, 0, 1, 2], ["root", "nsubj", "obj", "new"])


def test_the_way_up_ends_in_a_ring_and_at_the_root():
    assert chain([1, 2, 2], 0) == [0, 1, 2]
    assert chain([1, 2, 0, 0], 3) == [3, 0, 1, 2]
