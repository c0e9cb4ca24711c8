from contextlib import contextmanager
from datetime import datetime, time, timedelta

import pytz

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from .kpi_indicator_domain import DomainSourceError
from .kpi_indicator_domain_parse import FILTER_ERRORS

# Departments that people worked in, by days. A person's first version stands for the
# days before it as well, as everywhere in Odoo.
DEPARTMENT_SPANS = SQL(
    """(SELECT employee_id, department_id,
        CASE WHEN LAG(date_version) OVER versions IS NULL THEN '-infinity'::date
            ELSE date_version END AS date_from,
        COALESCE(LEAD(date_version) OVER versions, 'infinity'::date) AS date_next
    FROM hr_version
    WHERE active AND employee_id IS NOT NULL
    WINDOW versions AS (PARTITION BY employee_id ORDER BY date_version))"""
)


@contextmanager
def naming_failures(indicator):
    """Whatever fails inside names the KPI it fails for."""
    try:
        yield
    except FILTER_ERRORS as error:
        raise DomainSourceError(
            indicator.env._(
                "KPI %(indicator)s can't be measured (%(error)s). If an app was "
                "uninstalled, choose other records or archive the KPI.",
                indicator=indicator.name,
                error=error,
            )
        ) from error


class KpiSource(models.AbstractModel):
    """Family ``domain``: records of any model, as the settings of the KPI say.

    The ORM builds the conditions, joins and columns; grouping is plain SQL, one SELECT
    per KPI (two for a ratio) in one query.
    """

    _inherit = "kpi.source"

    @api.model
    def _measure_domain(self, indicators, date_from, date_to):
        parts = []
        for indicator in indicators:
            with naming_failures(indicator):
                parts += self._get_domain_selects(indicator, date_from, date_to)
        return SQL(
            """SELECT indicator_id, date, employee_id, department_id,
                SUM(value), SUM(base)
            FROM (%s) AS part(
                indicator_id, date, employee_id, department_id, value, base)
            GROUP BY indicator_id, date, employee_id, department_id""",
            SQL(" UNION ALL ").join(parts),
        )

    @api.model
    def _get_domain_selects(self, indicator, date_from, date_to):
        span = (indicator, date_from, date_to)
        selects = [self._get_domain_select(*span, indicator.domain)]
        if indicator.ratio:
            selects.append(self._get_domain_select(*span, indicator.base_domain, True))
        return selects

    @api.model
    def _get_domain_select(self, indicator, date_from, date_to, text, is_base=False):
        """Daily figures over the records of one filter.

        :param is_base: the figure is the divisor of a ratio
        """
        query, day = self._get_domain_query(indicator, date_from, date_to, text)
        employee, department = self._join_subject(indicator, query, day)
        value, base = self._get_operation_sql(indicator, query)
        query.groupby = SQL("2, 3, 4")
        figures = (SQL("0"), value) if is_base else (value, base)
        # The type of a literal id would be unknown to UNION.
        key = SQL("%s::int4", indicator.id)
        return query.select(key, day, employee, department, *figures)

    @api.model
    def _get_domain_query(self, indicator, date_from, date_to, text):
        """Records of a filter in a span of days. :return: (Query, SQL of their day)"""
        model = indicator._get_measured_model()
        domain = indicator._parse_filter(text)
        company_field = model._fields.get("company_id")
        if company_field and company_field.comodel_name == "res.company":
            domain &= Domain("company_id", "in", [self.env.company.id, False])
        return self._get_dated_query(indicator, model, domain, date_from, date_to)

    @api.model
    def _get_dated_query(self, indicator, model, domain, date_from, date_to):
        query = model._search(domain, bypass_access=True)
        field = model._fields[indicator.date_field_id.name]
        column = model._field_to_sql(model._table, field.name, query)
        if field.type == "date":
            query.add_where(SQL("%s BETWEEN %s AND %s", column, date_from, date_to))
            return query, column
        # Bounds are computed here, not in SQL, so that an index on the column serves.
        timezone = pytz.timezone(self.env.context["tz"])
        start = self._get_utc_midnight(timezone, date_from)
        end = self._get_utc_midnight(timezone, date_to + timedelta(days=1))
        query.add_where(SQL("%s >= %s AND %s < %s", column, start, column, end))
        local = SQL("(%s AT TIME ZONE 'UTC') AT TIME ZONE %s", column, timezone.zone)
        return query, SQL("(%s)::date", local)

    @api.model
    def _get_utc_midnight(self, timezone, date):
        local = timezone.localize(datetime.combine(date, time.min), is_dst=True)
        return local.astimezone(pytz.utc).replace(tzinfo=None)

    @api.model
    def _get_operation_sql(self, indicator, query):
        """:return: value and base of a group"""
        if indicator.operation == "count":
            return SQL("COUNT(*)"), SQL("0")
        model = indicator._get_measured_model()
        name = indicator.value_field_id.name
        column = model._field_to_sql(model._table, name, query)
        if indicator.operation == "distinct":
            return SQL("COUNT(DISTINCT %s)", column), SQL("0")
        base = SQL("0")
        if indicator.operation == "average":
            base = SQL("COUNT(%s)", column)
        return SQL("SUM(%s)", column), base

    # -- subjects ---------------------------------------------------------------------

    @api.model
    def _join_subject(self, indicator, query, day):
        """Join up to the subject. :return: SQL of employee and department

        Joins are inner ones: records of nobody, or of somebody in another company,
        count for nobody. Every join finds at most one row: no record counts twice.
        """
        nobody = SQL("NULL::int4")
        if indicator.scope == "company":
            return nobody, nobody
        path, subject = self._join_path(indicator, query)
        if path.end == "hr.department":
            return nobody, self._join_unit(indicator, query, subject)
        employee = self._join_employee(query, path, subject)
        if indicator.scope == "employee":
            return employee, nobody
        department = self._join_department(query, employee, day)
        return nobody, self._join_unit(indicator, query, department)

    @api.model
    def _join_path(self, indicator, query):
        model = indicator._get_measured_model()
        path = indicator._parse_subject_path(model)
        alias = model._table
        for hop in path.hops:
            model, alias = model._fields[hop].join(model, alias, query)
        return path, model._field_to_sql(alias, path.last, query)

    @api.model
    def _join_employee(self, query, path, subject):
        link = "user_id" if path.end == "res.users" else "id"
        query.add_join(
            "JOIN",
            "kpi_employee",
            "hr_employee",
            SQL(
                "%s = %s AND kpi_employee.company_id = %s",
                SQL.identifier("kpi_employee", link),
                subject,
                self.env.company.id,
            ),
        )
        return SQL.identifier("kpi_employee", "id")

    @api.model
    def _join_department(self, query, employee, day):
        """The person's department on the day, by the version then in force."""
        query.add_join(
            "JOIN",
            "kpi_span",
            DEPARTMENT_SPANS,
            SQL(
                "kpi_span.employee_id = %s AND %s >= kpi_span.date_from "
                "AND %s < kpi_span.date_next",
                employee,
                day,
                day,
            ),
        )
        return SQL.identifier("kpi_span", "department_id")

    @api.model
    def _join_unit(self, indicator, query, department):
        """The section or shop of a department, upward."""
        which = 0 if indicator.scope == "section" else 1
        own = self._get_company_departments()
        units = {
            department_id: found[which]
            for department_id, found in self.env["hr.department"]._kpi_units().items()
            if found[which] in own
        }
        query.add_join(
            "JOIN",
            "kpi_unit",
            SQL(
                "(SELECT unnest(%s::int4[]) AS department_id, "
                "unnest(%s::int4[]) AS unit_id)",
                list(units),
                list(units.values()),
            ),
            SQL("kpi_unit.department_id = %s", department),
        )
        return SQL.identifier("kpi_unit", "unit_id")

    @api.model
    def _get_company_departments(self):
        departments = self.env["hr.department"].with_context(active_test=False)
        domain = [("company_id", "in", [self.env.company.id, False])]
        return set(departments.search(domain).ids)

    # -- tracing ----------------------------------------------------------------------

    @api.model
    def _trace_domain(self, indicator, date_from, date_to, employee, departments):
        """The very records that were counted; those of a ratio's base with them.

        Whoever may not read them gets the daily facts.
        """
        if not self.env[indicator.sudo().model_id.model].has_access("read"):
            return self._trace_manual(
                indicator, date_from, date_to, employee, departments
            )
        source = self._with_measuring_context(indicator.company_id)
        indicator_sudo = indicator.with_env(source.env)
        units = []
        if indicator.scope in ("section", "shop"):
            units = self._get_units(indicator, departments)
        self.env.flush_all()
        ids = set()
        for text in [indicator.domain] + [indicator.base_domain] * indicator.ratio:
            query, day = source._get_domain_query(
                indicator_sudo, date_from, date_to, text
            )
            source._filter_subject(indicator_sudo, query, day, employee, units)
            ids.update(query.get_result_ids())
        # Ids, because a department on a day can't be said in a domain.
        action = self._get_trace_action(
            indicator, indicator_sudo.model_id.model, [("id", "in", sorted(ids))]
        )
        action["context"]["active_test"] = False
        return action

    @api.model
    def _filter_subject(self, indicator, query, day, employee, units):
        of_employee, of_unit = self._join_subject(indicator, query, day)
        if indicator.scope == "employee":
            query.add_where(SQL("%s = %s", of_employee, employee.id))
        elif indicator.scope != "company":
            query.add_where(SQL("%s = ANY(%s::int4[])", of_unit, units))
