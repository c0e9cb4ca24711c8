"""Numbers as on paper: decimal notation, half-up rounding. No ORM.

A payroll officer recomputes by hand in decimal notation: 0.285 · 100 is 28.5 and rounds
to 29, while the binary product is 28.499999999999996. Therefore numbers are
:class:`~decimal.Decimal`: floats of the ORM come in by their shortest notation
(:func:`to_decimal`), quotients carry 50 digits, and a result is rounded half-up once.
"""

from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal

Number = Decimal | float | int | str

ZERO = Decimal(0)
HUNDRED = Decimal(100)
CONTEXT = Context(prec=50)
# Sums of quotients (1/3 + 2/3) may miss a tie by some units of the 50th digit. No input
# has more than 10 decimals, so whatever is nearer than this to a tie is the tie.
GUARD = Decimal("1e-20")
STEPS = {digits: Decimal(1).scaleb(-digits) for digits in range(11)}


class BonusMathError(ValueError):
    """Inputs from which no pay can be computed; the text says which."""


def to_decimal(value: Number) -> Decimal:
    """The number a person reads: a float by its shortest notation."""
    if isinstance(value, Decimal):
        return value
    return Decimal(repr(value) if isinstance(value, float) else value)


def round_half_up(value: Number, digits: int = 0) -> Decimal:
    """Round to ``digits`` decimals, ties away from zero (40.5 → 41, 2.5 → 3)."""
    exact = to_decimal(value).quantize(GUARD, ROUND_HALF_EVEN, CONTEXT)
    return exact.quantize(STEPS[digits], ROUND_HALF_UP, CONTEXT)


def round_money(amount: Number, rounding: Number) -> Decimal:
    """Round to the currency's smallest coin (0.01; 0.05 for Swiss francs)."""
    coin = to_decimal(rounding)
    coins = round_half_up(CONTEXT.divide(to_decimal(amount), coin))
    return coins * coin
