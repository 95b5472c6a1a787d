"""Files for the tests of readers."""

import gzip
import io
import zipfile

from pipeline.read import Article, Fault, ReadOptions, read_articles

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


def archive(members):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in members.items():
            target.writestr(name, data)
    return held.getvalue()
