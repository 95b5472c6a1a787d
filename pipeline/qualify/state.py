"""The judgement of one event while the tree is walked, and how a governor changes it."""

from dataclasses import dataclass, replace

from spacy.tokens import Token

from pipeline.facts.types import Certainty, Cue, Factuality, Time
from pipeline.qualify.lexicon import Effect
from pipeline.qualify.verbgroup import weaker


@dataclass(frozen=True, slots=True)
class State:
    """What is known of an event so far.

    Attributes:
        negative: Whether it is said not to be so.
        certainty: How sure the text is of that.
        time: When, None where nothing has said so yet.
        conditional: Whether it depends on a condition.
        classes: Ids of the effects that acted, innermost first.
        cues: The words that acted.
    """

    negative: bool = False
    certainty: Certainty = "certain"
    time: Time | None = None
    conditional: bool = False
    classes: tuple[str, ...] = ()
    cues: tuple[Cue, ...] = ()

    def noted(self, token: Token, effect: str) -> "State":
        """Return the state with one more cue."""
        cue = Cue(text=token.text, start=token.idx, end=token.idx + len(token), effect=effect)
        return replace(self, cues=self.cues if cue in self.cues else (*self.cues, cue))

    def factuality(self) -> Factuality:
        """Return the state as a record's factuality; an event without any tense is past."""
        return Factuality(
            polarity="negative" if self.negative else "positive",
            certainty=self.certainty,
            time=self.time or "past",
            conditional=self.conditional,
        )


def govern(own: State, effect: Effect, governor: Token, above: State) -> State:
    """Return the state of an event under a governing word whose own state is `above`.

    A denied plan or wish ("has no plans to", "is not seeking") makes the event certainly
    not so; a barred event under an open governor ("may block the deal") stays open. What is
    only told or thought is under no condition of the telling ("if one asks, claims abound").
    """
    negative, certainty = own.negative, own.certainty
    open_above = above.certainty != "certain"
    if own.negative and above.negative and _share_negator(own, above):
        negative = True
    elif effect.polarity == "keep":
        negative = own.negative != above.negative
    elif effect.polarity == "flip":
        negative = own.negative == above.negative
    elif effect.polarity == "governor":
        negative = above.negative
    elif effect.polarity == "negative" and not open_above:
        negative = not above.negative
    if effect.certainty == "governor":
        certainty = weaker(certainty, above.certainty)
    elif effect.certainty != "own":
        denied = above.negative and effect.polarity == "keep"
        certainty = weaker(certainty, "certain" if denied else effect.certainty)
        certainty = weaker(certainty, above.certainty)
    if effect.polarity == "negative" and effect.time == "future" and above.negative:
        certainty = "possible"
    time = own.time
    if effect.time == "governor":
        time = above.time or own.time
    elif effect.time != "own":
        time = effect.time
    state = State(
        negative=negative,
        certainty=certainty,
        time=time,
        conditional=own.conditional or effect.conditional or (above.conditional and effect.time != "own"),
        classes=(*own.classes, effect.id, *above.classes),
        cues=(*own.cues, *(cue for cue in above.cues if cue not in own.cues)),
    )
    return state.noted(governor, effect.id)


def _share_negator(own: State, above: State) -> bool:
    """Tell whether one *no* was counted for the noun and for its clause."""
    return any(cue.effect == "no" and cue in above.cues for cue in own.cues)
