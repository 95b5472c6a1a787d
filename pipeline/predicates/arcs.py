"""What repairs ask of arcs that are still being mended, and so may run in a ring."""

from collections.abc import Iterable

from pipeline.predicates.gates import Words

PROPER_TAGS = frozenset({"NNP", "NNPS"})


def chain(heads: list[int], i: int) -> list[int]:
    """Return a word and all above it, the highest last, each once."""
    found = [i]
    while heads[found[-1]] not in found:
        found.append(heads[found[-1]])
    return found


def subject_label(deps: list[str], below: Iterable[int]) -> str:
    """Return the relation of a subject to a verb, by what hangs on the verb."""
    return "nsubj:pass" if any(deps[j] == "aux:pass" for j in below) else "nsubj"


def name_start(doc: Words, floor: int, last: int) -> int:
    """Return where the run of proper nouns starts that ends at a word, at `floor` at the earliest."""
    first = last
    while first > floor and doc[first - 1].tag_ in PROPER_TAGS:
        first -= 1
    return first
