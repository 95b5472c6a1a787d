"""The component `factwire_hyphens`: "cease-fire", "tie-up" and "buy-out" are one word each.

Treebanks write such nouns as three tokens, of which none tells what the noun means. What the table
`hyphened` of `words.toml` lists is joined after the parse, with the lemma that the lexicons know.
"""

from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.annotate.words import plural_forms, words

NAME = "factwire_hyphens"
HYPHENS = frozenset({"-", "‑", "–"})


@Language.factory(NAME, requires=["token.dep"], assigns=["token.lemma", "token.tag", "token.dep"])
def make_factwire_hyphens(nlp: Language, name: str) -> "FactwireHyphens":
    """Create the component that joins hyphenated nouns."""
    return FactwireHyphens(name)


class FactwireHyphens:
    """Makes one token of each hyphenated noun that the lexicons know; the text stays as it is.

    Args:
        name: Name of the component in the pipeline.
    """

    def __init__(self, name: str = NAME) -> None:
        self.name = name
        table = words().hyphened
        self._lemmas = {form: (lemma, "NN") for form, lemma in table.items()}
        for form, lemma in table.items():
            self._lemmas |= {plural: (lemma, "NNS") for plural in plural_forms(form) if plural != form}

    def __call__(self, doc: Doc) -> Doc:
        """Join the nouns of a document."""
        found = list(self._nouns(doc))
        if not found:
            return doc
        with doc.retokenize() as retokenizer:
            for span, lemma, tag in found:
                retokenizer.merge(span, attrs={"LEMMA": lemma, "TAG": tag, "POS": "NOUN"})
        return doc

    def _nouns(self, doc: Doc) -> Iterator[tuple[Span, str, str]]:
        end = 0
        for hyphen in doc[1:-1]:
            if hyphen.text not in HYPHENS or hyphen.i <= end:
                continue
            span = doc[hyphen.i - 1 : hyphen.i + 2]
            glued = not span[0].whitespace_ and not hyphen.whitespace_
            known = self._lemmas.get(f"{span[0].lower_}-{span[2].lower_}") if glued else None
            if known is not None and len({token.ent_type_ for token in span}) == 1:
                end = span.end - 1
                yield span, *known
