from odoo import models


class KpiPeriod(models.Model):
    """Drafts made before another version of their scheme was approved.

    A period uses the version valid on its first day, so preparing makes them anew. What
    somebody typed as a plan is kept.
    """

    _inherit = "kpi.period"

    def _get_outdated_drafts(self):
        reports = self.env["kpi.plan.report"]
        domain = [("period_id", "=", self.id), ("state", "=", "draft")]
        # By schemes, which are few: mostly there is nothing to be found.
        schemes = self.env["kpi.scheme"].union(
            *(scheme for [scheme] in reports._read_group(domain, ["scheme_id"]))
        )
        outdated = schemes.filtered(
            lambda scheme: not scheme._is_in_force(self.date_from)
        )
        if not outdated:
            return reports
        return reports.search([*domain, ("scheme_id", "in", outdated.ids)])

    def _get_employees_without_report(self):
        employees = super()._get_employees_without_report()
        return (employees | self._get_outdated_drafts().employee_id).sorted("id")

    def _do_create_drafts(self, ready):
        employee_ids = {employee_id for employee_id, *_draft in ready}
        outdated = self._get_outdated_drafts().filtered(
            lambda draft: draft.employee_id.id in employee_ids
        )
        typed = {
            (line.employee_id, line.indicator_id): line.plan
            for line in outdated.line_ids
            if line.plan_source == "manual"
        }
        outdated.unlink()
        reports = super()._do_create_drafts(ready)
        for line in reports.line_ids if typed else ():
            plan = typed.get((line.employee_id, line.indicator_id))
            if plan is not None:
                line.write({"plan": plan, "plan_source": "manual"})
        return reports
