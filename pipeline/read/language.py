"""Is a text English? The others are left out, with a note."""

from functools import cache
from typing import Any

SAMPLE = 2000
LEAST_LETTERS = 40
SURE = 0.9


def other_language(text: str) -> str | None:
    """Return the ISO 639-1 code of a text's language if it surely is not English, else None.

    A short text is taken for English: a headline of foreign names says nothing.
    """
    sample = text[:SAMPLE]
    if sum(map(str.isalpha, sample)) < LEAST_LETTERS:
        return None
    language, probability = _identifier().classify(sample)
    return str(language) if language != "en" and probability >= SURE else None


def prepare() -> None:
    """Load the detector, once for all processes that are forked later."""
    _identifier()


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
