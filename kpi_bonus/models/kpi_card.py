from odoo import api, fields, models
from odoo.exceptions import UserError


class KpiCard(models.Model):
    """Efficiency card: what is written about a person in one period."""

    _name = "kpi.card"
    _description = "Efficiency card"
    _order = "period_id desc, employee_id, id"
    _rec_names_search = ["employee_id.name"]
    _check_company_auto = True

    employee_id = fields.Many2one(
        "hr.employee",
        required=True,
        check_company=True,
        ondelete="restrict",
        index=True,
    )
    period_id = fields.Many2one(
        "kpi.period", required=True, check_company=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        related="period_id.company_id", store=True, precompute=True, required=True
    )
    department_id = fields.Many2one(related="employee_id.department_id")
    state = fields.Selection(related="period_id.state", string="Period state")
    presented = fields.Boolean(help="The person handed in the card.")
    line_ids = fields.One2many("kpi.card.line", "card_id", "Entries")
    remark_count = fields.Integer(
        string="Number of remarks",
        compute="_compute_counts",
        store=True,
        groups="kpi_bonus.group_section_head",
    )
    thanks_count = fields.Integer(
        string="Number of thanks",
        compute="_compute_counts",
        store=True,
        groups="kpi_bonus.group_section_head",
    )

    # Leads with the period: cards are found by period, and then by person.
    _employee_unique = models.UniqueIndex(
        "(period_id, employee_id)", "The person has a card in this period already."
    )

    @api.depends("employee_id", "period_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for card in self:
            # sudo: who may read a card may know whose and of which month it is.
            card_sudo = card.sudo()
            card.display_name = self.env._(
                "Card of %(employee)s, %(period)s",
                employee=card_sudo.employee_id.name or "",
                period=card_sudo.period_id.display_name or "",
            )

    @api.depends("line_ids.kind", "line_ids.state")
    def _compute_counts(self):
        for card in self:
            counted = card.line_ids.filtered(lambda line: line.state == "valid")
            remarks = counted.filtered(lambda line: line.kind == "remark")
            card.remark_count = len(remarks)
            card.thanks_count = len(counted) - len(remarks)

    @api.model_create_multi
    def create(self, vals_list):
        cards = super().create(vals_list)
        cards._check_period_open()
        return cards

    def write(self, vals):
        self._check_period_open()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_written(self):
        self._check_period_open()
        for card in self:
            if card.line_ids:
                raise UserError(
                    self.env._(
                        "%(card)s has entries and can't be deleted.",
                        card=card.display_name,
                    )
                )

    def _check_period_open(self):
        # sudo: controllers write on cards and read no periods.
        for card in self.sudo():
            if card.period_id.state == "closed":
                raise UserError(
                    self.env._(
                        "%(card)s: the period is closed, so the card can't be changed "
                        "any more.",
                        card=card.display_name,
                    )
                )
