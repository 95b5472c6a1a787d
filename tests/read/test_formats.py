"""Readers of formats: what is in the file, where it stands, and what is wrong with it."""

import bz2
import gzip
import io
import json
import lzma
import random
import zipfile

import pytest

from pipeline.errors import FactwireError
from pipeline.read import (
    Article,
    Fault,
    Meter,
    Page,
    ReadOptions,
    extras,
    fingerprints,
    read_articles,
    read_entries,
)
from pipeline.read.streams import DOCUMENT_BYTES

PLAIN = "Norway shipped 40 howitzers to Estonia on Monday, the defence ministry in Oslo said in a statement."
PAGE = """<!DOCTYPE html><html><head><title>Guns for Estonia</title><meta charset="{charset}">
<meta name="author" content="Ann Lee"><meta property="article:published_time" content="2024-03-05T10:00Z">
</head><body><nav><a href="/">Home</a></nav><article><h1>Guns for Estonia</h1>
<p>{first}</p><p>The two countries signed a pact on caf\u00e9s in January, officials added later.</p>
</article><footer>Contact us</footer></body></html>"""


def split(names, **options):
    names = [names] if not isinstance(names, list) else names
    entries = list(read_articles([str(name) for name in names], options=ReadOptions(**options)))
    good = [entry for entry in entries if isinstance(entry, Article)]
    return good, [entry for entry in entries if isinstance(entry, Fault)]


def page(charset="utf-8", first=PLAIN):
    return PAGE.format(charset=charset, first=first)


def warc(records, packed=False):
    """Return a WARC file of (address, content type, body, status) records."""
    parts = []
    for number, (url, kind, body, status) in enumerate(records):
        answer = (
            f"HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode()
        )
        head = (
            "WARC/1.0\r\nWARC-Type: response\r\n"
            f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{number:012}>\r\n"
            f"WARC-Target-URI: {url}\r\nWARC-Date: 2024-03-10T00:00:00Z\r\n"
            "Content-Type: application/http; msgtype=response\r\n"
            f"Content-Length: {len(answer) + len(body)}\r\n\r\n"
        )
        record = head.encode() + answer + body + b"\r\n\r\n"
        parts.append(gzip.compress(record) if packed else record)
    return b"".join(parts)


def pages(number):
    body = page()
    return [(f"http://x.org/{i}", "text/html; charset=utf-8", body.encode(), 200) for i in range(number)]


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "windows-1252"])
def test_html_gives_its_text_and_what_it_says_of_itself(tmp_path, charset):
    (tmp_path / "guns.html").write_bytes(page(charset).encode("utf-8" if charset == "utf-8" else "cp1252"))
    (article,), faults = split(tmp_path)
    assert faults == []
    assert (article.id, article.published) == ("guns", "2024-03-05")
    assert article.meta["title"] == "Guns for Estonia"
    assert article.meta["author"] == "Ann Lee"
    assert article.text.startswith(f"Guns for Estonia\n\n{PLAIN}\n\nThe two")
    assert "caf\u00e9s" in article.text
    assert "Home" not in article.text
    assert "Contact" not in article.text


def test_paragraphs_of_html_stay_apart(tmp_path):
    (tmp_path / "guns.html").write_text(page())
    (article,), _ = split(tmp_path)
    assert article.text.count("\n\n") == 2


def test_short_html_gives_its_words(tmp_path):
    (tmp_path / "a.htm").write_text(
        "<p>Peru<!-- x --> signed</p><script>var x</script><p>it. Chad&amp;Co did."
    )
    (article,), _ = split(tmp_path)
    assert article.text == "Peru signed\n\nit. Chad&Co did."


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


def test_a_warc_of_thousands_of_pages_is_read_as_a_stream(tmp_path):
    (tmp_path / "many.warc.gz").write_bytes(warc(pages(3000), packed=True))
    entries = read_entries([str(tmp_path / "many.warc.gz")])
    first = next(entries)
    assert isinstance(first, Page)
    assert first.meta == {"url": "http://x.org/0", "crawled": "2024-03-10T00:00:00Z"}
    assert first.id == "00000000-0000-0000-0000-000000000000"
    assert sum(1 for _ in entries) == 2999


def test_a_warc_passes_over_what_is_no_page(tmp_path):
    records = [
        ("http://x.org/ok", "text/html", page().encode(), 200),
        ("http://x.org/moved", "text/html", b"<p>moved</p>", 301),
        ("http://x.org/pic", "image/png", b"\x89PNG", 200),
        ("http://x.org/plain", "text/plain; charset=latin-1", "Caf\u00e9 in Lima.".encode("latin-1"), 200),
        ("http://x.org/none", "text/html", b" ", 200),
    ]
    (tmp_path / "a.warc").write_bytes(warc(records))
    good, faults = split(tmp_path)
    assert faults == []
    assert [article.meta["url"] for article in good] == ["http://x.org/ok", "http://x.org/plain"]
    assert good[0].published == "2024-03-05"
    assert good[1].text == "Caf\u00e9 in Lima."


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


RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>F</title>
<item><guid>g1</guid><title>Guns</title><link>http://x.org/1</link>
<description>&lt;p&gt;Peru &lt;b&gt;signed&lt;/b&gt; it.&lt;/p&gt;</description>
<pubDate>Tue, 05 Mar 2024 10:00:00 +0100</pubDate></item>
<item><title>Chad buys jets</title></item><item><guid>g3</guid></item></channel></rss>"""
ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>F</title><entry><id>e1</id>
<title>T</title><author><name>Ann Lee</name></author><updated>2024-03-05T10:00:00Z</updated>
<content type="html">&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;Two.&lt;/p&gt;</content></entry></feed>"""


def test_feeds(tmp_path):
    (tmp_path / "a.rss").write_text(RSS)
    (tmp_path / "b.atom").write_text(ATOM)
    (tmp_path / "c.xml").write_text("<notes><note>hi</note></notes>")
    good, faults = split(tmp_path)
    assert [(a.id, a.text, a.published) for a in good] == [
        ("g1", "Peru signed it.", "2024-03-05T09:00:00+00:00"),
        ("a:2", "Chad buys jets", None),
        ("e1", "One.\n\nTwo.", "2024-03-05T10:00:00+00:00"),
    ]
    assert good[0].meta == {"title": "Guns", "url": "http://x.org/1"}
    assert good[2].meta["author"] == "Ann Lee"
    assert ["E007" in faults[0].message, "E083" in faults[1].message] == [True, True]


def test_csv_with_usual_columns(tmp_path):
    (tmp_path / "t.csv").write_text(
        'id,title,text,date,section\n7,A,"One, two.\nThree.",2024-03-05,world\n8,B,,2024-03-06,world\n'
        "9,C,Four.,March,world\n,D,Five.,,\n"
    )
    good, faults = split(tmp_path)
    assert [(a.id, a.text, a.published) for a in good] == [
        ("7", "One, two.\nThree.", "2024-03-05"),
        ("t:4", "Five.", None),
    ]
    assert good[0].meta == {"title": "A", "section": "world"}
    assert good[0].origin.endswith("t.csv:3")
    assert f"{tmp_path}/t.csv:4: 'text' is missing or not a text" in faults[0].message
    assert "t.csv:5: 'date' is missing or not an ISO date" in faults[1].message


def test_tsv_and_chosen_columns_and_old_encodings(tmp_path):
    (tmp_path / "t.tsv").write_bytes(
        "key\tstory\twhen\nk1\tCaf\u00e9 in Lima.\tTue, 05 Mar 2024 10:00:00 GMT\n".encode("cp1252")
    )
    good, faults = split(tmp_path, text_column="story", id_column="key", date_column="when")
    assert faults == []
    assert [(a.id, a.text, a.published) for a in good] == [
        ("k1", "Caf\u00e9 in Lima.", "2024-03-05T10:00:00+00:00")
    ]


@pytest.mark.parametrize(("options", "column"), [({}, "text"), ({"text_column": "boddy"}, "boddy")])
def test_a_column_that_is_not_there_is_told(tmp_path, options, column):
    (tmp_path / "t.csv").write_text("a;b\n1;2\n")
    good, (fault,) = split(tmp_path, **options)
    assert good == []
    assert f"t.csv: no column '{column}'; there are a, b" in fault.message


def test_parquet(tmp_path):
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = {"url": ["u1", "u2", "u3"], "body": ["One.", None, "Three."], "n": [1, 2, 3]}
    rows["date"] = [__import__("datetime").date(2024, 3, 5), None, None]
    pq.write_table(pa.table(rows), tmp_path / "t.parquet")
    (tmp_path / "bad.parquet").write_bytes(b"PAR1 no")
    good, faults = split(tmp_path)
    assert [(a.id, a.text, a.published, a.meta) for a in good] == [
        ("u1", "One.", "2024-03-05", {"n": 1}),
        ("u3", "Three.", None, {"n": 3}),
    ]
    assert "E084" in faults[0].message
    assert "t.parquet:2: 'body' is missing" in faults[1].message


def archive(members):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in members.items():
            target.writestr(name, data)
    return held.getvalue()


def test_a_zip_of_nested_folders_and_zips(tmp_path):
    more = archive({"deep/c.txt": "Three.", "d.jsonl": '{"id": "d1", "text": "Four."}\n'})
    deep = archive(
        {"e.txt": "Five.", "f.zip": archive({"f.txt": "Six.", "g.zip": archive({"g.txt": "No."})})}
    )
    (tmp_path / "all.zip").write_bytes(
        archive(
            {
                "x/": "",
                "x/y/z/a.txt": "One.",
                "x/b.html": page(),
                "x/notes.md": "no article",
                "__MACOSX/x/._a.txt": "leftover",
                "x/bad.txt": b"\x81\x8d\x00" * 40,
                "x/more.zip": more,
                "x/deep.zip": deep,
            }
        )
    )
    good, faults = split(tmp_path)
    assert [a.id for a in good] == ["a", "b", "c", "d1", "e", "f"]
    assert good[0].origin == f"{tmp_path}/all.zip!x/y/z/a.txt"
    messages = "\n".join(fault.message for fault in faults)
    assert "all.zip!x/bad.txt:1: not valid UTF-8" in messages
    assert "x/deep.zip!f.zip!g.zip: damaged: zip files are opened 3 deep at most" in messages


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


def test_other_languages_are_left_out_with_a_note(tmp_path):
    german = "Der Minister hat gestern gesagt, dass die Lieferung der Panzer erst im Mai kommen werde."
    (tmp_path / "de.txt").write_text(german)
    (tmp_path / "en.txt").write_text(PLAIN)
    (tmp_path / "short.txt").write_text("Panzer f\u00fcr Estland")
    good, (note,) = split(tmp_path)
    assert [a.id for a in good] == ["en", "short"]
    assert note.skipped
    assert (
        note.message == f"[E082] {tmp_path}/de.txt: not English but 'de'; left out (--any-language reads it)"
    )
    good, faults = split(tmp_path, any_language=True)
    assert (len(good), faults) == (3, [])


def test_no_english_article_is_left_out():
    from pathlib import Path

    good, faults = split(Path(__file__).parents[2] / "corpus" / "articles.jsonl")
    assert faults == []
    assert len(good) > 60


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (PLAIN.encode("utf-16"), "utf-16"),
        (PLAIN.encode("utf-32"), "utf-32"),
        ("They said \u201cyes\u201d \u2013 in the old caf\u00e9".encode("cp1252"), "cp1252"),
    ],
)
def test_encodings_are_found(tmp_path, data, encoding):
    (tmp_path / "a.txt").write_bytes(data)
    (article,), faults = split(tmp_path)
    assert faults == []
    assert article.text == data.decode(encoding)
    assert article.meta == {"encoding": encoding}


def test_mixed_inputs_keep_their_order_and_sources(tmp_path):
    (tmp_path / "a.csv").write_text("text\nOne.\nTwo.\n")
    (tmp_path / "b.jsonl").write_text('{"id": "j", "text": "Three."}\n{"id": "a:1", "text": "double"}\n')
    (tmp_path / "c.txt").write_text("Four.")
    entries = list(read_entries([str(tmp_path)]))
    assert [getattr(entry, "id", None) for entry in entries] == ["a:1", "a:2", "j", "a:1", "c"]
    double = entries[3]
    assert isinstance(double, Fault)
    assert "already given" in double.message
    assert (double.source, double.entry) == (str(tmp_path), 3)


def test_a_missing_library_is_told(tmp_path, monkeypatch):
    def missing(name):
        raise ImportError(name)

    monkeypatch.setattr(extras, "import_module", missing)
    (tmp_path / "a.html").write_text(page())
    _, (fault,) = split(tmp_path)
    assert fault.message == "[E081] HTML: needs trafilatura: install it with pip install 'factwire[formats]'"
    with pytest.raises(FactwireError, match="E081"):
        extras.load_extra("pyarrow.parquet", "Parquet")


def test_progress_counts_bytes(tmp_path):
    (tmp_path / "a.txt").write_text("One.")
    (tmp_path / "b.jsonl").write_text('{"id": "j", "text": "Three."}\n')
    (listing,), total = fingerprints([str(tmp_path)])
    meter = Meter(total)
    assert len(list(read_entries([str(tmp_path)], meter=meter))) == 2
    assert (meter.done, listing["files"], listing["bytes"]) == (total, 2, total)


def test_fingerprints_see_names_and_sizes(tmp_path):
    (tmp_path / "a.txt").write_text("One.")
    before = fingerprints([str(tmp_path)])
    (tmp_path / "a.txt").write_text("Onee.")
    after = fingerprints([str(tmp_path)])
    (tmp_path / "a.txt").rename(tmp_path / "b.txt")
    renamed = fingerprints([str(tmp_path)])
    hashes = {found[0][0]["listing"] for found in (before, after, renamed)}
    assert len(hashes) == 3


def test_an_xml_bomb_is_bounded(tmp_path):
    entities = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 12))
    (tmp_path / "laughs.xml").write_text(
        f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a0 "lol">{entities}]><rss version="2.0"><channel>'
        "<item><title>&a11;</title><description>Peru signed it. &a11;</description></item></channel></rss>"
    )
    good, faults = split(tmp_path)
    assert len(good) + len(faults) == 1
    assert sum(len(article.text) for article in good) < 100
