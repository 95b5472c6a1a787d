"""The HTTP service as a process: answers, limits, hanging texts, a clean stop."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from hostile_corpus import STORABLE

pytest.importorskip("fastapi", reason="the extra serve is not installed")
pytest.importorskip("uvicorn", reason="the extra serve is not installed")

SLOW = """
import sys, time
from pipeline.run import extract
from pipeline.run.batch import extractor
plain = extractor.facts_of
def slow(nlp, article, glance=None):
    if "HANG" in article.text:
        time.sleep(600)
    if "SLEEP" in article.text:
        time.sleep(2)
    if "DIE" in article.text:
        import os
        os._exit(3)
    return plain(nlp, article, glance)
extractor.facts_of = slow
from pipeline.cli import main
sys.argv = ["factwire", "serve", "--port", "0", *sys.argv[1:]]
main()
"""


class Service:
    def __init__(self, *options):
        command = [sys.executable, "-c", SLOW, *options]
        environment = {**os.environ, "OMP_NUM_THREADS": "1"}
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment)
        line = self.process.stderr.readline()
        assert "listening on http" in line, line + self.process.stderr.read()
        self.url = line.split()[-1]

    def ask(self, path, body=None, kind="application/json"):
        data = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
        request = Request(self.url + path, data, {"Content-Type": kind})
        for _ in range(200):
            try:
                with urlopen(request, timeout=60) as answer:
                    return answer.status, answer.read()
            except HTTPError as error:
                return error.code, error.read()
            except OSError:
                time.sleep(0.1)
        raise AssertionError("no answer")

    def extract(self, text, **more):
        status, body = self.ask("/extract", {"text": text, **more})
        return status, json.loads(body)

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(30)


@pytest.fixture(scope="module")
def service():
    running = Service("--timeout", "3", "--max-bytes", "5000", "--max-waiting", "1")
    yield running
    running.process.kill()
    running.process.wait()


def test_an_article_gives_its_facts(service):
    status, answer = service.extract("Norway sold tanks to Chile on Friday.", id="n1", published="2024-03-06")
    assert status == 200 and answer["article_id"] == "n1"
    (fact,) = answer["facts"]
    assert fact["relation"] == "supply" and fact["arguments"]["supplier"][0]["canonical"] == "NOR"


def test_plain_text_will_do(service):
    status, body = service.ask("/extract", b"Norway sold tanks to Chile.", "text/plain")
    assert status == 200 and len(json.loads(body)["facts"]) == 1


BAD = [
    (b"{", 400, "E047"),
    (b"[1]", 400, "E047"),
    (b'{"id": "x"}', 400, "E047"),
    (b'{"text": "  "}', 400, "E047"),
    (b'{"text": "x", "published": "soon"}', 400, "E047"),
    (b"\xff\xfe", 400, "E047"),
    (b'{"text": "' + b"x" * 6000 + b'"}', 413, "E080"),
]


@pytest.mark.parametrize(("body", "status", "code"), BAD)
def test_a_bad_request_is_told(service, body, status, code):
    found, answer = service.ask("/extract", body)
    assert (found, json.loads(answer)["error"]["code"]) == (status, code)


@pytest.mark.parametrize("name", [name for name, text in STORABLE.items() if len(text) < 1000])
def test_hostile_text_comes_back_as_it_is(service, name):
    text = STORABLE[name]
    status, answer = service.extract(f"Norway sold tanks to Chile. {text}", id=text)
    assert status == 200 and answer["article_id"] == text
    assert answer["facts"][0]["arguments"]["supplier"][0]["canonical"] == "NOR"


def test_half_a_surrogate_pair_is_no_request(service):
    status, body = service.ask("/extract", b'{"text": "a\\ud800b"}')
    assert (status, json.loads(body)["error"]["code"]) == (400, "E047")


def test_a_text_that_hangs_or_kills_costs_itself_only(service):
    assert service.extract("HANG")[0] == 504
    assert service.extract("DIE")[0] == 500
    assert service.extract("Norway sold tanks to Chile.")[0] == 200


def test_too_many_requests_are_refused(service):
    answers = []
    threads = [threading.Thread(target=lambda: answers.append(service.extract("SLEEP")[0])) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(answers) == {200, 503}


def test_health_and_metrics(service):
    status, body = service.ask("/health")
    assert status == 200 and json.loads(body)["status"] == "ok"
    status, body = service.ask("/metrics")
    assert status == 200 and b'factwire_requests_total{status="200"}' in body


def test_sigterm_answers_what_is_under_way_and_ends_well():
    service = Service()
    assert service.ask("/health")[0] == 200
    answers = []
    thread = threading.Thread(
        target=lambda: answers.append(service.extract("SLEEP. Norway sold tanks to Chile."))
    )
    thread.start()
    time.sleep(0.7)
    assert service.stop() == 0
    thread.join()
    assert answers[0][0] == 200 and len(answers[0][1]["facts"]) == 1


def test_a_taken_port_is_told(service):
    port = service.url.rsplit(":", 1)[1]
    done = subprocess.run(
        [sys.executable, "-m", "pipeline", "serve", "--port", port],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1 and "E046" in done.stderr
