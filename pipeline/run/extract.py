"""The main job: articles through the model, facts out, in the order of the input."""

from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.annotate.model import load_model
from pipeline.facts import Fact
from pipeline.read import Article

CHUNK = 8
_NLP: Language | None = None


def load_pipeline(model: str | None = None) -> Language:
    """Load a language model with all components of factwire.

    Args:
        model: Name or path of a spaCy pipeline, or None for the best one installed.
    """
    nlp = load_model(model)
    if "factwire" not in nlp.pipe_names:
        nlp.add_pipe("factwire")
    return nlp


def analyse(nlp: Language, article: Article) -> Doc:
    """Run one article through the pipeline; its facts are on `doc._.facts`."""
    doc = nlp.make_doc(article.text)
    doc._.article_id = article.id
    doc._.published = article.published
    return nlp(doc)


def extract(
    articles: Iterable[Article], model: str | None = None, workers: int = 1
) -> Iterator[tuple[Article, list[Fact] | str]]:
    """Extract the facts of articles.

    Args:
        articles: The articles; they are taken as they are needed.
        model: Name or path of a spaCy pipeline, or None for the best one installed.
        workers: Number of processes; the output is the same for every number.

    Yields:
        Each article with its facts, or with the reason why it has none, in input order.
    """
    if workers <= 1:
        nlp = load_pipeline(model)
        for article in articles:
            yield article, _facts_of(nlp, article)
        return
    load_pipeline(model)  # fail here, in the parent, where the message is seen
    context = get_context("spawn")
    with ProcessPoolExecutor(workers, context, _start_worker, (model,)) as pool:
        chunks = _chunks(articles, CHUNK)
        pending = []
        for chunk in islice(chunks, workers * 2):
            pending.append((chunk, pool.submit(_work, chunk)))
        while pending:
            chunk, future = pending.pop(0)
            yield from zip(chunk, future.result(), strict=True)
            for following in islice(chunks, 1):
                pending.append((following, pool.submit(_work, following)))


def _chunks(articles: Iterable[Article], size: int) -> Iterator[list[Article]]:
    iterator = iter(articles)
    while chunk := list(islice(iterator, size)):
        yield chunk


def _start_worker(model: str | None) -> None:
    global _NLP
    _NLP = load_pipeline(model)


def _work(chunk: list[Article]) -> list[list[Fact] | str]:
    assert _NLP is not None
    return [_facts_of(_NLP, article) for article in chunk]


def _facts_of(nlp: Language, article: Article) -> list[Fact] | str:
    """Return the facts of one article; a text that cannot be analysed gives the reason."""
    if len(article.text) > nlp.max_length:
        return f"{len(article.text):,} characters are more than the limit of {nlp.max_length:,}"
    try:
        facts: list[Fact] = analyse(nlp, article)._.facts
    except (ValueError, RecursionError, MemoryError) as error:
        return f"{type(error).__name__}: {error}"
    return facts
