from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import float_compare


class KpiAttestationCriterion(models.Model):
    """What a commission judges a person by: a mark of its members, or a test."""

    _name = "kpi.attestation.criterion"
    _description = "Attestation criterion"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    description = fields.Text(
        string="What is looked at",
        translate=True,
        help="Shown to the employee beside the mark.",
    )
    kind = fields.Selection(
        [("mark", "Mark of the commission"), ("test", "Test")],
        required=True,
        default="mark",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    job_ids = fields.Many2many(
        "hr.job",
        string="Jobs",
        check_company=True,
        help="Whoever holds or is to get one of these jobs is judged by it. Empty: "
        "everybody.",
    )
    max_score = fields.Float(
        string="Highest score", digits=(16, 2), required=True, default=5
    )
    min_score = fields.Float(
        string="Needed at least",
        digits=(16, 2),
        help="Below it the attestation is failed, whatever the sum. 0: nothing is "
        "needed.",
    )

    _name_unique = models.UniqueIndex(
        "(company_id, (name->>'en_US')) WHERE active",
        "There is a criterion of this name already. Take another name, or change that "
        "one.",
    )

    @api.constrains("max_score", "min_score")
    def _check_scores(self):
        for criterion in self:
            highest, lowest = criterion.max_score, criterion.min_score
            if (
                float_compare(highest, 0, precision_digits=2) <= 0
                or lowest < 0
                or float_compare(lowest, highest, precision_digits=2) > 0
            ):
                raise ValidationError(
                    self.env._(
                        "%(criterion)s: the highest score must be above 0, and what is "
                        "needed at least between 0 and the highest score.",
                        criterion=criterion.name,
                    )
                )

    def _is_for_job(self, *jobs):
        """Whether somebody of one of the jobs is judged by it."""
        self.ensure_one()
        # sudo: jobs are compared, not shown.
        needed = self.sudo().job_ids
        return not needed or any(job in needed for job in jobs)
