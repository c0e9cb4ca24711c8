from odoo import models


class HrVersion(models.Model):
    """Versions as steps of a career."""

    _inherit = "hr.version"

    def _kpi_get_career_runs(self, with_wage):
        """Versions that follow each other in the same post, grade and wage.

        :param with_wage: whether a change of the wage alone begins a new run
        :return: [hr.version]
        """
        runs, last_key = [], None
        for version in self:
            key = (version.job_id, version.kpi_grade_id, with_wage and version.wage)
            if key == last_key:
                runs[-1] += version
            else:
                runs.append(version)
            last_key = key
        return runs

    def _kpi_prepare_career_step(self, today, with_wage):
        """Plain values of one run; None if its contract ended before it began."""
        first, last = self[:1], self[-1:]
        start, end = first.date_start, last.date_end
        if end and end < start:
            return None
        if start > today:
            when = "decided"
        else:
            when = "past" if end and end < today else "present"
        return {
            "when": when,
            "date_from": start,
            "date_to": end if when == "past" else False,
            "job": first.job_id.name or "",
            "grade": first.kpi_grade_id.name or "",
            "wage": first.wage if with_wage else None,
        }
