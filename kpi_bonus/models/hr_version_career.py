from odoo import models


class HrVersion(models.Model):
    """Versions as steps of a career."""

    _inherit = "hr.version"

    def _kpi_get_since(self, name, versions):
        """First day from which the value of a field has been the same.

        :param versions: all of the person, by date
        """
        self.ensure_one()
        since = self.date_version
        earlier = versions.filtered(lambda other: other.date_version < since)
        for other in reversed(earlier):
            if other[name] != self[name]:
                break
            since = other.date_version
        # Hired again: what was before the contract does not count.
        return max(filter(None, (since, self.contract_date_start)), default=since)

    def _kpi_get_higher_grades(self, ladders):
        """Grades above the present one, the next one first.

        Grades of one sequence are equals. A grade of another job says nothing about
        the order in this one: all are above it, as for who has none.

        :param ladders: by ``kpi.grade._get_ladders``
        """
        self.ensure_one()
        present = self.kpi_grade_id
        grades = ladders.get(self.job_id.id, present.browse()).filtered(
            lambda grade: grade.company_id == self.company_id
        )
        if not present or present.job_id - self.job_id:
            return grades
        return grades.filtered(lambda grade: grade.sequence > present.sequence)

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
