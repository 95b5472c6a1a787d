"""Turns of a transcript."""

import spacy

from pipeline.qualify.turns import turns

TALK = "SPOKESPERSON: They were shipped.\n\nQUESTION: By whom?\nSPOKESPERSON: By Oman.\nNext week too."


def told(text):
    doc = spacy.blank("en")(text)
    return [(turn.label.text, doc[turn.label.end : turn.end].text.strip(" :\n")) for turn in turns(doc)]


def test_each_speaker_has_his_say_until_the_next_one():
    assert told(TALK) == [
        ("SPOKESPERSON", "They were shipped."),
        ("QUESTION", "By whom?"),
        ("SPOKESPERSON", "By Oman.\nNext week too."),
    ]


def test_who_reads_the_news_is_no_speaker():
    text = "PRESENTER: Good evening.\nMINISTER: We signed.\nPRESENTER: Thank you."
    assert told(text) == [("MINISTER", "We signed.")]


def test_lines_with_other_labels_are_no_talk():
    assert told("Prices: Wheat rose.\nTrade: Oil fell.\nSport: Ajax won.") == []
    assert told("LIMA: Peru signed.\nLIMA: Peru paid.\nLIMA: Peru left.") == []
