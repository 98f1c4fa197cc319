"""What is left of Vega's SVG when everything goes that is not seen."""

import re
from xml.etree import ElementTree

from quartier.charts import theme
from quartier.charts.svg import element, fixed, num

__all__ = ["cleaned"]

_NUMBER = re.compile(r"-?\d+\.\d{3,}(?:e-?\d+)?|-?\d+(?:\.\d+)?e-?\d+")
_REFERENCE = re.compile(r"url\(#([^)]+)\)")
_COLOURS = ("fill", "stroke")
_DROPPED = {"class", "role", "pointer-events", "version", "font-family"}
_DEFAULTS = {
    "opacity": "1",
    "font-weight": "normal",
    "font-style": "normal",
    "text-anchor": "start",
}


def cleaned(raw: str, digest: str) -> str:
    """Vega's SVG, shorter, without English, with ids and colours of our own.

    Parameters
    ----------
    raw
        As vl-convert writes it.
    digest
        Ten hexadecimal digits that go into the ids.

    Returns
    -------
    str
        `<svg viewBox=…>` in units of the chart, without a background.
    """
    root = ElementTree.fromstring(raw)
    ids: dict[str, str] = {}
    for node in root.iter():
        if "id" in node.attrib:
            ids[node.attrib["id"]] = f"q-{digest}-{len(ids) + 1}"
    width, height = root.attrib["width"], root.attrib["height"]
    content = "".join(_written(child, ids) for child in root)
    box = f"0 0 {width} {height}"
    return element("svg", {"viewBox": box, "width": width, "height": height}, content)


def _written(node: ElementTree.Element, ids: dict[str, str]) -> str:
    tag = node.tag.rpartition("}")[2]
    children = [_written(child, ids) for child in node]
    attributes = _kept(node.attrib, ids)
    content = fixed(node.text or "") + "".join(children)
    if _invisible(tag, attributes, content):
        return ""
    if tag == "g" and not attributes:
        return content
    if tag == "text" and "stroke" in attributes:
        attributes["paint-order"] = "stroke"  # a halo lies behind the letters, not on them
    return element(tag, attributes, content)


def _kept(given: dict[str, str], ids: dict[str, str]) -> dict[str, float | str | None]:
    kept: dict[str, float | str | None] = {}
    for name, value in given.items():
        if name in _DROPPED or name.startswith("aria-") or _DEFAULTS.get(name) == value:
            continue
        if name == "transform" and value == "translate(0,0)":
            continue
        kept[name] = _value(name, value, ids)
    return kept


def _value(name: str, value: str, ids: dict[str, str]) -> str:
    if name == "id":
        return ids[value]
    if name in _COLOURS and not value.startswith("url("):
        return theme.with_variables(value)
    value = _REFERENCE.sub(lambda match: f"url(#{ids.get(match[1], match[1])})", value)
    return _NUMBER.sub(lambda match: num(float(match[0])), value)


def _invisible(tag: str, attributes: dict[str, float | str | None], content: str) -> bool:
    if attributes.get("display") == "none":
        return True
    if tag == "rect" and attributes.get("fill") == "transparent":
        return True
    if tag == "path":
        fill, stroke = attributes.get("fill", "none"), attributes.get("stroke", "none")
        return not attributes.get("d") or (fill == "none" and stroke == "none")
    return tag in ("g", "text", "defs") and not content
