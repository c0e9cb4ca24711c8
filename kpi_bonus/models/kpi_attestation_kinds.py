from dateutil.relativedelta import relativedelta

from odoo import models


class KpiAttestation(models.Model):
    """What each kind of attestation asks of the person's post and grade."""

    _inherit = "kpi.attestation"

    def _is_apprentice_exam(self):
        """Hook: an exam that ends a training; it asks for no probation."""
        return False

    def _get_kind_problem(self, standing):
        return getattr(self, f"_get_{self.kind}_kind_problem")(standing)

    def _get_entry_kind_problem(self, standing):
        """A first grade; the exam of an apprentice may do without one."""
        if self._is_apprentice_exam():
            return None
        if standing.grade:
            return self.env._(
                "%(employee)s has the grade %(grade)s since %(date)s already. Plan an "
                "attestation for a higher one.",
                employee=self.employee_id.name,
                grade=standing.grade.name,
                date=self._format_date(standing.grade_since),
            )
        if not self.target_grade_id:
            return self._get_no_target_problem()
        return None

    def _get_no_target_problem(self):
        return self.env._(
            "%(record)s: choose the grade or the post to get.", record=self._label()
        )

    def _get_grade_kind_problem(self, standing):
        """A higher grade of the same post, and not too soon after the present one."""
        grade = standing.grade
        names = {"employee": self.employee_id.name, "job": standing.job.name or ""}
        if standing.job.kpi_track != "grades":
            return self.env._(
                "%(employee)s: %(job)s has no grades. Set its career track, or plan an "
                "attestation for the next post.",
                **names,
            )
        if not grade:
            return self.env._(
                "%(employee)s has no grade yet. Plan an attestation for the first one.",
                **names,
            )
        if not self.target_grade_id:
            return self._get_no_target_problem()
        if self.target_grade_id not in standing.higher:
            return self.env._(
                "%(employee)s has the grade %(present)s, and %(target)s is not higher. "
                "Choose a higher one of the post.",
                **names,
                present=grade.name,
                target=self.target_grade_id.name,
            )
        first = standing.grade_since + relativedelta(months=grade.min_months)
        if self.effective_date < first:
            return self.env._(
                "%(employee)s has the grade %(present)s since %(since)s: a higher one "
                "is possible from %(first)s on. Choose a later day.",
                **names,
                present=grade.name,
                since=self._format_date(standing.grade_since),
                first=self._format_date(first),
            )
        return None

    def _get_position_kind_problem(self, standing):
        following = standing.job.kpi_next_job_id
        names = {"employee": self.employee_id.name, "job": standing.job.name or ""}
        if not following:
            return self.env._(
                "%(employee)s: no post follows %(job)s. Set the next post on that job.",
                **names,
            )
        if self.target_job_id != following:
            return self.env._(
                "%(employee)s: from %(job)s the next post is %(next)s. Choose that.",
                **names,
                next=following.name,
            )
        if standing.job.kpi_track == "grades" and standing.higher:
            return self.env._(
                "%(employee)s: from %(job)s one rises to %(next)s with the grade "
                "%(top)s, the highest. Plan an attestation for that first.",
                **names,
                next=following.name,
                top=standing.higher[-1].name,
            )
        return None

    def _get_target_problem(self, standing):
        """Whether the grade fits the post, and has a wage; for every kind."""
        grade = self.target_grade_id
        job = self.target_job_id or standing.job
        if not grade:
            return None
        names = {"employee": self.employee_id.name, "grade": grade.name}
        if grade.job_id and grade.job_id != job:
            return self.env._(
                "%(employee)s: the grade %(grade)s is not one of %(job)s. Choose "
                "another.",
                **names,
                job=job.name or "",
            )
        if not grade._get_wage(self.effective_date):
            return self.env._(
                "%(employee)s: the grade %(grade)s has no wage. Enter it in the wage "
                "table.",
                **names,
            )
        return None
