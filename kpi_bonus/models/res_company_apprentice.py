from odoo import fields, models


class ResCompany(models.Model):
    """What a company fixes for its apprentice contracts."""

    _inherit = "res.company"

    kpi_minimum_wage = fields.Monetary(
        string="Minimum wage",
        help="A stipend below it is refused. 0: not checked. Russian Labour Code, art. "
        "204: not below the federal minimum wage.",
    )
    kpi_owes_stipend = fields.Boolean(
        string="Stipend is owed during the duty",
        help="Whoever leaves while on duty to work on owes, for the days not worked, a "
        "share of the stipend as well, not only of the training costs.",
    )

    _kpi_minimum_wage_positive = models.Constraint(
        "CHECK(kpi_minimum_wage >= 0)", "The minimum wage can't be negative."
    )
