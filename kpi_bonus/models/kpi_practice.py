import random

from odoo import api, fields, models
from odoo.exceptions import UserError

from .. import practice_math, slip_math
from ..slip_math import Answer, LineAnswer

DICE = random.SystemRandom()
MAX_TRIES = 10000


class KpiPractice(models.Model):
    """An exercise in computing one's own bonus: the worked example, then random ones.

    The figures stay here from the first page to the last answer, so that nobody can
    pass with easier ones. A wrong answer is told which step is wrong, and no more.
    """

    _name = "kpi.practice"
    _description = "Practice in computing the bonus"
    _inherit = ["kpi.own.mixin", "kpi.own.calculation.mixin", "kpi.locked.mixin"]
    _order = "id desc"
    _rec_names_search = ["employee_id.name"]
    _check_company_auto = True
    _kpi_engine_fields = frozenset(
        {
            "employee_id",
            "company_id",
            "kind",
            "exercise",
            "date",
            "tries",
            "passed",
            "passed_on",
        }
    )

    employee_id = fields.Many2one(
        "hr.employee",
        required=True,
        check_company=True,
        ondelete="cascade",
        index=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, ondelete="cascade"
    )
    department_id = fields.Many2one(related="employee_id.department_id")
    kind = fields.Selection(
        [("example", "Worked example"), ("random", "Random figures")],
        string="Exercise",
        required=True,
    )
    exercise = fields.Json(string="Figures", required=True, prefetch=False)
    date = fields.Date(string="Begun on", required=True)
    tries = fields.Integer(string="Number of tries")
    passed = fields.Boolean(help="Every step was right.")
    passed_on = fields.Date(string="Passed on")

    _open_unique = models.UniqueIndex(
        "(employee_id, kind) WHERE passed IS NOT TRUE",
        "This exercise is begun already. Reload the page and go on with it.",
    )

    @api.depends("employee_id", "kind")
    @api.depends_context("lang")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for practice in self:
            # sudo: who may read the row may know whose it is.
            name = practice.sudo().employee_id.name or ""
            practice.display_name = f"{name}, {kinds.get(practice.kind, '')}"

    # -- the employee's own steps -----------------------------------------------------

    @api.model
    def action_start(self, kind="example"):
        """Begin an exercise, or take new figures for the one begun. :return: its id"""
        employee_sudo = self._get_me_sudo()
        if kind not in self._fields["kind"].get_values(self.env):
            raise UserError(self.env._("Practice: there is no such exercise."))
        if kind == "random" and not self._has_passed_example(employee_sudo):
            raise UserError(
                self.env._("Practice: compute the worked example first, until right.")
            )
        # sudo: employees have no rights here; the row is about the current user.
        practices_sudo = self.browse()._get_own_sudo()._as_kpi_engine()
        exercise = self._make_exercise(employee_sudo, kind)
        begun_sudo = practices_sudo._get_open(employee_sudo, kind)
        if begun_sudo:
            begun_sudo.exercise = exercise
            return begun_sudo.id
        return practices_sudo.create(
            {
                "employee_id": employee_sudo.id,
                "company_id": employee_sudo.company_id.id,
                "kind": kind,
                "exercise": exercise,
                "date": employee_sudo.company_id._kpi_today(),
            }
        ).id

    def action_answer(self, figures):
        """Judge the employee's figures, written as in his language.

        :param figures: {"execution_0": "120", "effectiveness_0": …, "total", "percent",
            "amount"}
        :return: {figure: what is wrong with it}; empty: passed
        :raises AccessError: not his own
        """
        practice_sudo = self._get_own_sudo()
        practice_sudo.ensure_one()
        practice_sudo = practice_sudo._as_kpi_engine()
        practice_sudo.lock_for_update()
        if practice_sudo.passed:
            return {}
        answer, missing = practice_sudo._read_answer(figures)
        if missing:
            return missing
        exercise = practice_sudo.exercise
        result = practice_math.solve(exercise)
        slips = slip_math.find_slips(exercise["terms"], result, answer)
        vals = {"tries": min(practice_sudo.tries + 1, MAX_TRIES)}
        if not slips:
            today = practice_sudo.company_id._kpi_today()
            vals |= {"passed": True, "passed_on": today}
        practice_sudo.write(vals)
        kpis = list(enumerate(practice_sudo._get_kpi_names()))
        return self._explain_slips(slips, kpis, answer)

    # -- helpers ----------------------------------------------------------------------

    @api.model
    def _get_open(self, employee, kind):
        return self.search(
            [
                ("employee_id", "=", employee.id),
                ("kind", "=", kind),
                ("passed", "=", False),
            ],
            limit=1,
        )

    @api.model
    def _has_passed_example(self, employee):
        # sudo: yes or no about the current user.
        domain = [
            ("employee_id", "=", employee.id),
            ("kind", "=", "example"),
            ("passed", "=", True),
        ]
        return bool(self.sudo().search_count(domain, limit=1))

    @api.model
    def _make_exercise(self, employee, kind):
        if kind == "example":
            return practice_math.make_example()
        report_sudo = self.env["kpi.plan.report"]._search_own(
            [("employee_id", "=", employee.id)], limit=1
        )
        terms = report_sudo.terms or practice_math.EXAMPLE_TERMS
        return practice_math.make_random(terms, DICE.randrange(2**63))

    def _read_answer(self, figures):
        """(slip_math.Answer, {figure: that it is missing})"""
        figures = figures if isinstance(figures, dict) else {}
        names = self._get_kpi_names()
        labels = {
            **{f"execution_{i}": name for i, name in enumerate(names)},
            **{f"effectiveness_{i}": name for i, name in enumerate(names)},
            "total": self.env._("Effectiveness in total"),
            "percent": self.env._("Bonus percent"),
            "amount": self.env._("Bonus in money"),
        }
        read = {key: self._parse_number_text(figures.get(key)) for key in labels}
        missing = {
            key: self.env._("%(figure)s: enter a number.", figure=label)
            for key, label in labels.items()
            if read[key] is None
        }
        lines = [
            LineAnswer(read[f"execution_{i}"], read[f"effectiveness_{i}"])
            for i in range(len(names))
        ]
        return Answer(lines, read["total"], read["percent"], read["amount"]), missing

    def _get_kpi_names(self):
        if self.kind == "example":
            return [
                self.env._("Section sales"),
                self.env._("Own sales"),
                self.env._("Service"),
            ]
        return [line["name"] for line in self.exercise["terms"]["lines"]]
