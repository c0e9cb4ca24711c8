from odoo import fields, models
from odoo.fields import Domain


class KpiRegulation(models.Model):
    """Whom a regulation covers: they sign that they have read it."""

    _inherit = "kpi.regulation"

    def _get_people_sudo(self):
        """Versions of the people covered today, by section and name.

        A section head gets those of his own departments.
        """
        self.ensure_one()
        # sudo: names, jobs and sections of people, for a list to be signed.
        versions_sudo = self._search_people_sudo()
        if self.scheme_ids and not self.job_ids:
            versions_sudo = self._filter_by_scheme(versions_sudo)
        return versions_sudo.sorted(
            lambda version: (
                version.department_id.complete_name or "",
                version.employee_id.name,
            )
        )

    def _search_people_sudo(self):
        """Versions in force of employed people of the jobs and departments."""
        company = self.company_id or self.env.company
        domain = Domain("company_id", "=", company.id)
        if self.job_ids:
            domain &= Domain("job_id", "in", self.job_ids.ids)
        if self.department_ids:
            domain &= Domain("department_id", "child_of", self.department_ids.ids)
        if not self._sees_everybody():
            domain &= Domain("department_id.kpi_is_mine", "=", True)
        # sudo: as above.
        employees_sudo = self.env["hr.employee"].sudo().search(domain)
        today = company._kpi_today()
        return employees_sudo.version_id.filtered(
            lambda version: not version.contract_date_end
            or version.contract_date_end >= today
        )

    def _sees_everybody(self):
        user = self.env.user
        return user.has_group("kpi_bonus.group_manager") or user.has_group(
            "kpi_bonus.group_payroll"
        )

    def _filter_by_scheme(self, versions):
        """Those who are paid by one of the schemes, or a later version of it."""
        codes = set(self.scheme_ids.mapped("code"))
        day = max(
            self.date_from or fields.Date.context_today(self),
            fields.Date.context_today(self),
            *self.scheme_ids.mapped("date_from"),
        )
        found = {}
        for frequency in set(self.scheme_ids.mapped("frequency")):
            found |= self.env["kpi.scheme"]._find_for_versions(versions, frequency, day)
        return versions.filtered(
            lambda version: version.id in found and found[version.id].code in codes
        )

    def _prepare_people_rows(self):
        """Rows of the acquaintance sheet: a title for each section."""
        rows, section = [], None
        for number, version in enumerate(self._get_people_sudo(), start=1):
            if version.department_id != section:
                section = version.department_id
                rows.append({"title": section.name or self.env._("Without section")})
            rows.append(
                {
                    "cells": [
                        str(number),
                        version.employee_id.name,
                        version.job_id.name or "",
                        "",
                        "",
                    ]
                }
            )
        return rows
