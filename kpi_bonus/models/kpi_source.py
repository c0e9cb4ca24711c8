from odoo import api, models
from odoo.tools import SQL


class KpiSource(models.AbstractModel):
    """Where facts come from.

    A family is one method ``_measure_<family>(indicators, date_from, date_to)`` that
    returns one ``SQL`` over all its indicators, with the columns indicator_id, date,
    employee_id, department_id, value, base, one row per key, for ``self.env.company``.
    A bridge adds values to ``kpi.indicator.source`` and the method (and
    ``_get_family``, if several sources are read in one pass).

    Everything runs in sudo and without the caller's context: a figure must not depend
    on who presses the button, or in which language.
    """

    _name = "kpi.source"
    _description = "KPI sources"

    @api.model
    def _measure(self, company, indicators, date_from, date_to):
        """Bring the facts of a span of days up to date.

        :return: number of rows inserted, changed or deleted
        """
        changes = self._measure_days(company, indicators, date_from, date_to)
        return sum(changes.values())

    @api.model
    def _measure_days(self, company, indicators, date_from, date_to):
        """The same, telling where.

        Days of closed periods are left alone. Other days are written only where a
        figure differs, and lose keys that are not measured any more.

        :return: {(indicator id, day): number of rows}
        """
        source = self._with_measuring_context(company)
        # Facts must not change while somebody closes their days.
        self.env["kpi.period"].sudo()._hold_days(company, date_from, date_to)
        # The queries read tables, not the cache.
        self.env.flush_all()
        own = indicators.sudo().filtered(lambda kpi: kpi.company_id == company)
        changes = {}
        for family, members in own.grouped(self._get_family).items():
            if family != "manual":
                measure = getattr(source, f"_measure_{family}")
                query = measure(members.with_env(source.env), date_from, date_to)
                changes |= source._write_facts(members, query, date_from, date_to)
        if changes:
            self.env["kpi.fact"].invalidate_model()
        return changes

    @api.model
    def _with_measuring_context(self, company):
        timezone = company.sudo().resource_calendar_id.tz or "UTC"
        context = {"allowed_company_ids": company.ids, "tz": timezone}
        # Nothing of the caller's context is to be kept: his language or active_test
        # would change what a filter finds.
        return self.sudo().with_context(context)  # pylint: disable=context-overridden

    @api.model
    def _get_family(self, indicator):
        """Hook: the family that measures an indicator; ``manual`` is not measured."""
        return indicator.source

    @api.model
    def _write_facts(self, indicators, query, date_from, date_to):
        """Make the stored facts of these days equal to the rows of a query.

        Differences are found by one aggregation over both sides, and not by joining
        them: without fresh statistics PostgreSQL joins by nested loops (minutes instead
        of seconds at 240 000 rows). Equal rows get no further: ON CONFLICT would lock
        each and use up an id for it.

        :return: {(indicator id, day): number of rows inserted, changed or deleted}
        """
        rows = self.env.execute_query(
            SQL(
                """WITH difference AS MATERIALIZED (%s), written AS (%s),
                    vanished AS (%s)
                SELECT indicator_id, date, COUNT(*)
                FROM (TABLE written UNION ALL TABLE vanished) AS change
                GROUP BY indicator_id, date""",
                self._get_difference_sql(indicators, query, date_from, date_to),
                self._get_upsert_sql(),
                SQL(
                    """DELETE FROM kpi_fact USING difference
                    WHERE kpi_fact.id = difference.fact_id
                        AND difference.value IS NULL
                    RETURNING kpi_fact.indicator_id, kpi_fact.date"""
                ),
            )
        )
        return {(indicator_id, date): count for indicator_id, date, count in rows}

    @api.model
    def _get_difference_sql(self, indicators, query, date_from, date_to, closed=False):
        """Keys whose figures differ; ``value`` is NULL where nothing is measured.

        A key has at most one row on each side: one row alone is new or has vanished.

        :param closed: of days of closed periods, instead of all others
        """
        return SQL(
            """SELECT indicator_id, date,
                NULLIF(employee, 0) AS employee_id,
                NULLIF(department, 0) AS department_id,
                MAX(fact_id) AS fact_id,
                MAX(value) FILTER (WHERE fact_id IS NULL) AS value,
                MAX(base) FILTER (WHERE fact_id IS NULL) AS base
            FROM (%(facts)s UNION ALL %(measured)s) AS side
            WHERE date BETWEEN %(date_from)s AND %(date_to)s AND %(is_not)s %(closed)s
            GROUP BY indicator_id, date, employee, department
            HAVING COUNT(*) = 1 OR MIN(value) <> MAX(value) OR MIN(base) <> MAX(base)
                OR NOT bool_and(is_auto)""",
            facts=SQL(
                """SELECT id AS fact_id, indicator_id, date,
                    COALESCE(employee_id, 0) AS employee,
                    COALESCE(department_id, 0) AS department,
                    value, base, origin = 'auto' AS is_auto
                FROM kpi_fact
                WHERE company_id = %s AND indicator_id IN %s""",
                self.env.company.id,
                tuple(indicators.ids),
            ),
            measured=SQL(
                """SELECT NULL, indicator_id, date, COALESCE(employee_id, 0),
                    COALESCE(department_id, 0), ROUND(COALESCE(value, 0)::numeric, 6),
                    ROUND(COALESCE(base, 0)::numeric, 6), TRUE
                FROM (%s) AS source(
                    indicator_id, date, employee_id, department_id, value, base)""",
                query,
            ),
            date_from=date_from,
            date_to=date_to,
            closed=self._get_closed_day_sql(SQL("side.date")),
            is_not=SQL() if closed else SQL("NOT"),
        )

    @api.model
    def _get_upsert_sql(self):
        """ON CONFLICT for what another run has written meanwhile."""
        return SQL(
            """INSERT INTO kpi_fact (
                company_id, indicator_id, date, employee_id, department_id, value, base,
                origin, create_uid, write_uid, create_date, write_date
            )
            SELECT %(company)s, indicator_id, date, employee_id, department_id, value,
                base, 'auto', %(uid)s, %(uid)s, %(now)s, %(now)s
            FROM difference
            WHERE value IS NOT NULL
            ON CONFLICT (company_id, indicator_id, date,
                COALESCE(employee_id, 0), COALESCE(department_id, 0))
            DO UPDATE SET value = EXCLUDED.value, base = EXCLUDED.base,
                origin = EXCLUDED.origin, note = NULL,
                write_uid = EXCLUDED.write_uid, write_date = EXCLUDED.write_date
            WHERE (kpi_fact.value, kpi_fact.base, kpi_fact.origin)
                IS DISTINCT FROM (EXCLUDED.value, EXCLUDED.base, EXCLUDED.origin)
            RETURNING kpi_fact.indicator_id, kpi_fact.date""",
            company=self.env.company.id,
            uid=self.env.uid,
            now=self.env.cr.now(),
        )

    @api.model
    def _get_closed_day_sql(self, date):
        return SQL(
            """EXISTS (
                SELECT 1 FROM kpi_period AS closed
                WHERE closed.company_id = %s AND closed.state = 'closed'
                    AND %s BETWEEN closed.date_from AND closed.date_to
            )""",
            self.env.company.id,
            date,
        )

    # -- tracing ----------------------------------------------------------------------

    @api.model
    def _trace(self, indicator, date_from, date_to, employee, departments):
        """Action that opens the records behind a fact.

        :param departments: of the employee in the span; sections and shops are found
            upward from them
        """
        indicator.ensure_one()
        trace = getattr(self, f"_trace_{self._get_family(indicator)}")
        return trace(indicator, date_from, date_to, employee, departments)

    @api.model
    def _trace_manual(self, indicator, date_from, date_to, employee, departments):
        """The daily facts themselves."""
        domain = [
            ("indicator_id", "=", indicator.id),
            ("date", ">=", date_from),
            ("date", "<=", date_to),
        ]
        if indicator.scope == "employee":
            domain.append(("employee_id", "=", employee.id))
        elif indicator.scope != "company":
            units = self._get_units(indicator, departments)
            domain.append(("department_id", "in", units))
        return self._get_trace_action(indicator, "kpi.fact", domain)

    @api.model
    def _get_units(self, indicator, departments):
        """Ids of the sections or shops that departments belong to."""
        units = self.env["hr.department"]._kpi_units()
        which = 0 if indicator.scope == "section" else 1
        found = {units[department.id][which] for department in departments}
        return sorted(found - {False})

    @api.model
    def _get_trace_action(self, indicator, model, domain):
        return {
            "type": "ir.actions.act_window",
            "name": indicator.name,
            "res_model": model,
            "view_mode": "list,form",
            "views": [(False, "list"), (False, "form")],
            "domain": domain,
            "context": {"create": False},
        }
