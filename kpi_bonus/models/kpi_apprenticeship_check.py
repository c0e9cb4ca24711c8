from odoo import api, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import float_compare

# What both sides signed: it changes by an action that says why, or not at all.
AGREED_FIELDS = frozenset(
    {
        "employee_id",
        "number",
        "job_id",
        "target_job_id",
        "target_grade_id",
        "wage",
        "qualification",
        "form",
        "date_from",
        "months",
        "stipend",
        "duty_months",
    }
)


class KpiApprenticeship(models.Model):
    """What may be agreed, and what stays as it was signed."""

    _inherit = "kpi.apprenticeship"

    @api.constrains("job_id", "target_job_id", "target_grade_id")
    def _check_jobs(self):
        for contract in self:
            grade, target = contract.target_grade_id, contract.target_job_id
            if contract.job_id.kpi_track != "apprentice":
                raise ValidationError(
                    self.env._(
                        "%(contract)s: %(job)s is not a job of apprentices. Take one "
                        "whose track is “Apprentice”, or set the track on the job.",
                        contract=contract.display_name,
                        job=contract.job_id.display_name,
                    )
                )
            if target.kpi_track == "apprentice" or grade.job_id not in (
                target,
                grade.job_id.browse(),
            ):
                raise ValidationError(
                    self.env._(
                        "%(contract)s: after the exam comes a job that is not an "
                        "apprentice's, with one of its own grades.",
                        contract=contract.display_name,
                    )
                )

    @api.constrains("stipend", "company_id")
    def _check_stipend(self):
        self._raise_problems(self._get_stipend_problems())

    def write(self, vals):
        if not self._is_kpi_engine():
            self.check_access("write")
            self._check_not_agreed(vals)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_begun(self):
        for contract in self:
            if contract.state not in ("draft", "cancelled"):
                raise UserError(
                    self.env._(
                        "%(contract)s has begun and is kept. End it instead.",
                        contract=contract.display_name,
                    )
                )

    def _check_not_agreed(self, names):
        """:param names: of the fields that are about to change"""
        agreed = sorted(AGREED_FIELDS.intersection(names))
        for contract in self:
            if agreed and contract.state != "draft":
                raise UserError(
                    self.env._(
                        "%(contract)s is in force: %(fields)s can't change. Change the "
                        "term by its button; for anything else end this contract and "
                        "sign a new one.",
                        contract=contract.display_name,
                        fields=", ".join(
                            self._fields[name]._description_string(self.env)
                            for name in agreed
                        ),
                    )
                )

    def _get_stipend_problems(self):
        """Stipends below the minimum wage: {contract id: [message]}."""
        problems = {}
        for contract in self.sudo():  # sudo: a rule about money, whoever writes
            currency = contract.currency_id
            least = contract.company_id.kpi_minimum_wage
            if (
                float_compare(
                    contract.stipend,
                    least,
                    precision_rounding=currency.rounding or 0.01,
                )
                < 0
            ):
                problems[contract.id] = [
                    self.env._(
                        "%(contract)s: the stipend is below the minimum wage of "
                        "%(amount)s. Raise it.",
                        contract=contract.display_name,
                        amount=currency.format(least),
                    )
                ]
        return problems
