from odoo import api, fields, models
from odoo.exceptions import UserError


class KpiCard(models.Model):
    """Efficiency card: what is written about a person in one period."""

    _name = "kpi.card"
    _description = "Efficiency card"
    _inherit = ["kpi.locked.mixin"]
    _order = "period_id desc, employee_id, id"
    _rec_names_search = ["employee_id.name"]
    _check_company_auto = True
    _kpi_engine_fields = frozenset(
        {
            "company_id",
            "date_from",
            "date_to",
            "presented_on",
            "presented_by_id",
            "remark_count",
            "thanks_count",
            "unanswered_count",
        }
    )

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
    # Stored: whoever writes on cards reads no periods, and finds the card of a day.
    date_from = fields.Date(related="period_id.date_from", store=True, precompute=True)
    date_to = fields.Date(related="period_id.date_to", store=True, precompute=True)
    department_id = fields.Many2one(related="employee_id.department_id")
    state = fields.Selection(related="period_id.state", string="Period state")
    presented = fields.Boolean(help="The person handed in the card.")
    presented_on = fields.Datetime(string="Presented on", readonly=True)
    presented_by_id = fields.Many2one(
        "res.users", string="Taken by", readonly=True, ondelete="restrict"
    )
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
    unanswered_count = fields.Integer(
        string="Not answered",
        compute="_compute_counts",
        store=True,
        groups="kpi_bonus.group_section_head",
        help="Entries that count and that the person neither acknowledged nor objected "
        "to.",
    )

    # Leads with the period: cards are found by period, and then by person.
    _employee_unique = models.UniqueIndex(
        "(period_id, employee_id)", "The person has a card in this period already."
    )

    @api.depends("employee_id", "period_id")
    @api.depends_context("lang", "kpi_card_of_day")
    def _compute_display_name(self):
        for card in self:
            # sudo: who may read a card may know whose and of which month it is.
            card_sudo = card.sudo()
            if self.env.context.get("kpi_card_of_day"):
                # The day is chosen already: tell namesakes apart instead.
                card.display_name = card_sudo._get_person_label()
                continue
            card.display_name = self.env._(
                "Card of %(employee)s, %(period)s",
                employee=card_sudo.employee_id.name or "",
                period=card_sudo.period_id.display_name or "",
            )

    @api.depends("line_ids.kind", "line_ids.state", "line_ids.answer_state")
    def _compute_counts(self):
        for card in self:
            counted = card.line_ids.filtered(lambda line: line.state == "valid")
            remarks = counted.filtered(lambda line: line.kind == "remark")
            pending = counted.filtered(lambda line: line.answer_state == "pending")
            card.remark_count = len(remarks)
            card.thanks_count = len(counted) - len(remarks)
            card.unanswered_count = len(pending)

    @api.model_create_multi
    def create(self, vals_list):
        cards = super().create(vals_list)
        cards._check_period_open()
        cards.filtered("presented")._log_presented()
        return cards

    def write(self, vals):
        self._check_period_open()
        if {"employee_id", "period_id"} & vals.keys():
            self._check_not_moved(vals)
        if "presented" not in vals:
            return super().write(vals)
        changed = self.filtered(lambda card: card.presented != vals["presented"])
        result = super().write(vals)
        changed._log_presented()
        return result

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

    def action_open_quick(self):
        """The quick form for this person."""
        self.ensure_one()
        # sudo: the id is all that is taken of the employee.
        return self.env["kpi.card.quick"]._get_action(self.sudo().employee_id.id)

    def action_present(self):
        """The head got these cards, all of a section at once."""
        self.filtered(lambda card: not card.presented).write({"presented": True})

    def _log_presented(self):
        """Who took a card and when; both go with the tick."""
        for presented, cards in self.grouped("presented").items():
            cards._as_kpi_engine().write(
                {
                    "presented_on": presented and fields.Datetime.now(),
                    "presented_by_id": presented and self.env.uid,
                }
            )

    def _get_person_label(self):
        department = self.employee_id.department_id.name
        parts = [self.employee_id.name or "", department or ""]
        return ", ".join(part for part in parts if part)

    def _check_period_open(self):
        # sudo: controllers write on cards and read no periods.
        self.sudo().period_id._hold_open()
        for card in self.sudo():
            if card.period_id.state == "closed":
                raise UserError(
                    self.env._(
                        "%(card)s: the period is closed, so the card can't be changed "
                        "any more.",
                        card=card.display_name,
                    )
                )

    def _check_not_moved(self, vals):
        """What is written about one person never becomes another's."""
        for card in self:
            for name in {"employee_id", "period_id"} & vals.keys():
                if card[name].id != vals[name]:
                    raise UserError(
                        self.env._(
                            "%(card)s: its person and period can't be changed. Make "
                            "another card.",
                            card=card.display_name,
                        )
                    )
