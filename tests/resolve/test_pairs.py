"""Two countries joined by a hyphen are two actors; other hyphens join one word."""

import pytest
from spacy.tokens import Doc

from pipeline.resolve.pairs import paired_country


@pytest.mark.parametrize(
    ("words", "i", "wanted"),
    [
        (["Iran", "-", "Russia", "deal"], 0, "IRN"),
        (["Iran", "-", "Russia", "deal"], 2, "RUS"),
        (["Indo", "-", "Russian", "deal"], 2, "RUS"),
        (["Indo", "-", "Russian", "deal"], 0, "IND"),
        (["Zorvo", "-", "Russian", "deal"], 2, None),
        (["Chinese", "–", "Russian", "deal"], 2, "RUS"),
        (["Russia", "/", "Iran", "talks"], 2, "IRN"),
        (["US", "-", "led", "deal"], 0, None),
        (["Iran", "and", "Russia"], 0, None),
        (["Iran"], 0, None),
    ],
)
def test_pair(vocab, words, i, wanted):
    doc = Doc(vocab, words=words, spaces=[False] * len(words))
    assert paired_country(doc[i]) == wanted
