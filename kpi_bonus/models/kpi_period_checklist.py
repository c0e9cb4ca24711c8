from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from .kpi_period import MONTHS
from .kpi_period_check import CHECKS

CHECK_LIST_GROUPS = "kpi_bonus.group_manager,kpi_bonus.group_payroll"


class KpiPeriod(models.Model):
    """What stands in the way of closing.

    An item of the check-list is the method ``_find_<code>``, which returns records (or
    days) in a fixed number of queries.
    """

    _inherit = "kpi.period"

    check_ids = fields.One2many(
        "kpi.period.check", "period_id", "Check-list", groups=CHECK_LIST_GROUPS
    )
    red_count = fields.Integer(
        string="Items to settle",
        compute="_compute_red_count",
        groups=CHECK_LIST_GROUPS,
        help="Before closing.",
    )

    @api.depends("check_ids.state")
    def _compute_red_count(self):
        for period in self:
            period.red_count = len(
                period.check_ids.filtered(lambda check: check.state == "red")
            )

    def action_check(self):
        """Look again what stands in the way of closing."""
        for period in self._get_run_sudo(keeps_state=True):
            period._check_state("open", "review")
            period._sync_checks()
        return True

    def _sync_checks(self):
        """Bring the check-list up to date."""
        self.ensure_one()
        checks = {check.code: check for check in self.check_ids}
        engine = self.env["kpi.period.check"]._as_kpi_engine()
        for sequence, code in enumerate(CHECKS):
            vals = self._prepare_check_vals(code, checks.get(code))
            if code in checks:
                checks[code]._as_kpi_engine().write(vals)
            else:
                # An engine that is new to an item has it for the periods begun before.
                key = {"period_id": self.id, "code": code, "sequence": sequence}
                engine.create({**key, **vals})
        self.invalidate_recordset(["check_ids"])

    def _prepare_check_vals(self, code, check):
        found = getattr(self, f"_find_{code}")()
        keys = found.ids if isinstance(found, models.BaseModel) else found
        waived = set(check and check.waived or ())
        count = sum(key not in waived for key in keys)
        state = "red" if count else "waived" if keys else "green"
        return {"found": keys, "count": count, "state": state}

    def _get_red_message(self):
        """What is still to be settled, in words; empty if nothing is."""
        return "\n".join(
            self.env._(
                "%(check)s: %(count)s (%(sample)s). %(advice)s",
                check=check._get_code_label(),
                count=check.count,
                sample=check.sample,
                advice=check.advice,
            )
            for check in self.check_ids
            if check.state == "red"
        )

    # -- what is found ----------------------------------------------------------------

    def _find_not_ready(self):
        return self._search_reports(
            Domain("state", "=", "draft") | Domain("problem", "!=", False)
        )

    def _find_unsigned(self):
        return self._search_reports(Domain("next_step", "=", "signed"))

    def _find_unsubmitted(self):
        """Whoever has not signed has not handed in either."""
        steps = Domain("next_step", "in", ("signed", "submitted"))
        return self._search_reports(steps).filtered(
            lambda report: (
                report.next_step == "submitted" or report.terms["needs_submission"]
            )
        )

    def _find_unchecked(self):
        return self._search_reports(Domain("next_step", "=", "checked"))

    def _search_reports(self, domain):
        own = Domain("period_id", "=", self.id)
        return self.env["kpi.plan.report"].search(own & domain)

    def _find_missing_facts(self):
        """KPIs without any fact; not of people who did not work a single hour."""
        return self.env["kpi.plan.report.line"].search(
            [
                ("report_id.period_id", "=", self.id),
                ("report_id.state", "!=", "draft"),
                ("report_id.worked_hours", ">", 0),
                ("has_data", "=", False),
                # No entry on a card is 100, not missing.
                ("indicator_id.method", "!=", "card"),
            ]
        )

    def _find_open_disputes(self):
        return self.env["kpi.dispute"].search([("period_id", "=", self.id)])._get_open()

    def _find_open_falsifications(self):
        return self.report_ids._get_undecided()

    def _find_days_not_measured(self):
        """Days from today on; whatever is over is measured at closing anyway."""
        today = self.company_id._kpi_today()
        first = max(self.date_from, today)
        count = (self.date_to - first).days + 1
        return [(first + timedelta(days=day)).isoformat() for day in range(count)]

    def _find_without_scheme(self):
        """Employed in the period, without a plan-report for any of its days."""
        people = self._get_employees_without_report()
        segments = self.env["kpi.hours"]._get_segments(
            people, self.date_from, self.date_to
        )
        undated = self._get_reasons_without_start_date(people, segments)
        missing = people.filtered(lambda man: man.id in segments or man.id in undated)
        return missing - self._get_people_of_other_periods(missing, segments)

    def _get_people_of_other_periods(self, people, segments):
        """Those whose scheme goes by quarters when this is a month, or the reverse."""
        versions = {
            rows[0]["version_id"]: employee_id
            for employee_id, rows in segments.items()
            if rows[0]["version_id"]
        }
        records = self.env["hr.version"].browse(versions)
        found = set()
        for frequency in MONTHS.keys() - {self.frequency}:
            schemes = self.env["kpi.scheme"]._find_for_versions(
                records, frequency, self.date_from
            )
            found |= {versions[key] for key, scheme in schemes.items() if scheme}
        return people.filtered(lambda man: man.id in found)
