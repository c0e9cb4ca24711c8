from odoo import models

from .. import bonus_math, ground_math
from ..decimal_math import to_decimal
from .kpi_plan_report_calculation import EYE_DIGITS


class KpiPlanReport(models.Model):
    """Absence, grounds and sanction in words and figures.

    The limits are shown with the figures from the first day on, so that nobody learns
    of a ground only when it is found.
    """

    _inherit = "kpi.plan.report"

    def _explain_absence(self):
        """Shifts missed, plans lowered, and both limits."""
        self.ensure_one()
        terms = self.terms
        sentences = []
        if self.missed_shifts:
            sentences += [
                self._explain_shifts(),
                self._explain_missed(terms, self.missed_shifts, self.scheduled_shifts),
            ]
        if self.excused_shifts:
            sentences.append(self._explain_excused(terms))
        if to_decimal(terms["min_worked_hours"]):
            sentences.append(self._explain_min_hours(terms, self.worked_hours))
        # sudo: two numbers, to follow the rule; the entries stay with the card.
        card = self.card_id.sudo()
        if card and terms["max_remarks"]:
            sentences.append(
                self._explain_remarks(terms, card.remark_count, card.thanks_count)
            )
        return sentences

    def _explain_shifts(self):
        number = self._format_number
        return self.env._(
            "Shifts: %(scheduled)s scheduled, %(missed)s missed, of them %(excused)s "
            "excused",
            scheduled=number(self.scheduled_shifts),
            missed=number(self.missed_shifts),
            excused=number(self.excused_shifts),
        )

    def _explain_excused(self, terms):
        """Whether excused absence lowers own plans; the lines show by how much."""
        number = self._format_number
        limit = terms["max_excused_shifts"]
        if not to_decimal(limit):
            return self.env._(
                "Excused shifts: %(excused)s, any number lowers the own plans that "
                "allow for absence",
                excused=number(self.excused_shifts),
            )
        figures = {"excused": number(self.excused_shifts), "limit": number(limit)}
        if bonus_math.is_excused(self.excused_shifts, limit):
            return self.env._(
                "Excused shifts: %(excused)s, not more than %(limit)s: the own plans "
                "that allow for absence are lowered",
                **figures,
            )
        return self.env._(
            "Excused shifts: %(excused)s, more than %(limit)s: the own plans stay",
            **figures,
        )

    def _explain_missed(self, terms, missed, scheduled):
        number = self._format_number
        share = terms["max_missed_share"]
        figures = {
            "missed": number(missed),
            "scheduled": number(scheduled),
            "share": number(ground_math.missed_share(missed, scheduled), EYE_DIGITS),
            "limit": number(share),
        }
        if ground_math.misses_too_much(missed, scheduled, share):
            return self.env._(
                "Missed: %(missed)s / %(scheduled)s · 100 = %(share)s %%, more than "
                "%(limit)s %%",
                **figures,
            )
        return self.env._(
            "Missed: %(missed)s / %(scheduled)s · 100 = %(share)s %%, not more than "
            "%(limit)s %%",
            **figures,
        )

    def _explain_min_hours(self, terms, worked):
        minimum = terms["min_worked_hours"]
        figures = {
            "worked": self._format_number(worked),
            "minimum": self._format_number(minimum),
        }
        if ground_math.works_too_little(worked, minimum):
            return self.env._(
                "Hours worked: %(worked)s, less than %(minimum)s", **figures
            )
        return self.env._(
            "Hours worked: %(worked)s, not less than %(minimum)s", **figures
        )

    def _explain_remarks(self, terms, remarks, thanks):
        number = self._format_number
        offset, limit = terms["thanks_offset"], terms["max_remarks"]
        balance = ground_math.remark_balance(remarks, thanks, offset)
        figures = {
            "remarks": number(remarks),
            "thanks": number(thanks),
            "offset": number(offset),
            "balance": number(balance),
            "limit": number(limit),
        }
        if ground_math.has_too_many_remarks(balance, limit):
            return self.env._(
                "Remarks less thanks: %(remarks)s − %(thanks)s · %(offset)s = "
                "%(balance)s, more than %(limit)s",
                **figures,
            )
        return self.env._(
            "Remarks less thanks: %(remarks)s − %(thanks)s · %(offset)s = %(balance)s, "
            "not more than %(limit)s",
            **figures,
        )

    # -- grounds and sanction ---------------------------------------------------------

    def _explain_grounds(self):
        """Each ground with its evidence, whether it acts or not, and what it does."""
        self.ensure_one()
        if self.mode != "live":
            return []
        # sudo: an employee may read the grounds against himself, and has no rights.
        grounds = self.sudo().disqualification_ids
        return [record._explain() for record in grounds if record.state != "dropped"]

    def _explain_withheld(self):
        """The sanction: of what, how much at most, how much it is."""
        self.ensure_one()
        terms, money = self.terms, self._format_money
        cap = to_decimal(terms["sanction_cap_percent"])
        if not cap:
            return self.env._(
                "Withheld as a sanction, all of the bonus: %(amount)s",
                amount=money(self.sanction_amount),
            )
        figures = {
            "earned": money(self.earned_salary),
            "bonus": money(self.bonus_amount),
            "cap": self._format_number(cap),
            "amount": money(self.sanction_amount),
        }
        if terms["sanction_base"] == "earned":
            return self.env._(
                "Withheld as a sanction: %(earned)s · %(cap)s / 100, at most the bonus "
                "of %(bonus)s: %(amount)s",
                **figures,
            )
        return self.env._(
            "Withheld as a sanction: (%(earned)s + %(bonus)s) · %(cap)s / 100, at most "
            "the bonus of %(bonus)s: %(amount)s",
            **figures,
        )


class KpiDisqualification(models.Model):
    _inherit = "kpi.disqualification"

    def _explain(self):
        """One sentence: the ground, its evidence, what it does to the bonus."""
        self.ensure_one()
        figures = {
            "ground": self.ground_id.name,
            "evidence": self.evidence,
            "reason": self.waive_reason,
        }
        if self.state == "waived":
            return self.env._(
                "%(ground)s: waived, the bonus is paid. %(reason)s", **figures
            )
        if self.state != "confirmed":
            return self.env._(
                "%(ground)s: proposed and not decided yet, the bonus is not touched",
                **figures,
            )
        if self.kind == "condition":
            return self.env._(
                "%(ground)s: no bonus is accrued. %(evidence)s", **figures
            )
        return self.env._(
            "%(ground)s: the bonus is accrued and a sanction withheld. %(evidence)s",
            **figures,
        )
