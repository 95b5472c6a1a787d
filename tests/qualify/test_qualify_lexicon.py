"""The cue files are checked, and every class has an example that the judge bears out."""

import pytest

from pipeline.errors import FactwireError
from pipeline.qualify import FactualityJudge
from pipeline.qualify.lexicon import (
    EffectFile,
    FormIndex,
    WordFile,
    load_effects,
    load_reporting,
    load_triggers,
    load_words,
    read_table,
)

EFFECTS = load_effects()
GOOD = """
[[class]]
id = "x"
about = "test"
polarity = "keep"
certainty = "possible"
time = "future"
takes = ["inf"]
verbs = ["dream"]
examples = [{ text = "He dreams to *sell* it.", is = "positive possible future" }]
"""


def test_the_shipped_files_are_read():
    assert len(EFFECTS) >= 12
    assert "signed" in load_triggers().stage
    assert "will" in load_words().auxiliary["will"].words
    assert "say" in load_reporting().verbs.say


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("about =", "abuot ="), "unknown key 'abuot'; allowed are id, about, polarity"),
        (('id = "x"', "id = 7"), "Expected `str`"),
        (('polarity = "keep"', 'polarity = "kept"'), "Invalid enum value 'kept'"),
        (("is =", "was ="), "unknown key 'was'; allowed are text, is"),
        (("[[class]]", "[[clas]]"), "unknown key 'clas'; allowed are class"),
        (("examples =", "# "), "missing required field `examples`"),
        (('"x"', '"x'), "file"),
    ],
)
def test_faults_name_file_and_key(tmp_path, change, message):
    path = tmp_path / "mine.toml"
    path.write_text(GOOD.replace(*change))
    with pytest.raises(FactwireError) as caught:
        load_effects(path)
    assert "mine.toml" in caught.value.message
    assert message in caught.value.message


def test_a_class_given_twice_is_refused(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(GOOD + GOOD)
    with pytest.raises(FactwireError, match="E022"):
        load_effects(path)


def test_a_class_without_examples_is_refused(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(GOOD.split("examples")[0] + "examples = []\n")
    with pytest.raises(FactwireError, match="no examples"):
        load_effects(path)


def test_nested_places_name_their_keys(tmp_path):
    path = tmp_path / "words.toml"
    path.write_text('[auxiliary.will]\nabout = "a"\nwrods = ["will"]\n[adverb]\n[marker]\n[negator]\n')
    with pytest.raises(FactwireError) as caught:
        read_table(path, WordFile)
    assert "unknown key 'wrods'; allowed are about, words" in caught.value.message


def test_good_file_is_read(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(GOOD)
    assert read_table(path, EffectFile).classes[0].verbs == ("dream",)


def test_form_index_knows_inflected_forms_and_particles():
    index: FormIndex[str] = FormIndex()
    index.add_verbs(["cut off", "cut", "seek"], "v")
    index.add_nouns(["memorandum of understanding", "takeover bid"], "n")
    assert [rest for rest, _ in index.get("cut")] == [("off",), ()]
    assert index.get("sought") == [((), "v")]
    assert index.get("memoranda") == [((), "n")]
    assert index.get("bids") == [((), "n")]
    assert index.get("dream") == []


def test_a_word_with_two_effects_is_refused(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(GOOD + GOOD.replace('"x"', '"y"'))
    with pytest.raises(FactwireError, match="'dream' as verb with inf has the effect 'x' already"):
        load_effects(path)


@pytest.mark.parametrize(
    ("effect", "example"),
    [pytest.param(e, x, id=f"{e.id}: {x.text}") for e in EFFECTS for x in e.examples],
)
def test_example_is_judged_as_it_says(nlp, effect, example):
    before, event, after = example.text.split("*")
    doc = nlp(before + event + after)
    trigger = next(token for token in doc if token.idx == len(before))
    judged = FactualityJudge().judge(trigger, "supply").factuality
    words = [judged.polarity, judged.certainty, judged.time] + ["conditional"] * judged.conditional
    assert " ".join(words) == example.judged
