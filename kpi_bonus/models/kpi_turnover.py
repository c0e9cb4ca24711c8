from odoo import api, fields, models
from odoo.tools import SQL
from odoo.tools.query import Query

from .kpi_turnover_sql import TURNOVER_SQL


class KpiTurnover(models.Model):
    """Staff turnover: who came and who went, by month and department.

    Employed is who has a contract, from its first to its last day. A new contract on
    the next day and a transfer are neither joining nor leaving. A month counts for the
    department in which a person is on its first day, joins or leaves. The present month
    counts up to today.
    """

    _name = "kpi.turnover"
    _description = "Staff turnover"
    _auto = False
    _order = "date desc, company_id, department_id"
    _rec_name = "department_id"
    _depends = {
        "hr.version": [
            "active",
            "employee_id",
            "company_id",
            "department_id",
            "date_version",
            "contract_date_start",
            "contract_date_end",
        ],
    }

    date = fields.Date(string="Month", help="Its first day.")
    company_id = fields.Many2one("res.company")
    department_id = fields.Many2one("hr.department", string="Section")
    stage = fields.Selection(
        [("before", "Before the system"), ("after", "With the system")],
        help="Whether the month lies before that in which the system of the company "
        "started.",
    )
    is_complete = fields.Boolean(string="Complete month", help="The month is over.")
    opening = fields.Integer(
        string="People at the start",
        aggregator=None,
        help="Who was employed before the month and still is on its first day.",
    )
    closing = fields.Integer(
        string="People at the end",
        aggregator=None,
        help="Who is employed on the last day of the month, and after it.",
    )
    joiners = fields.Integer()
    leavers = fields.Integer(help="By the last day of the contract.")
    headcount = fields.Float(
        string="Average headcount",
        digits=(16, 1),
        aggregator="avg",
        help="Half of the people at the start and at the end of a month. Of several "
        "months: their mean.",
    )
    turnover = fields.Float(
        string="Turnover, %",
        digits=(16, 2),
        aggregator="avg",
        help="Leavers in percent of the average headcount, by month.",
    )

    @property
    def _table_query(self):
        # sudo: only days of each company are taken; a rule keeps companies apart.
        companies = self.env["res.company"].sudo().search_fetch([], ["active"])
        starts = companies._kpi_get_start_dates()
        return SQL(
            TURNOVER_SQL,
            companies=companies.ids,
            days=[company._kpi_today() for company in companies],
            starts=[starts.get(company.id) for company in companies],
        )

    @api.model
    def _read_group_select(self, aggregate_spec: str, query: Query) -> SQL:
        """Means of many rows: by people and months, not by rows."""
        if aggregate_spec not in ("headcount:avg", "turnover:avg"):
            return super()._read_group_select(aggregate_spec, query)
        leavers, people, month = (
            self._field_to_sql(self._table, name, query)
            for name in ("leavers", "headcount", "date")
        )
        if aggregate_spec == "turnover:avg":
            return SQL("SUM(%s) * 100.0 / NULLIF(SUM(%s), 0)", leavers, people)
        return SQL("SUM(%s) / NULLIF(COUNT(DISTINCT %s), 0)", people, month)
