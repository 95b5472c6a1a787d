"""A folder of all kinds of damage, as a batch: nothing lost, nothing doubled, each fault told."""

import gzip
import json
import random
from collections import Counter

import pytest
from samples import PLAIN, archive, page, warc
from test_batch import batch, ids

GOOD = 40
HUNDRED_MEGABYTES = 100 * 10**6


def lines_of(name, number):
    """Return JSON lines that pack badly, so that half of the packed file is half of the lines."""
    chance = random.Random(name)
    texts = (f"{chance.random()} {chance.random()}" for _ in range(number))
    return "".join(json.dumps({"id": f"{name}{i}", "text": text}) + "\n" for i, text in enumerate(texts))


def pages():
    chance = random.Random(3)
    bodies = [page(first=f"{PLAIN} {chance.random()}").encode() for _ in range(GOOD)]
    return warc([(f"http://x.org/{i}", "text/html", body, 200) for i, body in enumerate(bodies)], True)


def unreadable(path):
    """Make a file whose reading fails with an input error, for root too."""
    path.symlink_to("/proc/self/mem")


@pytest.fixture
def damaged(tmp_path):
    """Return a folder of damaged inputs with sound ones between them, and what mends each."""
    folder = tmp_path / "in"
    folder.mkdir()
    packed, crawl = gzip.compress(lines_of("g", 2000).encode()), pages()
    nested = archive(
        {"deep/er/n1.txt": "One.", "more.zip": archive({"far/n2.txt": "Two."}), "n3.txt": "Three."}
    )
    (folder / "a.txt").write_text("first")
    (folder / "b.jsonl.gz").write_bytes(packed[: len(packed) // 2])
    (folder / "c.warc.gz").write_bytes(crawl[: len(crawl) * 2 // 3])
    (folder / "d.html").write_text("<p " + " ".join(f"a{i}=x" for i in range(200_000)) + ">Norway")
    unreadable(folder / "e.txt")
    (folder / "f.zip").write_bytes(nested)
    (folder / "h.jsonl").write_text(lines_of("h", 5) + '{"id": \n' + lines_of("i", 5))
    (folder / "z.txt").write_text("last")
    return folder, {
        "b.jsonl.gz": packed,
        "c.warc.gz": crawl,
        "d.html": page().encode(),
        "e.txt": b"readable now",
        "h.jsonl": (lines_of("h", 5) + '{"id": "mended", "text": "so"}\n' + lines_of("i", 5)).encode(),
    }


def mend(folder, sound):
    for name, data in sound.items():
        (folder / name).unlink()
        (folder / name).write_bytes(data)


def every_id():
    """Return the ids of all articles of the folder once it is mended."""
    crawled = [f"00000000-0000-0000-0000-{i:012}" for i in range(GOOD)]
    numbered = [f"{name}{i}" for name, number in (("g", 2000), ("h", 5), ("i", 5)) for i in range(number)]
    return Counter(["a", *numbered, *crawled, "d", "e", "n1", "n2", "n3", "mended", "z"])


REASONS = {
    "b.jsonl.gz": "E084",
    "c.warc.gz": "E084",
    "d.html": "E083",
    "e.txt": "E002",
    "h.jsonl": "E004",
}


def check(folder, out, told):
    """Check that each damage and nothing else is told, and that what stands before and after is there."""
    assert len(told) == len(REASONS), told
    for name, code in REASONS.items():
        assert any(f"[{code}]" in message and f"{folder}/{name}" in message for message in told), name
    found = Counter(ids(out))
    assert found <= every_id()
    assert found >= Counter(["a", "z", "n1", "n2", "n3", "g0", "h0", "h4", "i0", "i4"])


def test_damage_costs_itself_only_and_is_made_up_for_once_it_is_mended(damaged, tmp_path):
    folder, sound = damaged
    told = []
    batch(folder, tmp_path / "out", told=told, shard_size=100)
    check(folder, tmp_path / "out", told)
    mend(folder, sound)
    report = batch(tmp_path / "out" / "quarantine.jsonl", tmp_path / "rest", shard_size=100)
    assert report.failed == 0
    assert Counter(ids(tmp_path / "out") + ids(tmp_path / "rest")) == every_id()


@pytest.mark.faults
def test_a_document_of_a_hundred_megabytes_among_others(damaged, tmp_path):
    folder, _ = damaged
    huge = folder / "m.jsonl"
    with huge.open("wb") as stream:
        stream.write(b'{"id": "m0", "text": "small"}\n{"id": "m1", "text": "')
        stream.write(b"word " * (HUNDRED_MEGABYTES // 5))
        stream.write(b'"}\n{"id": "m2", "text": "small too"}\n')
    told = []
    batch(folder, tmp_path / "out", told=told, shard_size=100)
    (limit,) = [message for message in told if "E080" in message]
    assert f"{huge}:2" in limit
    found = Counter(ids(tmp_path / "out"))
    assert (found["m0"], found["m1"], found["m2"]) == (1, 0, 1)
    told.remove(limit)
    for name in ("m0", "m2"):
        del found[name]
    assert found <= every_id()
