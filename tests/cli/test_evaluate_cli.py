"""The commands that measure: thin, and with errors that users can act on."""

import json

import pytest
import typer
from typer.testing import CliRunner

from pipeline.cli.evaluate import register
from pipeline.errors import FactwireError

TEXT = "Norland sold 40 jets to Sudmark. Sudmark denied it."
runner = CliRunner()


@pytest.fixture
def app():
    application = typer.Typer()
    register(application)
    return application


def record(identity, trigger, relation="supply", roles=None, **fields):
    start = TEXT.index(trigger)
    value = {
        "id": identity,
        "article_id": "a",
        "relation": relation,
        "trigger": {"text": trigger, "start": start, "end": start + len(trigger)},
        "sentence": {"start": 0, "end": 32} if start < 32 else {"start": 33, "end": len(TEXT)},
        "arguments": {
            role: [
                {
                    "text": quote,
                    "start": TEXT.index(quote),
                    "end": TEXT.index(quote) + len(quote),
                    "canonical": quote,
                }
            ]
            for role, quote in (roles or {}).items()
        },
        "status": "asserted",
        "denies": [],
        "disputed_by": [],
    }
    return value | fields


@pytest.fixture
def files(tmp_path):
    def write(name, *rows):
        path = tmp_path / name
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        return str(path)

    sold = record("g1", "sold", roles={"supplier": "Norland", "recipient": "Sudmark"})
    denied = record("g2", "denied", "denial", {"denier": "Sudmark"}, denies=["g1"])
    half = record("p1", "sold", roles={"supplier": "Norland"}, confidence=0.9)
    return {
        "gold": write("gold.jsonl", sold, denied),
        "run": write("run.jsonl", half),
        "same": write("same.jsonl", sold, denied),
        "articles": write("articles.jsonl", {"id": "a", "text": TEXT}),
        "folder": tmp_path,
        "write": write,
    }


def run(app, *arguments):
    result = runner.invoke(app, [str(a) for a in arguments])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def test_evaluate_as_table_json_and_markdown(app, files):
    base = ["evaluate", files["gold"], files["run"], "--articles", files["articles"]]
    table = run(app, *base, "--full")
    assert "All relations, 1 articles" in table.stdout
    assert "Precision at each recall" in table.stdout
    data = json.loads(run(app, *base, "--format", "json").stdout)
    assert data["overall"]["fact"] == {
        "right": 1,
        "gold": 2,
        "predicted": 1,
        "precision": 1.0,
        "recall": 0.5,
        "f1": 0.6667,
    }
    assert data["calibration"]["cases"] == 1
    markdown = run(app, *base, "-f", "markdown").stdout
    assert "| fact | 100.0 | 50.0 | 66.7 |  | 1/1/2 |" in markdown


def test_evaluate_writes_a_file_and_takes_ids(app, files):
    ids = files["folder"] / "ids.json"
    ids.write_text("[]", encoding="utf-8")
    output = files["folder"] / "figures.json"
    arguments = ["--articles", files["articles"], "--only", ids, "-f", "json", "-o", output]
    assert run(app, "evaluate", files["gold"], files["run"], *arguments).stdout == ""
    assert json.loads(output.read_text("utf-8"))["articles"] == 0


def test_a_split_of_the_articles(app, files):
    articles = files["write"](
        "split.jsonl",
        {"id": "a", "text": TEXT, "split": "dev"},
        {"id": "b", "text": TEXT, "split": "test"},
    )
    base = ["evaluate", files["gold"], files["run"], "-f", "json", "--split"]
    data = json.loads(run(app, *base, "dev", "--articles", articles).stdout)
    assert list(data["by_article"]) == ["a"]
    assert run(app, *base, "train", "--articles", articles).exit_code == 2
    assert run(app, *base, "dev").exit_code == 2


def test_min_confidence_leaves_facts_out(app, files):
    result = run(app, "evaluate", files["gold"], files["run"], "--min-confidence", 0.95, "-f", "json")
    assert json.loads(result.stdout)["overall"]["fact"]["predicted"] == 0


def test_malformed_gold_names_file_line_and_reason(app, files):
    bad = files["write"]("bad.jsonl", record("x", "sold", article_id="b"))
    with pytest.raises(FactwireError, match=r"bad\.jsonl:1: unknown article 'b'"):
        run(app, "evaluate", bad, files["run"], "--articles", files["articles"])


def test_errors_as_listing_jsonl_and_page(app, files):
    base = ["errors", files["gold"], files["run"], "--articles", files["articles"]]
    listing = run(app, *base).stdout
    assert "MISS a denial @41 Sudmark ⟦denied⟧ it." in listing
    assert "- recipient: Sudmark (argument missing)" in listing
    only = run(app, *base, "--cause", "link").stdout
    assert "LINK" in only
    assert "MISS" not in only
    jsonl, html = files["folder"] / "e.jsonl", files["folder"] / "e.html"
    assert run(app, *base, "--jsonl", jsonl, "--html", html).stdout == ""
    assert len(jsonl.read_text("utf-8").splitlines()) == 3
    assert "<mark>denied</mark>" in html.read_text("utf-8")


def test_unknown_cause_is_a_usage_error(app, files):
    result = run(app, "errors", files["gold"], files["run"], "--cause", "bad luck")
    assert result.exit_code == 2


def test_compare(app, files):
    result = run(
        app, "compare", files["run"], files["same"], "--gold", files["gold"], "--trials", 200, "-f", "json"
    )
    rows = json.loads(result.stdout)
    fact = next(r for r in rows if r["measure"] == "fact" and r["relation"] is None)
    assert fact["difference"] == pytest.approx(1 / 3)
    assert fact["p"] == 1.0  # one article can show nothing


def test_runs_are_compared_where_only_one_found_something(app, files):
    other = record("p2", "sold", roles={"supplier": "Norland"}) | {"article_id": "b"}
    one, none = files["write"]("one.jsonl", other), files["write"]("none.jsonl")
    result = run(app, "compare", one, none, "--gold", files["gold"], "--trials", 10, "-f", "json")
    assert {r["difference"] for r in json.loads(result.stdout) if r["measure"] == "fact"} == {0.0}


def test_agreement(app, files):
    result = run(
        app, "agreement", files["gold"], files["same"], "--articles", files["articles"], "-f", "json"
    )
    data = json.loads(result.stdout)
    assert data["levels"]["fact"]["f1"] == 1.0
    assert data["labels"]["trigger (words)"]["kappa"] == 1.0


def test_ner(app, files):
    entity = {"start": 0, "end": 7, "label": "GPE"}
    gold = files["write"]("g.jsonl", {"id": "a", "text": TEXT, "entities": [entity]})
    found = files["write"]("p.jsonl", {"id": "a", "entities": [entity]})
    data = json.loads(run(app, "ner", gold, found, "-f", "json").stdout)
    assert data["overall"]["strict"]["f1"] == 1.0
    assert run(app, "ner", gold).exit_code == 2


def test_entities_and_their_texts_may_stand_apart(app, files):
    apart = files["write"]("g.jsonl", {"id": "a", "entities": [{"start": 0, "end": 7, "label": "GPE"}]})
    with pytest.raises(FactwireError, match="name the articles"):
        run(app, "ner", apart, "--model", "en_factwire_sm")
    outside = files["write"]("o.jsonl", {"id": "a", "entities": [{"start": 0, "end": 99, "label": "GPE"}]})
    with pytest.raises(FactwireError, match="outside the text"):
        run(app, "ner", apart, outside, "--articles", files["articles"])


@pytest.mark.parametrize("tool", ["labelstudio", "doccano", "brat", "docbin", "jsonl"])
def test_annotations_go_to_a_tool_and_come_back(app, files, tool):
    there, back = files["folder"] / "there", files["folder"] / "back.jsonl"
    entity = {"start": 0, "end": 7, "label": "GPE"}
    entities = files["write"]("e.jsonl", {"id": "a", "entities": [entity]})
    run(
        app,
        "annotate",
        "export",
        files["gold"],
        "--articles",
        files["articles"],
        "--to",
        tool,
        "-o",
        there,
        "--entities",
        entities,
    )
    came = files["folder"] / "entities.jsonl"
    run(app, "annotate", "import", there, "--from", tool, "-o", back, "--entities", came)
    evaluated = run(app, "evaluate", files["gold"], back, "--articles", files["articles"], "-f", "json")
    overall = json.loads(evaluated.stdout)["overall"]
    assert {overall[m]["f1"] for m in ("fact", "argument", "record", "link")} == {1.0}
    kept = json.loads(came.read_text("utf-8"))["entities"][0]
    assert {key: kept[key] for key in entity} == entity


def test_wrong_annotations_of_a_tool_are_refused(app, files):
    there = files["folder"] / "there.json"
    run(app, "annotate", "export", files["gold"], "--articles", files["articles"], "-o", there)
    tasks = json.loads(there.read_text("utf-8"))
    relation = next(r for r in tasks[0]["annotations"][0]["result"] if r["type"] == "relation")
    relation["labels"] = ["duration"]
    there.write_text(json.dumps(tasks), encoding="utf-8")
    with pytest.raises(FactwireError, match="unknown role 'duration' of supply"):
        run(app, "annotate", "import", there, "-o", files["folder"] / "back.jsonl")
