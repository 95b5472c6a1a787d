"""Drafts on hand-built sentences, with roles given by canonical names."""

from pipeline.facts import Actor, Attribution, Factuality, Item, Phrase, Source
from pipeline.predicates import Filler, PredicateView
from pipeline.relations import Candidate, load_rules
from pipeline.resolve.draft import Draft

RULES = {rule.id: rule for rule in load_rules()}
KINDS = {"item": Item, "subject": Phrase, "claim": Phrase, "instrument": Phrase}


def mention(role, name, kind="named"):
    return KINDS.get(role, Actor)(text=name, start=0, end=len(name), kind=kind, canonical=name)


def draft(doc, i, rule, *, source=None, claim=None, hows=(), factuality=None, **roles):
    """Return a draft with the trigger `doc[i]`; each role is a string of names."""
    predicate = PredicateView(doc).of(doc[i])
    fillers = {"claim": [Filler(doc[claim], "direct")]} if claim is not None else {}
    made = Draft(
        candidate=Candidate(RULES[rule], (doc[i],), fillers, predicate, doc[i].lemma_),
        roles={role: [mention(role, name) for name in names.split()] for role, names in roles.items()},
        factuality=Factuality(**(factuality or {})),
        hows=list(hows),
    )
    if source:
        made.attribution.append(
            Attribution(source=Source(text=source, start=0, end=1, canonical=source), cue="said")
        )
    return made


def names(made, role):
    return [m.canonical for m in made.roles.get(role, ())]


def kinds(made, role):
    return [m.kind for m in made.roles.get(role, ())]
