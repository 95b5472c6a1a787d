"""Readers of formats: what is in the file, where it stands, and what is wrong with it."""

import pytest
from samples import PLAIN, archive, page, pages, split, warc

from pipeline.read import (
    Fault,
    Meter,
    Page,
    fingerprints,
    read_entries,
)


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
