"""Names swapped for others keep their labels, their places and what they stand for."""

import random

import pytest

from pipeline.train.entities import Passage
from pipeline.train.names import pools, swapped

TEXT = "Gondor Steel sold the Shire Bank to Rohan, Frodo Baggins said. Baggins left Gondor Steel."
MARKS = [("Gondor Steel", "ORG"), ("Shire Bank", "ORG"), ("Rohan", "GPE"), ("Frodo Baggins", "PERSON")]


def _item() -> Passage:
    spans = [(TEXT.index(surface), TEXT.index(surface) + len(surface), label) for surface, label in MARKS]
    second = TEXT.rindex("Baggins"), TEXT.rindex("Gondor")
    spans += [(second[0], second[0] + 7, "PERSON"), (second[1], second[1] + 12, "ORG")]
    return Passage(TEXT, spans)


@pytest.mark.parametrize("seed", range(10))
def test_all_names_are_swapped_the_same_way_throughout(seed: int) -> None:
    made = swapped(_item(), random.Random(seed), 1.0)
    found = [(made.text[a:b], label) for a, b, label in made.spans]
    (firm, bank, place, person, surname, again) = [surface for surface, _ in found]
    assert [label for _, label in found] == ["ORG", "ORG", "GPE", "PERSON", "PERSON", "ORG"]
    assert firm == again and firm in pools()["ORG"] and place in pools()["GPE"]
    assert person == f"Frodo {surname}" and surname in pools()["PERSON"]
    assert bank == "Shire Bank", "no other name stands after an article"
    assert made.text.endswith(f"{surname} left {again}.")


def test_nothing_is_swapped_at_a_share_of_nought() -> None:
    assert swapped(_item(), random.Random(1), 0.0) == _item()
