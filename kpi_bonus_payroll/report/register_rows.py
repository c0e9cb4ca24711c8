"""What the payroll register is made of; no ORM."""

from dataclasses import dataclass, field
from datetime import date


@dataclass
class Hours:
    date_from: date
    date_to: date
    wage: float
    norm: float
    worked: float
    pay: float


@dataclass
class Report:
    period: str
    earned: float
    is_of_hours: bool  # its earned salary is that of the payslip's hours
    effectiveness: float
    percent: float
    bonus: float
    sanction: float


@dataclass
class Adjustment:
    name: str
    before: float
    after: float
    amount: float


@dataclass
class Person:
    """A payslip; ``sign`` is −1 for a refund, whose amounts are given positive."""

    name: str
    section: str
    grade: str
    payslip: str
    wage: float
    norm: float
    earned: float
    before: float
    effectiveness: float
    percent: float
    bonus: float
    adjustments: float
    sanction: float
    sign: int = 1
    hours: list[Hours] = field(default_factory=list)
    reports: list[Report] = field(default_factory=list)
    adjustment_rows: list[Adjustment] = field(default_factory=list)

    @property
    def minus(self):
        """Before the formula of an amount."""
        return "-" if self.sign < 0 else ""

    @property
    def amounts(self):
        """{column of the register: signed amount}"""
        amounts = {
            "worked": sum(row.worked for row in self.hours),
            "earned": self.earned,
            "paid_before": -self.before,
            "bonus": self.bonus,
            "adjustments": self.adjustments,
            "withheld": -self.sanction,
        }
        amounts["total"] = sum(amounts[name] for name in SUMMANDS)
        return {name: self.sign * amount for name, amount in amounts.items()}


# Columns of the register that make up its total.
SUMMANDS = ("earned", "paid_before", "bonus", "adjustments", "withheld")
