from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

# In these days of a month the book of the last one is copied.
COPYING_DAYS = 10


class KpiCardBook(models.TransientModel):
    """Thanks and complaints of the complaints book, copied in one sitting."""

    _name = "kpi.card.book"
    _description = "Entries from the complaints book"

    date = fields.Date(
        string="Date of new rows",
        required=True,
        default=lambda self: self._default_date(),
        help="Each row may have a date of its own; it says on which card it goes.",
    )
    line_ids = fields.One2many("kpi.card.book.line", "book_id", "Entries")

    @api.model
    def _default_date(self):
        """The book is copied at month end, or soon after."""
        today = fields.Date.context_today(self)
        if today.day > COPYING_DAYS:
            return today
        return today + relativedelta(day=1, days=-1)

    def _compute_display_name(self):
        for book in self:
            book.display_name = self.env._("From the complaints book")

    def action_save(self):
        """Write the rows on the cards. :return: an action that shows them there"""
        self.ensure_one()
        if not self.line_ids:
            raise UserError(
                self.env._(
                    "Complaints book of %(date)s: add a row for each entry first.",
                    date=self.date,
                )
            )
        entries = self.env["kpi.card.line"].create(
            [line._prepare_entry_vals() for line in self.line_ids]
        )
        # Saving twice must not write twice.
        self.line_ids.unlink()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "kpi_bonus.kpi_card_line_action"
        )
        return action | {"domain": [("id", "in", entries.ids)], "target": "main"}


class KpiCardBookLine(models.TransientModel):
    """One entry of the book: when, on whose card, what."""

    _name = "kpi.card.book.line"
    _description = "Entry from the complaints book"

    book_id = fields.Many2one("kpi.card.book", required=True, ondelete="cascade")
    date = fields.Date(required=True)
    card_id = fields.Many2one("kpi.card", string="Whose card", required=True)
    type_id = fields.Many2one("kpi.card.type", string="Entry", required=True)
    note = fields.Char(string="What happened")

    @api.onchange("date")
    def _onchange_date(self):
        """Another month is another card of the same person."""
        card = self.card_id
        if self.date and card and not card.date_from <= self.date <= card.date_to:
            self.card_id = self.env["kpi.card"].search(
                [
                    ("employee_id", "=", card.employee_id.id),
                    ("date_from", "<=", self.date),
                    ("date_to", ">=", self.date),
                ],
                order="date_from desc, date_to",
                limit=1,
            )

    def _prepare_entry_vals(self):
        return {
            "card_id": self.card_id.id,
            "date": self.date,
            "type_id": self.type_id.id,
            "note": self.note,
            "origin": "complaints_book",
        }
