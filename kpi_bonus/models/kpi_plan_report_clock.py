from odoo import fields, models


class KpiPlanReport(models.Model):
    """Reminders by the clock: who is due today, and that he gets no second one."""

    _inherit = "kpi.plan.report"

    reminded_on = fields.Date(string="Reminded on", copy=False)

    def _is_reminder_due(self, today, is_workday):
        """Whether to write to the person today, whatever step is missing.

        To sign: on working days after the day of issue. To hand in: every day from the
        last one of the period to the deadline, and once more when that has passed.
        """
        self.ensure_one()
        deadline = self.submit_deadline
        if deadline and today > deadline:
            return not self.reminded_on or self.reminded_on <= deadline
        if deadline and today >= self.date_to:
            return True
        issued_on = fields.Datetime.context_timestamp(self, self.issued_on).date()
        return self.next_step == "signed" and is_workday and issued_on < today

    def _do_remind(self, today):
        """Mails and the mark that they are out, in one transaction."""
        unsigned = self._remind_unsigned()
        (self - unsigned)._remind_deadline()
        self._as_kpi_engine().write({"reminded_on": today})
