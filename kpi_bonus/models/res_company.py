from datetime import timedelta

from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    kpi_manager_id = fields.Many2one(
        "res.users",
        string="Bonus manager in charge",
        domain=[("share", "=", False)],
        help="Gets the activities of KPI pay. Empty: the first bonus manager of the "
        "company.",
    )
    kpi_issue_mode = fields.Selection(
        [
            ("manual", "By hand"),
            ("open", "Open the period that is in draft"),
            ("create", "Create the period and open it"),
        ],
        string="On the first working day",
        required=True,
        default="open",
        help="What is done by itself on the first working day of a month or quarter. A "
        "draft period made later in the month is opened by hand.",
    )
    kpi_no_bonus_months = fields.Integer(
        string="Months without a bonus",
        default=3,
        help="After so many closed months running without a bonus, the bonus manager "
        "is asked to look into it. 0: never.",
    )

    _kpi_no_bonus_months_not_negative = models.Constraint(
        "CHECK(kpi_no_bonus_months >= 0)",
        "The number of months without a bonus can't be negative.",
    )

    def _kpi_get_manager(self):
        """The user who gets the activities of a bonus manager; may be empty."""
        self.ensure_one()
        # sudo: a section head's or a clock's act reaches the manager all the same.
        company_sudo = self.sudo()
        if company_sudo.kpi_manager_id.active:
            return company_sudo.kpi_manager_id
        group = self.env.ref("kpi_bonus.group_manager").sudo()
        return group.all_user_ids.filtered(
            lambda user: user.active and not user.share and self in user.company_ids
        ).sorted("id")[:1]

    def _kpi_get_tz(self):
        """Name of the time zone of the working calendar."""
        # sudo: an employee without rights has the same day as everybody.
        return self.sudo().resource_calendar_id.tz or "UTC"

    def _kpi_now(self):
        """Date and time at the company."""
        self.ensure_one()
        return fields.Datetime.context_timestamp(
            self.with_context(tz=self._kpi_get_tz()), fields.Datetime.now()
        )

    def _kpi_today(self):
        """The date at the company: deadlines end at midnight there, whoever asks."""
        self.ensure_one()
        return fields.Date.context_today(self.with_context(tz=self._kpi_get_tz()))

    def _kpi_get_first_workday(self, month):
        """The first day of a month that is worked by the company's calendar.

        :param month: its first day
        """
        return self._kpi_add_workdays(month - timedelta(days=1), 1)

    def _kpi_is_workday(self, day):
        return self._kpi_add_workdays(day - timedelta(days=1), 1) == day
