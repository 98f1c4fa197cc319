"""Delivered one by one, files come to the same as when somebody lists them all by hand."""

import hashlib
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from examples import examples
from hypothesis import given
from hypothesis import strategies as st

from quartier.areas import Areas
from quartier.city import load_city
from quartier.delivering import try_delivery
from quartier.observations import ingest
from quartier.tables import records

KLEINSTADT = Path(__file__).parents[1] / "kleinstadt"
HEADER = "source,file,received,sha256\n"


@dataclass(frozen=True)
class Sent:
    """A file, and the day on which it came."""

    name: str
    day: str
    text: str


values = st.sampled_from(["0", "3", "40", "41", "-", "viele", ""])
rows = st.tuples(st.sampled_from(["01", "02", "03"]), st.sampled_from(["2022", "2023"]), values)


@st.composite
def files(draw) -> list[Sent]:
    """Files with dirt, in the order in which they are entered; each day has one."""
    days = draw(st.permutations([f"2024-0{month}-15" for month in range(1, 6)]))
    names = draw(st.permutations(["a.csv", "ü b.csv", "c,d.csv", "e#f.csv", 'g"h.csv']))
    told = draw(st.lists(st.lists(rows, min_size=1, max_size=5), min_size=1, max_size=5))
    texts = ["\n".join(["code;jahr;anzahl", *map(";".join, some), ""]) for some in told]
    # The same file twice is one delivery.
    return [Sent(*each) for each in zip(names, days, dict.fromkeys(texts), strict=False)]


def bare(folder: Path) -> Path:
    """The city without a delivery."""
    city = shutil.copytree(KLEINSTADT, folder / "kleinstadt")
    shutil.rmtree(city / "sources" / "clubs")
    (city / "sources" / "deliveries.csv").write_text(HEADER, encoding="utf-8")
    return city


def delivered(folder: Path, sent: Sequence[Sent]) -> Path:
    city = bare(folder)
    for file in sent:
        path = folder / file.name
        path.write_text(file.text, encoding="utf-8")
        try_delivery(city, "clubs", [path], file.day).take_in()
    return city


def listed(folder: Path, sent: Sequence[Sent]) -> Path:
    city = bare(folder)
    (city / "sources" / "clubs").mkdir()
    lines = []
    for file in sent:
        (city / "sources" / "clubs" / file.name).write_text(file.text, encoding="utf-8")
        quoted = '"' + file.name.replace('"', '""') + '"'
        lines.append(f"clubs,{quoted},{file.day},{hashlib.sha256(file.text.encode()).hexdigest()}")
    text = HEADER + "".join(f"{line}\n" for line in lines)
    (city / "sources" / "deliveries.csv").write_text(text, encoding="utf-8")
    return city


def tables(folder: Path) -> list[str]:
    city = load_city(folder)
    ingested = ingest(city, Areas(city.areas, city.levels))
    names = ("observations", "quarantine", "accounts", "withdrawn", "unplaced", "covered")
    return [repr(records(getattr(ingested, name))) for name in names]


@given(files())
@examples(3)
def test_one_by_one_is_the_same_as_all_by_hand(sent):
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        assert tables(delivered(Path(one), sent)) == tables(listed(Path(other), sent))
