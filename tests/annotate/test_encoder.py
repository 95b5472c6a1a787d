"""The encoder: what is read together is read as if alone."""

import numpy as np
import pytest
import spacy

from pipeline.annotate.encoder import STRIDE, WINDOW, Bert, FactwireEncoder, _windows

HEADS, WIDTH, LAYERS, WORDS = 2, 24, 2, 50


@pytest.fixture(scope="module")
def bert():
    """Return an encoder with random weights."""
    rng = np.random.default_rng(1)

    def table(*shape):
        return rng.standard_normal(shape).astype(np.float32)

    weights = {
        "embeddings.word_embeddings.weight": table(WORDS, WIDTH),
        "embeddings.position_embeddings.weight": table(64, WIDTH),
        "embeddings.token_type_embeddings.weight": table(2, WIDTH),
    }
    shapes = {
        "attention.self.query": (WIDTH, WIDTH),
        "attention.self.key": (WIDTH, WIDTH),
        "attention.self.value": (WIDTH, WIDTH),
        "attention.output.dense": (WIDTH, WIDTH),
        "intermediate.dense": (4 * WIDTH, WIDTH),
        "output.dense": (WIDTH, 4 * WIDTH),
    }
    for i in range(LAYERS):
        for name, (out, into) in shapes.items():
            weights[f"encoder.layer.{i}.{name}.weight"] = table(out, into)
            weights[f"encoder.layer.{i}.{name}.bias"] = table(out)
    norms = ["embeddings.LayerNorm"]
    norms += [
        f"encoder.layer.{i}.{part}.LayerNorm"
        for i in range(LAYERS)
        for part in ("output", "attention.output")
    ]
    for name in norms:
        weights[f"{name}.weight"], weights[f"{name}.bias"] = table(WIDTH), table(WIDTH)
    return Bert(weights, HEADS)


def ids(*lengths):
    rng = np.random.default_rng(2)
    return [rng.integers(0, WORDS, length) for length in lengths]


def test_a_window_attends_to_itself_only(bert):
    windows = ids(3, 20, 7, 1, 41)
    together = bert(windows)
    assert [states.shape for states in together] == [(len(window), WIDTH) for window in windows]
    for window, states in zip(windows, together, strict=True):
        np.testing.assert_allclose(bert([window])[0], states, rtol=1e-4, atol=1e-5)


def test_a_piece_depends_on_its_window(bert):
    (first, other) = ids(20, 20)
    changed = np.concatenate([first[:-1], other[-1:] + 1 - (other[-1:] == WORDS - 1)])
    assert not np.allclose(bert([first])[0][0], bert([changed])[0][0])


@pytest.mark.parametrize("length", [0, 1, WINDOW, WINDOW + 1, WINDOW + STRIDE, 3 * WINDOW])
def test_windows_overlap_and_reach_the_end(length):
    doc = spacy.tokens.Doc(spacy.blank("en").vocab, words=["a"] * length)
    found = [(window.start, window.end) for window in _windows(doc)]
    covered = {i for start, end in found for i in range(start, end)}
    assert covered == set(range(length))
    assert [start for start, _ in found] == [STRIDE * k for k in range(len(found))]
    assert all(end - start == WINDOW for start, end in found[:-1])


def test_the_model_reads_documents_together_as_alone(nlp):
    encoder = next((pipe for name, pipe in nlp.components if isinstance(pipe, FactwireEncoder)), None)
    if encoder is None:
        pytest.skip("the model has no encoder of ours")
    texts = [
        "No.",
        "Norway shipped 40 howitzers to Estonia.",
        "",
        "It rained. " * 70,
        "Yes, the minister said.",
    ]
    docs = [nlp.make_doc(text) for text in texts]
    for doc, vectors in zip(docs, encoder.encode(docs), strict=True):
        assert vectors.shape == (len(doc), encoder.bert.width)
        np.testing.assert_allclose(encoder.encode([doc])[0], vectors, atol=1e-6)
