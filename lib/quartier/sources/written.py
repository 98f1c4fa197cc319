"""Values of files that know numbers and days, as texts that a description can be held against."""

import math
from datetime import date, datetime
from decimal import Decimal

__all__ = ["written"]


def written(value: object, decimal: str) -> str:
    """A value as a text, with numbers as a description says that they are written.

    A whole number has no decimals, and a day with a time is the day.

    >>> written(7.0, ","), written(0.00001, ","), written(True, ","), written("1.500", ",")
    ('7', '0,00001', 'WAHR', '1.500')
    >>> written(datetime(2024, 12, 31, 12, 30), ","), written(date(2024, 12, 31), ",")
    ('2024-12-31', '2024-12-31')
    """
    if isinstance(value, bool):
        return "WAHR" if value else "FALSCH"
    if isinstance(value, float | Decimal) and math.isfinite(value):
        if value == int(value):
            return str(int(value))
        exact = Decimal(repr(value)) if isinstance(value, float) else value
        return f"{exact:f}".replace(".", decimal)
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    return str(value)
