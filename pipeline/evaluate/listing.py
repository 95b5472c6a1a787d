"""Misses, spurious facts and wrong fields as compact text, for a reader who mends rules."""

from collections.abc import Iterator, Mapping

from pipeline.evaluate.comparison import Comparison
from pipeline.evaluate.measures import ArticleScore
from pipeline.evaluate.records import Argument, Record
from pipeline.evaluate.spans import same_canonical
from pipeline.read import Article


def list_errors(scores: list[ArticleScore], articles: Mapping[str, Article] | None = None) -> Iterator[str]:
    """Yield one block of lines for each fact that is not wholly right."""
    for score in scores:
        article = articles.get(score.article_id) if articles else None
        for relation, pairing in score.pairings.items():
            for missed in pairing.missed:
                yield _block("MISS", missed, article, f"  gold {describe(missed)}")
            for spurious in pairing.spurious:
                yield _block("SPUR", spurious, article, f"  pred {describe(spurious)}")
            for comparison in score.comparisons[relation]:
                wrong = list(differences(comparison))
                if wrong:
                    yield _block("DIFF", comparison.gold, article, "\n".join(f"  {w}" for w in wrong))
        for denial, denied in score.missed_links:
            yield _block("LINK", denial, article, f"  missing link to <{denied.trigger_text}>")
        for denial, denied in score.spurious_links:
            yield _block("LINK", denial, article, f"  spurious link to <{denied.trigger_text}>")


def differences(comparison: Comparison) -> Iterator[str]:
    """Yield what is wrong with a paired fact, one line for each field."""
    if comparison.gold.trigger != comparison.predicted.trigger:
        yield f"trigger: predicted <{comparison.predicted.trigger_text}>"
    for argument in comparison.missing:
        yield f"- {argument.role}: {mention(argument)}"
    for argument in comparison.extra:
        yield f"+ {argument.role}: {mention(argument)}"
    for gold, predicted in comparison.arguments:
        if gold.canonical is not None and not same_canonical(gold.canonical, predicted.canonical):
            yield f"≠ {gold.role} canonical: {mention(gold)} ← {mention(predicted)}"
        if gold.raw.get("value") is not None and gold.raw["value"] != predicted.raw.get("value"):
            yield f"≠ {gold.role} value: {gold.raw['value']} ← {predicted.raw.get('value')}"
    for key, (ours, theirs) in comparison.wrong.items():
        yield f"≠ {key}: {ours} ← {theirs}"


def describe(record: Record) -> str:
    """Return a fact's arguments and status on one line."""
    roles: dict[str, list[str]] = {}
    for argument in record.arguments or ():
        roles.setdefault(argument.role, []).append(mention(argument))
    parts = [f"{role}={'; '.join(names)}" for role, names in roles.items()]
    parts.append(f"[{record.stage} {record.status}]" if record.stage else f"[{record.status}]")
    rule = record.raw.get("rule")
    return " | ".join(parts) + (f" rule={rule}" if rule else "")


def mention(argument: Argument) -> str:
    """Return a mention as `text→canonical`."""
    text = argument.text if argument.span is not None else "IMPL"
    return text or "?" if argument.canonical in (None, text) else f"{text}→{argument.canonical}"


def sentence_of(record: Record, article: Article | None) -> str:
    """Return a fact's sentence on one line, its trigger in ⟦brackets⟧."""
    if article is None or record.sentence is None:
        return ""
    start, end = record.sentence
    left, right = record.trigger
    if not start <= left < right <= end:
        return " ".join(article.text[start:end].split())
    text = article.text
    return " ".join(f"{text[start:left]}⟦{text[left:right]}⟧{text[right:end]}".split())


def _block(kind: str, record: Record, article: Article | None, rest: str) -> str:
    head = f"{kind} {record.article_id} {record.relation} <{record.trigger_text}"
    return f"{head}@{record.trigger[0]}> {sentence_of(record, article)}\n{rest}"
