from odoo import fields, models


class KpiScheme(models.Model):
    """The rules of calculation, the steps of a month and the grounds for no bonus.

    All steps are off by default, so that a month can be closed without signatures.
    """

    _inherit = "kpi.scheme"

    rounding_digits = fields.Integer(
        string="Decimals",
        default=0,
        help="Decimals of execution and effectiveness, 0 to 2.",
    )
    max_indicators = fields.Integer(
        string="KPIs at most",
        default=4,
        help="A sheet with more is not understood by those it is for.",
    )
    needs_signature = fields.Boolean(string="Plan is signed")
    needs_submission = fields.Boolean(string="Report is submitted")
    needs_card = fields.Boolean(string="Card is presented")
    card_form = fields.Selection(
        [("paper", "Paper"), ("electronic", "Electronic")],
        string="Card form",
        required=True,
        default="paper",
        help="Paper: the head ticks that he got it. Electronic: the employee "
        "acknowledges or objects to every line.",
    )
    submit_days = fields.Integer(
        string="Days to submit",
        default=3,
        help="Days after the period's end to hand in the report.",
    )
    checking = fields.Selection(
        [("all", "Every report"), ("audit", "A random sample")],
        required=True,
        default="all",
    )
    audit_sample_percent = fields.Float(
        string="Sample checked, %", digits=(16, 2), default=100
    )
    mismatch_tolerance = fields.Float(
        string="Tolerance, %",
        digits=(16, 2),
        default=1,
        help="A claimed fact that differs by more percent of the fact is a mismatch.",
    )
    error_forfeits = fields.Boolean(
        string="A miscalculation forfeits the bonus",
        help="Right figures with a wrong sum are a ground for no bonus too.",
    )
    ground_ids = fields.Many2many(
        "kpi.ground",
        string="Grounds for no bonus",
        ondelete="restrict",
        help="Only these act on the bonus.",
    )
    max_remarks = fields.Integer(
        string="Remarks at most",
        help="More remarks than that are a ground for no bonus. 0: no limit.",
    )
    thanks_offset = fields.Float(
        string="Remarks cancelled by one thanks", digits=(16, 2)
    )
    min_worked_hours = fields.Float(
        string="Worked hours at least", digits=(16, 2), help="0: no minimum."
    )
    max_missed_share = fields.Float(
        string="Missed shifts allowed, %",
        digits=(16, 2),
        default=66.67,
        help="Missed for any reason, in percent of the scheduled shifts.",
    )
    max_excused_shifts = fields.Float(
        string="Excused shifts at most",
        digits=(16, 2),
        help="Plans are lowered for excused leave up to so many shifts. 0: no limit.",
    )
    pilot_percent = fields.Float(
        string="Paid in a pilot, %",
        digits=(16, 2),
        default=50,
        help="Percent of the earned salary for whoever submits in a pilot period.",
    )
    sanction_cap_percent = fields.Float(
        string="Sanction limit, %",
        digits=(16, 2),
        help="The most that a sanction withholds, in percent of the base below. 0: up "
        "to all of the bonus.",
    )
    sanction_base = fields.Selection(
        [
            ("earned", "Earned salary"),
            ("earned_and_bonus", "Earned salary and bonus"),
        ],
        string="Sanction base",
        required=True,
        default="earned",
    )

    _rounding_digits_range = models.Constraint(
        "CHECK(rounding_digits BETWEEN 0 AND 2)",
        "A scheme rounds to 0, 1 or 2 decimals.",
    )
    _max_indicators_positive = models.Constraint(
        "CHECK(max_indicators > 0)", "A scheme must allow at least one indicator."
    )
    _not_negative = models.Constraint(
        "CHECK(submit_days >= 0 AND max_remarks >= 0 AND thanks_offset >= 0"
        " AND mismatch_tolerance >= 0 AND min_worked_hours >= 0"
        " AND max_excused_shifts >= 0 AND pilot_percent >= 0)",
        "Days, limits, hours, shifts and percents of a scheme can't be negative.",
    )
    _share_range = models.Constraint(
        "CHECK(audit_sample_percent BETWEEN 0 AND 100"
        " AND max_missed_share BETWEEN 0 AND 100"
        " AND sanction_cap_percent BETWEEN 0 AND 100)",
        "Sample, missed shifts and sanction limit of a scheme are percents from 0 to "
        "100.",
    )
