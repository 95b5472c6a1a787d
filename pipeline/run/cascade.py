"""The cascade: which articles can hold facts at all, by the words of the rules.

The language model takes nearly all of the time, and most news is about something else.
"""

import re

from spacy.language import Language

WORD = re.compile(r"[^\W\d_]+")


class Cascade:
    """Tells of a text whether any trigger of the rules occurs in it.

    Args:
        nlp: Pipeline whose component `factwire` has the rules.
    """

    def __init__(self, nlp: Language) -> None:
        forms = nlp.get_pipe("factwire").matcher.trigger_forms  # type: ignore[attr-defined]
        self._forms = frozenset(word for form in forms for word in WORD.findall(form)[:1])

    def __call__(self, text: str) -> bool:
        """Return whether the model has to read a text."""
        return not self._forms.isdisjoint(WORD.findall(text.lower()))
