from datetime import date, timedelta

from odoo import api, fields, models


class KpiScheme(models.Model):
    """How versions of a scheme follow each other."""

    _inherit = "kpi.scheme"

    date_to = fields.Date(
        string="Valid until",
        compute="_compute_date_to",
        help="The day before the next active version. Empty: until there is one.",
    )

    @api.depends("company_id", "code", "state", "date_from")
    def _compute_date_to(self):
        # sudo: a version that the user may not see follows all the same.
        active_sudo = self.sudo().search(
            [
                ("company_id", "in", self.company_id.ids),
                ("code", "in", self.mapped("code")),
                ("state", "=", "active"),
            ]
        )
        spans = {
            (scheme.company_id, scheme.code, begin): end
            for scheme, (begin, end) in active_sudo._get_validity().items()
        }
        for scheme in self:
            end = spans.get((scheme.company_id, scheme.code, scheme.date_from))
            scheme.date_to = end if end and end < date.max else False

    def write(self, vals):
        result = super().write(vals)
        if {"state", "date_from"} & vals.keys():
            # Of the versions before, too.
            self.invalidate_model(["date_to"])
        return result

    def _is_in_force(self, day):
        return self.state == "active" and not (self.date_to and self.date_to < day)

    def _get_activation_problems(self):
        """A period that has begun with one version goes on with it."""
        problems = super()._get_activation_problems()
        report_sudo = self._find_last_issued()
        if report_sudo and report_sudo.date_from >= self.date_from:
            problems.append(
                self.env._(
                    "Plan-reports of %(period)s are issued by an earlier version. Let "
                    "this one begin on %(date)s or later.",
                    period=report_sudo.period_id.name,
                    date=report_sudo.date_to + timedelta(days=1),
                )
            )
        return problems

    def _get_next_version_date(self):
        last_day = super()._get_next_version_date() - timedelta(days=1)
        report_sudo = self._find_last_issued()
        return max(last_day, report_sudo.date_to or last_day) + timedelta(days=1)

    def _find_last_issued(self):
        """A report of the last period that any version of the code was issued for."""
        # sudo: reports of people whom the user may not see count as well.
        reports_sudo = self.env["kpi.plan.report"].sudo()
        return reports_sudo.search(
            [
                ("scheme_id", "in", self._get_versions().ids),
                ("state", "!=", "draft"),
            ],
            order="date_from desc",
            limit=1,
        )
