"""Hand-built documents with hyphens and amounts, and their arcs after repair."""

from spacy.tokens import Doc, Span

from pipeline.predicates import Graph


def tight(vocab, table, entities=()):
    """Build a Doc from lines of `word tag pos lemma head dep`; a word with `~` has no space behind it."""
    rows = [line.split() for line in table.strip().splitlines()]
    heads = [int(row[4]) - 1 for row in rows]
    doc = Doc(
        vocab,
        words=[row[0].rstrip("~") for row in rows],
        spaces=[not row[0].endswith("~") for row in rows],
        tags=[row[1] for row in rows],
        pos=[row[2] for row in rows],
        lemmas=[row[3] for row in rows],
        heads=[head if head >= 0 else i for i, head in enumerate(heads)],
        deps=[row[5] for row in rows],
    )
    doc.ents = [Span(doc, start, end, label=label) for start, end, label in entities]
    return doc


def arcs(doc):
    """Return word → (head or None for a root, relation) as the graph has them."""
    graph = Graph(doc)
    return {t.text: (None if graph.is_root(t) else graph.head(t).text, graph.dep(t)) for t in doc}
