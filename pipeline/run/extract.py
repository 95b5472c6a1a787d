"""Articles through the model, facts out."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from traceback import extract_tb

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.annotate.model import load_model
from pipeline.errors import E, FactwireError
from pipeline.facts import Fact
from pipeline.read import Article
from pipeline.read.escapes import plain
from pipeline.resolve.rawtext import KEY
from pipeline.run.glance import Glance

Result = list[Fact] | str
TOGETHER = 20_000


def load_pipeline(model: str | None = None, rules: list[str] | None = None) -> Language:
    """Load a language model with all components of factwire.

    Args:
        model: Name or path of a spaCy pipeline, or None for the best one installed.
        rules: Paths of rule files instead of those that ship, or None.
    """
    nlp = load_model(model)
    if "factwire" not in nlp.pipe_names:
        nlp.add_pipe("factwire", config={"rules": rules})
    return nlp


def analyse(nlp: Language, article: Article, glance: Glance | None = None) -> Doc:
    """Run one article through the pipeline; its facts are on `doc._.facts`."""
    doc = _doc(nlp, article)
    return nlp(doc) if glance is None else glance.read([doc])[0]


def readable(article: Article) -> str:
    """Return the text of an article as the model reads it: without remains of escaping."""
    clean = plain(article.text)
    return article.text if clean is None else clean.text


def _doc(nlp: Language, article: Article) -> Doc:
    clean = plain(article.text)
    doc = nlp.make_doc(article.text if clean is None else clean.text)
    if clean is not None:
        doc.user_data[KEY] = clean
    doc._.article_id = article.id
    doc._.published = article.published
    return doc


def facts_of(nlp: Language, article: Article, glance: Glance | None = None) -> Result:
    """Return the facts of one article; a text that cannot be analysed gives the reason.

    Whatever goes wrong costs this article only, and is told.

    Args:
        nlp: Pipeline of `load_pipeline`.
        article: The article.
        glance: Tells from the grammar whether the rest is needed; None reads all.
    """
    path = article.origin or article.id
    if len(article.text) > nlp.max_length:
        return FactwireError(E.E009, path=path, length=len(article.text), limit=nlp.max_length).message
    try:
        facts: list[Fact] = analyse(nlp, article, glance)._.facts
    except Exception as error:
        frame = extract_tb(error.__traceback__)[-1]
        place = f"{Path(frame.filename).name}:{frame.lineno}"
        reason = f"{type(error).__name__}: {error} ({place})"
        return FactwireError(E.E050, path=path, reason=reason).message
    return facts


def facts_of_all(nlp: Language, articles: Sequence[Article], glance: Glance | None = None) -> list[Result]:
    """Return what `facts_of` returns of each article; short ones go through the model together."""
    results: list[Result | None] = [None] * len(articles)
    short = [i for i, article in enumerate(articles) if len(article.text) <= TOGETHER]
    try:
        made = (_doc(nlp, articles[i]) for i in short)
        docs = nlp.pipe(made) if glance is None else glance.read(made)
        for i, doc in zip(short, docs, strict=True):
            results[i] = doc._.facts
    except Exception:
        # One of them is at fault; alone, it is told and the others are not affected.
        results = [None] * len(articles)
    pairs = zip(articles, results, strict=True)
    return [facts_of(nlp, article, glance) if result is None else result for article, result in pairs]


def extract(articles: Iterable[Article], model: str | None = None) -> Iterator[tuple[Article, Result]]:
    """Extract the facts of articles, in this process.

    Args:
        articles: The articles; they are taken as they are needed.
        model: Name or path of a spaCy pipeline, or None for the best one installed.

    Yields:
        Each article with its facts, or with the reason why it has none, in input order.

    Raises:
        FactwireError: E010 or E011 if the model cannot be loaded.
    """
    nlp = load_pipeline(model)
    for article in articles:
        yield article, facts_of(nlp, article)
