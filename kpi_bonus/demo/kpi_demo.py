from random import Random

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models

TIMEZONE = "Europe/Moscow"
USERS = ("manager", "controller", "head", "payroll", "seller")
# The worked example of the README lies in the last closed month.
EXAMPLE_MONTHS_AGO = 1
EXAMPLE_EMPLOYEE = "employee_sokolov_demo"


class KpiDemo(models.AbstractModel):
    """Demo: a shop in three closed months and the current one, half done.

    What does not depend on the day is in XML and CSV. The rest is made here, once, by
    the methods that people use: from the preparing of a month to its closing. Nothing
    outside the demo files calls this model.
    """

    _name = "kpi.demo"
    _description = "KPI demo data"

    @api.model
    def _generate(self):
        """Called by the last demo file, in the company of the demo."""
        today = fields.Date.context_today(self.with_context(tz=TIMEZONE))
        month = today.replace(day=1)
        self._set_languages()
        self._hire_people(month)
        self._create_leaves(month)
        manager = self._ref("user_manager_demo")
        self.env.company.kpi_manager_id = manager
        demo = self.with_user(manager).with_context(tz=TIMEZONE)
        for months_ago in (3, 2, 1, 0):
            start = month - relativedelta(months=months_ago)
            demo._run_month(start, months_ago, today - relativedelta(days=1))
        self._tell_careers(month)
        self._name_worked_example(month)

    @api.model
    def _ref(self, name):
        return self.env.ref(f"kpi_bonus.{name}")

    @api.model
    def _get_random(self, key):
        """The same figures in every database, whatever the day it is made."""
        return Random(f"kpi {key}")

    @api.model
    def _set_languages(self):
        """The people of the demo speak Russian where it is installed."""
        if self.env["res.lang"]._get_data(code="ru_RU"):
            users = self.env["res.users"].union(
                *(self._ref(f"user_{name}_demo") for name in USERS)
            )
            users.lang = "ru_RU"

    @api.model
    def _name_worked_example(self, month):
        report = self.env["kpi.plan.report"].search(
            [
                ("employee_id", "=", self._ref(EXAMPLE_EMPLOYEE).id),
                ("date_from", "=", month - relativedelta(months=EXAMPLE_MONTHS_AGO)),
            ]
        )
        self.env["ir.model.data"]._update_xmlids(
            [
                {
                    "xml_id": "kpi_bonus.plan_report_worked_example_demo",
                    "record": report,
                    "noupdate": True,
                }
            ]
        )
