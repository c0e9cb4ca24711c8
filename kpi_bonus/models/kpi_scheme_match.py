from datetime import date as Date
from datetime import timedelta

from odoo import api, models
from odoo.exceptions import ValidationError


class KpiScheme(models.Model):
    """Which scheme a person has on a date."""

    _inherit = "kpi.scheme"

    @api.model
    def _find_for_versions(self, versions, frequency, date):
        """Schemes of people, by their versions, in a fixed number of queries.

        First the scheme set on the version, then that of the job in the nearest
        department upward, then that of the job. A scheme set on a version stands for
        its code: the version of the code that is valid on the date counts.

        :param frequency: ``month`` or ``quarter``
        :return: {version_id: scheme}; who has no scheme has no key
        """
        # sudo: the link on the version is for HR; the engine asks for everybody.
        versions_sudo = versions.sudo()
        versions_sudo.fetch(["company_id", "department_id", "job_id", "kpi_scheme_id"])
        valid_sudo = self.sudo()._get_valid(versions_sudo.company_id, date)
        valid_sudo = valid_sudo.filtered(lambda scheme: scheme.frequency == frequency)
        by_code = {(scheme.company_id, scheme.code): scheme for scheme in valid_sudo}
        by_job = valid_sudo._index_by_job()
        upward = self._get_departments_upward(versions_sudo.department_id)
        found = {}
        for version in versions_sudo:
            company, pinned = version.company_id, version.kpi_scheme_id
            scheme = pinned.company_id == company and by_code.get(
                (company, pinned.code)
            )
            if not scheme and version.job_id:
                scheme = self._pick_by_job(version, by_job, upward)
            if scheme:
                found[version.id] = self.browse(scheme.id)
        return found

    @api.model
    def _get_valid(self, companies, date):
        """The version in force of every code: the latest active one."""
        schemes = self.search(
            [
                ("company_id", "in", companies.ids),
                ("state", "=", "active"),
                ("date_from", "<=", date),
            ],
            order="date_from",
        )
        latest = {(scheme.company_id, scheme.code): scheme.id for scheme in schemes}
        return self.browse(latest.values())

    def _index_by_job(self):
        """{(company, job, department id or False): scheme}."""
        return {
            (scheme.company_id, job, department_id): scheme
            for scheme in self
            for job in scheme.job_ids
            for department_id in scheme.department_ids.ids or [False]
        }

    @api.model
    def _pick_by_job(self, version, by_job, upward):
        for department_id in [*upward.get(version.department_id.id, ()), False]:
            scheme = by_job.get((version.company_id, version.job_id, department_id))
            if scheme:
                return scheme
        return None

    @api.model
    def _get_departments_upward(self, departments):
        """{department_id: [department_id and its parents, nearest first]}."""
        departments.fetch(["parent_path"])
        return {
            department.id: [
                int(part) for part in reversed(department.parent_path.split("/")[:-1])
            ]
            for department in departments
        }

    def _check_matches(self):
        """Two active schemes must not fit one person at one level on one date.

        :raises ValidationError: names both schemes, the job and the department
        """
        # sudo: a scheme that the user can't see conflicts all the same.
        schemes_sudo = self.sudo().search([("company_id", "in", self.company_id.ids)])
        # Drafts too: two managers activating at once must not miss each other's.
        schemes_sudo.lock_for_update(allow_referencing=True)
        active_sudo = schemes_sudo.filtered(lambda scheme: scheme.state == "active")
        spans = active_sudo._get_validity()
        for scheme in self.sudo():
            for other in active_sudo:
                start = max(spans[scheme][0], spans[other][0])
                if start <= min(spans[scheme][1], spans[other][1]):
                    scheme._check_match(other, start)

    def _check_match(self, other, start):
        if (
            other.company_id != self.company_id
            or other.frequency != self.frequency
            or other.code == self.code
        ):
            return
        jobs = self.job_ids & other.job_ids
        departments = self.department_ids & other.department_ids
        one_level = departments or not (self.department_ids or other.department_ids)
        if jobs and one_level:
            raise ValidationError(
                self.env._(
                    "Schemes %(scheme)s and %(other)s both fit the job %(job)s in "
                    "%(department)s from %(date)s on. Take it out of one of them.",
                    scheme=self.display_name,
                    other=other.display_name,
                    job=jobs[0].display_name,
                    department=departments[:1].display_name
                    or self.env._("every department"),
                    date=start,
                )
            )

    def _get_validity(self):
        """{scheme: (first day, last day)} of active versions."""
        spans = {}
        for versions in self.grouped(lambda s: (s.company_id, s.code)).values():
            ends = Date.max
            for version in versions.sorted("date_from", reverse=True):
                spans[version] = (version.date_from, ends)
                ends = version.date_from - timedelta(days=1)
        return spans
