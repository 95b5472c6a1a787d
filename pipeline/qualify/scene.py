"""What attribution computes once per document: quotations, speech clauses, speakers."""

from spacy.tokens import Doc

from pipeline.predicates import PredicateView
from pipeline.qualify.quotes import Quotation, quotations
from pipeline.qualify.speech import Speech, SpeechVerbs, speeches
from pipeline.qualify.turns import turns

QUOTE_REACH = 14


class Scene:
    """What is computed once per document: view, quotations, speech clauses."""

    def __init__(self, doc: Doc, verbs: SpeechVerbs) -> None:
        self.doc = doc
        self.view = PredicateView(doc)
        self.quotes = quotations(doc)
        self.speeches = speeches(self.view, verbs, self.quotes)
        self.turns = turns(doc)
        self._speakers: dict[int, Speech | None] = {}

    def speaker(self, quote: Quotation) -> Speech | None:
        """Return who speaks a quotation: the tag after it, before it, or of the one before."""
        if quote.start not in self._speakers:
            self._speakers[quote.start] = None
            self._speakers[quote.start] = (
                self._tag_after(quote) or self._tag_before(quote) or self._continued(quote)
            )
        return self._speakers[quote.start]

    def _tag_after(self, quote: Quotation) -> Speech | None:
        end = quote.end
        if self.doc[end - 1].text in (".", "!") or self._starts_sentence(end + 1):
            return None
        for token in self.doc[end + 1 : end + 1 + QUOTE_REACH]:
            if token.text in (".", "!", "?", ";") or any(token in q for q in self.quotes):
                return None
            for speech in self.speeches:
                if speech.verb.i == token.i:
                    return speech
        return None

    def _starts_sentence(self, i: int) -> bool:
        after = [t for t in self.doc[i - 1 : i + 2] if not t.is_space and not t.is_quote]
        return any("\n" in t.text for t in self.doc[i - 1 : i + 1] if t.is_space) or not after

    def _tag_before(self, quote: Quotation) -> Speech | None:
        for i in range(quote.start - 2, max(-1, quote.start - 2 - 2 * QUOTE_REACH), -1):
            token = self.doc[i]
            if token.text in (".", "!", "?", ";") or any(token in q for q in self.quotes):
                return None
            for speech in self.speeches:
                if speech.verb.i == token.i:
                    return speech
        return None

    def _continued(self, quote: Quotation) -> Speech | None:
        """Return the speaker of the quotation before, where only his tag stands between."""
        before = [q for q in self.quotes if q.end <= quote.start and q.is_speech(self.doc)]
        if not before or quote.start - before[-1].end > 2 * QUOTE_REACH:
            return None
        between = self.doc[before[-1].end : quote.start]
        stops = sum(t.text in (".", "!", "?") for t in between)
        return self.speaker(before[-1]) if stops <= 1 else None
