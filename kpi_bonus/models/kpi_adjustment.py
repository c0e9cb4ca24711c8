from odoo import api, fields, models

from .kpi_grade import MONEY_GROUPS


class KpiAdjustment(models.Model):
    """Correction of a closed plan-report, paid in a period that is still open.

    A closed report stays as it is for ever. What it should have come to is said here,
    once: an adjustment is never changed or deleted, a wrong one is followed by another.
    The first corrects the report's bonus less what was withheld, each further one the
    value that the one before it set.
    """

    _name = "kpi.adjustment"
    _description = "Adjustment of a closed plan-report"
    _inherit = [
        "kpi.history.mixin",
        "kpi.own.mixin",
        "kpi.report.record.mixin",
        "kpi.locked.mixin",
    ]
    _order = "date desc, id desc"
    _check_company_auto = True
    _kpi_engine_fields = frozenset(
        {
            "number",
            "employee_id",
            "department_id",
            "period_id",
            "company_id",
            "value_before",
            "amount",
            "author_id",
            "date",
            "basis",
        }
    )

    number = fields.Integer(
        string="No.", required=True, help="Counted within the plan-report."
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    pay_period_id = fields.Many2one(
        "kpi.period",
        string="Paid in",
        required=True,
        check_company=True,
        ondelete="restrict",
        index=True,
        help="A period that is not closed: the difference is paid with it.",
    )
    value_before = fields.Monetary(
        string="Before",
        required=True,
        groups=MONEY_GROUPS,
        help="Bonus less what was withheld, with the adjustments before this one.",
    )
    value_after = fields.Monetary(
        string="After",
        required=True,
        groups=MONEY_GROUPS,
        help="What bonus less what was withheld should have come to.",
    )
    amount = fields.Monetary(string="Difference", required=True, groups=MONEY_GROUPS)
    reason = fields.Text(
        required=True,
        help="The section head and the employee read it too: write no amounts.",
    )
    author_id = fields.Many2one(
        "res.users", string="Decided by", required=True, ondelete="restrict"
    )
    date = fields.Date(required=True)
    dispute_id = fields.Many2one(
        "kpi.dispute", string="After a dispute", ondelete="restrict", index=True
    )
    basis = fields.Json(
        help="Facts and grounds that the new value was computed with, for the next "
        "proposal.",
    )

    # Two managers at once: the second is told, instead of paying the difference twice.
    _number_unique = models.UniqueIndex(
        "(report_id, number)",
        "Somebody else has just adjusted this plan-report. Look at it, and try again.",
    )
    _amount_is_difference = models.Constraint(
        "CHECK(amount = value_after - value_before)",
        "An adjustment pays the difference between the value after and before.",
    )
    _amount_not_zero = models.Constraint(
        "CHECK(amount <> 0)", "An adjustment must change the bonus."
    )
    _value_after_positive = models.Constraint(
        "CHECK(value_after >= 0)", "An adjusted bonus can't be negative."
    )

    @api.depends("report_id", "number")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for adjustment in self:
            adjustment.display_name = self.env._(
                "%(report)s: adjustment %(number)s",
                report=adjustment.report_id.display_name or "",
                number=adjustment.number,
            )

    @api.model_create_multi
    def create(self, vals_list):
        self.browse().check_access("create")
        # Protected figures are refused before they are computed here, whoever calls.
        self._check_kpi_engine_fields({name for vals in vals_list for name in vals})
        adjustments = self.browse()
        # One by one: the second of a report starts from what the first set.
        for vals in vals_list:
            vals = self._prepare_create_vals(vals)
            engine = self._as_kpi_engine()
            adjustments += super(KpiAdjustment, engine).create([vals])
        adjustments = adjustments.with_env(self.env)
        self.env["kpi.seal"]._add("adjustment", adjustments)
        adjustments._tell()
        return adjustments

    def _get_change_refusal(self):
        return self.env._(
            "%(adjustment)s is history: it can't be changed, copied or deleted. Make "
            "another adjustment of the plan-report.",
            adjustment=self.display_name,
        )

    # -- creation ---------------------------------------------------------------------

    @api.model
    def _create_from(self, vals, basis):
        """:param basis: facts and grounds behind the new value, by the proposal"""
        return self._as_kpi_engine().create([{**vals, "basis": basis}])

    @api.model
    def _prepare_create_vals(self, vals):
        """Values with everything that is not for its author to say."""
        report = self.env["kpi.plan.report"].browse(vals.get("report_id"))
        period = self.env["kpi.period"].browse(vals.get("pay_period_id"))
        self._check_report(report)
        self._check_pay_period(report, period)
        self._check_reason(report, vals)
        currency = report.currency_id
        before = report._get_effective_bonus()
        after = currency.round(vals.get("value_after") or 0)
        self._check_value(report, before, after)
        return {
            "dispute_id": False,
            "basis": False,
            **vals,
            "number": len(report.adjustment_ids) + 1,
            "value_before": before,
            "value_after": after,
            "amount": currency.round(after - before),
            "author_id": self.env.uid,
            "date": report.company_id._kpi_today(),
        }

    def _tell(self):
        """The heads learn why from the chatter, without money; the employee all."""
        for adjustment in self:
            # sudo: the chatter belongs to a report that nobody may write any more.
            report = adjustment.report_id.sudo()
            report.message_post(
                body=self.env._(
                    "Adjusted, to be settled with %(period)s: %(reason)s",
                    period=adjustment.pay_period_id.display_name,
                    reason=adjustment.reason,
                )
            )
            if not report._is_hidden_from_employee():
                adjustment._notify_employee("kpi_bonus.kpi_mail_template_adjustment")

    # -- seal -------------------------------------------------------------------------

    def _prepare_seal_payload(self):
        """What the chain of closed history keeps of an adjustment."""
        self.ensure_one()
        return {
            "adjustment_id": self.id,
            "report_id": self.report_id.id,
            "employee_id": self.employee_id.id,
            "number": self.number,
            "pay_period_id": self.pay_period_id.id,
            "currency": self.currency_id.name,
            "value_before": repr(self.value_before),
            "value_after": repr(self.value_after),
            "amount": repr(self.amount),
            "reason": self.reason,
            "basis": self.basis or {},
            "author_id": self.author_id.id,
            "date": self.date.isoformat(),
            "dispute_id": self.dispute_id.id,
        }
