"""A broken stage of training goes on where it was: its steps, its rate, its last readable checkpoint."""

import json
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import spacy
from spacy.language import Language
from spacy.util import load_meta
from thinc.api import Config

from pipeline.train import progress, run, trial

CONFIG = """
[paths]
passages = null
[nlp]
lang = "en"
pipeline = ["ner"]
[components]
[components.ner]
factory = "ner"
[components.ner.model]
@architectures = "spacy.TransitionBasedParser.v2"
state_type = "ner"
extra_state_tokens = false
hidden_width = 8
maxout_pieces = 2
use_upper = false
[components.ner.model.tok2vec]
@architectures = "spacy.HashEmbedCNN.v2"
pretrained_vectors = null
width = 8
depth = 1
embed_size = 50
window_size = 1
maxout_pieces = 2
subword_features = false
[corpora]
[corpora.train]
@readers = "factwire.NewsEntities.v1"
paths = ${paths.passages}
repeats = [1]
seed = 1
[corpora.dev]
@readers = "factwire.NewsEntities.v1"
paths = ${paths.passages}
repeats = [1]
seed = 1
[training]
seed = 1
gpu_allocator = null
dev_corpus = "corpora.dev"
train_corpus = "corpora.train"
max_steps = 8
max_epochs = 0
patience = 0
eval_frequency = 2
dropout = 0.1
accumulate_gradient = 1
[training.optimizer]
@optimizers = "Adam.v1"
[training.optimizer.learn_rate]
@schedules = "warmup_linear.v1"
warmup_steps = 2
total_steps = ${training.max_steps}
initial_rate = 0.01
"""


@pytest.fixture
def stage(tmp_path: Path) -> Path:
    for module in ("pipeline.train.entities", "pipeline.train.progress"):
        import_module(module)
    passage = {"text": "Gondor sold Rohan a horse.", "spans": [[0, 6, "ORG"], [12, 17, "GPE"]]}
    (tmp_path / "passages.jsonl").write_text(json.dumps(passage) + "\n", encoding="utf-8")
    (tmp_path / "ner.cfg").write_text(CONFIG, encoding="utf-8")
    return tmp_path


def _fit(stage: Path, most: int | None = None) -> int:
    run._fit(stage / "ner.cfg", stage / "out", {"paths.passages": [str(stage / "passages.jsonl")]}, most=most)
    return progress.steps_done(stage / "out" / "model-last")


def test_a_stage_does_the_steps_that_are_left_and_no_more(stage: Path) -> None:
    (stage / "out").mkdir()
    assert _fit(stage, most=4) == 4
    assert _fit(stage) == 8
    assert progress.steps_done(stage / "out" / progress.KEPT) == 4
    before = (stage / "out" / "model-last" / "meta.json").stat().st_mtime_ns
    assert _fit(stage) == 8
    assert (stage / "out" / "model-last" / "meta.json").stat().st_mtime_ns == before


def test_a_checkpoint_counts_the_steps_before_it(stage: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (stage / "out").mkdir()
    counted: list[int] = []
    to_disk = Language.to_disk

    def noted(nlp: Language, path: Path, **settings: Any) -> None:
        counted.append(nlp.meta.get(progress.STEPS, 0))
        to_disk(nlp, path, **settings)

    monkeypatch.setattr(Language, "to_disk", noted)
    _fit(stage, most=6)
    assert sorted(set(counted)) == [0, 2, 5, 6], "written at 0, 3, 6 and at the end"


def test_a_checkpoint_cut_short_is_passed_over(tmp_path: Path) -> None:
    for name in ("model-last", "model-best"):
        nlp = spacy.blank("en")
        nlp.add_pipe("sentencizer")
        nlp.meta["description"] = name
        nlp.to_disk(tmp_path / name)
    kept = tmp_path / progress.KEPT
    assert progress.checkpoint(tmp_path) == kept
    assert load_meta(kept / "meta.json")["description"] == "model-last"
    for broken in (kept, tmp_path / "model-last"):
        (broken / "tokenizer").write_bytes(b"\x85")
    assert progress.checkpoint(tmp_path) == kept
    assert load_meta(kept / "meta.json")["description"] == "model-best"
    assert progress.checkpoint(tmp_path / "none") is None


def test_the_rate_goes_on_down_its_line() -> None:
    settings = Config().from_str(CONFIG, interpolate=False)
    left = progress.remaining(settings, 6)
    assert left is not None
    rate = left["training"]["optimizer"]["learn_rate"]
    assert left["training"]["max_steps"] == 2 and rate["warmup_steps"] == 0
    assert rate["initial_rate"] == pytest.approx(0.01 * 2 / 6)
    assert progress.remaining(Config().from_str(CONFIG, interpolate=False), 8) is None


def test_a_trial_has_a_little_of_every_file(tmp_path: Path) -> None:
    data = tmp_path / "data"
    (data / "ud" / "ewt").mkdir(parents=True)
    (data / "ner").mkdir()
    (data / "ud" / "ewt" / "dev.conllu").write_text("1\tA\n\n" * 500, encoding="utf-8")
    (data / "ner" / "train.jsonl").write_text("{}\n" * 500, encoding="utf-8")
    (data / "ner" / "index.json").write_text("{}", encoding="utf-8")
    made = trial.cut(data, tmp_path / "cut")
    assert (made / "ud" / "ewt" / "dev.conllu").read_text().count("\n\n") == trial.SENTENCES["dev"]
    assert (made / "ner" / "train.jsonl").read_text().count("\n") == trial.RECORDS
    assert (made / "ner" / "index.json").exists()
