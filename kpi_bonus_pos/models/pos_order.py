import logging

from odoo import api, models
from odoo.fields import Command
from odoo.tools import SQL

_logger = logging.getLogger(__name__)


class PosOrder(models.Model):
    """The seller of each line, as far as the till's word is taken for it.

    A sale is never lost for its seller: who is unknown, archived, of another company or
    not allowed at this register is dropped, logged and listed for correction.
    """

    _inherit = "pos.order"

    # Finds what was written since the last measuring.
    _kpi_write_date = models.Index("(write_date)")

    @api.model
    def _process_order(self, order, existing_order):
        self._check_kpi_sellers(order, existing_order)
        # Asked before: what is here of the till's own ids is gone afterwards.
        follows = existing_order or self._has_kpi_followers(order)
        order_id = super()._process_order(order, existing_order)
        if follows:
            self.browse(order_id).lines._follow_kpi_sellers()
        return order_id

    @api.model
    def _has_kpi_followers(self, order):
        """Whether lines of a new order take something back or are parts of a combo.

        Most have none; then nothing is read again of what was just written.
        """
        if (order.get("relations_uuid_mapping") or {}).get("pos.order.line"):
            return True
        return any(
            vals.get("refunded_orderline_id") or vals.get("combo_parent_id")
            for command, _id, *rest in order.get("lines") or ()
            if command == Command.CREATE
            for vals in rest
        )

    @api.model
    def _check_kpi_sellers(self, order, existing_order):
        """Correct the sellers in what a till sent, before anything is written."""
        config = self.env["pos.session"].browse(order["session_id"]).config_id
        claims = []
        for command, _id, *rest in order.get("lines") or ():
            if command not in (Command.CREATE, Command.UPDATE):
                continue
            [vals] = rest
            vals.pop("kpi_seller_problem", None)
            vals.pop("kpi_section_id", None)
            if config.kpi_seller_mode == "off" or vals.get("refunded_orderline_id"):
                # A line changed here keeps what another register has given it.
                vals.pop("kpi_seller_id", None)
            elif command == Command.CREATE or "kpi_seller_id" in vals:
                claims.append(vals)
        if claims:
            cashier = self._get_kpi_cashier(order, config)
            known = existing_order and existing_order.lines.kpi_seller_id.ids
            self._check_kpi_claims(order, config, claims, cashier, set(known or ()))

    @api.model
    def _get_kpi_cashier(self, order, config):
        """Id of the employee who sells what is nobody else's; None at most registers"""
        if config.kpi_seller_mode != "cashier":
            return None
        if config.module_pos_hr:
            return order.get("employee_id")
        # sudo: of the user only the employee is read.
        user_sudo = self.env["res.users"].sudo().browse(order.get("user_id"))
        return user_sudo.with_company(config.company_id).employee_id.id

    @api.model
    def _check_kpi_claims(self, order, config, claims, cashier, known):
        """
        :param claims: values of the lines, changed in place
        :param known: ids of sellers the order has already, given at another register
        """
        wanted = [cashier, *(vals.get("kpi_seller_id") for vals in claims)]
        allowed = self._get_allowed_sellers(config, wanted) | known
        for vals in claims:
            seller = vals.get("kpi_seller_id")
            if not seller:
                vals["kpi_seller_id"] = cashier in allowed and cashier
            elif type(seller) is int and seller in allowed:
                vals["kpi_seller_problem"] = False
            else:
                vals["kpi_seller_id"] = False
                vals["kpi_seller_problem"] = self._drop_kpi_seller(
                    order, config, seller
                )

    @api.model
    def _get_allowed_sellers(self, config, wanted):
        """Ids among those wanted, which may be anything that Json can hold."""
        ids = [item for item in wanted if type(item) is int and 0 < item < 2**31]
        if not ids:
            return set()
        rows = self.env.execute_query(
            SQL("%s AND employee.id IN %s", config._get_kpi_seller_sql(), tuple(ids))
        )
        return {seller for [seller] in rows}

    @api.model
    def _drop_kpi_seller(self, order, config, seller):
        """:return: why, for those who correct it"""
        _logger.warning(
            "Order %s at register %s: seller %.80r dropped from a line.",
            order.get("uuid"),
            config.id,
            seller,
        )
        name = str(seller)[:40]
        if type(seller) is int and 0 < seller < 2**31:
            # sudo: the register's company is asked for, others stay unknown.
            found_sudo = (
                self.env["kpi.seller"]
                .sudo()
                .search(
                    [("id", "=", seller), ("company_id", "=", config.company_id.id)]
                )
            )
            name = found_sudo.name or name
        return self.env._(
            "%(seller)s may not sell at register %(register)s.",
            seller=name,
            register=config.name,
        )
