from dateutil.relativedelta import relativedelta

from odoo import api, models

# (employee, leave type, months ago, first day, last day)
LEAVES = (
    ("alekseeva", "annual", 3, 10, 23),
    ("zhuravlev", "sick", 2, 1, 24),
    ("ilin", "sick", 2, 11, 15),
    ("markova", "annual", 1, 5, 18),
    ("frolov", "unpaid", 1, 14, 17),
    ("guseva", "sick", 1, 20, 22),
    ("kiselev", "sick", 0, 3, 7),
    ("mikhaylova", "unpaid", 0, 10, 13),
    ("vinogradova", "annual", 0, 20, 28),
)
# An apprentice whose contract nobody dated: preparing a month lists her.
UNDATED = "novikova"
JOINER, LEAVER, RAISED, TRANSFERRED = "nikolaev", "bolshakov", "stepanov", "makarova"


class KpiDemo(models.AbstractModel):
    """People: since when, and what changes for whom."""

    _inherit = "kpi.demo"

    @api.model
    def _employee(self, name):
        # Leavers are archived: found by their id all the same.
        return self._ref(f"employee_{name}_demo")

    @api.model
    def _hire_people(self, month):
        last_month = month - relativedelta(months=1)
        employees = self._get_employees()
        for employee in employees - self._employee(UNDATED):
            random = self._get_random(employee.barcode)
            start = month - relativedelta(
                months=random.randint(6, 70), days=-random.randrange(28)
            )
            self._hire(employee, start)
        self._hire(self._employee(JOINER), last_month.replace(day=12))
        self._appoint_heads(employees)
        self._raise_grade(last_month.replace(day=16))
        self._transfer(month.replace(day=8))
        self._dismiss(last_month.replace(day=20))

    @api.model
    def _get_employees(self):
        sections = self._ref("department_shop_demo").child_ids
        return self.env["hr.employee"].search([("department_id", "in", sections.ids)])

    @api.model
    def _hire(self, employee, date):
        employee.version_id.write({"date_version": date, "contract_date_start": date})

    @api.model
    def _appoint_heads(self, employees):
        for employee in employees:
            if employee.job_id == self._ref("job_head_demo"):
                employee.department_id.manager_id = employee

    @api.model
    def _raise_grade(self, date):
        grade = self._ref("grade_seller_1_demo")
        self._employee(RAISED).create_version(
            {"date_version": date, "kpi_grade_id": grade.id, "wage": grade.wage}
        )

    @api.model
    def _transfer(self, date):
        section = self._ref("department_lighting_demo")
        self._employee(TRANSFERRED).create_version(
            {"date_version": date, "department_id": section.id}
        )

    @api.model
    def _dismiss(self, date):
        employee = self._employee(LEAVER)
        employee.version_id.contract_date_end = date
        employee.write(
            {
                "departure_reason_id": self.env.ref("hr.departure_resigned").id,
                "departure_date": date,
            }
        )
        employee.with_context(no_wizard=True).action_archive()

    @api.model
    def _create_leaves(self, month):
        leaves = self.env["hr.leave"].with_context(
            leave_fast_create=True, leave_skip_date_check=True, tracking_disable=True
        )
        leaves = leaves.create(
            [
                {
                    "employee_id": self._employee(name).id,
                    "holiday_status_id": self._ref(f"leave_type_{kind}_demo").id,
                    "request_date_from": start.replace(day=first),
                    "request_date_to": start.replace(day=last),
                }
                for name, kind, months_ago, first, last in LEAVES
                for start in [month - relativedelta(months=months_ago)]
            ]
        )
        leaves.action_approve()

    @api.model
    def _get_leave_days(self, period):
        """{employee: days on leave}"""
        days = {}
        leaves = self.env["hr.leave"].sudo()
        domain = [
            ("state", "=", "validate"),
            ("request_date_from", "<=", period.date_to),
            ("request_date_to", ">=", period.date_from),
        ]
        for leave in leaves.search(domain):
            span = self._get_days(leave.request_date_from, leave.request_date_to)
            days.setdefault(leave.employee_id.id, set()).update(span)
        return days

    @api.model
    def _get_days(self, date_from, date_to):
        return [
            date_from + relativedelta(days=number)
            for number in range((date_to - date_from).days + 1)
        ]
