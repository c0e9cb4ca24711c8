import base64

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from odoo.addons.kpi_bonus.bonus_math import segment_pay

from ..report.payroll_register import Register
from ..report.register_rows import Adjustment, Hours, Person, Report


class KpiPayrollRegister(models.TransientModel):
    """A file for download, which goes away by itself."""

    _name = "kpi.payroll.register"
    _description = "Payroll register"

    name = fields.Char(required=True)
    file = fields.Binary(required=True)

    @api.model
    def _create_for(self, payslips):
        """:param payslips: of one company; cancelled ones are left out"""
        payslips.check_access("read")
        payslips = payslips.filtered(lambda payslip: payslip.state != "cancel")
        company = payslips.company_id
        if len(company) != 1:
            raise UserError(
                self.env._(
                    "A payroll register is made of payslips of one company: choose "
                    "some that are not cancelled, and of one company only."
                )
            )
        # sudo: an officer of payroll alone may print the figures of payslips he reads.
        payslips_sudo = payslips.sudo()
        paying = payslips_sudo.filtered(lambda payslip: payslip.kpi_basis)
        paying = paying.sorted(
            lambda payslip: (
                payslip._kpi_get_section().complete_name or "",
                payslip.employee_id.name,
                payslip.id,
            )
        )
        register = Register(
            [self._prepare_person(payslip) for payslip in paying],
            self._get_labels(paying or payslips_sudo, payslips_sudo - paying),
            company.currency_id.rounding,
            company.currency_id.decimal_places,
        )
        name = self.env._(
            "Payroll register %(date)s.xlsx", date=max(payslips.mapped("date_to"))
        )
        return self.create({"name": name, "file": base64.b64encode(register.build())})

    def _get_download_action(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/file/{self.name}"
            "?download=true",
            "target": "self",
        }

    # -- figures ----------------------------------------------------------------------

    @api.model
    def _prepare_person(self, payslip):
        basis, report = payslip.kpi_basis, payslip.kpi_report_id
        rows = basis.get("hours", [])
        last = rows[-1] if rows else {}
        version = self.env["hr.version"].browse(last.get("version_id") or []).exists()
        earned = self._get_earned(payslip)
        before = earned - payslip.kpi_base_salary if rows else 0
        sources = payslip._kpi_get_sources()
        return Person(
            name=payslip.employee_id.name,
            section=payslip._kpi_get_section().name or "",
            grade=(report.grade_id or version.kpi_grade_id).name or "",
            payslip=payslip.number or payslip.name or "",
            wage=last.get("wage", 0),
            norm=_sum_norms(rows),
            earned=earned,
            before=before,
            effectiveness=report.effectiveness,
            percent=payslip.kpi_bonus_percent,
            bonus=payslip.kpi_bonus_amount,
            adjustments=payslip.kpi_adjustment_amount,
            sanction=payslip.kpi_sanction_amount,
            sign=-1 if payslip.credit_note else 1,
            hours=list(map(self._prepare_hours, rows)),
            reports=[
                self._prepare_report(report, payslip, before)
                for report in sources["reports"]
            ],
            adjustment_rows=list(map(self._prepare_adjustment, sources["adjustments"])),
        )

    @api.model
    def _prepare_adjustment(self, adjustment):
        return Adjustment(
            adjustment.display_name,
            adjustment.value_before,
            adjustment.value_after,
            adjustment.amount,
        )

    @api.model
    def _get_earned(self, payslip):
        if payslip.kpi_basis.get("hours"):
            return payslip.kpi_basis["earned"]
        # A structure with a base salary of its own.
        lines = payslip.line_ids.filtered(lambda line: line.category_id.code == "BASIC")
        return sum(lines.mapped("total"))

    @api.model
    def _prepare_hours(self, row):
        pay = segment_pay(row["wage"], row["worked"], row["norm"])
        return Hours(
            fields.Date.to_date(row["date_from"]),
            fields.Date.to_date(row["date_to"]),
            row["wage"],
            row["norm"],
            row["worked"],
            float(pay),
        )

    @api.model
    def _prepare_report(self, report, payslip, before):
        span = (report.date_from, report.date_to)
        return Report(
            report.period_id.display_name,
            report.earned_salary,
            not before and span == (payslip.date_from, payslip.date_to),
            report.effectiveness,
            report.bonus_percent,
            report.bonus_amount,
            report.sanction_amount,
        )

    # -- texts ------------------------------------------------------------------------

    @api.model
    def _get_labels(self, payslips, left_out):
        company = payslips.company_id
        return {
            **self._get_column_labels(),
            "register": self.env._("Register"),
            "hours": self.env._("Hours"),
            "reports": self.env._("Plan-reports"),
            "title": self.env._(
                "Payroll register of %(company)s, %(start)s – %(end)s",
                company=company.name,
                start=format_date(self.env, min(payslips.mapped("date_from"))),
                end=format_date(self.env, max(payslips.mapped("date_to"))),
            ),
            "subtitle": self.env._(
                "Amounts in %(currency)s. Total = earned + paid before + bonus + "
                "adjustments + withheld.",
                currency=company.currency_id.name,
            ),
            "totals": self.env._("Total of the rows shown"),
            "made_by": self.env._("Made by (name, signature, date)"),
            "checked_by": self.env._("Checked by (name, signature, date)"),
            "approved_by": self.env._("Approved by (name, signature, date)"),
            "left_out": left_out
            and self.env._(
                "Without KPI pay, not in this register: %(names)s",
                names=", ".join(left_out.employee_id.mapped("name")),
            ),
        }

    @api.model
    def _get_column_labels(self):
        return {
            "number": self.env._("No."),
            "name": self.env._("Employee"),
            "section": self.env._("Section"),
            "grade": self.env._("Grade"),
            "payslip": self.env._("Payslip"),
            "wage": self.env._("Wage"),
            "norm": self.env._("Norm hours"),
            "worked": self.env._("Worked hours"),
            "earned": self.env._("Earned"),
            "paid_before": self.env._("Paid before"),
            "effectiveness": self.env._("Effectiveness, %"),
            "percent": self.env._("Bonus, %"),
            "bonus": self.env._("Bonus"),
            "adjustments": self.env._("Adjustments"),
            "withheld": self.env._("Withheld"),
            "total": self.env._("Total"),
            "from": self.env._("From"),
            "to": self.env._("To"),
            "pay": self.env._("Pay"),
            "period": self.env._("Period"),
            "sanction": self.env._("Withheld"),
            "adjustment": self.env._("Adjustment"),
            "before": self.env._("Before"),
            "after": self.env._("After"),
            "amount": self.env._("To pay"),
        }


def _sum_norms(rows):
    """The norm counts once a month, however many segments the month has."""
    return sum({row["date_from"][:7]: row["norm"] for row in rows}.values())
