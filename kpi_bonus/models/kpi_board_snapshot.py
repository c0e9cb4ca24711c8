from datetime import date, datetime, timedelta
from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL

from .. import bonus_math
from ..board_math import TREND_DAYS


class BoardPerson(NamedTuple):
    id: int  # of the employee
    report_id: int
    name: str
    is_hidden: bool
    job_id: int
    departments: frozenset  # the own one and all above it
    section_id: int
    effectiveness: float
    before: float | None  # effectiveness a day earlier


class BoardLine(NamedTuple):
    """One KPI of a person, or of a section, a shop, the company."""

    indicator_id: int
    subject_id: int  # employee or department; 0 for the company
    plan: float
    fact: float | None
    percent: float | None  # execution; None: no data yet
    fact_before: float | None
    before: float | None


class BoardSnapshot(NamedTuple):
    """Everything that the boards of a period are made of, read once for all of them."""

    day: date | None  # the last one with a fact, today at the latest
    measured: datetime | None  # by the clock of the company
    pace: float | None  # share of the working days that are over, percent
    indicators: dict  # {id: kpi.indicator}, in their order
    people: dict  # {employee id: BoardPerson}
    subjects: dict  # {employee id: {indicator id: subject id of his line}}
    lines: dict  # {(indicator id, subject id): BoardLine}
    totals: dict  # {(indicator id, subject id): FactTotals}
    before: dict  # the same without the day
    days: dict  # {(indicator id, subject id): {day: (value, base)}}, the last days
    names: dict  # {department id: name}


class KpiBoard(models.Model):
    """Reading a period for its boards, in a fixed number of queries."""

    _inherit = "kpi.board"

    @api.model
    def _take_snapshot(self, period):
        indicators = period._get_indicators().sorted()
        day = self._find_day(period, indicators)
        company, start = period.company_id, period.date_from
        facts = self.env["kpi.fact"]
        before = (
            facts._get_totals(company, indicators, start, day - timedelta(days=1))
            if day
            else {}
        )
        totals = facts._get_totals(company, indicators, start, period.date_to)
        reports = self._search_reports(period)
        results = reports._compute_with(before)
        subjects, lines = self._read_lines(reports, results, totals, before)
        departments = self._read_departments()
        measured = period.measured_at
        return BoardSnapshot(
            day,
            measured and period.company_id._kpi_localize(measured),
            self._get_pace(period, day),
            {indicator.id: indicator for indicator in indicators},
            self._prepare_people(reports, results, departments, before),
            subjects,
            lines,
            totals,
            before,
            self._read_days(company, indicators, day),
            {key: name for key, (name, _path) in departments.items()},
        )

    @api.model
    def _find_day(self, period, indicators):
        [[day]] = self.env.execute_query(
            SQL(
                """SELECT MAX(date) FROM kpi_fact
                WHERE company_id = %s AND indicator_id = ANY(%s)
                    AND date BETWEEN %s AND %s""",
                period.company_id.id,
                indicators.ids,
                period.date_from,
                min(period.date_to, period.company_id._kpi_today()),
            )
        )
        return day

    @api.model
    def _get_pace(self, period, day):
        company = period.company_id
        if not day:
            return None
        whole = company._kpi_count_workdays(period.date_from, period.date_to)
        over = company._kpi_count_workdays(period.date_from, day)
        return round(over / whole * 100, 1) if whole else None

    @api.model
    def _read_days(self, company, indicators, day):
        if not day:
            return {}
        rows = self.env.execute_query(
            SQL(
                """SELECT indicator_id, COALESCE(employee_id, department_id, 0),
                    array_agg(date), array_agg(value::float), array_agg(base::float)
                FROM kpi_fact
                WHERE company_id = %s AND indicator_id = ANY(%s)
                    AND date BETWEEN %s AND %s
                GROUP BY 1, 2""",
                company.id,
                indicators.ids,
                day - timedelta(days=TREND_DAYS - 1),
                day,
            )
        )
        return {
            (indicator_id, subject_id): {
                date: figures
                for date, *figures in zip(dates, values, bases, strict=True)
            }
            for indicator_id, subject_id, dates, values, bases in rows
        }

    @api.model
    def _read_departments(self):
        """{id: (name, ids of itself and of all above it)}"""
        departments = self.env["hr.department"].with_context(active_test=False)
        return {
            department.id: (
                department.name,
                frozenset(map(int, department.parent_path.split("/")[:-1])),
            )
            for department in departments.search_fetch([], ["name", "parent_path"])
        }

    # -- people -----------------------------------------------------------------------

    @api.model
    def _search_reports(self, period):
        return self.env["kpi.plan.report"].search_fetch(
            [
                ("period_id", "=", period.id),
                ("state", "!=", "draft"),
                ("employee_id.active", "=", True),
            ],
            ["employee_id", "department_id", "job_id", "period_id", "effectiveness"],
        )

    @api.model
    def _prepare_people(self, reports, results, departments, before):
        units = self.env["hr.department"]._kpi_units()
        reports.employee_id.fetch(["name", "kpi_board_hidden"])
        people = {}
        for report in reports:
            employee, department_id = report.employee_id, report.department_id.id
            _terms, result = before and results.get(report.id) or (None, None)
            people[employee.id] = BoardPerson(
                employee.id,
                report.id,
                employee.name,
                employee.kpi_board_hidden,
                report.job_id.id,
                departments.get(department_id, ("", frozenset()))[1],
                units.get(department_id, (False, False))[0],
                report.effectiveness,
                float(result.effectiveness) if result else None,
            )
        return people

    # -- KPIs -------------------------------------------------------------------------

    @api.model
    def _read_lines(self, reports, results, totals, before):
        """Lines of people, and one for each section and shop that people have."""
        earlier = {
            term["line_id"]: line
            for terms, result in results.values()
            for term, line in zip(terms["lines"], result.lines, strict=True)
            if before
        }
        subjects, lines = {}, {}
        for line in self._search_lines(reports):
            indicator, employee = line.indicator_id, line.report_id.employee_id
            own = {"employee": employee.id, "company": 0}
            subject_id = own.get(indicator.scope, line.department_id.id)
            subjects.setdefault(employee.id, {})[indicator.id] = subject_id
            key = (indicator.id, subject_id)
            if indicator.scope == "employee":
                lines[key] = self._get_line(line, earlier.get(line.id))
            elif key not in lines:
                figures = totals.get(key), before.get(key)
                lines[key] = self._get_unit_line(indicator, subject_id, line, *figures)
        return subjects, lines

    @api.model
    def _search_lines(self, reports):
        return self.env["kpi.plan.report.line"].search_fetch(
            [("report_id", "in", reports.ids)],
            ["report_id", "indicator_id", "department_id", "plan", "plan_adjusted"]
            + ["fact", "has_data", "execution"],
        )

    @api.model
    def _get_line(self, line, earlier):
        """A person's line as it stands in the plan-report."""
        indicator = line.indicator_id
        # A card without entries is a good one.
        is_known = line.has_data or indicator.method == "card"
        was_known = earlier and (earlier.fact is not None or indicator.method == "card")
        return BoardLine(
            indicator.id,
            line.report_id.employee_id.id,
            line.plan_adjusted,
            line.fact if is_known else None,
            line.execution if is_known else None,
            float(earlier.fact or 0) if was_known else None,
            float(earlier.execution) if was_known else None,
        )

    @api.model
    def _get_unit_line(self, indicator, unit_id, line, totals, before):
        """A section's own figures: those in the plan-reports may be of several."""
        return BoardLine(
            *(indicator.id, unit_id, line.plan),
            *self._get_execution(indicator, line.plan, totals),
            *self._get_execution(indicator, line.plan, before),
        )

    @api.model
    def _get_execution(self, indicator, plan, totals):
        """(fact, execution); (None, None) if there is no data"""
        fact = bonus_math.fact_of(
            self.env["kpi.plan.report"]._get_figures(totals, indicator),
            ratio=indicator.ratio,
            average=indicator.aggregate == "average",
            unit=indicator.unit,
        )
        if fact is None:
            return None, None
        return float(fact), self._execute(indicator, plan, fact)

    @api.model
    def _execute(self, indicator, plan, fact):
        return float(
            bonus_math.execution(
                indicator.method,
                plan,
                fact,
                inverse_form=indicator.inverse_form,
                cap=indicator.execution_cap,
            )
        )
