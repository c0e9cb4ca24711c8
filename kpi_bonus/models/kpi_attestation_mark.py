from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import float_compare


class KpiAttestationMark(models.Model):
    """One criterion for one person: the row that the commission fills in.

    Rows are made and removed as people and criteria of the session change. The scale is
    that of the criterion when the row was made.
    """

    _name = "kpi.attestation.mark"
    _inherit = ["kpi.approved.line.mixin", "kpi.locked.mixin"]
    _description = "Mark of an attestation"
    _order = "attestation_id, sequence, id"

    _kpi_parent = "attestation_id"
    _kpi_engine_fields = frozenset(
        {"attestation_id", "criterion_id", "max_score", "min_score", "sequence"}
    )

    attestation_id = fields.Many2one(
        "kpi.attestation", required=True, index=True, ondelete="cascade"
    )
    session_id = fields.Many2one(
        related="attestation_id.session_id", store=True, precompute=True, index=True
    )
    employee_id = fields.Many2one(
        related="attestation_id.employee_id", store=True, precompute=True
    )
    company_id = fields.Many2one(
        related="attestation_id.company_id", store=True, precompute=True
    )
    attestation_state = fields.Selection(
        related="attestation_id.state", string="State of the attestation"
    )
    criterion_id = fields.Many2one(
        "kpi.attestation.criterion", required=True, ondelete="restrict"
    )
    kind = fields.Selection(related="criterion_id.kind")
    sequence = fields.Integer(default=10)
    score = fields.Float(digits=(16, 2))
    max_score = fields.Float(string="Highest", digits=(16, 2), required=True)
    min_score = fields.Float(string="Needed", digits=(16, 2))
    is_given = fields.Boolean(
        string="Given",
        compute="_compute_is_given",
        store=True,
        readonly=False,
        precompute=True,
        help="Ticked by itself with a score above 0; tick it for a score of 0.",
    )
    note = fields.Char()

    _criterion_unique = models.UniqueIndex(
        "(attestation_id, criterion_id)",
        "A person is judged once by each criterion.",
    )

    @api.depends("score")
    def _compute_is_given(self):
        for mark in self:
            mark.is_given = mark.is_given or bool(mark.score)

    @api.depends("criterion_id", "employee_id")
    def _compute_display_name(self):
        for mark in self:
            mark.display_name = (
                f"{mark.employee_id.display_name}: {mark.criterion_id.display_name}"
            )

    @api.constrains("score", "max_score")
    def _check_score(self):
        for mark in self:
            too_high = float_compare(mark.score, mark.max_score, precision_digits=2) > 0
            if mark.score < 0 or too_high:
                raise ValidationError(
                    self.env._(
                        "%(mark)s: enter a score from 0 to %(highest)s.",
                        mark=mark.display_name,
                        highest=f"{mark.max_score:g}",
                    )
                )

    def _is_below_minimum(self):
        """Whether this criterion alone fails the person."""
        self.ensure_one()
        return float_compare(self.score, self.min_score, precision_digits=2) < 0
