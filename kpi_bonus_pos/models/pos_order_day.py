import pytz

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class PosOrder(models.Model):
    """The day of a receipt in KPI pay."""

    _inherit = "pos.order"

    kpi_is_late = fields.Boolean(
        string="Dated otherwise than received",
        compute="_compute_kpi_is_late",
        search="_search_kpi_is_late",
        help="More than a day between the date, which is the clock of the till, and "
        "the arrival here: the till was offline, or its clock is wrong.",
    )

    @api.depends("date_order", "create_date")
    def _compute_kpi_is_late(self):
        for order in self:
            gap = order.create_date and order.date_order - order.create_date
            order.kpi_is_late = bool(gap) and abs(gap.total_seconds()) > 24 * 60 * 60

    @api.model
    def _search_kpi_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = SQL(
            """(SELECT id FROM pos_order WHERE date_order NOT BETWEEN
            create_date - INTERVAL '1 day' AND create_date + INTERVAL '1 day')"""
        )
        return Domain("id", "in" if True in value else "not in", late)

    def _get_kpi_day(self):
        """The day in the time zone of the company's working calendar."""
        self.ensure_one()
        # sudo: working calendars are readable for HR only.
        timezone = self.sudo().company_id.resource_calendar_id.tz or "UTC"
        moment = pytz.utc.localize(self.date_order)
        return moment.astimezone(pytz.timezone(timezone)).date()

    def _touch_for_kpi(self):
        """Let the next measuring find the days of these receipts."""
        self.env.cr.execute(
            SQL(
                "UPDATE pos_order SET write_date = %s, write_uid = %s WHERE id IN %s",
                self.env.cr.now(),
                self.env.uid,
                tuple(self.ids) or (0,),
            )
        )
        self.invalidate_recordset(["write_date", "write_uid"], flush=False)
