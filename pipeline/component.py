"""The component `factwire`: a parsed `Doc` in, typed facts on `doc._.facts` out.

The rooms meet here and nowhere else: relations give candidates, qualify says whether
they are so and who says it, resolve says who and what is meant.
"""

from collections.abc import Iterable, Mapping, Set
from datetime import date

import msgspec
from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from pipeline import __version__
from pipeline.annotate.mechanisms import checked, off, switch_off, switch_on
from pipeline.facts import (
    Actor,
    Attribution,
    Fact,
    Mention,
    MoneyMention,
    Phrase,
    Producer,
    Source,
    TimeMention,
)
from pipeline.facts.types import ACTOR_ROLES, CORE_ROLES, ROLES
from pipeline.predicates import Filler, Graph, graph_of, noun_lemma
from pipeline.predicates.lexicon import words
from pipeline.qualify import AttributionFinder, FactualityJudge, SourceMention
from pipeline.relations import Candidate, RelationMatcher, circumstances, is_distance, load_rules
from pipeline.resolve.actors import ActorResolver, ResolvedActor
from pipeline.resolve.claims import claim_span
from pipeline.resolve.dates import resolve_date, resolve_duration
from pipeline.resolve.denials import link_denials
from pipeline.resolve.draft import Draft, implicit
from pipeline.resolve.implicit import act_for_states, fill_implicit, share_with_enclosed
from pipeline.resolve.itemhead import phrase_head
from pipeline.resolve.itemmaker import maker_of
from pipeline.resolve.items import implied_item, resolve_item
from pipeline.resolve.money import parse_money
from pipeline.resolve.nominals import RELATIVE
from pipeline.resolve.pairs import paired_country
from pipeline.resolve.partners import has_code, is_expletive, is_own_name, may_act, only_decides
from pipeline.resolve.rawtext import KEY, in_raw
from pipeline.resolve.records import anchor, records
from pipeline.resolve.titles import judge_titles
from pipeline.resolve.told import told

CLAUSAL_ROLES = ("claim", "subject")
PRESENT_SPEECH = frozenset({"say", "says", "insist", "insists", "maintain", "maintains"})
RULERS = frozenset({"administration", "cabinet", "government"})
REFERRING = ("nominal", "pronoun")
ASKING = frozenset({"who", "whom", "whoever"})
TWO = 2
BETWEEN = ("between", "obj>between", "subj>between")


@Language.factory(
    "factwire",
    assigns=["doc._.facts"],
    requires=["token.dep", "token.head", "token.pos", "token.lemma"],
    default_config={"rules": None, "min_confidence": 0.0, "disable": []},
)
def make_factwire(
    nlp: Language, name: str, rules: list[str] | None, min_confidence: float, disable: list[str]
) -> "Factwire":
    """Create the component that extracts supply, deal and denial facts.

    Args:
        nlp: The pipeline; its meta names the model in the records.
        name: Name of the component in the pipeline.
        rules: Paths of rule files instead of those that ship, or None.
        min_confidence: Facts below are left out.
        disable: Mechanisms to switch off (`pipeline/annotate/data/mechanisms.toml`).
    """
    meta = nlp.meta
    model = f"{meta['lang']}_{meta['name']}-{meta['version']}"
    return Factwire(name, rules=rules, min_confidence=min_confidence, model=model, disable=disable)


class Factwire:
    """Extracts facts from a parsed document.

    Args:
        name: Name of the component in the pipeline.
        rules: Paths of rule files instead of those that ship, or None.
        min_confidence: Facts below are left out.
        model: Name and version of the language model, kept in each record.
        disable: Mechanisms to switch off, to measure what each is worth.

    Raises:
        FactwireError: E023 for a mechanism that does not exist.
    """

    def __init__(
        self,
        name: str = "factwire",
        *,
        rules: Iterable[str] | None = None,
        min_confidence: float = 0.0,
        model: str = "unknown",
        disable: Iterable[str] = (),
    ) -> None:
        from pathlib import Path

        self.name = name
        self.min_confidence = min_confidence
        self.off = checked(disable)
        self.producer = Producer(pipeline=f"factwire {__version__}", model=model)
        self.matcher = RelationMatcher(load_rules(map(Path, rules) if rules else None))
        self.judge = FactualityJudge()
        self.attribution = AttributionFinder()

    def __call__(self, doc: Doc) -> Doc:
        """Match, then set `doc._.facts`."""
        return self.set_annotations(doc, self.match(doc))

    def set_annotations(self, doc: Doc, facts: list[Fact]) -> Doc:
        """Keep the facts with the document."""
        doc._.facts = facts
        doc.user_data.pop("factwire_graph", None)
        return doc

    def match(self, doc: Doc) -> list[Fact]:
        """Return the facts of a document in text order, without touching it."""
        facts = records(doc, self.drafts(doc), self.producer)
        if facts and (plain := doc.user_data.get(KEY)) is not None:
            facts = in_raw(facts, plain)
        return [fact for fact in facts if fact.confidence >= self.min_confidence]

    def drafts(self, doc: Doc) -> list[Draft]:
        """Return the facts of a document before they become records, with all that made them."""
        if not len(doc) or not doc.has_annotation("DEP"):
            return []
        if not self.off:
            return self._drafts(doc)
        doc.user_data.pop("factwire_graph", None)
        switch_off(doc, self.off)
        try:
            return self._drafts(doc)
        finally:
            switch_on(doc)
            doc.user_data.pop("factwire_graph", None)

    def _drafts(self, doc: Doc) -> list[Draft]:
        graph = graph_of(doc)
        candidates = self.matcher.match(doc)
        if not candidates:
            return []
        builder = _Builder(doc, graph, self.judge, self.attribution)
        drafts = [draft for candidate in candidates if (draft := builder.draft(candidate))]
        entities = builder.actors.coreference.entities
        if "statesmen" not in self.off:
            act_for_states(drafts, entities.statesmen("head_of_state"))
        if "enclosing" not in self.off:
            share_with_enclosed(graph, drafts)
        if "implicit" not in self.off:
            principals = entities.principals(builder.actors.home)
            fill_implicit(drafts, principals, entities.firms(), builder.actors_at, builder.beside)
        if "grounding" not in self.off:
            for draft in drafts:
                builder.ground(draft)
        if "told" not in self.off:
            drafts = told(drafts)
        if "titles" not in self.off:
            judge_titles(drafts)
        if "denial-links" not in self.off:
            link_denials(graph, drafts)
        return drafts


class _Builder:
    """Turns the candidates of one document into drafts."""

    def __init__(
        self, doc: Doc, graph: Graph, judge: FactualityJudge, attribution: AttributionFinder
    ) -> None:
        self.doc = doc
        self.graph = graph
        self.judge = judge
        self.attribution = attribution
        self.off = off(doc)
        self.actors = ActorResolver(doc)
        self._sentences: dict[int, dict[str, Actor]] = {}
        published = doc._.published
        self.published = date.fromisoformat(published[:10]) if published else None

    def draft(self, candidate: Candidate) -> Draft | None:
        """Return the draft of a candidate, None for a supply that is a mere wish or ability."""
        judgement = self.judge.judge(candidate.head, candidate.relation)
        if judgement.mere and candidate.relation == "supply":
            return None
        sources = self.attribution.sources(candidate.head)
        said = sources[-1:]
        if candidate.rule.spoken:
            if not self._add_speaker(candidate, sources):
                return None
            sources = self._above_speaker(candidate, sources)
        draft = Draft(
            candidate=candidate,
            roles={},
            factuality=judgement.factuality,
            cues=list(judgement.cues),
            stage=judgement.stage if candidate.relation == "deal" else None,
            attribution=[self._attribution(source) for source in sources],
        )
        for role, all_fillers in candidate.roles.items():
            fillers = _signers(candidate, all_fillers) if role == "party" else all_fillers
            mentions = [m for filler in fillers for m in self._mentions(role, filler, candidate.head)]
            if role == "party":
                mentions = self._of_two_sides(fillers, mentions)
                mentions = _between(candidate, mentions)
                own = (candidate.head, *(f.token for f in candidate.roles.get("instrument", ())))
                mentions = [m for m in mentions if not any(_names_event(m, word) for word in own)]
            draft.roles[role] = _distinct(mentions) if role in ACTOR_ROLES else mentions
            if role in CORE_ROLES[candidate.relation]:
                draft.hows += [filler.how for filler in fillers]
        if candidate.relation == "denial":
            _speak_for_oneself(draft, said, self.graph)
        for role, name in candidate.rule.implied.items():
            draft.roles.setdefault(role, [implied_item(name)])
        if candidate.relation == "supply":
            self._keep_ends_apart(draft)
        if candidate.rule.maker and not draft.roles.get("supplier") and "makers" not in self.off:
            self._add_maker(draft)
        if "circumstances" not in self.off:
            self._add_circumstances(draft)
        return draft

    def _keep_ends_apart(self, draft: Draft) -> None:
        """Let nobody supply himself: a nominal at one end means another than who is at the other."""
        for role, rival in (("supplier", "recipient"), ("recipient", "supplier")):
            fillers, mentions = draft.candidate.roles.get(role, ()), list(draft.actors(role))
            taken = draft.canonicals(rival)
            if len(fillers) == len(mentions) == 1 and mentions[0].kind in REFERRING and taken:
                known = self.actors.apart(fillers[0].token, taken) if mentions[0].canonical in taken else None
                draft.roles[role] = [_actor(known)] if known else draft.roles[role]

    def _of_two_sides(self, fillers: Iterable[Filler], mentions: list[Mention]) -> list[Mention]:
        """Let nobody deal with himself: a nominal beside a single name means another than the name does."""
        actors = [m for m in mentions if isinstance(m, Actor)]
        named = {a.canonical for a in actors if a.kind == "named"}
        if len(actors) != TWO or len(named) != 1 or {a.canonical for a in actors} != named:
            return mentions
        tokens = {f.token.idx: f.token for f in fillers if f.token.tag_ != "PRP$"}  # "its stake" is one's own
        return [self._other(m, tokens, named) for m in actors]

    def _other(self, actor: Actor, tokens: Mapping[int, Token], taken: Set[str | None]) -> Actor:
        """Return an actor as whom else his mention can mean, where it is no name."""
        held = (token for at, token in tokens.items() if (actor.start or 0) <= at < (actor.end or 0))
        token = next(held, None) if actor.kind in REFERRING else None
        known = self.actors.apart(token, taken) if token is not None else None
        return _actor(known) if known else actor

    def _add_speaker(self, candidate: Candidate, sources: list[SourceMention]) -> bool:
        """Let who says that something is untrue deny it; tell whether anybody says it.

        A statement need not name who makes it: "These claims are false."
        """
        speaker = sources[-1].head if sources else None
        if "denier" not in candidate.roles and speaker is not None and speaker.lower_ != "you":
            candidate.roles["denier"] = [Filler(speaker, "speaker")]
        return "denier" in candidate.roles or self._is_statement(candidate)

    def _above_speaker(self, candidate: Candidate, sources: list[SourceMention]) -> list[SourceMention]:
        """Return the sources that quote the denier, who is no source of his own words."""
        deniers = {filler.token.i for filler in candidate.roles.get("denier", ())}
        own = (i for i, s in enumerate(sources) if s.head is not None and s.head.i in deniers)
        return sources[: next(own, len(sources) - 1)]

    def _is_statement(self, candidate: Candidate) -> bool:
        """Tell whether a sentence says no more than that a claim is untrue now."""
        claims = [noun_lemma(filler.token) for filler in candidate.roles.get("claim", ())]
        now = any(cop.lower_ in ("is", "are") for cop in self.graph.children(candidate.head, "cop"))
        return now and self.graph.is_root(candidate.head) and not words("assertion").isdisjoint(claims)

    def _add_maker(self, draft: Draft) -> None:
        """Let the maker that the item's name tells supply it ("ordered 30 Airbus jets")."""
        for filler in draft.candidate.roles.get("item", ())[:1]:
            maker = maker_of(filler.token)
            if maker is not None:
                taken = draft.canonicals("recipient")
                actors = [_actor(resolved) for resolved in self.actors.resolve(maker)]
                named = [implicit(actor) for actor in actors if actor.canonical not in taken]
                draft.roles["supplier"] = list(named[:1])

    def beside(self, draft: Draft) -> Set[str]:
        """Return who is told of in a draft's sentence, by their names."""
        return self._told_in(draft.head.sent).keys()

    def ground(self, draft: Draft) -> None:
        """Give implicit actors the mention that they have in the trigger's own sentence, if any."""
        wanted = {m.canonical for m in draft.actors() if m.kind == "implicit"}
        if not wanted:
            return
        found = self._told_in(draft.head.sent)
        for role in ACTOR_ROLES:
            mentions = draft.roles.get(role)
            if mentions and wanted:
                draft.roles[role] = [_grounded(mention, found) for mention in mentions]

    def actors_at(self, token: Token) -> list[Actor]:
        """Return whom a word names."""
        return [_actor(resolved) for resolved in self.actors.resolve(token)]

    def _told_in(self, sent: Span) -> dict[str, Actor]:
        """Return the actors that a sentence tells of, by canonical name; the first mention counts.

        A name comes before "the firm", "both sides" or "its".
        """
        if sent.start not in self._sentences:
            named = [token for token in sent if token.pos_ == "PROPN"]
            meant = [token for token in sent if token.pos_ != "PROPN" and self._refers(token)]
            found: dict[str, Actor] = {}
            for resolved in (actor for token in (*named, *meant) for actor in self.actors.resolve(token)):
                found.setdefault(resolved.canonical, _actor(resolved))
            self._sentences[sent.start] = found
        return self._sentences[sent.start]

    def _refers(self, token: Token) -> bool:
        """Tell whether a nominal or personal pronoun stands for somebody told of before."""
        relative = token.lower_ in RELATIVE or token.tag_ in ("WP", "WP$", "WDT")
        return not relative and bool(self.actors.coreference.antecedents(token))

    def _is_cleared(self, trigger: Token) -> bool:
        """Tell whether a supply is only let pass or forbidden by who is told with it ("approved a sale")."""
        verb = self.graph.head(self.graph.first_conjunct(trigger))
        return verb.pos_ == "VERB" and verb.lemma_.lower() in words("clearing")

    def _mentions(self, role: str, filler: Filler, trigger: Token) -> list[Mention]:
        token = filler.token
        if role in ACTOR_ROLES and token.tag_ == "WP" and token.lower_ in ASKING:
            return []  # "who supplied Chad is unknown"
        if role in ACTOR_ROLES:
            if "pairs" not in self.off and (code := paired_country(token)):
                span = token.doc[token.i : token.i + 1]
                return [Actor(**anchor(span), label="GPE", kind="named", canonical=code)]
            actors = [_actor(resolved) for resolved in self.actors.resolve(token)]
            if filler.how == "support" or trigger.lemma_.lower() in words("deciding_on"):
                actors = [a for a in actors if not only_decides(token, a)]
            if filler.how == "support" and role == "supplier" and token.text not in RULERS:
                actors = [a for a in actors if not (_only_clears(a) and self._is_cleared(trigger))]
            if filler.how != "modifier":
                return [a for a in actors if not (role == "party" and is_expletive(a))]
            own = is_own_name(self.graph, self.actors.coreference.entities, token)
            return [] if own else [a for a in actors if may_act(role, a)]
        if role == "item":
            itself = trigger.i > token.i and phrase_head(token).i == trigger.i  # "its crop-year exports"
            return [] if itself else list(resolve_item(token))
        if role == "duration":
            span = self.graph.mention(token)
            value = resolve_duration(span.text)
            return [TimeMention(**anchor(span), label="DATE", value=value)] if value else []
        if role == "subject" and token.pos_ not in ("VERB", "AUX"):
            return [self._subject(token)]
        clausal = role in CLAUSAL_ROLES
        span = claim_span(self.graph, token, trigger) if clausal else self.graph.mention(token)
        kind = "named" if span.root.ent_type_ else "nominal"
        if token.pos_ == "PRON" or token.tag_ == "DT":
            kind = "pronoun"
        return [Phrase(**anchor(span), label=token.ent_type_ or None, kind=kind)]  # type: ignore[arg-type]

    def _subject(self, token: Token) -> Phrase:
        """Return what a deal is about: a named thing by its name, anything else by its lemma."""
        span = self.graph.mention(token)
        if token.pos_ in ("PROPN", "PRON") or token.ent_type_:
            resolved = self.actors.resolve(token)
            if resolved:
                return Phrase(**msgspec.structs.asdict(_actor(resolved[0])))
        return Phrase(**anchor(span), label=token.ent_type_ or None, canonical=noun_lemma(token))

    def _attribution(self, source: SourceMention) -> Attribution:
        if source.head is None or source.span is None:
            return Attribution(source=None, cue=source.cue, anonymous=True)
        resolved = self.actors.resolve(source.head)
        name = resolved[0].canonical if resolved else source.span.text
        cited = Source(**anchor(source.span), canonical=name)
        return Attribution(source=cited, cue=source.cue, anonymous=source.anonymous)

    def _add_circumstances(self, draft: Draft) -> None:
        found = circumstances(self.graph, draft.candidate)
        roles = ROLES[draft.relation]
        tense = draft.factuality.time
        for span in found.dates:
            lasting = "duration" in roles and not is_distance(span)
            length = resolve_duration(span.text) if lasting else None
            if length and not draft.roles.get("duration"):
                mention = TimeMention(**anchor(span), label="DATE", value=length)
                draft.roles.setdefault("duration", []).append(mention)
            elif not length and not draft.roles.get("date"):
                value = resolve_date(span.text, self.published, tense)
                if value is None and span.root.ent_type_ == "TIME":
                    continue
                draft.roles["date"] = [TimeMention(**anchor(span), label="DATE", value=value)]
        role = "price" if "price" in roles else "value"
        if role in roles:
            for span in found.money[:2]:
                value_ = parse_money(span.text)
                mention_ = MoneyMention(**anchor(span), label="MONEY", value=value_)
                draft.roles.setdefault(role, []).append(mention_)
        for span in found.places[:1]:
            mention__ = Phrase(**anchor(span), label=span.label_, kind="named")
            draft.roles.setdefault("place", []).append(mention__)


def _signers(candidate: Candidate, fillers: list[Filler]) -> list[Filler]:
    """Return the two who sign it, where they are told, without who acts under it ("buys it under a pact")."""
    if len(candidate.predicate.passive_agents()) < TWO:
        return fillers
    return [filler for filler in fillers if filler.how != "support"]


def _between(candidate: Candidate, mentions: list[Mention]) -> list[Mention]:
    """Return whom an agreement is between, without the persons who only sign it for them."""
    between = {t.idx for path in BETWEEN for t in candidate.predicate.tokens(path)}
    sides = [m for m in mentions if isinstance(m, Actor) and between & set(range(m.start or 0, m.end or 0))]
    if len({side.canonical for side in sides}) < TWO or any(side.label == "PERSON" for side in sides):
        return mentions
    return [m for m in mentions if m in sides or m.label != "PERSON"]


def _only_clears(actor: Actor) -> bool:
    """Tell whether who lets a supply pass is no state: a regulator, not a president."""
    acts = actor.label == "PERSON" or (actor.text or "").casefold() in ("he", "she")
    return not (has_code(actor) or acts)


def _actor(resolved: ResolvedActor) -> Actor:
    return Actor(
        **anchor(resolved.span),
        label=resolved.span.root.ent_type_ or None,
        kind=resolved.kind,
        canonical=resolved.canonical,
        antecedent=resolved.antecedent,
    )


def _grounded(mention: Mention, named: dict[str, Actor]) -> Mention:
    if isinstance(mention, Actor) and mention.kind == "implicit":
        return named.get(mention.canonical or "", mention)
    return mention


def _speak_for_oneself(denial: Draft, said: list[SourceMention], graph: Graph) -> None:
    """Let no denier be the source of what he denies beside his words ("said it, rejecting the report").

    What he says to be untrue he denies when he says so.
    """
    deniers = denial.canonicals("denier")
    if graph.child(denial.head, "nsubj") is None:  # "said he denied it" is told by him
        others = [a for a in denial.attribution if not (a.source and a.source.canonical in deniers)]
        denial.attribution = others
    now = any(source.cue in PRESENT_SPEECH for source in said)
    if denial.candidate.rule.spoken and said and not now and denial.factuality.time == "present":
        denial.factuality = msgspec.structs.replace(denial.factuality, time="past")


def _names_event(mention: Mention, word: Token) -> bool:
    """Tell whether a mention is the agreement's own name ("the Lakes Charter was signed"), not a party's."""
    if mention.label in ("EVENT", "LAW", "WORK_OF_ART"):
        return True
    start, end = mention.start, mention.end
    return start is not None and end is not None and start <= word.idx < end


def _distinct(mentions: list[Mention]) -> list[Mention]:
    """Keep the first mention of each canonical name."""
    seen: set[str] = set()
    found = []
    for mention in mentions:
        name = mention.canonical if isinstance(mention, Phrase) else None
        if name is None or name not in seen:
            found.append(mention)
        if name:
            seen.add(name)
    return found


def _get_facts(doc: Doc) -> list[Fact]:
    stored = doc.user_data.get("factwire_facts")
    return msgspec.json.decode(stored, type=list[Fact]) if stored else []


def _set_facts(doc: Doc, facts: list[Fact]) -> None:
    """Store facts as bytes, so that documents pass between processes and into a DocBin."""
    doc.user_data["factwire_facts"] = msgspec.json.encode(facts)


def register_extensions() -> None:
    """Declare the `Doc` extensions that the component reads and sets."""
    Doc.set_extension("facts", getter=_get_facts, setter=_set_facts, force=True)
    for name in ("article_id", "published"):
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=None)


register_extensions()
