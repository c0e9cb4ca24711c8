from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .. import bonus_math
from .kpi_grade import MONEY_GROUPS

HOURS_FIELDS = (
    "norm_hours",
    "worked_hours",
    "scheduled_shifts",
    "missed_shifts",
    "excused_shifts",
    "calendar_shifts",
)


class KpiPlanReportSegment(models.Model):
    """A run of days in one calendar month with one version of the contract.

    Figures are proposed from the working calendar and the leaves at every refresh,
    until somebody overrides or imports them (a 2/2 rota fits no calendar of Odoo).
    """

    _name = "kpi.plan.report.segment"
    _description = "Plan-report hours"
    _inherit = ["kpi.import.mixin", "kpi.locked.mixin"]
    _order = "report_id, date_from, id"
    _check_company_auto = True
    _kpi_engine_fields = frozenset(
        {"report_id", "version_id", "calendar_id", "department_id", "date_from"}
        | {"date_to", "wage"}
    )
    _kpi_natural_key = ("report_id", "date_from")
    _kpi_import_parent = ("report_id", ("employee_id", "period_id"))

    report_id = fields.Many2one(
        "kpi.plan.report",
        required=True,
        check_company=True,
        ondelete="cascade",
        index=True,
    )
    company_id = fields.Many2one(related="report_id.company_id", store=True)
    currency_id = fields.Many2one(related="report_id.currency_id")
    # Not readonly, or Odoo's import would not offer the columns; the report itself
    # lets nobody change them.
    employee_id = fields.Many2one(
        related="report_id.employee_id", store=True, readonly=False
    )
    period_id = fields.Many2one(
        related="report_id.period_id", store=True, readonly=False
    )
    version_id = fields.Many2one("hr.version", ondelete="set null")
    calendar_id = fields.Many2one(
        "resource.calendar", string="Working hours", ondelete="restrict"
    )
    department_id = fields.Many2one("hr.department", ondelete="restrict")
    date_from = fields.Date(string="From", required=True)
    date_to = fields.Date(string="To", required=True)
    wage = fields.Monetary(
        groups=MONEY_GROUPS, aggregator=None, help="Monthly, at full hours."
    )
    norm_hours = fields.Float(
        string="Norm hours",
        aggregator=None,
        digits=(16, 2),
        help="Of the calendar in the whole month, less holidays.",
    )
    worked_hours = fields.Float(
        string="Worked hours",
        digits=(16, 2),
        help="Scheduled in these days less every leave, paid or not.",
    )
    scheduled_shifts = fields.Float(string="Scheduled shifts", digits=(16, 2))
    missed_shifts = fields.Float(
        string="Missed shifts", digits=(16, 2), help="On any leave."
    )
    excused_shifts = fields.Float(
        string="Excused shifts", digits=(16, 2), help="On leave that lowers plans."
    )
    calendar_shifts = fields.Float(
        string="Calendar shifts",
        digits=(16, 2),
        help="Shifts that this part of the period would have for somebody employed "
        "all through it.",
    )
    is_overridden = fields.Boolean(string="Entered", copy=False)
    override_reason = fields.Char(string="Reason", copy=False)
    pay = fields.Monetary(
        compute="_compute_pay",
        groups=MONEY_GROUPS,
        help="Wage · worked / norm; rounded here for the eye only.",
    )

    _start_unique = models.UniqueIndex(
        "(report_id, date_from)", "Two segments of a report can't begin on one day."
    )
    _hours_not_negative = models.Constraint(
        """CHECK(norm_hours >= 0 AND worked_hours >= 0 AND scheduled_shifts >= 0
            AND missed_shifts >= 0 AND excused_shifts >= 0 AND calendar_shifts >= 0
            AND wage >= 0)""",
        "Hours, shifts and wages can't be negative.",
    )
    _dates_ordered = models.Constraint(
        "CHECK(date_from <= date_to)", "A segment ends after it begins."
    )

    @api.depends("wage", "norm_hours", "worked_hours")
    def _compute_pay(self):
        for segment in self:
            if segment.worked_hours and not segment.norm_hours:
                segment.pay = 0.0
                continue
            segment.pay = float(
                bonus_math.segment_pay(
                    segment.wage, segment.worked_hours, segment.norm_hours
                )
            )

    @api.constrains(*HOURS_FIELDS, "is_overridden", "override_reason")
    def _check_hours(self):
        for segment in self:
            message = segment._get_hours_problem()
            if message:
                raise ValidationError(
                    self.env._(
                        "%(report)s, hours from %(date)s: %(problem)s",
                        report=segment.report_id.display_name,
                        date=segment.date_from,
                        problem=message,
                    )
                )

    def _get_hours_problem(self):
        if any(self[name] < 0 for name in HOURS_FIELDS):
            return self.env._("hours and shifts can't be negative.")
        if self.worked_hours and not self.norm_hours:
            return self.env._("worked hours need a norm above 0.")
        if self.excused_shifts > self.missed_shifts:
            return self.env._("more shifts are excused than missed.")
        if self.missed_shifts > self.scheduled_shifts:
            return self.env._("more shifts are missed than scheduled.")
        if self.is_overridden and not (self.override_reason or "").strip():
            return self.env._("figures that differ from the calendar need a reason.")
        return False

    @api.ondelete(at_uninstall=False)
    def _unlink_except_closed(self):
        self.report_id._check_not_closed()

    def write(self, vals):
        if self._is_kpi_engine():
            return super().write(vals)
        self.report_id._check_not_closed()
        if set(HOURS_FIELDS) & vals.keys():
            vals = {"is_overridden": True, **vals}
        self._follow_rota(vals)
        result = super().write(vals)
        # sudo: computing reads contracts, which who enters hours need not see.
        self.report_id.sudo()._refresh()
        return result

    # -- import -----------------------------------------------------------------------

    @api.model
    def _kpi_import_prepare_vals(self, values):
        return {"override_reason": self.env._("Import"), **values}

    def _kpi_write_batch(self, changes):
        """Compute the reports once, not after every row."""
        segments = self.browse([segment.id for segment, _vals in changes])
        segments.check_access("write")
        segments.report_id._check_not_closed()
        for segment, vals in changes:
            self._check_kpi_engine_fields(vals)
            segment._follow_rota(vals)
            segment._as_kpi_engine().write({"is_overridden": True, **vals})
        # sudo: computing reads contracts, which who imports hours need not see.
        segments.report_id.sudo()._refresh()

    def _load_records_create(self, vals_list):
        """Segments follow the contract: a file may fill them in, not add one."""
        for vals in vals_list:
            report = self.env["kpi.plan.report"].browse(vals.get("report_id"))
            raise ValidationError(
                self.env._(
                    "%(report)s has no hours from %(date)s. Its segments begin on "
                    "%(starts)s.",
                    report=report.display_name,
                    date=vals.get("date_from"),
                    starts=", ".join(map(str, report.segment_ids.mapped("date_from"))),
                )
            )
        return self.browse()

    def _follow_rota(self, vals):
        """Whoever is employed all through has all the shifts of the rota entered.

        Compared with those of the calendar, his own plan would shrink like a joiner's.
        """
        if "scheduled_shifts" in vals and "calendar_shifts" not in vals:
            throughout = self.filtered(
                lambda segment: segment.scheduled_shifts == segment.calendar_shifts
            )
            shifts = vals["scheduled_shifts"]
            throughout._as_kpi_engine().write({"calendar_shifts": shifts})

    def action_reset(self):
        """Take the calendar's figures again."""
        self.write({"is_overridden": False, "override_reason": False})

    # -- refresh ----------------------------------------------------------------------

    def _sync(self, row):
        """Follow contract and calendar; entered figures stay as entered."""
        kept = {"job_id", "date_from"}
        if self.is_overridden:
            kept.update(HOURS_FIELDS)
        self._as_kpi_engine().write(
            {name: value for name, value in row.items() if name not in kept}
        )

    def _drop_outdated(self):
        """Delete segments whose days belong to another one by now.

        Kept, they would be paid twice; entered figures are named on the report.
        """
        for segment in self.filtered("is_overridden"):
            segment.report_id.message_post(
                body=self.env._(
                    "The contract changed: the hours entered for %(start)s – %(end)s "
                    "(%(worked)s of %(norm)s, %(reason)s) no longer fit its dates and "
                    "were dropped. Enter them again for the new dates.",
                    start=segment.date_from,
                    end=segment.date_to,
                    worked=segment.worked_hours,
                    norm=segment.norm_hours,
                    reason=segment.override_reason,
                )
            )
        self.unlink()
