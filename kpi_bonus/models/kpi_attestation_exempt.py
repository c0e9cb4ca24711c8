from collections import Counter
from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import models


class KpiAttestation(models.Model):
    """Who is not attested yet, who is exempt, and whether there is a place."""

    _inherit = "kpi.attestation"

    def _get_probation_problem(self, standing):
        last = standing.version.trial_date_end
        if not last or self.date > last or self._is_apprentice_exam():
            return None
        return self.env._(
            "%(employee)s is on probation until %(last)s: the attestation is held from "
            "%(first)s on.",
            employee=self.employee_id.name,
            last=self._format_date(last),
            first=self._format_date(last + timedelta(days=1)),
        )

    # -- exemptions -------------------------------------------------------------------

    def _get_exemption_problem(self, standing, leaves):
        """Nobody who is exempt is attested against his will."""
        if self.is_voluntary or self._is_apprentice_exam():
            return None
        return (
            self._get_exempt_until_problem()
            or self._get_parental_problem(leaves)
            or self._get_short_post_problem(standing)
        )

    def _get_exempt_until_problem(self):
        until = self.employee_id.kpi_attestation_exempt_until
        if not until or self.date > until:
            return None
        return self.env._(
            "%(employee)s is exempt from attestation until %(date)s. Choose a later "
            "day, or mark it as requested by the employee.",
            employee=self.employee_id.name,
            date=self._format_date(until),
        )

    def _get_parental_leaves(self):
        """{employee: approved parental leaves}, in one search."""
        # sudo: leaves of people whom the asking head or manager need not manage.
        leaves = (
            self.env["hr.leave"]
            .sudo()
            .search_fetch(
                [
                    ("employee_id", "in", self.employee_id.ids),
                    ("holiday_status_id.kpi_is_parental", "=", True),
                    ("state", "=", "validate"),
                ],
                ["employee_id", "request_date_from", "request_date_to"],
                order="request_date_to desc",
            )
        )
        return leaves.grouped("employee_id")

    def _get_parental_problem(self, leaves):
        months = self.company_id.kpi_attestation_parental_months
        for leave in leaves.get(self.employee_id, ()):
            end = leave.request_date_to
            last = end + relativedelta(months=months)
            if leave.request_date_from <= self.date <= last:
                return self.env._(
                    "%(employee)s has a parental leave until %(end)s, and is exempt "
                    "until %(last)s. Choose a later day, or mark it as requested by "
                    "the employee.",
                    employee=self.employee_id.name,
                    end=self._format_date(end),
                    last=self._format_date(last),
                )
        return None

    def _get_short_post_problem(self, standing):
        """A first grade is not concerned: that follows the probation."""
        months = self.company_id.kpi_attestation_min_post_months
        if not months or self.kind == "entry":
            return None
        first = standing.job_since + relativedelta(months=months)
        if self.date >= first:
            return None
        return self.env._(
            "%(employee)s is in the post since %(since)s, and is attested from "
            "%(first)s on. Choose a later day, or mark it as requested by the "
            "employee.",
            employee=self.employee_id.name,
            since=self._format_date(standing.job_since),
            first=self._format_date(first),
        )

    # -- places -----------------------------------------------------------------------

    def _get_vacancy_problems(self, standings):
        """{record id: [messages]}: people of one call compete for the places."""
        rising = self.filtered(
            lambda rec: rec.target_job_id and rec.target_job_id != standings[rec.id].job
        ).sorted(lambda rec: rec.effective_date)
        taken, problems = Counter(), {}
        for day, records in rising.grouped("effective_date").items():
            places = records.target_job_id._get_vacancies(day)
            for record in records:
                job = record.target_job_id
                left = places[job.id]
                if left is not None and left <= taken[job]:
                    problems[record.id] = [record._get_vacancy_problem(left)]
                taken[job] += 1
        return problems

    def _get_vacancy_problem(self, left):
        return self.env._(
            "%(employee)s: no place is free as %(job)s on %(date)s. The staffing limit "
            "is %(limit)s, places left: %(left)s. Raise the limit, or wait.",
            employee=self.employee_id.name,
            job=self.target_job_id.name,
            date=self._format_date(self.effective_date),
            limit=self.target_job_id.kpi_staff_limit,
            left=max(left, 0),
        )
