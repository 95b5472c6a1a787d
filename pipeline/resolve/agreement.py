"""Whether a definite nominal's words agree with what is known of an entity."""

from pipeline.resolve.countries import countries
from pipeline.resolve.discourse import Discourse, fits_kind
from pipeline.resolve.entity import Entity, is_government
from pipeline.resolve.nominals import GENERIC, Nominal, same_kind
from pipeline.resolve.tables import actor_words

TOLD_BEFORE = 0.7
GENERIC_TOO = frozenset({"house", "network", "arm", "unit", "division"})
HUMANS = frozenset({"man", "woman"})
ANY_FIRM = frozenset({"company", "firm"})
SAME_KIND = 0.8
SAME_NATIONALITY = 0.9
SAME_MODIFIER = 0.5
OTHER_KIND = 0.6
UNTOLD_BODY = 0.4
UNKNOWN = 0.3
NEVER_NAMED = 0.5
NEW_DESCRIPTION = 0.6


def agreement(discourse: Discourse, nominal: Nominal, entity: Entity) -> float | None:
    """Return how far a nominal can be said of an entity, or None for not at all."""
    if not _compatible(discourse, nominal, entity):
        return None
    exact = nominal.lemma in entity.nouns
    score = _by_noun(nominal, entity)
    if exact and not entity.named and nominal.lemma not in GENERIC:
        score += TOLD_BEFORE
    if entity.named and entity.type == "other":
        score -= UNKNOWN
    if not entity.named and entity.name.startswith(("the ", "The ")):
        score -= NEVER_NAMED
    if nominal.nationality and nominal.kind != "country":
        if nominal.nationality in entity.nationalities | entity.lands:
            score += SAME_NATIONALITY
        elif entity.nationalities:
            return None
        elif entity.lands:
            score -= UNKNOWN
        elif nominal.lemma in actor_words("public_body") and not same_kind(nominal.lemma, entity.nouns):
            return None  # "the Peruvian navy" is Peru's, and not the IMF
    score += SAME_MODIFIER * len(nominal.modifiers & entity.modifiers)
    return score - (NEW_DESCRIPTION if nominal.described and not exact else 0.0)


def _compatible(discourse: Discourse, nominal: Nominal, entity: Entity) -> bool:
    if entity.plural or _is_owner(discourse, nominal, entity):
        return False
    if nominal.kind == "company" and entity.named and is_government(entity.name):
        return False
    if nominal.kind == "company" and nominal.lemma != "group" and _is_public(entity):
        return False
    if nominal.lemma in actor_words("public_body") and entity.nouns & (actor_words("company") - GENERIC_TOO):
        return False
    same, exact = same_kind(nominal.lemma, entity.nouns), nominal.lemma in entity.nouns
    if not exact and (not entity.named or nominal.kind == "group"):
        return False
    if nominal.owner is not None and not same and nominal.kind in ("company", "body"):
        return False
    told = nominal.nationality or nominal.modifiers
    if is_other_sex(nominal, entity):
        return False
    if nominal.lemma in HUMANS:
        return entity.type == "person"
    if nominal.kind == "person" and not same and (told or entity.nouns & actor_words("person")):
        return False
    if nominal.kind == "person" and not same and entity.named and entity.type == "other":
        return False
    called = countries().kinds.get(nominal.lemma)
    if entity.country and called is not None and entity.country not in called:
        return False
    return fits_kind(entity, nominal.type) or (same and not entity.country)


def is_other_sex(nominal: Nominal, entity: Entity) -> bool:
    """Tell whether a noun for men or women cannot be said of an entity."""
    sex = (
        "m" if nominal.lemma in actor_words("male") else "f" if nominal.lemma in actor_words("female") else ""
    )
    return bool(sex and entity.gender and sex != entity.gender)


def _is_public(entity: Entity) -> bool:
    """Tell whether an entity is known as an organisation that is no firm."""
    public = entity.nouns | {entity.name.split()[-1].casefold()}
    return bool(public & actor_words("public_body")) and not entity.nouns & actor_words("company")


def _by_noun(nominal: Nominal, entity: Entity) -> float:
    same = same_kind(nominal.lemma, entity.nouns)
    if nominal.kind == "country":
        return {"country": 0.3, "place": 0.1}.get(entity.type, -0.5)
    if nominal.lemma in GENERIC:
        told = nominal.lemma in entity.nouns and nominal.lemma not in ANY_FIRM
        return SAME_KIND if told else 0.0
    if same:
        return SAME_KIND if entity.named or not nominal.described else 0.2
    if entity.nouns - GENERIC:
        return -OTHER_KIND
    return -UNTOLD_BODY if nominal.kind == "body" and not entity.name.isupper() else -0.1


def _is_owner(discourse: Discourse, nominal: Nominal, entity: Entity) -> bool:
    """Tell whether an entity is whom a nominal belongs to, so that it is another."""
    if nominal.owner is None:
        return False
    i = nominal.owner.i
    return discourse.entity_of.get(i) is entity or any(a.entity is entity for a in discourse.found.get(i, ()))
