"""Output files appear whole or not at all; loading twice changes nothing."""

import resource
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import create_engine, text

from pipeline.errors import FactwireError
from pipeline.facts.types import decode
from pipeline.read import Article
from pipeline.write import load_facts, open_output


def fact(article="a1", start=10, **changes):
    record = {
        "relation": "supply",
        "id": f"f-{article}-{start}",
        "article_id": article,
        "published": "2020-05-06",
        "trigger": {"text": "sold", "start": start, "end": start + 4, "lemma": "sell"},
        "sentence": {"start": 0, "end": 60},
        "arguments": {
            "supplier": [
                {"text": "Peru", "start": 0, "end": 4, "label": "GPE", "kind": "named", "canonical": "PER"}
            ],
            "recipient": [{"text": None, "start": None, "end": None, "kind": "implicit", "canonical": "TCD"}],
            "item": [
                {
                    "text": "12 jets",
                    "start": 20,
                    "end": 27,
                    "canonical": "jet",
                    "quantity": {"value": 12, "approximate": False, "unit": None},
                }
            ],
            "date": [{"text": "in May", "start": 30, "end": 36, "label": "DATE", "value": "2020-05"}],
            "price": [{"text": "$5", "start": 40, "end": 42, "value": {"amount": 5, "currency": "USD"}}],
        },
        "factuality": {"polarity": "positive", "certainty": "certain", "time": "past", "conditional": False},
        "attribution": [{"source": None, "cue": "reportedly", "anonymous": True}],
        "status": "reported",
        "confidence": 0.8,
        "rule": "supply.sell",
        "producer": {"pipeline": "p", "model": "m"},
    }
    return decode(msgspec.json.encode(record | changes))


def article(id="a1", text="", title=None, published="2020-05-06"):
    return Article(id=id, text=text, published=published, meta={"title": title} if title else {})


def rows(url, sql):
    with create_engine(url).connect() as connection:
        return connection.execute(text(sql)).all()


def test_a_failed_write_leaves_the_old_file(tmp_path):
    path = tmp_path / "out.jsonl"
    path.write_text("old")
    with pytest.raises(RuntimeError), open_output(str(path)) as stream:
        stream.write(b"new")
        raise RuntimeError
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]
    with open_output(str(path)) as stream:
        stream.write(b"new")
    assert path.read_text() == "new"


def test_a_link_is_followed_and_a_device_stays(tmp_path):
    (tmp_path / "link").symlink_to(tmp_path / "real")
    with open_output(str(tmp_path / "link")) as stream:
        stream.write(b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_bytes() == b"new"
    with open_output("/dev/null") as stream:
        stream.write(b"new")
    assert Path("/dev/null").is_char_device()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_is_told():
    with (
        pytest.raises(FactwireError, match=r"E040.*/dev/full.*No space left"),
        open_output("/dev/full") as stream,
    ):
        stream.write(b"new")


@pytest.mark.parametrize("size", [11, 9_000])
def test_a_disk_that_fills_up_leaves_the_old_file(tmp_path, size):
    path = tmp_path / "out.jsonl"
    path.write_text("old")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, limits[1]))
    try:
        with (
            pytest.raises(FactwireError, match=r"E040.*out.jsonl.*too large"),
            open_output(str(path)) as stream,
        ):
            for _ in range(10_000):
                stream.write(b"x" * size)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_an_error_of_the_caller_is_not_taken_for_the_output(tmp_path):
    with pytest.raises(OSError, match="mine"), open_output(str(tmp_path / "x")):
        raise OSError("mine")


def test_an_unwritable_target_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(FactwireError, match=r"E040"), open_output(str(tmp_path / "file" / "x")):
        pass


def test_views_answer_as_they_are(tmp_path):
    url = f"sqlite:///{tmp_path}/f.db"
    denial = {
        "relation": "denial",
        "id": "d1",
        "denies": ["f-a1-10"],
        "arguments": {"denier": [{"text": "Peru", "start": 0, "end": 4, "canonical": "PER"}]},
    }
    load_facts([fact(disputed_by=["d1"]), fact(start=50, **denial)], url, {"a1": article("a1", title="Jets")})
    columns = "supplier, recipient, item, quantity, date, sources, disputed_by"
    found = rows(url, f"SELECT {columns} FROM supply_view")
    assert found == [("PER", "TCD", "jet", 12.0, "2020-05", "reportedly", "d1")]
    assert rows(url, "SELECT denier, denies FROM denial_view") == [("PER", "f-a1-10")]
    assert rows(url, "SELECT title FROM articles") == [("Jets",)]


def test_loading_twice_changes_nothing_and_new_facts_replace_old(tmp_path):
    url = f"sqlite:///{tmp_path}/f.db"
    records = [fact(), fact(start=50), fact("a2")]
    tables = ("articles", "facts", "arguments", "attributions", "fact_links")
    first = load_facts(records, url)
    before = {t: rows(url, f"SELECT * FROM {t} ORDER BY 1, 2, 3") for t in tables[:3]}
    second = load_facts(records, url)
    assert (first.unchanged, second.unchanged) == (0, 2)
    assert before == {t: rows(url, f"SELECT * FROM {t} ORDER BY 1, 2, 3") for t in tables[:3]}
    load_facts([fact()], url)
    assert rows(url, "SELECT id FROM facts ORDER BY id") == [("f-a1-10",), ("f-a2-10",)]


def test_a_new_title_is_loaded(tmp_path):
    url = f"sqlite:///{tmp_path}/f.db"
    load_facts([fact()], url)
    assert load_facts([fact()], url, {"a1": article("a1", title="Jets")}).unchanged == 0
    assert rows(url, "SELECT title FROM articles") == [("Jets",)]


def test_after_an_error_the_database_is_as_it_was(tmp_path):
    url = f"sqlite:///{tmp_path}/f.db"
    load_facts([fact()], url)
    with pytest.raises(FactwireError, match=r"E042.*'a2' do not stand together"):
        load_facts([fact("a2"), fact("a3"), fact("a2", 50)], url)
    with pytest.raises(FactwireError, match=r"E041.*UNIQUE"):
        load_facts([fact("a4"), fact("a4")], url)
    assert rows(url, "SELECT id FROM articles") == [("a1",)]


def test_several_items_stand_in_their_order_without_a_sum(tmp_path):
    url = f"sqlite:///{tmp_path}/f.db"
    names = ["tank", "jet", "gun"]
    items = [{"text": n, "start": 1, "end": 2, "canonical": n, "quantity": {"value": 2}} for n in names]
    load_facts([fact(arguments={"item": items})], url)
    assert rows(url, "SELECT item, quantity FROM supply_view") == [("tank; jet; gun", None)]


@pytest.mark.parametrize("url", ["nonsense", "sqlite:////nowhere/at/all.db", "nodb://x/y"])
def test_a_bad_database_is_told(url):
    with pytest.raises(FactwireError, match="E041"):
        load_facts([fact()], url)
