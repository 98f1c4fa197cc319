import json
import os
import subprocess
import sys
import threading
import time
from multiprocessing.connection import Client
from pathlib import Path

import pytest

from quartier.charts import convert
from quartier.engine.conversion import Conversion, once

SPEC = {
    "data": {"values": [{"x": 1, "y": 2}, {"x": 2, "y": 3}]},
    "mark": "line",
    "encoding": {"x": {"field": "x"}, "y": {"field": "y"}},
}


@pytest.fixture(scope="module")
def server():
    with Conversion() as conversion:
        yield conversion


@pytest.fixture
def client(server):
    with Client(server.address("a"), authkey=server.authkey) as connection:
        yield connection


def test_a_chart_comes_back_as_svg_and_the_same_twice(client):
    answers = []
    for _ in range(2):
        client.send((json.dumps(SPEC), "de"))
        answers.append(client.recv())
    assert answers[0][0] == "ok"
    assert "<svg" in answers[0][1]
    assert answers[0] == answers[1]


def test_a_bad_chart_is_an_answer_and_the_next_one_is_drawn(client):
    client.send(("{", "de"))
    assert client.recv()[0] == "error"
    client.send((json.dumps(SPEC), "en"))
    assert client.recv()[0] == "ok"


def test_several_clients_are_served_at_once(server):
    clients = [Client(server.address("a"), authkey=server.authkey) for _ in range(8)]
    for number, connection in enumerate(clients):
        connection.send((json.dumps(SPEC | {"height": 100 + number}), "de"))
    assert [connection.recv()[0] for connection in clients] == ["ok"] * 8
    for connection in clients:
        connection.close()


def test_charts_use_the_server(server):
    convert.use(server.address("a"), server.authkey)
    try:
        assert "<svg" in convert.to_svg(SPEC, "de")
    finally:
        convert.use(None)


def test_one_page_asks_one_server_and_pages_are_spread():
    with Conversion(2) as conversion:
        addresses = [conversion.address(f"area/{number:02d}") for number in range(20)]
        again = [conversion.address(f"area/{number:02d}") for number in range(20)]
    assert addresses == again
    assert len(set(addresses)) == 2


def test_nothing_is_left_after_the_build():
    with Conversion() as conversion:
        address = Path(str(conversion.address("a")))
        assert address.exists()
    assert not address.parent.exists()


BUILD = """
import time
from quartier.engine.conversion import Conversion
with Conversion() as conversion:
    print(conversion.address("a"), flush=True)
    time.sleep(60)
"""


def test_a_server_ends_with_a_killed_build():
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", BUILD]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as build:
        folder = Path(build.stdout.readline()).parent
        assert folder.exists()
        build.kill()
    end = time.monotonic() + 5
    while folder.exists() and time.monotonic() < end:
        time.sleep(0.02)
    assert not folder.exists()


def test_the_same_chart_asked_for_at_once_is_converted_once():
    begun, go_on, calls = threading.Event(), threading.Event(), []

    def slowly(spec: str, language: str) -> str:
        calls.append((spec, language))
        begun.set()
        go_on.wait(10)
        return f"{spec} {language}"

    converted, found = once(slowly), []
    threads = [
        threading.Thread(target=lambda: found.append(converted("chart", "de"))) for _ in range(5)
    ]
    threads[0].start()
    begun.wait(10)
    for thread in threads[1:]:
        thread.start()
    go_on.set()
    for thread in threads:
        thread.join()
    assert found == ["chart de"] * 5
    assert 1 <= len(calls) <= 5
    assert converted("chart", "en") == "chart en"


def test_a_failed_conversion_fails_for_all_who_wait():
    def fails(spec: str, language: str) -> str:
        raise ValueError(spec)

    converted = once(fails)
    for _ in range(2):
        with pytest.raises(ValueError, match="chart"):
            converted("chart", "de")
