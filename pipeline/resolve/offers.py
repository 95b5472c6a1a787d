"""Whom a bid is for, where the sentence names the bidder alone.

"Brand was said to be preparing an offer": for the firm that the bids told before were for, or
else for the firm that the story is about.
"""

from collections.abc import Iterable, Mapping, Sequence

from pipeline.facts import Actor, Phrase
from pipeline.predicates import noun_lemma
from pipeline.predicates.lexicon import words
from pipeline.resolve.countries import countries
from pipeline.resolve.draft import Draft

Firms = Mapping[str, Sequence[int]]

OFFER = "deal.offer"
SUM = "deal.bid-so-much"
BID = ("deal.bid", "deal.bid-told", SUM, OFFER)
BOUGHT = ("deal.acquire", "deal.acquisition-noun", "deal.acquisition-told", "deal.sell-noun", *BID)
AIMED = ("for", "obj>for", "obj", "of", "aimed-at", "up>for")
TARGETS = ("for", "of:corporate|name", "aimed-at", "up>for")
MANY = 2


def is_bid(draft: Draft) -> bool:
    """Tell whether a draft is a bid or an offer for a firm."""
    return draft.candidate.rule.id in BID


def target(draft: Draft, earlier: Iterable[Draft], firms: Firms) -> list[Phrase]:
    """Return whom a bid is for, where nobody but a bidder is told of; nothing for other drafts."""
    known = draft.canonicals("party")
    firm = len(known) == 1 and not known & countries().codes
    if not firm or draft.roles.get("subject") or not is_bid(draft) or not _is_made(draft):
        return []
    for other in earlier:
        if other.candidate.rule.id in BOUGHT and not known & other.canonicals("party"):
            paths = (*AIMED, "subj") if _is_refused(other) else AIMED
            aims = {token.idx for path in paths for token in other.candidate.predicate.tokens(path)}
            aimed = [m for m in other.actors("party") if any(_stands_at(m, i) for i in aims)]
            if aimed:
                return aimed[:1]
    return _hero(draft, known, firms)


def _is_made(draft: Draft) -> bool:
    """Tell whether the party is who bids: who gets, refuses or fends off an offer does not."""
    if draft.candidate.rule.id == OFFER:
        return not _is_refused(draft)
    if draft.candidate.rule.id == SUM:
        return True
    offered = noun_lemma(draft.head) in words("offer")
    return offered and not any(draft.candidate.predicate.tokens(path) for path in TARGETS)


def _is_refused(draft: Draft) -> bool:
    """Tell whether the subject is who gets an offer, or turns it down."""
    return draft.candidate.rule.id == OFFER and draft.head.lemma_.lower() not in words("bidding")


def _stands_at(mention: Phrase, at: int) -> bool:
    return mention.start is not None and mention.end is not None and mention.start <= at < mention.end


def _hero(draft: Draft, known: set[str], firms: Firms) -> list[Phrase]:
    """Return the firm that the story has named most so far, the last named of several."""
    told = {name: [i for i in at if i < draft.head.i] for name, at in firms.items() if name not in known}
    often = {name: at for name, at in told.items() if len(at) >= MANY}
    if not often:
        return []
    name = max(often, key=lambda name: (len(often[name]), often[name][-1]))
    return [Actor(text=None, start=None, end=None, kind="implicit", canonical=name)]
