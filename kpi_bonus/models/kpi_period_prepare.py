from odoo import Command, models
from odoo.tools import format_date, split_every

from ..isolation import run_isolated
from .kpi_period_run import BATCH


class KpiPeriod(models.Model):
    """Preparing: drafts of cards and plan-reports, plans from targets."""

    _inherit = "kpi.period"

    def action_prepare(self):
        """Make what is missing for everyone with a scheme of this frequency.

        :return: an action that lists everybody else and why
        """
        findings = self.env["kpi.period.finding"]
        for period in self._get_run_sudo():
            findings += period._do_prepare()
        return findings._get_action()

    def _do_prepare(self):
        self._check_state("draft", "open")
        ready, left_out = self._find_drafts_to_create()
        for batch in split_every(BATCH, ready):
            left_out |= self._create_drafts(batch)
            self._drop_caches()
        self._sync_draft_plans()
        return self.env["kpi.period.finding"]._create_findings(
            self,
            [{"employee_id": key, "reason": why} for key, why in left_out.items()],
        )

    def _find_drafts_to_create(self):
        """Who has no plan-report and gets one, and who gets none.

        :return: [(employee id, scheme, segments)], {employee id: why not}
        """
        missing = self._get_employees_without_report()
        segments = self.env["kpi.hours"]._get_segments(
            missing, self.date_from, self.date_to
        )
        schemes = self._find_schemes(segments)
        left_out = self._get_reasons_without_start_date(missing, segments)
        ready = []
        for employee in missing.filtered(lambda employee: employee.id in segments):
            scheme, rows = schemes.get(employee.id), segments[employee.id]
            if scheme:
                ready.append((employee.id, scheme, rows))
            else:
                left_out[employee.id] = self._get_no_scheme_reason(rows)
        return ready, left_out

    def _get_employees_without_report(self):
        """Leavers are archived, yet worked some days: active or not."""
        employees = (
            self.env["hr.employee"]
            .with_context(active_test=False)
            .search([("company_id", "=", self.company_id.id)])
        )
        have = self.env["kpi.plan.report"]._read_group(
            [("period_id", "=", self.id)], ["employee_id"]
        )
        return employees.browse(
            set(employees.ids) - {employee.id for [employee] in have}
        ).sorted("id")

    def _find_schemes(self, segments):
        """{employee id: scheme} as of the first employed day."""
        first_versions = {
            employee_id: rows[0]["version_id"] for employee_id, rows in segments.items()
        }
        versions = self.env["hr.version"].browse(first_versions.values())
        found = self.env["kpi.scheme"]._find_for_versions(
            versions, self.frequency, self.date_from
        )
        return {
            employee_id: found.get(version_id)
            for employee_id, version_id in first_versions.items()
        }

    def _get_reasons_without_start_date(self, employees, segments):
        """Working people of whom nobody said since when; not those who left before."""
        dated = self.env["hr.version"]._read_group(
            [
                ("employee_id", "in", employees.ids),
                ("contract_date_start", "!=", False),
            ],
            ["employee_id"],
        )
        known = {employee.id for [employee] in dated} | segments.keys()
        reason = self.env._(
            "No contract start date. Enter it in the employee's payroll tab."
        )
        return {
            employee.id: reason
            for employee in employees
            if employee.active and employee.id not in known
        }

    def _get_no_scheme_reason(self, rows):
        job = self.env["hr.job"].browse(rows[0]["job_id"] or [])
        department = self.env["hr.department"].browse(rows[0]["department_id"] or [])
        return self.env._(
            "No active scheme (%(frequency)s) on %(date)s for the job %(job)s in "
            "%(department)s. Add the job to a scheme, or set the scheme on the "
            "employee.",
            frequency=dict(self._fields["frequency"]._description_selection(self.env))[
                self.frequency
            ],
            date=format_date(self.env, self.date_from),
            job=job.name or "–",
            department=department.display_name or "–",
        )

    def _create_drafts(self, ready):
        """Cards and plan-reports of a batch.

        :param ready: see ``_find_drafts_to_create``
        :return: {employee id: why it failed}
        """
        failed = run_isolated(self.env, ready, self._do_create_drafts)
        return {employee_id: reason for (employee_id, *_draft), reason in failed}

    def _do_create_drafts(self, ready):
        """:return: the plan-reports"""
        units = self.env["hr.department"]._kpi_units()
        cards = self._create_missing_cards(
            [key for key, scheme, _rows in ready if self._needs_card(scheme)]
        )
        return self.env["kpi.plan.report"].create(
            [
                self._prepare_report_vals(key, scheme, rows, units)
                | {"card_id": cards.get(key)}
                for key, scheme, rows in ready
            ]
        )

    def _needs_card(self, scheme):
        return scheme.needs_card or any(
            line.indicator_id.method == "card" for line in scheme.line_ids
        )

    def _create_missing_cards(self, employee_ids):
        """:return: {employee id: card id}"""
        domain = [("period_id", "=", self.id), ("employee_id", "in", employee_ids)]
        cards = self.env["kpi.card"].search_fetch(domain, ["employee_id"])
        have = {card.employee_id.id for card in cards}
        cards += cards.create(
            [
                {"employee_id": key, "period_id": self.id}
                for key in employee_ids
                if key not in have
            ]
        )
        return {card.employee_id.id: card.id for card in cards}

    def _prepare_report_vals(self, employee_id, scheme, rows, units):
        section, shop = units.get(rows[0]["department_id"], (False, False))
        unit_of = {"section": section, "shop": shop}
        return {
            "employee_id": employee_id,
            "period_id": self.id,
            "company_id": self.company_id.id,
            "scheme_id": scheme.id,
            "department_id": rows[-1]["department_id"],
            "job_id": rows[0]["job_id"],
            "line_ids": [
                Command.create(self._prepare_line_vals(line, unit_of))
                for line in scheme.line_ids
            ],
            "segment_ids": [
                Command.create(self._prepare_segment_vals(row)) for row in rows
            ],
        }

    def _prepare_line_vals(self, scheme_line, unit_of):
        return {
            "sequence": scheme_line.sequence,
            "indicator_id": scheme_line.indicator_id.id,
            "weight": scheme_line.weight,
            "plan": scheme_line.default_plan,
            "department_id": unit_of.get(scheme_line.indicator_id.scope),
        }

    def _prepare_segment_vals(self, row):
        return {name: value for name, value in row.items() if name != "job_id"}

    def _sync_draft_plans(self, reports=None):
        """Drafts take the plan of their subject, unless somebody typed another.

        :param reports: only these; all drafts of the periods otherwise
        """
        for period in self:
            domain = [
                ("report_id.period_id", "=", period.id),
                ("report_id.state", "=", "draft"),
                ("plan_source", "!=", "manual"),
            ]
            if reports is not None:
                domain.append(("report_id", "in", reports.ids))
            # sudo: whoever may write a target may see it arrive in the drafts.
            lines = self.env["kpi.plan.report.line"].sudo().search(domain)
            targets = self.env["kpi.target"]._get_values(period)
            for line in lines._as_kpi_engine():
                vals = line._prepare_plan_vals(targets)
                if any(line[name] != value for name, value in vals.items()):
                    line.write(vals)
