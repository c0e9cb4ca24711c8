from odoo import fields, models


class KpiRegulationClause(models.Model):
    """A section of a regulation: own words, and what the block puts in."""

    _name = "kpi.regulation.clause"
    _inherit = ["kpi.approved.line.mixin"]
    _description = "Regulation clause"
    _order = "sequence, id"
    _rec_name = "title"

    _kpi_parent = "regulation_id"

    regulation_id = fields.Many2one(
        "kpi.regulation", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    title = fields.Char(required=True, translate=True)
    body = fields.Text(
        string="Text",
        translate=True,
        help="Every line is a paragraph and gets its number. A line that begins with a "
        "dash is an item of the paragraph before.",
    )
    block = fields.Selection(
        [
            ("coverage", "Whom it covers"),
            ("kpis", "KPIs, weights and plans"),
            ("formulas", "Formulas with a worked example"),
            ("matrix", "Bonus matrix"),
            ("hours", "Hours worked and absence"),
            ("deadlines", "Steps and deadlines"),
            ("grounds", "Grounds for no bonus"),
            ("pilot", "Pilot"),
            ("card_types", "Typical entries of cards"),
            ("report_form", "Form of the plan-report"),
            ("attestation_rules", "Rules of attestation"),
            ("commission", "Commission and quorum"),
            ("results", "Results and objection"),
            ("criteria", "Criteria of attestation"),
            ("grades", "Grades"),
            ("ladder", "Ladder of posts"),
            ("parties", "Apprentice contract: parties"),
            ("subject", "Apprentice contract: qualification and term"),
            ("stipend", "Apprentice contract: stipend"),
            ("duty", "Apprentice contract: duty to work on"),
            ("repayment", "Apprentice contract: what is owed on leaving"),
            ("requisites", "Apprentice contract: addresses and signatures"),
            ("acquaintance", "Acquaintance sheet"),
            ("signatures", "Signatures"),
        ],
        string="Put in after the text",
        help="Taken from the schemes, settings and records when it is printed, so that "
        "paper and pay say the same.",
    )
    is_legal = fields.Boolean(
        string="To be checked by a lawyer",
        help="It rests on labour law, which changes. Take the tick away when a lawyer "
        "has agreed to the wording; until then the paper says so.",
    )
    is_appendix = fields.Boolean(
        string="Appendix", help="On a page of its own at the end, with its own number."
    )

    def _check_parent_draft(self):
        self.regulation_id._check_draft(["clause_ids"])
