"""Names joined by a hyphen: "the Iran-Russia deal" names two actors."""

from spacy.tokens import Token

from pipeline.resolve.countries import countries

HYPHENS = frozenset("-–/")


def paired_country(token: Token) -> str | None:
    """Return the country that one half of a hyphenated pair names, if both halves name one.

    Args:
        token: Either half, such as "Iran" in "Iran-Russia".
    """
    for partner in _partners(token):
        if _country(partner) and _country(token):
            return _country(token)
    return None


def _country(token: Token) -> str | None:
    """Return the country of a half, also of a first half in its joining form ("Franco-German")."""
    first = token.i + 1 < len(token.doc) and token.nbor(1).text in HYPHENS
    joining = countries().joining(token.text) if first else None
    return joining or countries().any(token.text)


def _partners(token: Token) -> list[Token]:
    doc, found = token.doc, []
    if token.i > 1 and doc[token.i - 1].text in HYPHENS:
        found.append(doc[token.i - 2])
    if token.i + 2 < len(doc) and doc[token.i + 1].text in HYPHENS:
        found.append(doc[token.i + 2])
    return found
