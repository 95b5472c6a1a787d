"""Drafts become records: identifiers, links between facts, spans of the text, confidence."""

from collections.abc import Callable
from typing import Any

import msgspec
from spacy.tokens import Doc, Span

from pipeline.facts import Fact, Producer, Trigger, derive_status, fact_id
from pipeline.facts import Span as TextSpan
from pipeline.facts.types import ARGUMENT_TYPES, FACT_TYPES
from pipeline.relations import Candidate
from pipeline.resolve.confidence import confidence
from pipeline.resolve.draft import Draft


def anchor(span: Span) -> dict[str, Any]:
    """Return what a mention keeps of its span: text and offsets."""
    return {"text": span.text, "start": span.start_char, "end": span.end_char}


def records(doc: Doc, drafts: list[Draft], producer: Producer) -> list[Fact]:
    """Return the records of the drafts of one document, with ids, links and confidence.

    Args:
        doc: The document.
        drafts: Its facts, in text order.
        producer: The versions that made them.
    """
    article = doc._.article_id or ""
    ids = {id(draft): _draft_id(article, draft) for draft in drafts}
    disputed: dict[str, list[str]] = {}
    for draft in drafts:
        for denied in draft.denies:
            disputed.setdefault(ids[id(denied)], []).append(ids[id(draft)])
    facts = []
    for draft in drafts:
        identifier = ids[id(draft)]
        kind: Callable[..., Fact] = FACT_TYPES[draft.relation]
        roles = {role: found for role, found in draft.roles.items() if found}
        sent = draft.head.sent
        facts.append(
            kind(
                id=identifier,
                article_id=article,
                published=doc._.published,
                trigger=_trigger(draft.candidate),
                sentence=_trimmed(sent),
                arguments=msgspec.convert(roles, ARGUMENT_TYPES[draft.relation], from_attributes=True),
                stage=draft.stage,
                factuality=draft.factuality,
                cues=draft.cues,
                attribution=draft.attribution,
                status=derive_status(draft.factuality, bool(draft.attribution)),
                denies=[ids[id(denied)] for denied in draft.denies],
                disputed_by=disputed.get(identifier, []),
                confidence=confidence(draft),
                rule=draft.candidate.rule.id,
                producer=producer,
            )
        )
    return facts


def _trigger_span(candidate: Candidate) -> Span:
    indices = [token.i for token in candidate.trigger]
    contiguous = max(indices) - min(indices) + 1 == len(indices)
    if not contiguous:
        return candidate.head.doc[candidate.head.i : candidate.head.i + 1]
    return candidate.head.doc[min(indices) : max(indices) + 1]


def _trigger(candidate: Candidate) -> Trigger:
    span = _trigger_span(candidate)
    return Trigger(**anchor(span), lemma=candidate.lemma)


def _trimmed(sent: Span) -> TextSpan:
    text = sent.text
    start = sent.start_char + len(text) - len(text.lstrip())
    return TextSpan(start=start, end=max(start, sent.end_char - (len(text) - len(text.rstrip()))))


def _draft_id(article: str, draft: Draft) -> str:
    span = _trigger_span(draft.candidate)
    return fact_id(article, draft.relation, span.start_char, span.end_char)
