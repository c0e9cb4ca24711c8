from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class PosConfig(models.Model):
    _inherit = "pos.config"

    kpi_seller_mode = fields.Selection(
        [
            ("off", "Not asked"),
            ("cashier", "The cashier"),
            ("ask", "Asked"),
            ("required", "Required"),
        ],
        string="Seller on receipt lines",
        required=True,
        default="off",
        help="Who advised the customer. The cashier: whoever is logged in, unless "
        "another is chosen. Required: no payment as long as a line has no seller.",
    )
    kpi_seller_department_ids = fields.Many2many(
        "hr.department",
        string="Sellers of",
        check_company=True,
        help="With all departments below. Empty: everybody of the company.",
    )
    kpi_shop_id = fields.Many2one(
        "hr.department",
        string="Shop",
        check_company=True,
        index="btree_not_null",
        domain="['|', ('kpi_kind', '=', 'shop'), ('parent_id', '=', False)]",
        help="The shop, as KPI pay knows it, whose sales this register makes.",
    )
    kpi_seller_on_receipt = fields.Boolean(string="Seller on the printed receipt")
    kpi_progress = fields.Boolean(
        string="Sellers see their figures",
        help="Own sales of day and month against the plan, at the till, on demand.",
    )

    def _get_kpi_seller_domain(self):
        """Which ``kpi.seller`` this register may name."""
        return Domain("id", "in", SQL("(%s)", self._get_kpi_seller_sql()))

    def _get_kpi_seller_sql(self):
        """The ids of their employees; one query, as every sale asks for it.

        Departments are no matter of access here: till users need not read them.
        """
        self.ensure_one()
        self.env.flush_all()
        return SQL(
            """SELECT employee.id
            FROM hr_employee AS employee
            JOIN hr_version AS version ON version.id = employee.current_version_id
            LEFT JOIN hr_department AS own ON own.id = version.department_id
            WHERE employee.active AND employee.company_id = %(company)s AND (
                NOT EXISTS (
                    SELECT 1 FROM %(allowed)s WHERE pos_config_id = %(register)s)
                OR EXISTS (
                    SELECT 1 FROM %(allowed)s JOIN hr_department AS top
                        ON top.id = hr_department_id
                    WHERE pos_config_id = %(register)s
                        AND own.parent_path LIKE top.parent_path || '%%'))""",
            company=self.company_id.id,
            register=self.id,
            allowed=SQL.identifier(self._fields["kpi_seller_department_ids"].relation),
        )
