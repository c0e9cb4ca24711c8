from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import format_date


class KpiAttestation(models.Model):
    """The exam of an apprentice: applying it hires the person, without probation.

    Russian Labour Code, art. 207: whoever ended a training with an employer has no
    probation there.
    """

    _inherit = "kpi.attestation"

    apprenticeship_id = fields.Many2one(
        "kpi.apprenticeship",
        string="Apprentice contract",
        check_company=True,
        ondelete="restrict",
        index="btree_not_null",
    )

    @api.depends("apprenticeship_id.date_to")
    def _compute_effective_date(self):
        """After the training and the exam, and at once."""
        exams = self.filtered("apprenticeship_id")
        for exam in exams:
            # sudo: who may plan an exam may know when the training ends.
            last_day = exam.sudo().apprenticeship_id.date_to
            days = [day for day in (exam.date, last_day) if day]
            exam.effective_date = days and max(days) + timedelta(days=1)
        return super(KpiAttestation, self - exams)._compute_effective_date()

    def _is_apprentice_exam(self):
        return bool(self.apprenticeship_id)

    def _do_hold(self):
        """Holding the exam ends the training: hired, examined again or let go."""
        result = super()._do_hold()
        # sudo: who holds the session decides by it about the contract as well.
        contracts = self.sudo().apprenticeship_id
        contracts._as_kpi_engine().write({"state": "examined"})
        return result

    def _prepare_version_vals(self):
        contract = self.apprenticeship_id
        vals = super()._prepare_version_vals()
        if not contract:
            return vals
        vals |= {"job_id": contract.target_job_id.id, "trial_date_end": False}
        if not self.target_grade_id:
            vals["wage"] = contract.wage
        if not contract.is_additional:
            vals["contract_date_start"] = self.effective_date
            vals["contract_date_end"] = False
        return vals

    def _get_apply_problems(self):
        problems = super()._get_apply_problems()
        for exam in self.filtered("apprenticeship_id"):
            if text := exam._get_hire_problem():
                problems.setdefault(exam.id, []).append(text)
        return problems

    def _get_hire_problem(self):
        """Why this apprentice can't be hired, or nothing; rights are lifted."""
        contract = self.apprenticeship_id
        names = {"employee": self.employee_id.name, "contract": contract.display_name}
        if contract.state != "examined":
            return self.env._(
                "%(employee)s: %(contract)s is not waiting for a result of its exam.",
                **names,
            )
        if self.effective_date <= contract.date_to and not contract.is_additional:
            return self.env._(
                "%(employee)s is in training until %(last)s: hire from %(first)s on, "
                "or make the training shorter first.",
                **names,
                last=format_date(self.env, contract.date_to),
                first=format_date(self.env, contract.date_to + timedelta(days=1)),
            )
        if not self.target_grade_id and not contract.wage:
            return self.env._(
                "%(employee)s: %(contract)s names neither a grade nor a wage after the "
                "exam. Set the grade on the exam.",
                **names,
            )
        return None

    def _do_apply(self):
        """One batch of hires is one write on their contracts."""
        result = super()._do_apply()
        for date, exams in self.grouped("effective_date").items():
            contracts = exams.apprenticeship_id
            contracts._as_kpi_engine().write({"state": "hired", "hired_on": date})
        return result

    def _do_undo(self, reason):
        result = super()._do_undo(reason)
        self.apprenticeship_id._as_kpi_engine().write(
            {"state": "examined", "hired_on": False}
        )
        return result

    def _get_undo_problems(self):
        problems = super()._get_undo_problems()
        for exam in self:
            if exam.apprenticeship_id.state == "ended":
                problems.setdefault(exam.id, []).append(
                    self.env._(
                        "%(employee)s: %(contract)s has ended, and what is owed is "
                        "settled. The hire can't be undone any more.",
                        employee=exam.employee_id.name,
                        contract=exam.apprenticeship_id.display_name,
                    )
                )
        return problems
