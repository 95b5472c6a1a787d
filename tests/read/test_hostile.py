"""Damage, bombs and sheer size: bounded, told with their place, and never fatal."""

import bz2
import gzip
import json
import lzma
import random

import pytest
from samples import PLAIN, archive, page, split, warc

from pipeline.errors import FactwireError
from pipeline.read import extras
from pipeline.read.streams import DOCUMENT_BYTES


@pytest.mark.parametrize(
    ("markup", "code"),
    [
        ("<p " + " ".join(f"a{i}=x" for i in range(200_000)) + ">Norway", "E083"),
        ("<p>" + "x" * 9_000_000, "E080"),
        ("<div>" * 10_000 + f"<p>{PLAIN}</p>", None),
        ("<b>" * 10_000 + PLAIN, None),
        ("<table>" + "<tr><td>" * 5_000 + PLAIN, None),
        ("<html><body></body></html>", "E007"),
        ("\0\x01\x02", "E007"),
    ],
    ids=["attributes", "huge", "deep", "deep inline", "deep table", "empty", "binary"],
)
def test_hostile_html_is_bounded_and_told(tmp_path, markup, code):
    (tmp_path / "bomb.html").write_text(markup)
    (tmp_path / "good.html").write_text(page())
    good, faults = split(tmp_path)
    assert "good" in [article.id for article in good]
    assert len(good) + len(faults) == 2
    if code:
        assert code in faults[0].message
        assert "bomb.html" in faults[0].message


@pytest.mark.parametrize("packed", [True, False])
def test_a_warc_cut_short_gives_what_stands_before(tmp_path, packed):
    random.seed(3)
    bodies = [page(first=f"{PLAIN} {random.random()}").encode() for _ in range(60)]
    data = warc([(f"http://x.org/{i}", "text/html", body, 200) for i, body in enumerate(bodies)], packed)
    path = tmp_path / ("cut.warc.gz" if packed else "cut.warc")
    path.write_bytes(data[: len(data) * 2 // 3])
    good, (fault,) = split(path)
    assert 35 <= len(good) <= 40
    assert f"[E084] {path}: damaged" in fault.message
    assert (fault.source, fault.entry, fault.rest) == (str(path), len(good), True)


def test_what_is_no_warc_is_told(tmp_path):
    (tmp_path / "junk.warc").write_bytes(b"hello there\r\n" * 50)
    (tmp_path / "none.warc").write_bytes(b"")
    good, faults = split(tmp_path)
    assert good == []
    assert ["E084" in faults[0].message, "E007" in faults[1].message] == [True, True]


def test_damaged_and_locked_zips_are_told(tmp_path):
    data = bytearray(archive({"a.txt": "One. " * 500, "b.txt": "Two."}))
    data[45:60] = b"\0" * 15
    (tmp_path / "flip.zip").write_bytes(bytes(data))
    (tmp_path / "cut.zip").write_bytes(archive({"a.txt": "One."})[:-10])
    good, faults = split(tmp_path)
    assert [a.id for a in good] == ["b"]
    assert [
        f"{name}" in fault.message for name, fault in zip(("cut.zip", "flip.zip!a.txt"), faults, strict=True)
    ] == [True] * 2
    assert all("E084" in fault.message for fault in faults)


@pytest.mark.parametrize("suffix", [".gz", ".bz2", ".xz", ".zst"])
def test_packed_lines_and_their_damage(tmp_path, suffix):
    import zstandard

    pack = {".gz": gzip.compress, ".bz2": bz2.compress, ".xz": lzma.compress, ".zst": zstandard.compress}[
        suffix
    ]
    numbers = random.Random(1)
    lines = "".join(json.dumps({"id": f"p{i}", "text": f"{numbers.random()}"}) + "\n" for i in range(60_000))
    packed = pack(lines.encode())
    (tmp_path / f"whole.jsonl{suffix}").write_bytes(packed)
    (tmp_path / f"a.txt{suffix}").write_bytes(pack(b"One."))
    good, faults = split([tmp_path / f"a.txt{suffix}", tmp_path / f"whole.jsonl{suffix}"], any_language=True)
    assert faults == []
    assert (good[0].id, good[0].text, len(good)) == ("a", "One.", 60_001)
    path = tmp_path / f"broken.jsonl{suffix}"
    flipped = bytearray(packed)
    middle = len(packed) * 3 // 4
    flipped[middle : middle + 40] = b"\xff" * 40
    for damaged in (packed[: len(packed) // 2], bytes(flipped)):
        path.write_bytes(damaged)
        good, faults = split(path, any_language=True)
        assert faults, "the damage was not seen"
        assert "E084" in faults[-1].message or suffix == ".zst"
        assert faults[-1].source == str(path)


@pytest.mark.parametrize("name", ["bomb.jsonl.gz", "bomb.txt.gz", "bomb.html.gz", "bomb.csv.gz"])
def test_a_bomb_of_zeros_is_bounded(tmp_path, name):
    with gzip.open(tmp_path / name, "wb", 9) as stream:
        for _ in range(300):
            stream.write(b"\0" * 2**20)
    assert (tmp_path / name).stat().st_size < 400_000
    good, faults = split(tmp_path)
    assert good == []
    assert [fault.message[:6] in ("[E084]", "[E080]", "[E085]") for fault in faults] == [True]


def test_a_document_of_a_hundred_megabytes_is_told(tmp_path):
    with (tmp_path / "huge.txt").open("wb") as stream:
        for _ in range(100):
            stream.write(b"word " * 200_000)
    with (tmp_path / "line.jsonl").open("wb") as stream:
        stream.write(b'{"id": "x", "text": "' + b"word " * 20_000_000 + b'"}\n{"id": "y", "text": "Fine."}\n')
    good, faults = split(tmp_path)
    assert [a.id for a in good] == ["y"]
    limit = f"is longer than the limit of {DOCUMENT_BYTES:,} bytes"
    assert [fault.message for fault in faults] == [
        f"[E080] {tmp_path}/huge.txt: {limit}; split it",
        f"[E080] {tmp_path}/line.jsonl:1: {limit}; split it",
    ]


def test_a_missing_library_is_told(tmp_path, monkeypatch):
    def missing(name):
        raise ImportError(name)

    monkeypatch.setattr(extras, "import_module", missing)
    (tmp_path / "a.html").write_text(page())
    _, (fault,) = split(tmp_path)
    assert fault.message == (
        "[E081] HTML: needs trafilatura (trafilatura): install it with pip install 'factwire[formats]'"
    )
    with pytest.raises(FactwireError, match="E081"):
        extras.load_extra("pyarrow.parquet", "Parquet")


def test_an_xml_bomb_is_bounded(tmp_path):
    entities = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 12))
    (tmp_path / "laughs.xml").write_text(
        f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a0 "lol">{entities}]><rss version="2.0"><channel>'
        "<item><title>&a11;</title><description>Peru signed it. &a11;</description></item></channel></rss>"
    )
    good, faults = split(tmp_path)
    assert len(good) + len(faults) == 1
    assert sum(len(article.text) for article in good) < 100


def test_an_id_may_be_an_address_but_no_book(tmp_path):
    rows = [{"id": "x" * 2000, "text": PLAIN}, {"id": "y" * 2001, "text": PLAIN}, {"id": "z", "text": PLAIN}]
    path = tmp_path / "a.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    good, bad = split(path)
    assert [article.id[0] for article in good] == ["x", "z"]
    assert [fault.message for fault in bad] == [
        f"[E005] {path}:2: 'id' is missing or not a text of at most 2,000 bytes"
    ]


def test_metadata_of_half_a_surrogate_pair_costs_nothing(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"id": "a", "text": PLAIN, "title": "x\ud800y", "tags": [{"\udfff": 1}]}))
    (article,), bad = split(path)
    assert (article.meta, bad) == ({"title": "x?y", "tags": [{"?": 1}]}, [])
