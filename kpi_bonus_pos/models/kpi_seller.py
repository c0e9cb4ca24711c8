import hashlib

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class KpiSeller(models.Model):
    """Who may be named as the seller at a till: names and nothing else.

    A model of its own in the till: whoever is in the till's list of ``hr.employee`` can
    log in there as a cashier, without a PIN. Ids are those of the employees.
    """

    _name = "kpi.seller"
    _description = "Seller at the till"
    _inherit = ["pos.load.mixin"]
    _auto = False
    _order = "name, id"
    _depends = {
        "hr.employee": ["name", "company_id", "active", "current_version_id"],
        "hr.version": ["department_id"],
    }

    name = fields.Char(readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    department_id = fields.Many2one("hr.department", readonly=True)
    active = fields.Boolean(readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """SELECT employee.id, employee.name, employee.company_id,
                version.department_id, employee.active
            FROM hr_employee AS employee
            JOIN hr_version AS version ON version.id = employee.current_version_id"""
        )

    @api.model
    def _load_pos_data_domain(self, data, config):
        return config.kpi_seller_mode != "off" and config._get_kpi_seller_domain()

    @api.model
    def _load_pos_data_fields(self, config):
        return ["name"]

    @api.model
    def _server_date_to_domain(self, domain):
        # A short list, and without a date of its last change: always all of it.
        return domain

    @api.model
    def _load_pos_data_read(self, records, config):
        rows = super()._load_pos_data_read(records, config)
        badges = self._get_hashed_badges([row["id"] for row in rows])
        for row in rows:
            row["_barcode"] = badges.get(row["id"], False)
        return rows

    def _unrelevant_records(self, config):
        """Those a till has kept, and this register may name no more."""
        domain = config._get_kpi_seller_domain() & Domain("id", "in", self.ids)
        return (self - self.search(domain)).ids

    @api.model
    def _get_hashed_badges(self, ids):
        """{employee id: SHA-1 of the badge}, as the till hashes what it scans."""
        # sudo: badges are for HR officers; only their hashes leave the server.
        employees_sudo = self.env["hr.employee"].sudo().browse(ids)
        return {
            employee.id: hashlib.sha1(employee.barcode.encode()).hexdigest()
            for employee in employees_sudo
            if employee.barcode
        }
