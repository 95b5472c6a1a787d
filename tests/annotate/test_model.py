"""Finding a model: clear errors, and the rules in their places."""

import json

import pytest
import spacy

from pipeline.annotate import model
from pipeline.errors import E, FactwireError


@pytest.fixture
def saved(tmp_path):
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    nlp.to_disk(tmp_path / "model")
    return tmp_path / "model"


def test_rules_frame_the_pipeline(saved):
    nlp = model.load_model(str(saved))
    assert nlp.pipe_names == [
        "factwire_sentences",
        "factwire_passages",
        "factwire_asides",
        "factwire_truecase",
        "factwire_hyphens",
        "factwire_entities",
    ]


def test_the_model_runs_within_the_component_of_passages(saved, tmp_path):
    """It keeps its components, which `get_pipe` gives, and so does a copy on disk."""
    nlp = model.load_model(str(saved))
    nlp.to_disk(tmp_path / "copy")
    for pipeline in (nlp, spacy.load(tmp_path / "copy")):
        assert pipeline.get_pipe("factwire_passages").components == ["sentencizer"]
        assert pipeline.disabled == ["sentencizer"]
        assert [sent.text for sent in pipeline("It rained. Peru sold jets.").sents] == [
            "It rained.",
            "Peru sold jets.",
        ]


def test_rules_are_added_once(saved):
    nlp = model.add_rules(model.load_model(str(saved)))
    assert len(nlp.pipe_names) == 6


def test_missing_model():
    with pytest.raises(FactwireError) as error:
        model.load_model("no_such_model")
    assert error.value.code is E.E010
    assert "no_such_model" in error.value.message


def test_model_of_another_spacy(saved):
    meta = json.loads((saved / "meta.json").read_text())
    meta["spacy_version"] = ">=2.0,<2.1"
    (saved / "meta.json").write_text(json.dumps(meta))
    with pytest.raises(FactwireError) as error:
        model.load_model(str(saved))
    assert error.value.code is E.E011
    assert ">=2.0,<2.1" in error.value.message


def test_folder_without_model(tmp_path):
    with pytest.raises(FactwireError) as error:
        model.load_model(str(tmp_path))
    assert error.value.code is E.E010


def test_no_model_installed(monkeypatch):
    monkeypatch.setattr(model, "is_package", lambda name: False)
    with pytest.raises(FactwireError) as error:
        model.best_model()
    assert error.value.code is E.E010


def test_own_model_is_preferred(monkeypatch):
    installed = {"en_core_web_md", "en_factwire_sm"}
    monkeypatch.setattr(model, "is_package", installed.__contains__)
    assert model.best_model() == "en_factwire_sm"


def test_transformer_needs_its_extra(monkeypatch):
    monkeypatch.setattr(model, "is_package", {"en_core_web_trf", "en_core_web_sm"}.__contains__)
    monkeypatch.setattr(model, "find_spec", lambda name: None)
    assert model.best_model() == "en_core_web_sm"
