"""Pages become articles: decoding, main text and metadata of HTML, blank and foreign texts told."""

import logging
import re
from dataclasses import replace
from typing import Any

from pipeline.errors import E
from pipeline.read.decode import declared_encoding, decode
from pipeline.read.extras import load_extra
from pipeline.read.language import other_language
from pipeline.read.records import Article, Fault, Page, encodable, is_blank, is_date

BLOCKS = frozenset(
    "p div br li tr h1 h2 h3 h4 h5 h6 blockquote ul ol table section article header footer pre hr".split()
)
NO_TEXT = frozenset({"script", "style", "head", "title", "noscript", "template"})
MARKUP_BYTES = 8 * 2**20
TAG_BYTES = 64 * 2**10
LONG_TAG = re.compile(rb"<[A-Za-z][^<>]{%d}" % TAG_BYTES)


def completed(entry: Article | Page, any_language: bool = False) -> Article | Fault:
    """Return the article of an entry, or why there is none.

    Args:
        entry: What a reader gave.
        any_language: Whether an article that is not English is one too.
    """
    article = entry if isinstance(entry, Article) else _article(entry)
    if isinstance(article, Fault) or any_language:
        return article
    language = other_language(article.text)
    if language is None:
        return article
    told = Fault.of(E.E082, path=article.origin or article.id, language=language)
    return replace(told, skipped=True, id=article.id)


def _article(page: Page) -> Article | Fault:
    makers = {"text": _text_article, "html": _html_article, "fragment": _fragment_article}
    made = makers[page.kind](page)
    return replace(made, id=page.id) if isinstance(made, Fault) else made


def _text_article(page: Page) -> Article | Fault:
    try:
        text, encoding = decode(page.data, page.encoding)
    except UnicodeDecodeError as error:
        line = page.data[: error.start].count(b"\n") + 1
        return Fault.of(E.E003, path=page.origin, line=line, byte=error.start, reason=error.reason)
    if is_blank(text):
        return Fault.of(E.E007, path=page.origin)
    meta = page.meta if encoding == "utf-8" else {**page.meta, "encoding": encoding}
    return Article(page.id, text, page.published, meta, page.origin)


def _html_article(page: Page) -> Article | Fault:
    if len(page.data) > MARKUP_BYTES:
        return Fault.of(E.E080, path=page.origin, limit=MARKUP_BYTES)
    if LONG_TAG.search(page.data):
        return Fault.of(E.E083, path=page.origin, reason=f"a tag of more than {TAG_BYTES:,} bytes")
    try:
        markup, _ = decode(page.data, page.encoding or declared_encoding(page.data))
    except UnicodeDecodeError as error:
        return Fault.of(E.E083, path=page.origin, reason=error.reason)
    trafilatura = load_extra("trafilatura", "HTML")
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    try:
        found = trafilatura.bare_extraction(
            markup,
            url=page.meta.get("url"),
            with_metadata=True,
            include_comments=False,
            include_tables=False,
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
        text = (found.text if found is not None else None) or plain_text(markup)
    except (RecursionError, ValueError, AttributeError, TypeError, KeyError, IndexError) as error:
        # Markup that breaks the library costs this page only.
        return Fault.of(E.E083, path=page.origin, reason=f"{type(error).__name__}: {error}")
    text = "\n\n".join(line for line in map(str.strip, encodable(text).split("\n")) if line)
    if not any(map(str.isalnum, text)):
        return Fault.of(E.E007, path=page.origin)
    meta = {**page.meta, **_meta(found)}
    published = page.published or (found.date if found is not None and is_date(found.date) else None)
    return Article(page.id, text, published, meta, page.origin)


def _fragment_article(page: Page) -> Article | Fault:
    text = plain_text(page.data.decode("utf-8"))
    return (
        Fault.of(E.E007, path=page.origin)
        if is_blank(text)
        else Article(page.id, text, page.published, page.meta, page.origin)
    )


def _meta(found: Any) -> dict[str, Any]:
    """Return what a page says of itself."""
    if found is None:
        return {}
    fields = {"title": found.title, "author": found.author, "site": found.sitename}
    return {key: encodable(value) for key, value in fields.items() if value}


def plain_text(markup: str) -> str:
    """Return the text of markup, one paragraph a line, for what is too short to have a main part."""
    html = load_extra("lxml.html", "HTML")
    etree = load_extra("lxml.etree", "HTML")
    if not markup.strip():
        return ""
    try:
        parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
        root = html.document_fromstring(markup.encode("utf-8"), parser=parser)
    except etree.LxmlError:
        return ""
    parts: list[str] = []
    hidden = 0
    for event, node in etree.iterwalk(root, events=("start", "end")):
        name = node.tag if isinstance(node.tag, str) else "script"
        hidden += (1 if event == "start" else -1) * (name in NO_TEXT)
        if name in BLOCKS:
            parts.append("\n")
        text = node.text if event == "start" else node.tail
        if text and not hidden:
            parts.append(re.sub(r"\s+", " ", text))
    lines = (line.strip() for line in "".join(parts).split("\n"))
    return "\n\n".join(line for line in lines if line)
