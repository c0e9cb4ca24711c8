"""The arithmetic of :mod:`.bonus_math` as formulas of a spreadsheet. No ORM.

A spreadsheet calculates in binary: 0.285 · 100 is 28.499999999999996 there. Its ROUND
is half-up like ours, but would take that for less than the tie. Therefore every figure
is rounded twice: first to so many decimals that the noise of binary numbers goes and
no true figure is touched, then to the digits of the scheme.
"""

from .decimal_math import HUNDRED, ZERO, to_decimal
from .execution_math import CARD_START, execution_limit
from .matrix_math import parse_rows

# Decimals of the first rounding. Noise of a percentage below 10 000 is less than 4e-12,
# and a true quotient comes no nearer to a tie than 1e-11 with plans up to 10 million.
PERCENT_GUARD = 11
# Products of two percentages have at most 6 decimals; money times hours has more.
PRODUCT_GUARD = 8
STEP_GUARD = 9  # for whole steps of the matrix
MATRIX_DIGITS = 4


def number(value):
    """A constant in a formula: plain decimal notation with a point."""
    return f"{to_decimal(value):f}"


def rounded(text, digits, guard):
    return f"ROUND(ROUND({text},{guard}),{digits})"


def money(text, rounding, digits):
    """Rounded to the currency's smallest coin.

    :param digits: of the currency's amounts
    """
    coin = to_decimal(rounding)
    if coin == to_decimal(1).scaleb(-digits):
        return rounded(text, digits, PRODUCT_GUARD)
    coins = rounded(f"({text})/{number(coin)}", 0, PRODUCT_GUARD)
    return f"ROUND({coins}*{number(coin)},{digits})"


def card_points(minus, plus):
    """The fact of a card from two cells; nothing written down is no fact."""
    return f'IF(COUNT({minus},{plus})=0,"",SUM({plus})-SUM({minus}))'


def execution(term, plan, fact, digits):
    """See ``bonus_math.execution``.

    :param term: ``method``, ``inverse_form`` and ``execution_cap`` of a line of terms
    :param plan: its cell
    :param fact: its cell; an empty one is "no data"
    """
    method = term["method"]
    cap = execution_limit(method, term["execution_cap"])
    raw = _raw_execution(term, plan, fact, number(cap))
    capped = f"MIN({number(cap)},{raw})" if cap else raw
    result = rounded(f"MAX(0,{capped})", digits, PERCENT_GUARD)
    # A card without entries is executed to 100 %, everything else without data to 0.
    return result if method == "card" else f"IF(COUNT({fact})=0,0,{result})"


def _raw_execution(term, plan, fact, cap):
    method = term["method"]
    if method == "card":
        return f"{number(CARD_START)}+SUM({fact})"
    if method == "score":
        return fact
    if method == "proportional":
        return f"IF({plan}=0,0,{fact}*100/{plan})"
    if term["inverse_form"] == "linear":
        return f"IF({plan}=0,0,(2*{plan}-{fact})*100/{plan})"
    return f"IF({fact}<=0,{cap},{plan}*100/{fact})"


def effectiveness(executed, weight, digits):
    return rounded(f"{executed}*{weight}/100", digits, PRODUCT_GUARD)


def total(cells, digits):
    return f"ROUND(SUM({','.join(cells)}),{digits})"


def matrix_percent(total_cell, matrix, thresholds, percents):
    """See ``bonus_math.matrix_percent``.

    :param matrix: of terms: ``overflow`` and ``rows``
    :param thresholds: range of cells with the rows' thresholds, ascending
    :param percents: range of cells beside it
    """
    rows = sorted(parse_rows(matrix["rows"]))
    if not rows:
        return "0"
    found = f"LOOKUP({total_cell},{thresholds},{percents})"
    if matrix["overflow"] == "slope" and len(rows) > 1:
        (low, low_percent), (high, high_percent) = rows[-2:]
        above = f"({total_cell}-{number(high)})/{number(high - low)}"
        steps = f"INT(ROUND({above},{STEP_GUARD}))"
        slope = f"{number(high_percent)}+{steps}*({number(high_percent - low_percent)})"
        beyond = f"ROUND({slope},{MATRIX_DIGITS})"
        found = f"IF({total_cell}>={number(high)},{beyond},{found})"
    return f"IF({total_cell}<{number(rows[0].threshold)},0,{found})"


def payable_percent(terms, percent, flags):
    """What of the matrix percent is paid, with the grounds as they stand.

    :param percent: cell of the matrix percent
    :param flags: ``submitted`` and ``condition``, as in ``bonus_math.compute``
    """
    mode = terms["mode"]
    if mode == "pilot":
        paid = terms["pilot_percent"] if flags.get("submitted") else ZERO
        return number(paid)
    if mode == "shadow" or flags.get("condition"):
        return "0"
    return percent


def segment_pay(wage, worked, norm):
    return f"IF({worked}=0,0,{wage}*{worked}/{norm})"


def sanction(terms, bonus, earned, digits):
    """What a confirmed sanction withholds of the bonus; both are cells."""
    cap = to_decimal(terms["sanction_cap_percent"])
    if not cap:
        return bonus
    base = earned
    if terms["sanction_base"] == "earned_and_bonus":
        base = f"({earned}+{bonus})"
    text = f"{base}*{number(cap)}/{number(HUNDRED)}"
    return f"MIN({bonus},{money(text, terms['currency_rounding'], digits)})"
