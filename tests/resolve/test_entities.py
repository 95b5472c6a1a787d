"""Names of a text, by words and tags alone: no parse, no entity labels."""

import pytest
from spacy.tokens import Doc

from pipeline.predicates import graph_of
from pipeline.resolve.headlines import entities_of

TAGS = {
    "NNP": "PROPN",
    "NN": "NOUN",
    "NNS": "NOUN",
    "JJ": "ADJ",
    "VBD": "VERB",
    "IN": "ADP",
    "DT": "DET",
    "CC": "CCONJ",
}
MARKS = {",": "PUNCT", ".": "PUNCT", "-": "PUNCT", "(": "PUNCT", ")": "PUNCT", ":": "PUNCT", "'s": "PART"}


@pytest.fixture
def entities(vocab):
    """Build the entities of a text of `word/tag` tokens; a line break ends the headline."""

    def build(text: str):
        words, tags, pos = [], [], []
        for piece in text.replace("\n", " \n\n/_SP ").split(" "):
            word, _, tag = piece.rpartition("/") if "/" in piece else (piece, "", "")
            tag = tag or ("POS" if word == "'s" else "NNP" if word[0].isupper() else "NN")
            words.append(word)
            tags.append(word if word in MARKS and word != "'s" else tag)
            pos.append("SPACE" if tag == "_SP" else MARKS.get(word) or TAGS.get(tag, "NOUN"))
        doc = Doc(vocab, words=words, tags=tags, pos=pos)
        return entities_of(doc, graph_of(doc))

    return build


def named(found, word):
    """Return the entity named at the first token with a text."""
    return next(found.at[t.i] for t in found.doc if t.text == word and t.i in found.at)


def last_named(found, word):
    return [found.at[t.i] for t in found.doc if t.text == word and t.i in found.at][-1]


def test_a_headline_takes_the_names_of_the_text(entities):
    found = entities("ZORBLAX/NNP SELLS/VBD UNIT/NN\nZorblax Systems Inc sold/VBD a/DT unit .")
    assert named(found, "ZORBLAX").name == "Zorblax Systems Inc"
    assert "SELLS" not in {entity.name for entity in found.all}


def test_a_part_of_a_name_before_it_is_another(entities):
    found = entities("the/DT firm Acme said/VBD so . then/NN Acme News Service wrote/VBD it .")
    assert named(found, "Acme").name == "Acme"


def test_a_part_of_a_name_after_it_is_short_for_it(entities):
    found = entities("the/DT firm Acme News Service wrote/VBD it . then/NN Acme said/VBD so .")
    assert last_named(found, "Acme").name == "Acme News Service"


def test_people_go_by_their_surnames(entities):
    found = entities("reporters/NNS met/VBD Orin Blatt . later/NN Blatt left/VBD .")
    assert last_named(found, "Blatt").name == "Orin Blatt"
    assert last_named(found, "Blatt").type == "person"


def test_an_office_of_state_is_no_name(entities):
    found = entities("so/NN Secretary of/IN State Orin Blatt said/VBD .")
    assert named(found, "Blatt").name == "Orin Blatt"
    assert {entity.name for entity in found.all} == {"Orin Blatt"}


def test_a_title_tells_whom_its_holder_speaks_for(entities):
    found = entities("so/NN Zorblax President Orin Blatt said/VBD .")
    blatt = named(found, "Blatt")
    assert blatt.affiliation is not None
    assert blatt.affiliation.name == "Zorblax"


def test_a_dateline_is_no_actor(entities):
    found = entities("Zorblax sells/NN unit\nMUMBAI ( AFP ) - Zorblax Ltd sold/VBD it .")
    assert {entity.name for entity in found.all} == {"Zorblax Ltd"}


def test_a_ministry_is_its_country(entities):
    found = entities("so/NN Iran 's Foreign Ministry said/VBD .")
    assert named(found, "Ministry").country == "IRN"


def test_the_board_is_the_board_that_was_named(entities):
    found = entities("the/DT Dol Amroth Wheat Board said/VBD so . then/NN the/DT Board left/VBD .")
    assert last_named(found, "Board").name == "Dol Amroth Wheat Board"


def test_and_inside_a_name_and_between_names(entities):
    found = entities("the/DT Health and/CC Trade Commission met/VBD Zorblax and/CC Acme Corp .")
    names = {entity.name for entity in found.all}
    assert {"Health and Trade Commission", "Zorblax", "Acme Corp"} <= names


def test_models_of_goods_are_no_names(entities):
    found = entities("it ordered/VBD the/DT Zorblax Z99 jet .")
    assert {entity.name for entity in found.all} == {"Zorblax"}


def test_nationalities_and_nouns_are_known_of_a_name(entities):
    found = entities("so/NN Dutch/JJ brewer Hopsema sold/VBD it .")
    hopsema = named(found, "Hopsema")
    assert hopsema.nationalities == {"NLD"}
    assert hopsema.nouns == {"brewer"}
    assert hopsema.type == "organisation"
