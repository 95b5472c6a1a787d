"""Shared fixtures: hand-built documents in both label schemes, and the installed model."""

import hypothesis
import pytest
import spacy
from spacy.tokens import Doc
from spacy.vocab import Vocab

hypothesis.settings.register_profile("factwire", deadline=None)
hypothesis.settings.load_profile("factwire")


@pytest.fixture(scope="session")
def vocab():
    return spacy.blank("en").vocab


@pytest.fixture
def parsed(vocab: Vocab):
    """Build a Doc from lines of `word tag pos lemma head dep`, heads as 1-based numbers."""

    def build(table: str, entities: str = "") -> Doc:
        rows = [line.split() for line in table.strip().splitlines()]
        heads = [int(row[4]) - 1 for row in rows]
        labels = dict(pair.split("=") for pair in entities.split())
        doc = Doc(
            vocab,
            words=[row[0] for row in rows],
            tags=[row[1] for row in rows],
            pos=[row[2] for row in rows],
            lemmas=[row[3] for row in rows],
            heads=[head if head >= 0 else i for i, head in enumerate(heads)],
            deps=[row[5] for row in rows],
        )
        spans = [
            doc.char_span(doc[i].idx, doc[i].idx + len(doc[i]), labels[doc[i].text])
            for i in range(len(doc))
            if doc[i].text in labels
        ]
        doc.ents = spans
        return doc

    return build


@pytest.fixture(scope="session")
def nlp():
    """Return the full pipeline on the installed model."""
    from pipeline.errors import FactwireError
    from pipeline.run.extract import load_pipeline

    try:
        return load_pipeline()
    except FactwireError as error:
        pytest.skip(f"no model is installed: {error}")
