from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class KpiSellerChange(models.TransientModel):
    """Who sold, or which section did, said afterwards, with a reason.

    A bonus manager may change every line of the company. A section head may change
    lines of his shop from nobody, or from his own departments, to his own departments.
    Nobody changes lines for or against himself.

    What was taken back goes along with what was sold, and a combo stays together. A
    line of a closed period stays as it is. Facts and plan-reports follow with the next
    run of the clock.
    """

    _name = "kpi.seller.change"
    _description = "Correction of receipt lines"

    line_ids = fields.Many2many(
        "pos.order.line",
        string="Receipt lines",
        readonly=True,
        default=lambda self: self._default_line_ids(),
    )
    company_id = fields.Many2one("res.company", compute="_compute_company_id")
    subject = fields.Selection(
        [("seller", "Seller"), ("section", "Section")],
        string="What to correct",
        required=True,
        default="seller",
    )
    kpi_seller_id = fields.Many2one(
        "hr.employee",
        string="Seller",
        check_company=True,
        help="Empty: nobody has sold it.",
    )
    kpi_section_id = fields.Many2one(
        "hr.department",
        string="Section",
        check_company=True,
        domain="[('kpi_kind', '=', 'section')]",
        help="Empty: by the product's category again.",
    )
    reason = fields.Char(required=True)

    @api.model
    def _default_line_ids(self):
        if self.env.context.get("active_model") != "pos.order.line":
            return False
        return self.env.context.get("active_ids")

    @api.depends("line_ids")
    def _compute_company_id(self):
        for wizard in self:
            wizard.company_id = wizard.line_ids.company_id[:1]

    def action_change(self):
        self.ensure_one()
        self._check_rights()
        # sudo: those who may correct have no rights to write receipts.
        self.sudo()._do_change()
        return {"type": "ir.actions.act_window_close"}

    # -- who may ----------------------------------------------------------------------

    def _check_rights(self):
        """:raises AccessError: says whose sales the user may not change"""
        self.line_ids.check_access("read")
        # sudo: employees are readable for HR only; no more than a name leaves here.
        wizard_sudo = self.sudo()
        lines_sudo = wizard_sudo._get_lines_together()
        if self.subject == "seller":
            owners_sudo = lines_sudo.kpi_seller_id | wizard_sudo.kpi_seller_id
            self._check_not_own(owners_sudo)
            foreign_sudo = owners_sudo.filtered(
                lambda seller: not seller.department_id.kpi_is_mine
            )
        else:
            owners_sudo = lines_sudo.kpi_sold_by_id | wizard_sudo.kpi_section_id
            foreign_sudo = owners_sudo.filtered(lambda unit: not unit.kpi_is_mine)
        if foreign_sudo and not self.env.user.has_group("kpi_bonus.group_manager"):
            raise AccessError(
                self.env._(
                    "You may correct sales of your own departments and of nobody, in "
                    "favor of your own departments. Ask the bonus manager about "
                    "%(names)s.",
                    names=", ".join(foreign_sudo.mapped("name")),
                )
            )

    def _check_not_own(self, sellers_sudo):
        if self.env.user in sellers_sudo.user_id:
            raise AccessError(
                self.env._(
                    "These are your own sales. Somebody else has to correct them: your "
                    "head or the bonus manager."
                )
            )

    # -- what happens -----------------------------------------------------------------

    def _do_change(self):
        lines = self._get_lines_together()
        self._check_open(lines)
        name = f"kpi_{self.subject}_id"
        self._log(lines.filtered(lambda line: line[name] != self[name]), name)
        vals = {name: self[name].id}
        if self.subject == "seller":
            vals["kpi_seller_problem"] = False
        lines._as_kpi_engine().write(vals)
        lines.order_id._touch_for_kpi()

    def _get_lines_together(self):
        """The lines, what they take back, what takes them back, and whole combos."""
        names = ["refunded_orderline_id", "refund_orderline_ids"]
        if self.subject == "seller":
            names += ["combo_parent_id", "combo_line_ids"]
        found, new = self.line_ids, self.line_ids
        while new:
            new = new.union(*(new[name] for name in names)) - found
            found |= new
        return found

    def _check_open(self, lines):
        """:raises UserError: one of the days is in a closed period"""
        for company, own in lines.grouped("company_id").items():
            days = {order: order._get_kpi_day() for order in own.order_id}
            periods = self.env["kpi.period"]._hold_days(
                company, min(days.values()), max(days.values())
            )
            for period in periods.filtered(lambda period: period.state == "closed"):
                for order, day in days.items():
                    if period.date_from <= day <= period.date_to:
                        raise UserError(
                            self.env._(
                                "Receipt %(order)s is of %(period)s, which is closed. "
                                "Correct the plan-report by an adjustment instead.",
                                order=order.display_name,
                                period=period.display_name,
                            )
                        )

    def _log(self, lines, name):
        """A note on each receipt: what, before, after, why."""
        subjects = dict(self._fields["subject"]._description_selection(self.env))
        title = self.env._(
            "%(subject)s corrected: %(reason)s",
            subject=subjects[self.subject],
            reason=self.reason,
        )
        bodies = {
            order.id: Markup("%s<ul>%s</ul>") % (title, self._get_items(own, name))
            for order, own in lines.grouped("order_id").items()
        }
        lines.order_id._message_log_batch(bodies=bodies)

    def _get_items(self, lines, name):
        nobody = self.env._("nobody")
        return Markup().join(
            Markup("<li>%s: %s → %s</li>")
            % (
                line.full_product_name or line.product_id.display_name,
                line[name].name or nobody,
                self[name].name or nobody,
            )
            for line in lines
        )
