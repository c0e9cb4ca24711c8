from datetime import date
from typing import NamedTuple

from odoo import models
from odoo.models import BaseModel

from .kpi_attestation import GOOD_RESULTS
from .kpi_career_mixin import merge_problems


class Standing(NamedTuple):
    """Where a person stands on the day on which an attestation takes effect."""

    version: BaseModel
    job: BaseModel
    grade: BaseModel
    higher: BaseModel  # grades above the present one, the next one first
    job_since: date | None
    grade_since: date | None


class KpiAttestation(models.Model):
    """What must be so for a grade or post: asked when planned, and when applied."""

    _inherit = "kpi.attestation"

    def _get_apply_problems(self):
        problems = super()._get_apply_problems()
        fit = self.filtered(lambda rec: rec.id not in problems)
        return merge_problems(
            problems, fit._get_result_problems(), fit._get_rule_problems()
        )

    def _get_plan_problems(self):
        """What stands in the way of planning: {record id: [messages]}; in sudo.

        Records that are not saved yet may be asked as well.
        """
        versions = self._get_versions()
        problems = {}
        for record in self:
            if text := record._get_employment_problem(versions):
                problems[record.id] = [text]
        fit = self.filtered(lambda rec: rec.id not in problems)
        return merge_problems(problems, fit._get_rule_problems())

    def _get_result_problems(self):
        results = dict(self._fields["result"]._description_selection(self.env))
        problems = {}
        for record in self:
            if record.result not in GOOD_RESULTS:
                problems[record.id] = [
                    self.env._(
                        '%(record)s: the result is "%(result)s", nothing comes of it. '
                        "Plan a retake.",
                        record=record._label(),
                        result=results.get(record.result, ""),
                    )
                ]
            elif record.objection_state == "open":
                problems[record.id] = [
                    self.env._(
                        "%(record)s: the employee objects to the result. Answer the "
                        "objection first.",
                        record=record._label(),
                    )
                ]
        return problems

    def _get_rule_problems(self):
        """{record id: [messages]} of the company's rules; a few queries for all."""
        standings = self._get_standings()
        leaves = self._get_parental_leaves()
        problems = {}
        for record in self:
            standing = standings[record.id]
            texts = [
                record._get_kind_problem(standing),
                record._get_target_problem(standing),
                record._get_probation_problem(standing),
                record._get_exemption_problem(standing, leaves),
            ]
            if texts := [text for text in texts if text]:
                problems[record.id] = texts
        return merge_problems(problems, self._get_vacancy_problems(standings))

    def _get_standings(self):
        """{record id: Standing}"""
        versions = self._get_versions()
        present = {
            record.id: record._get_version_at(versions, record.effective_date)
            for record in self
        }
        jobs = self.env["hr.job"].union(*(ver.job_id for ver in present.values()))
        ladders = self.env["kpi.grade"]._get_ladders(jobs | self.target_job_id)
        standings = {}
        for record in self:
            version = present[record.id]
            own = versions.get(record.employee_id.id, version)
            standings[record.id] = Standing(
                version,
                version.job_id,
                version.kpi_grade_id,
                version._kpi_get_higher_grades(ladders),
                version._kpi_get_since("job_id", own),
                version._kpi_get_since("kpi_grade_id", own),
            )
        return standings
