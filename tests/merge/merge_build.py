"""Small facts for the tests of merging."""

from pipeline.facts import (
    Actor,
    Attribution,
    Factuality,
    Item,
    Money,
    MoneyMention,
    Phrase,
    Producer,
    Quantity,
    Source,
    Span,
    TimeMention,
    Trigger,
    fact_id,
)
from pipeline.facts.types import ARGUMENT_TYPES, FACT_TYPES, derive_status


def _anchor(text):
    return {"text": text, "start": 0, "end": len(text)}


def actor(name):
    return Actor(**_anchor(name), label="GPE" if name.isupper() else "ORG", kind="named", canonical=name)


def item(name, value=None, approximate=False, category=None, designations=()):
    quantity = None if value is None else Quantity(value=value, approximate=approximate)
    return Item(
        **_anchor(name), canonical=name, quantity=quantity, category=category, designations=[*designations]
    )


def fact(relation, article="a1", published="2024-03-10", place=0, confidence=0.8, stage=None, **options):
    """Build a record; arguments by role as names, items or values."""
    factuality = Factuality(**options.pop("factuality", {}))
    sources = [
        Attribution(source=Source(**_anchor(name), canonical=name), cue="said")
        for name in options.pop("sources", ())
    ]
    links = {name: options.pop(name) for name in ("denies", "disputed_by") if name in options}
    roles = {}
    for role, values in options.items():
        if role == "date":
            roles[role] = [TimeMention(**_anchor(value), value=value) for value in values]
        elif role in ("price", "value"):
            roles[role] = [
                MoneyMention(**_anchor("$"), value=Money(amount=v, currency="USD")) for v in values
            ]
        elif role in ("claim", "subject", "instrument"):
            roles[role] = [Phrase(**_anchor(value)) for value in values]
        elif role == "item":
            roles[role] = [value if isinstance(value, Item) else item(value) for value in values]
        else:
            roles[role] = [value if isinstance(value, Actor) else actor(value) for value in values]
    return FACT_TYPES[relation](
        id=fact_id(article, relation, place, place + 4),
        article_id=article,
        published=published,
        trigger=Trigger(text="word", start=place, end=place + 4, lemma="word"),
        sentence=Span(start=place, end=place + 80),
        arguments=ARGUMENT_TYPES[relation](**roles),
        factuality=factuality,
        attribution=sources,
        status=derive_status(factuality, bool(sources)),
        confidence=confidence,
        rule="test",
        producer=Producer(pipeline="test", model="test"),
        stage=stage,
        **links,
    )


def supply(article, *, supplier="NOR", recipient="EST", goods="howitzer", **options):
    roles = {"supplier": [supplier], "recipient": [recipient], "item": [goods]}
    return fact("supply", article, **{r: v for r, v in roles.items() if v != [None]}, **options)


def deal(article, *parties, **options):
    return fact("deal", article, party=parties, **options)
