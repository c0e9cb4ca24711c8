from odoo import models


class KpiAttestation(models.Model):
    """What a passed attestation changes."""

    _inherit = "kpi.attestation"

    def _prepare_version_vals(self):
        """The new post, and the grade with the wage of the day.

        A post without a grade to get leaves none: grades belong to posts.
        """
        vals = {}
        if self.target_job_id:
            vals |= {"job_id": self.target_job_id.id, "kpi_grade_id": False}
        grade = self.target_grade_id
        if grade:
            vals |= {
                "kpi_grade_id": grade.id,
                "wage": grade._get_wage(self.effective_date).wage,
            }
        return vals

    def _get_applied_message(self):
        return self.env._(
            "%(record)s: applied from %(date)s. %(target)s",
            record=self._label(),
            date=self._format_date(self.effective_date),
            target=self._get_target_label(),
        )

    def _get_target_label(self):
        targets = self.target_job_id.name, self.target_grade_id.name
        return ", ".join(filter(None, targets))
