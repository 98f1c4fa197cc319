"""Conversion: same bytes for the same chart, wherever; one server for many; no hanging children."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client, Listener
from xml.etree import ElementTree

import pytest

from quartier.charts import convert

KEY = b"a key for this test"


def _spec(height: int = 50, values: tuple[float, ...] = (1, 1234.5)) -> dict:
    rows = [{"a": index, "b": value} for index, value in enumerate(values)]
    return {
        "data": {"values": rows},
        "width": 100,
        "height": height,
        "mark": {"type": "line", "clip": True, "color": "#0b5394"},
        "encoding": {
            "x": {"field": "a", "type": "quantitative"},
            "y": {"field": "b", "type": "quantitative"},
        },
    }


def _afresh(spec: dict) -> str:
    convert.convert.cache_clear()
    return convert.to_svg(spec, "de")


def test_the_same_chart_twice_is_the_same_though_vega_numbers_on() -> None:
    first = _afresh(_spec())
    _afresh(_spec(height=60))
    assert _afresh(_spec()) == first
    assert 'clip-path="url(#q-' in first


def test_different_charts_share_no_id() -> None:
    ids = []
    for spec in (_spec(), _spec(height=60)):
        root = ElementTree.fromstring(convert.to_svg(spec, "de"))
        ids.append({node.attrib["id"] for node in root.iter() if "id" in node.attrib})
    assert ids[0]
    assert ids[0].isdisjoint(ids[1])


_ELSEWHERE = """
import json, sys
from quartier.charts import convert
spec, before = json.loads(sys.argv[1])
for other in before:
    convert.to_svg(other, "de")
sys.stdout.buffer.write(convert.to_svg(spec, "de").encode())
"""


def _elsewhere(program: str, *arguments: str, seed: str = "0") -> str:
    command = [sys.executable, "-c", program, *arguments]
    environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(command, capture_output=True, timeout=120, check=True, env=environment)
    return done.stdout.decode()


def test_another_process_draws_the_same_bytes() -> None:
    told = json.dumps([_spec(), [_spec(70), _spec(80)]])
    assert _elsewhere(_ELSEWHERE, told) == convert.to_svg(_spec(), "de")


_FIGURES = """
import pandas as pd
from quartier.charts import choropleth, line
from quartier.tables import Published
frame = pd.DataFrame({"area": list("abcdef"), "value": [1.0, 2, 3, None, None, None]})
frame["status"] = ["reported"] * 3 + ["withheld", "missing", "secret"]
frame = frame.assign(area_name=frame["area"], lower=frame["value"], upper=frame["value"])
about = {"title": "x", "unit": "percent", "language": "de"}
outlines = frame[["area"]].assign(path="M0 0h9v9z")
shown = choropleth(Published(frame.assign(period="2024"), "public"), outlines, **about)
print(shown._repr_html_())
frame = frame.assign(area="a", area_name="A", period=[str(2019 + i) for i in range(6)])
print(line(Published(frame, "public"), **about)._repr_html_())
"""


def test_figures_do_not_depend_on_the_order_of_sets() -> None:
    assert _elsewhere(_FIGURES, seed="1") == _elsewhere(_FIGURES, seed="2")


def test_numbers_are_written_in_the_language() -> None:
    texts = {}
    for language in ("de", "en"):
        root = ElementTree.fromstring(convert.to_svg(_spec(), language))
        texts[language] = {text.text for text in root.iter("text")}
    assert {"0,5", "1.000"} <= texts["de"]
    assert {"0.5", "1,000"} <= texts["en"]


def test_what_vega_says_in_english_is_gone_and_its_colours_are_variables() -> None:
    svg = convert.to_svg(_spec(), "de")
    assert "aria" not in svg
    assert "role" not in svg
    assert 'stroke="var(--q-accent, #0b5394)"' in svg


def test_a_chart_that_vega_refuses_is_an_error_with_its_reason() -> None:
    with pytest.raises(convert.ConversionError, match="conversion failed"):
        convert.to_svg({"data": {"values": []}, "mark": "nonsense"}, "de")


_FORKED = """
import os, sys
from quartier.charts import convert
spec = {"data": {"values": []}, "mark": "bar"}
convert.to_svg(spec, "de")
child = os.fork()
if not child:
    try:
        convert.to_svg(spec | {"height": 1}, "de")
    except convert.ConversionError:
        os._exit(7)
    os._exit(0)
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")
def test_a_child_forked_after_a_conversion_says_so_instead_of_hanging() -> None:
    assert _elsewhere(_FORKED).strip() == "7"


@pytest.fixture
def server() -> Iterator[Listener]:
    """A server in this process whose answers can be recognised."""

    def answer(spec_json: str, language: str) -> str:
        if "refuse" in spec_json:
            raise ValueError("refused")
        return f"{language}: {spec_json}"

    with Listener(("localhost", 0), authkey=KEY) as listener:
        threading.Thread(target=convert.serve, args=(listener, answer), daemon=True).start()
        convert.use(listener.address, KEY)
        yield listener
        convert.use(None)


def test_a_process_that_uses_a_server_asks_it(server: Listener) -> None:
    assert convert.to_svg({"b": "ä", "a": 1}, "en") == 'en: {"a": 1, "b": "ä"}'
    assert convert.to_svg({"a": 2}, "de") == 'de: {"a": 2}'


def test_the_server_says_what_went_wrong_and_goes_on(server: Listener) -> None:
    with pytest.raises(convert.ConversionError, match="ValueError: refused"):
        convert.to_svg({"mark": "refuse"}, "de")
    assert convert.to_svg({"a": 2}, "de") == 'de: {"a": 2}'


def test_the_server_serves_several_clients_and_outlives_them(server: Listener) -> None:
    clients = [Client(server.address, authkey=KEY) for _ in range(3)]
    for number, client in enumerate(clients):
        client.send((str(number), "de"))
    clients[0].close()
    assert [client.recv() for client in clients[1:]] == [("ok", "de: 1"), ("ok", "de: 2")]
    assert convert.to_svg({"a": 3}, "de") == 'de: {"a": 3}'


def test_a_stranger_does_not_end_the_server(server: Listener) -> None:
    with pytest.raises(AuthenticationError):
        Client(server.address, authkey=b"another")
    assert convert.to_svg({"a": 4}, "de") == 'de: {"a": 4}'


def test_a_server_that_is_gone_is_an_error() -> None:
    with Listener(("localhost", 0), authkey=KEY) as listener:
        address = listener.address
    convert.use(address, KEY)
    try:
        with pytest.raises(convert.ConversionError, match="does not answer"):
            convert.to_svg(_spec(), "de")
    finally:
        convert.use(None)


def test_a_real_server_draws_what_this_process_draws() -> None:
    expected = convert.to_svg(_spec(), "de")
    with Listener(("localhost", 0), authkey=KEY) as listener:
        threading.Thread(target=convert.serve, args=(listener,), daemon=True).start()
        convert.use(listener.address, KEY)
        try:
            assert convert.to_svg(_spec(), "de") == expected
        finally:
            convert.use(None)
