"""Words that make a number no exact figure: "about", "up to", "or so"."""

from functools import cache

from pipeline.annotate.words import words


@cache
def _cues() -> tuple[tuple[str, ...], tuple[str, ...]]:
    table = words().approximation
    by_length = tuple(sorted(table.before, key=len, reverse=True))
    return by_length, tuple(sorted(table.after, key=len, reverse=True))


def split_cues(text: str) -> tuple[str, bool]:
    """Return a phrase without the approximating words around its number, and whether it had any.

    Args:
        text: A phrase such as "at least about 400 or so".
    """
    before, after = _cues()
    phrase, found = text.strip(), False
    changed = True
    while changed:
        changed = False
        lower = phrase.lower()
        for cue in before:
            spaced = cue if cue == "~" else cue + " "
            if lower.startswith(spaced):
                phrase, changed = phrase[len(spaced) :].lstrip(), True
                break
        for cue in after:
            if lower.endswith(" " + cue) and not changed:
                phrase, changed = phrase[: -len(cue) - 1].rstrip(), True
                break
        found = found or changed
    return phrase, found
