"""The curated classes: a checked file, words that can be found, and senses for the rest."""

import pytest

from pipeline.errors import FactwireError
from pipeline.predicates import lexicon as module
from pipeline.predicates.lexicon import lexicon, supersenses, words


@pytest.fixture
def reread(tmp_path, monkeypatch):
    """Return a function that reads classes from a text instead of the file that ships."""

    def read(text):
        folder = tmp_path / "data"
        folder.mkdir(exist_ok=True)
        (folder / "classes.toml").write_text(text, encoding="utf-8")
        monkeypatch.setattr(module, "files", lambda package: tmp_path)
        return lexicon.__wrapped__()

    return read


def test_a_lemma_may_have_several_classes(reread):
    found = reread('[a]\nlemmas = ["x", "y"]\n[b]\nabout = "b"\nlemmas = ["x"]\n')
    assert found == {"x": {"a", "b"}, "y": {"a"}}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[a]\nlemma = ["x"]', "unknown key 'lemma'"),
        ('[a]\nabout = "nothing"', "no lemmas"),
        ("[a]\nlemmas = []", "no lemmas"),
    ],
)
def test_faults_name_file_and_class(reread, text, message):
    with pytest.raises(FactwireError) as caught:
        reread(text)
    assert message in caught.value.message
    assert "classes.toml" in caught.value.message


def test_lemmas_are_written_as_they_are_looked_up():
    odd = [lemma for lemma in lexicon() if lemma != lemma.lower().strip() or not lemma]
    assert odd == []


def test_an_unknown_class_is_empty():
    assert words("nonesuch") == frozenset()
    assert "howitzer" in words("goods")


def test_senses_are_those_of_wordnet():
    assert supersenses()["bridge"] == "artifact"
    assert supersenses()["minister"] == "person"
    assert len(supersenses()) > 30_000
