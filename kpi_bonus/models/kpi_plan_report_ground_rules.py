from odoo import models
from odoo.tools import format_date

from .. import ground_math


class KpiPlanReport(models.Model):
    """The rules of the grounds, one method each: the evidence, or False.

    ``_find_<code>(situation)`` gets a ``Situation`` of one report. A step that the
    terms do not ask for is no ground, even if the scheme lists it.
    """

    _inherit = "kpi.plan.report"

    def _find_late(self, situation):
        row = situation.row
        if not situation.terms["needs_submission"] or not row.is_late:
            return False
        return self.env._(
            "Handed in after %(deadline)s, the last day.",
            deadline=format_date(self.env, row.submit_deadline),
        )

    def _find_not_submitted(self, situation):
        """The deadline's day itself is in time; what comes later is ``late``."""
        row = situation.row
        if not situation.terms["needs_submission"] or row.is_submitted:
            return False
        if not row.submit_deadline or situation.today <= row.submit_deadline:
            return False
        return self.env._(
            "Not handed in by %(deadline)s, the last day.",
            deadline=format_date(self.env, row.submit_deadline),
        )

    def _find_no_card(self, situation):
        """At check at the latest; who was given no card has none to show."""
        terms, row = situation.terms, situation.row
        is_asked = terms["needs_card"] and row.has_card
        if not is_asked or not (row.is_checked or situation.is_review):
            return False
        if terms["card_form"] == "paper":
            return not row.presented and self.env._("The card was not handed in.")
        return bool(row.unanswered_count) and self.env._(
            "Entries of the card neither acknowledged nor objected to: %(count)s.",
            count=row.unanswered_count,
        )

    def _find_too_many_remarks(self, situation):
        terms, row = situation.terms, situation.row
        if not row.has_card or not situation.is_due:
            return False
        balance = ground_math.remark_balance(
            row.remark_count or 0, row.thanks_count or 0, terms["thanks_offset"]
        )
        if not ground_math.has_too_many_remarks(balance, terms["max_remarks"]):
            return False
        return self._explain_remarks(terms, row.remark_count, row.thanks_count)

    def _find_min_hours(self, situation):
        terms, worked = situation.terms, situation.month.hours["worked_hours"]
        if not situation.is_due:
            return False
        if not ground_math.works_too_little(worked, terms["min_worked_hours"]):
            return False
        return self._explain_min_hours(terms, worked)

    def _find_missed_shifts(self, situation):
        terms, hours = situation.terms, situation.month.hours
        missed, scheduled = hours["missed_shifts"], hours["scheduled_shifts"]
        if not situation.is_due:
            return False
        if not ground_math.misses_too_much(
            missed, scheduled, terms["max_missed_share"]
        ):
            return False
        return self._explain_missed(terms, missed, scheduled)
