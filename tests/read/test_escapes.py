"""Remains of escaping in feeds' texts, and where what is read without them stands in the raw text."""

import pytest

from pipeline.read.escapes import plain

READ = {
    "AT amp;T Corp. said": "AT&T Corp. said",
    "AT&amp;T said": "AT&T said",
    "Marsh amp; Tolland": "Marsh & Tolland",
    "Marsh  amp; Tolland #39;s mill": "Marsh & Tolland's mill",
    "it won #39;t go": "it won't go",
    "clubs #39; owners": "clubs' owners",
    "a  quot;lie quot; he said": 'a "lie" he said',
    "paid #36;2 billion": "paid $2 billion",
    "worth \\$2 billion": "worth $2 billion",
    "&lt;b&gt;...&lt;/b&gt; The mill": "... The mill",
    "sold.&lt;br&gt;&lt;br&gt;The mill": "sold.\n\nThe mill",
    '&lt;FONT face="verdana"&gt;The mill&lt;/FONT&gt;': "The mill",
    "making\\the mill": "making the mill",
    "the mill.\\\\\\\\The": "the mill. The",
    "we&nbsp;said": "we said",
}
KEPT = (
    "Marsh & Tolland said",
    "Acme <ACM.N> said",
    "the firm <B> said",
    "C:\\mill",
    "if a < b > c",
    "Q&A; and so on",
    "the #3 mill; the other",
)


@pytest.mark.parametrize(("raw", "wanted"), READ.items())
def test_remains_are_read_over(raw, wanted):
    assert plain(raw).text == wanted


@pytest.mark.parametrize("raw", KEPT)
def test_other_marks_are_left_alone(raw):
    assert plain(raw) is None


@pytest.mark.parametrize(
    ("raw", "name", "wanted"),
    [
        ("said AT amp;T Corp. did", "AT&T Corp.", "AT amp;T Corp."),
        ("paid  #36;2 billion at once", "$2 billion", "#36;2 billion"),
        ("the  quot;mill quot; of Acme", "mill", "mill"),
        ("&lt;b&gt;The mill&lt;/b&gt; of Acme", "of Acme", "of Acme"),
        ("Acme #39;s mill", "Acme", "Acme"),
        ("a\\mill of R amp;D", "R&D", "R amp;D"),
    ],
)
def test_spans_are_told_in_the_raw_text(raw, name, wanted):
    read = plain(raw)
    start = read.text.index(name)
    begin, end = read.span(start, start + len(name))
    assert raw[begin:end] == wanted
