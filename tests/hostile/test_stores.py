"""Hostile text into SQLite and Parquet and out of queries: stored as it is, and only as text."""

import csv
import io
import json

import pytest
from hostile_corpus import HOSTILE, STORABLE, article_of, fact_of
from sqlalchemy import create_engine, text
from test_write import fact

from pipeline.errors import FactwireError
from pipeline.read import Article
from pipeline.review.answers import print_answers
from pipeline.write import load_facts
from pipeline.write.query import Filters, ask

TEXTS = list(STORABLE.values())
HIDDEN = set(map(chr, [*range(9), *range(14, 32), *range(0x7F, 0xA0), 0x202E, 0x2028, 0x2029]))


def stored(value):
    return value.replace("\0", "\ufffd")


@pytest.fixture(scope="module")
def url(tmp_path_factory):
    """A database with one article and fact of each hostile text; tests/write has the other engines."""
    url = f"sqlite:///{tmp_path_factory.mktemp('db') / 'facts.db'}"
    facts = [fact_of(value, f"f{i}") for i, value in enumerate(TEXTS)]
    report = load_facts(facts, url, {value: article_of(value) for value in TEXTS})
    assert (report.facts, report.articles) == (len(TEXTS), len(TEXTS))
    return url


def rows(url, sql):
    engine = create_engine(url)
    with engine.connect() as connection:
        found = [tuple(row) for row in connection.execute(text(sql))]
    engine.dispose()
    return found


def test_every_column_holds_it_as_it_is(url):
    wanted = set(map(stored, TEXTS))
    assert {id for (id,) in rows(url, "SELECT id FROM articles")} == wanted
    assert {title for (title,) in rows(url, "SELECT title FROM articles")} == wanted
    assert {evidence for (evidence,) in rows(url, "SELECT evidence FROM facts")} == wanted
    assert {name for (name,) in rows(url, "SELECT canonical FROM arguments WHERE role = 'item'")} == wanted
    for id, record in rows(url, "SELECT id, record FROM facts"):
        assert json.loads(record)["rule"] == stored(TEXTS[int(id[1:])])


def test_a_second_load_changes_nothing(url):
    facts = [fact_of(value, f"f{i}") for i, value in enumerate(TEXTS)]
    report = load_facts(facts, url, {value: article_of(value) for value in TEXTS})
    assert (report.unchanged, report.replaced) == (len(TEXTS), 0)


@pytest.mark.parametrize("value", [v for v in TEXTS if len(v) < 1000 and "\0" not in v])
def test_questions_may_be_hostile(url, value):
    names, found = ask(url, "supplies", Filters(roles={"supplier": value}))
    if value.strip("%_\\"):
        assert stored(value) in {row[names.index("supplier")] for row in found}
    ask(url, "supplies", Filters(words=value, actor=value))
    assert ask(url, "new", Filters(since=value, until=value))[1] is not None
    assert len(rows(url, "SELECT id FROM facts")) == len(TEXTS)


@pytest.mark.parametrize("form", ["table", "csv", "jsonl"])
def test_answers_show_it_as_text(url, form, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "400")
    names, found = ask(url, "supplies", Filters())
    short = [row for row in found if max(len(str(cell)) for cell in row) < 1000]
    print_answers(names, short, form)
    out = capsys.readouterr().out
    assert not set(out) & HIDDEN
    if form == "csv":
        cells = [cell for row in csv.reader(io.StringIO(out, newline="")) for cell in row]
        assert not any(cell.startswith(("=", "+", "-", "@", "\uff1d")) for cell in cells)
        assert len(cells) == (len(short) + 1) * len(names)
    if form == "jsonl":
        read = [json.loads(line) for line in out.split("\n") if line]
        assert {row["supplier"] for row in read} == {stored(v) for v in TEXTS if len(v) < 1000}


def test_parquet_holds_it(tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet", reason="the extra formats is not installed")
    from pipeline.write.parquet import write_parquet

    facts = [fact_of(value, f"f{i}") for i, value in enumerate(TEXTS)]
    write_parquet(facts, tmp_path / "out", {value: article_of(value) for value in TEXTS})
    names = parquet.read_table(tmp_path / "out" / "facts.parquet")["article_id"].to_pylist()
    assert names == list(map(stored, TEXTS))
    assert sorted(p.suffix for p in tmp_path.rglob("*") if p.is_file()) == [".parquet"] * 5


def test_half_a_surrogate_pair_is_told_and_the_database_stays(tmp_path):
    url = f"sqlite:///{tmp_path / 'facts.db'}"
    load_facts([fact("a1")], url)
    with pytest.raises(FactwireError, match=r"E041.*article 'a2'.*half of a surrogate pair in fact"):
        load_facts([broken()], url)
    with pytest.raises(FactwireError, match=r"E041.*half of a surrogate pair in its id, text or title"):
        load_facts([fact("a3")], url, {"a3": Article("a3", HOSTILE["surrogate"])})
    assert rows(url, "SELECT id FROM articles") == [("a1",)]


def broken():
    """Return a fact that no file can hold."""
    made = fact("a2")
    made.rule = HOSTILE["surrogate"]
    return made


def test_titles_may_be_anything(tmp_path):
    url = f"sqlite:///{tmp_path / 'facts.db'}"
    load_facts([fact("a1")], url, {"a1": Article("a1", "text", meta={"title": ["x", 1]})})
    assert rows(url, "SELECT title FROM articles") == [("['x', 1]",)]
