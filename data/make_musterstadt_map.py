"""Draw the neighbourhoods of Musterstadt: cells around planned centres, cut by a river.

All coordinates are whole metres (EPSG:25832), so that the same map comes out on every machine.
"""

import json
import math
from collections.abc import Mapping
from itertools import pairwise
from random import Random

from shapely import (
    Polygon,
    coverage_is_valid,
    get_parts,
    line_merge,
    normalize,
    union_all,
    voronoi_polygons,
)
from shapely.geometry import LineString, MultiPoint, Point
from shapely.geometry.base import BaseGeometry
from shapely.ops import polygonize, split

__all__ = ["as_geojson", "draw_map"]

ORIGIN = (500_000, 5_700_000)  # the market place
ROUGHNESS, STEP = 0.06, 180.0  # bend in parts of a stretch; stretches end at this length in metres


def draw_map(centres: dict[str, tuple[float, float]], draw: Random) -> dict[str, Polygon]:
    """Polygon of each area; neighbours share their border point by point.

    Parameters
    ----------
    centres
        Code of each area to its centre in kilometres east and north of the market place.
    draw
        Where the bends of the borders come from.

    Returns
    -------
    dict of str to Polygon
        In the order of `centres`; together a valid coverage without gaps.
    """
    points = {code: _metres(*centre) for code, centre in centres.items()}
    cells = _cells(list(points.values()))
    seams = get_parts(line_merge(union_all([cell.boundary for cell in cells], grid_size=1)))
    lines = sorted((normalize(line) for line in seams), key=lambda line: line.wkt)
    faces = list(polygonize([_bend(line, draw) for line in lines]))
    found = {
        code: normalize(next(face for face in faces if face.contains(Point(point))))
        for code, point in points.items()
    }
    if len(faces) != len(found) or not coverage_is_valid(list(found.values())):
        raise ValueError("the borders cross or leave gaps; draw them less rough")
    return found


def as_geojson(shapes: Mapping[str, BaseGeometry], names: dict[str, str]) -> bytes:
    """The polygons as a GeoJSON file that declares its coordinate system, one area a line."""
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::25832"}}
    lines = []
    for code, shape in shapes.items():
        assert isinstance(shape, Polygon)
        rings = [shape.exterior, *shape.interiors]
        points = [[[int(x), int(y)] for x, y in ring.coords] for ring in rings]
        feature = {
            "type": "Feature",
            "properties": {"code": code, "name": names[code]},
            "geometry": {"type": "Polygon", "coordinates": points},
        }
        lines.append(json.dumps(feature, ensure_ascii=False, separators=(",", ":")))
    head = json.dumps({"type": "FeatureCollection", "crs": crs}, separators=(",", ":"))[:-1]
    return (head + ',"features":[\n' + ",\n".join(lines) + "\n]}\n").encode()


def _metres(east: float, north: float) -> tuple[int, int]:
    return round(ORIGIN[0] + 1000 * east), round(ORIGIN[1] + 1000 * north)


def _outline() -> Polygon:
    points = []
    for step in range(48):
        turn = 2 * math.pi * step / 48
        radius = 6.3 + 0.5 * math.sin(3 * turn + 0.4) + 0.3 * math.cos(5 * turn)
        points.append(_metres(1.1 * radius * math.cos(turn) + 0.9, 0.9 * radius * math.sin(turn)))
    return Polygon(points)


def _river() -> LineString:
    return LineString([_metres(x / 4, -0.75 + 0.4 * math.sin(x / 7)) for x in range(-40, 45)])


def _cells(points: list[tuple[int, int]]) -> list[Polygon]:
    """Straight cells around the points; none crosses the river."""
    cells = []
    for bank in split(_outline(), _river()).geoms:
        here = MultiPoint([point for point in points if bank.contains(Point(point))])
        cells += [c.intersection(bank) for c in voronoi_polygons(here, extend_to=bank).geoms]
    return cells


def _bend(line: LineString, draw: Random) -> LineString:
    """The line with its long stretches bent in the middle, again and again; its ends stay."""
    points = list(line.coords)
    while any(math.dist(a, b) > STEP for a, b in pairwise(points)):
        finer = points[:1]
        for (ax, ay), (bx, by) in pairwise(points):
            if math.dist((ax, ay), (bx, by)) > STEP:
                bend = draw.gauss(0, ROUGHNESS)
                middle = (ax + bx) / 2 - bend * (by - ay), (ay + by) / 2 + bend * (bx - ax)
                finer.append((float(round(middle[0])), float(round(middle[1]))))
            finer.append((bx, by))
        points = finer
    return LineString(points)
