from odoo import fields, models


class ResCompany(models.Model):
    """Rules of attestation that a company sets for itself.

    They are read when an attestation is planned, held and applied; what was decided
    by then stays.
    """

    _inherit = "res.company"

    kpi_attestation_pass_percent = fields.Float(
        string="Passed from, %",
        digits=(16, 2),
        default=70,
        help="Score of an attestation, in percent, from which it is passed.",
    )
    kpi_attestation_condition_percent = fields.Float(
        string="Passed on condition from, %",
        digits=(16, 2),
        default=60,
        help="Score of an attestation, in percent, from which it is passed on "
        "condition. The same as the score for passing: never on condition.",
    )
    kpi_attestation_quorum_percent = fields.Float(
        string="Quorum, %",
        digits=(16, 2),
        default=66.67,
        help="Percent of the members of a commission who must be present. 66.67 stands "
        "for two thirds.",
    )
    kpi_attestation_objection_days = fields.Integer(
        string="Working days to object",
        default=5,
        help="For the employee to object to the result of an attestation, counted from "
        "the day after the session.",
    )
    kpi_attestation_parental_months = fields.Integer(
        string="Months after parental leave",
        default=12,
        help="So long after the end of a parental leave nobody is attested but at the "
        "employee's own request.",
    )
    kpi_attestation_min_post_months = fields.Integer(
        string="Months in the post",
        default=0,
        help="Whoever is in the post for less is not attested but at the employee's "
        "own request. 0: no limit.",
    )

    _kpi_attestation_percents = models.Constraint(
        """CHECK(kpi_attestation_condition_percent >= 0
            AND kpi_attestation_condition_percent <= kpi_attestation_pass_percent
            AND kpi_attestation_pass_percent <= 100)""",
        "Attestation: the score for passing is at most 100, that for passing on "
        "condition at most as much.",
    )
    _kpi_attestation_quorum = models.Constraint(
        """CHECK(kpi_attestation_quorum_percent > 0
            AND kpi_attestation_quorum_percent <= 100)""",
        "Attestation: the quorum is above 0 and at most 100 percent.",
    )
    _kpi_attestation_terms = models.Constraint(
        """CHECK(kpi_attestation_objection_days > 0
            AND kpi_attestation_parental_months >= 0
            AND kpi_attestation_min_post_months >= 0)""",
        "Attestation: there is at least one working day to object, and months can't be "
        "negative.",
    )
