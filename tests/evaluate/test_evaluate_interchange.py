"""Annotations to each tool and back: nothing is lost, and corrections arrive."""

import json
from copy import deepcopy
from xml.etree import ElementTree

import pytest
from evaluate_build import TEXT, fact, gold_records, mention, span
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_evaluate_properties import facts

from pipeline.errors import FactwireError
from pipeline.evaluate import records_of
from pipeline.evaluate.interchange import (
    FORMATS,
    Annotated,
    export_annotations,
    from_graph,
    import_annotations,
    to_graph,
)
from pipeline.facts.types import ROLES, fact_id

ENTITIES = [span(TEXT, "Norland") | {"label": "GPE"}, span(TEXT, "Oslo") | {"label": "GPE"}]
SLOW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def annotated(records=None, **fields):
    values = {"published": "2024-03-01", "meta": {"title": "A “pact”"}, "entities": ENTITIES}
    return Annotated("a", TEXT, records=records or gold_records(), **(values | fields))


def target(tool, folder):
    return folder / ("brat" if tool == "brat" else f"file.{tool}")


def round_trip(articles, tool, folder):
    path = target(tool, folder)
    export_annotations(articles, tool, path)
    return import_annotations(tool, path)


def plain(article):
    """An article's values where the order of roles' implicit arguments does not matter."""
    records = deepcopy(article.records)
    for record in records:
        for mentions in record["arguments"].values():
            mentions.sort(key=lambda m: m["start"] is None)
        for key in ("denies", "disputed_by"):
            record[key] = sorted(record.get(key, []))
        record.setdefault("published", article.published)
    return (article.article_id, article.text, article.published, article.meta, records, article.entities)


@pytest.mark.parametrize("tool", FORMATS)
def test_round_trip_of_every_field(tool, tmp_path):
    rich = fact(
        "g5",
        "supply",
        "sale",
        {
            "item": [
                mention(TEXT, "40 jets", "jet", quantity={"value": 40, "unit": None}),
                mention(TEXT, None, "fuel"),
            ],
            "date": [mention(TEXT, "Oslo", value="2023-11")],
            "recipient": [mention(TEXT, "The two countries", "Sudmark", antecedent=span(TEXT, "Sudmark"))],
        },
        confidence=0.42,
        rule="supply.sale",
        producer={"pipeline": "1", "model": "m"},
        attribution=[{"source": span(TEXT, "Norland"), "cue": "said", "anonymous": False}],
        published="2024-03-01",
    )
    article = annotated([*gold_records(), rich])
    for record in article.records:
        record["published"] = "2024-03-01"
    assert [plain(a) for a in round_trip([article], tool, tmp_path)] == [plain(article)]


@pytest.mark.parametrize("tool", FORMATS)
@SLOW
@given(
    values=st.lists(st.integers(), max_size=3).flatmap(
        lambda ids: st.tuples(*(facts(f"f{i}") for i in range(len(ids))))
    )
)
def test_round_trip_of_any_annotation(tool, values, tmp_path):
    records = [v | {"article_id": "a"} for v in values]
    for denial in (r for r in records[1:] if r["relation"] == "denial"):
        denial["denies"] = [records[0]["id"]]
        records[0]["disputed_by"] = sorted({*records[0].get("disputed_by", []), denial["id"]})
    article = annotated(records or gold_records())
    (back,) = round_trip([article], tool, tmp_path)
    assert plain(back) == plain(article)
    assert len(records_of(back.records)) == len(article.records)


@pytest.mark.parametrize("tool", FORMATS)
@pytest.mark.parametrize(
    "text", ["Emoji 😀😀 sold\r\njets. ", "Tab\tsold\n\njets", "Norland so\u0301ld “sold” jets"]
)
def test_odd_texts_keep_their_offsets(tool, text, tmp_path):
    record = fact("g", "supply", "sold", {"item": [mention(text, "jets", "jet")]}, text=text)
    across = span(text, text[text.index("sold") :].rstrip(" ."))
    record["arguments"]["price"] = [across]
    article = Annotated("a/b c", text, records=[record | {"article_id": "a/b c"}])
    (back,) = round_trip([article], tool, tmp_path)
    assert (back.article_id, back.text) == ("a/b c", text)
    assert back.records[0]["trigger"] == record["trigger"]
    assert back.records[0]["arguments"]["price"] == [across]


@pytest.mark.parametrize("tool", FORMATS)
def test_several_articles_and_one_without_facts(tool, tmp_path):
    articles = [annotated(), Annotated("a/x", "Nothing here."), Annotated("a_x", "Nor here.")]
    back = round_trip(articles, tool, tmp_path)
    assert [a.article_id for a in back] == ["a", "a/x", "a_x"]
    assert [len(a.records) for a in back] == [4, 0, 0]


def test_label_studio_takes_corrections(tmp_path):
    path = tmp_path / "tasks.json"
    export_annotations([annotated()], "labelstudio", path)
    tasks = json.loads(path.read_text("utf-8"))
    results = tasks[0]["annotations"][0]["result"]
    polarity = next(r for r in results if r.get("from_name") == "polarity")
    polarity["value"]["choices"] = ["negative"]
    place = {"start": TEXT.index("pact"), "end": TEXT.index("pact") + 4}
    results += [
        {
            "id": "new",
            "from_name": "label",
            "to_name": "text",
            "type": "labels",
            "value": place | {"labels": ["deal"]},
        },
        {"type": "relation", "from_id": "new", "to_id": "m1", "labels": ["party"], "direction": "right"},
    ]
    path.write_text(json.dumps(tasks), encoding="utf-8")
    (back,) = import_annotations("labelstudio", path)
    first = back.records[0]
    assert (first["factuality"]["polarity"], first["status"]) == ("negative", "negated")
    made = back.records[-1]
    assert made["id"] == fact_id("a", "deal", place["start"], place["end"])
    assert [m["text"] for m in made["arguments"]["party"]] == ["Norland"]
    assert records_of(back.records)[-1].relation == "deal"


def test_label_studio_suggestions_are_predictions(tmp_path):
    export_annotations([annotated()], "labelstudio", tmp_path / "t.json", suggested=True)
    (task,) = json.loads((tmp_path / "t.json").read_text("utf-8"))
    assert "annotations" not in task
    assert len(task["predictions"][0]["result"]) > 10


def test_label_studio_configuration_offers_every_role_and_relation(tmp_path):
    export_annotations([annotated()], "labelstudio", tmp_path / "t.json")
    root = ElementTree.parse(tmp_path / "t.json.config.xml").getroot()
    labels = {e.get("value") for e in root.iter("Label")}
    relations = {e.get("value") for e in root.iter("Relation")}
    assert set(ROLES) <= labels
    assert {role for roles in ROLES.values() for role in roles} | {"denies"} == relations


def test_doccano_may_number_spans_anew(tmp_path):
    path = tmp_path / "d.jsonl"
    export_annotations([annotated()], "doccano", path)
    row = json.loads(path.read_text("utf-8"))
    for entity in row["entities"]:
        entity["id"] += 1000
    for relation in row["relations"]:
        relation["from_id"] += 1000
        relation["to_id"] += 1000
    row["entities"].reverse()
    path.write_text(json.dumps(row) + "\n", encoding="utf-8")
    (back,) = import_annotations("doccano", path)
    assert plain(back) == plain(from_graph(to_graph(annotated())))


def test_brat_lines_are_standoff(tmp_path):
    export_annotations([annotated()], "brat", tmp_path)
    lines = (tmp_path / "a.ann").read_text("utf-8").splitlines()
    assert "T1\tsupply 8 12\tsold" in lines
    event = next(line for line in lines if line.startswith("E1\t"))
    assert event.split("\t")[1].startswith("supply:T1 supplier:T2 recipient:T3 item:T4")
    assert any(line.endswith("polarity E1 positive") for line in lines)
    assert any("party2:" in line for line in lines)
    assert (tmp_path / "annotation.conf").exists()


def test_brat_takes_what_a_human_added(tmp_path):
    export_annotations([annotated([gold_records()[3]], entities=[])], "brat", tmp_path)
    path = tmp_path / "a.ann"
    extra = "T90\tMENTION 16 20\tjets\nE91\tdeal:T92 party:T90\nT92\tdeal 60 64\tpact\n"
    note = "#95\tAnnotatorNotes T90\tis this right?\n"
    path.write_text(path.read_text("utf-8") + extra + note, encoding="utf-8")
    (back,) = import_annotations("brat", tmp_path)
    assert back.records[-1]["arguments"] == {"party": [span(TEXT, "jets")]}


def test_docbin_follows_removed_and_added_spans(tmp_path):
    import spacy
    from spacy.tokens import DocBin

    path = tmp_path / "d.spacy"
    export_annotations([annotated()], "docbin", path)
    (doc,) = DocBin().from_disk(path).get_docs(spacy.blank("en").vocab)
    assert [(e.text, e.label_) for e in doc.ents] == [("Norland", "GPE"), ("Oslo", "GPE")]
    made = TEXT.index("pact"), TEXT.index("pact") + len("pact")
    kept = [s for s in doc.spans["triggers"] if s.text != "signed"]
    doc.spans["triggers"] = [*kept, doc.char_span(*made, "deal")]
    DocBin(docs=[doc], store_user_data=True).to_disk(path)
    (back,) = import_annotations("docbin", path)
    assert {r["id"] for r in back.records} == {"g1", "g3", "g4", fact_id("a", "deal", *made)}


@pytest.mark.parametrize(
    ("tool", "content", "code"),
    [
        ("labelstudio", "[{}]", "E030"),
        ("labelstudio", "nope", "E004"),
        ("doccano", '{"text": "x"}\n', "E030"),
        ("docbin", "nope", "E002"),
    ],
)
def test_wrong_files_are_refused(tool, content, code, tmp_path):
    path = tmp_path / "file"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(FactwireError, match=code):
        import_annotations(tool, path)


def changed_region(path, place):
    export_annotations([annotated()], "labelstudio", path)
    tasks = json.loads(path.read_text("utf-8"))
    tasks[0]["annotations"][0]["result"][0]["value"][place] = {"odd": 1}
    path.write_text(json.dumps(tasks), encoding="utf-8")


@pytest.mark.parametrize("place", ["start", "labels"])
def test_damaged_label_studio_regions_are_refused(place, tmp_path):
    changed_region(tmp_path / "t.json", place)
    with pytest.raises(FactwireError):
        import_annotations("labelstudio", tmp_path / "t.json")


def test_the_quoted_text_of_a_region_is_for_humans_only(tmp_path):
    changed_region(tmp_path / "t.json", "text")
    (back,) = import_annotations("labelstudio", tmp_path / "t.json")
    assert back.records[0]["trigger"]["text"] == "sold"


def test_wrong_brat_line_is_named(tmp_path):
    export_annotations([annotated()], "brat", tmp_path)
    (tmp_path / "a.ann").write_text("T1\tsupply 8 12\tsold\nT2 broken\n", encoding="utf-8")
    with pytest.raises(FactwireError, match=r"a\.ann:2"):
        import_annotations("brat", tmp_path)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("T1\tsupply 8 13\tsold", "'sold' is given"),
        ("T1\tsupply 8 9999\tsold", "outside the text"),
        ("E1\tsupply:T1 item:T7", "it names T7, which is not there"),
        ("A1\tpolarity E5 positive", "it names E5"),
        ("?1\tsupply", "unknown kind"),
    ],
)
def test_a_brat_line_that_fits_nothing_tells_why(line, reason, tmp_path):
    export_annotations([annotated()], "brat", tmp_path)
    (tmp_path / "a.ann").write_text(f"T1\tsupply 8 12\tsold\n{line}\n", encoding="utf-8")
    with pytest.raises(FactwireError, match=reason) as caught:
        import_annotations("brat", tmp_path)
    assert f"{tmp_path / 'a.ann'}:2" in caught.value.message


@pytest.mark.parametrize("tool", FORMATS)
def test_missing_input_is_a_user_error(tool, tmp_path):
    with pytest.raises(FactwireError, match=r"E001|E008"):
        import_annotations(tool, tmp_path / "nothing")


def test_unknown_tool_is_refused(tmp_path):
    with pytest.raises(FactwireError, match="known are labelstudio"):
        import_annotations("paper", tmp_path)
