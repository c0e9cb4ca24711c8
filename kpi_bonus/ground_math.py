"""When a bonus is not paid, and whom a random audit checks: pure functions, no ORM.

Numbers are decimal, see :mod:`.decimal_math`. A limit of 0 is no limit, but for the
share of missed shifts, which always has one.
"""

from collections.abc import Iterable
from decimal import ROUND_CEILING, Decimal
from hashlib import sha256

from .decimal_math import CONTEXT, HUNDRED, ZERO, Number, to_decimal


def remark_balance(remarks: Number, thanks: Number, offset: Number) -> Decimal:
    """Remarks that are left when every thanks has cancelled ``offset`` of them."""
    return to_decimal(remarks) - to_decimal(thanks) * to_decimal(offset)


def has_too_many_remarks(balance: Number, max_remarks: Number) -> bool:
    limit = to_decimal(max_remarks)
    return bool(limit) and to_decimal(balance) > limit


def missed_share(missed: Number, scheduled: Number) -> Decimal:
    """Missed shifts in percent of the scheduled ones; 0 if none was scheduled."""
    shifts = to_decimal(scheduled)
    return CONTEXT.divide(to_decimal(missed) * HUNDRED, shifts) if shifts else ZERO


def misses_too_much(missed: Number, scheduled: Number, max_share: Number) -> bool:
    """Exactly the share is allowed. Compared as products: no quotient is rounded."""
    allowed = to_decimal(max_share) * to_decimal(scheduled)
    return to_decimal(missed) * HUNDRED > allowed


def works_too_little(worked: Number, min_hours: Number) -> bool:
    """Exactly the minimum is enough."""
    return to_decimal(worked) < to_decimal(min_hours)


def is_mismatch(claimed: Number, fact: Number, tolerance: Number) -> bool:
    """Whether a claim differs by strictly more than ``tolerance`` percent of the fact.

    A fact of 0 tolerates no other claim.
    """
    number = to_decimal(fact)
    difference = abs(to_decimal(claimed) - number)
    return difference * HUNDRED > abs(number) * to_decimal(tolerance)


# -- random audit ---------------------------------------------------------------------


def sample_size(count: int, percent: Number) -> int:
    """How many of ``count`` reports are checked; a part of a report is a whole one."""
    share = count * to_decimal(percent) / HUNDRED
    return int(share.to_integral_value(ROUND_CEILING))


def audit_digest(seed: str, key: int) -> str:
    """A report's lot: SHA-256 of ``seed:report id``, which anybody can work out."""
    return sha256(f"{seed}:{key}".encode()).hexdigest()


def audit_order(seed: str, keys: Iterable[int]) -> list[int]:
    """Report ids by their lots; the first ones are checked."""
    return sorted(keys, key=lambda key: audit_digest(seed, key))
