"""Hostile text to annotation tools, shards and notebooks: names stay in their folder, text stays text."""

import json
import re

import pytest
import spacy
from hostile_corpus import STORABLE, article_of, fact_of, raw_fact
from works import Echo

from pipeline.evaluate.corpus import read_corpus, save_corpus
from pipeline.evaluate.interchange import Annotated
from pipeline.run.batch import BatchOptions, fact_files, run_batch

TEXTS = list(STORABLE.values())
TOOLS = ("jsonl", "labelstudio", "doccano", "brat", "docbin")


def corpus():
    """Return an article with one fact of each hostile text; its id is the text."""
    found = []
    for number, text in enumerate(TEXTS):
        article = article_of(text)
        record = raw_fact(text, f"f{number}")
        found.append(Annotated(article.id, text, article.published, article.meta, [record], []))
    return found


@pytest.mark.parametrize("tool", TOOLS)
def test_tools_get_it_whole_and_give_it_back(tool, tmp_path):
    folder = tmp_path / "deep" / "er"
    folder.mkdir(parents=True)
    save_corpus(corpus(), tool, folder / "out")
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert written and all(path.is_relative_to(folder) for path in written)
    assert all(len(path.name.encode()) <= 255 and not path.name.startswith(".") for path in written)
    back = {a.article_id: a for a in read_corpus(tool, folder / "out")}
    assert set(back) == set(TEXTS)
    for article in corpus():
        found = back[article.article_id]
        assert found.text == article.text and found.meta == article.meta
        (record,) = found.records
        assert record["arguments"]["supplier"][0]["canonical"] == article.text
        assert record["trigger"]["text"] == article.text


def test_shards_have_names_of_their_own(tmp_path):
    source = tmp_path / "in.jsonl"
    rows = [{"id": text, "title": text, "text": text} for text in TEXTS if len(text) < 1000]
    source.write_text("".join(json.dumps(row) + "\n" for row in rows))
    out = tmp_path / "run" / "out"
    chosen = BatchOptions(inputs=(str(source),), out=out, shard_size=5, workers=1)
    told = []
    run_batch(chosen, Echo(), told.append)
    names = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()}
    allowed = r"in\.jsonl|run/out/((facts|articles|shards)/\d{6}\.jsonl?|manifest\.json|\w+\.jsonl|\.lock)"
    assert {name for name in names if not re.fullmatch(allowed, name)} == set()
    facts = [json.loads(line) for path in fact_files(out) for line in path.read_text("utf-8").splitlines()]
    assert [fact["id"] for fact in facts] == [row["id"] for row in rows]


def test_a_notebook_shows_it_as_text():
    from pipeline import component  # noqa: F401, registers `doc._.facts`
    from pipeline.review.notebook import render

    for text in TEXTS:
        if len(text) > 1000:
            continue
        doc = spacy.blank("en")(text)
        doc._.facts = [fact_of(text)]
        page = render(doc, page=True, jupyter=False)
        assert "<script" not in page and "<img" not in page
        assert not set(page) & {"\x1b", "\x9b", "\x07", "\0"}
