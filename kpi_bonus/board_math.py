"""Places and trends of the daily board. No ORM."""

from collections.abc import Hashable, Mapping, Sequence

# Days of a trend.
TREND_DAYS = 14


def get_places(scores: Mapping[Hashable, float | None]) -> dict[Hashable, int]:
    """Places by score, the highest first; equal scores share a place: 1, 2, 2, 4.

    :param scores: None is "no data", which has no place
    """
    known = sorted((s for s in scores.values() if s is not None), reverse=True)
    places: dict[float, int] = {}
    for place, score in enumerate(known, start=1):
        places.setdefault(score, place)
    return {key: places[score] for key, score in scores.items() if score is not None}


def rank(rows: list[dict]) -> list[dict]:
    """Sort rows by ``percent`` and give each a ``place`` and a ``move``.

    ``move`` is by how many places a row is higher than it was by ``before``, which is
    taken out; None where there was no place. Whoever shares a place stands in the order
    of names, so a refresh that changes nothing moves nobody.
    """
    now = get_places({row["id"]: row["percent"] for row in rows})
    then = get_places({row["id"]: row["before"] for row in rows})
    ranked = []
    for row in rows:
        key = row["id"]
        move = then[key] - now[key] if key in now and key in then else None
        ranked.append({**row, "place": now.get(key), "move": move})
        del ranked[-1]["before"]
    return sorted(
        ranked,
        key=lambda row: (
            row["place"] is None,
            row["place"] or 0,
            row["name"].casefold(),
            row["id"],
        ),
    )


def scale(values: Sequence[float | None]) -> list[int | None]:
    """Whole numbers from 0 to 100 for a small graph, whose bottom is 0 or below.

    Who sees the graph learns its shape, not its figures.
    """
    known = [value for value in values if value is not None]
    low, high = min([0, *known]), max([0, *known])
    if high == low:
        return [None if value is None else 0 for value in values]
    return [
        None if value is None else round((value - low) / (high - low) * 100)
        for value in values
    ]


def get_points(values: Sequence[float | None], width: int, height: int) -> str:
    """``points`` of an SVG polyline; days without a figure are left out."""
    step = width / max(len(values) - 1, 1)
    return " ".join(
        f"{number * step:.1f},{height - value * height / 100:.1f}"
        for number, value in enumerate(scale(values))
        if value is not None
    )
