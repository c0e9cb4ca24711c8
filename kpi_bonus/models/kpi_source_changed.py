from datetime import timedelta
from itertools import pairwise

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from .kpi_source_domain import naming_failures

ONE_DAY = timedelta(days=1)


class KpiSource(models.AbstractModel):
    """Measuring only the days on which something was written since the last time.

    A family says which by ``_find_changed_<family>(indicators, since, date_from,
    date_to)``: one ``SQL`` with the days, or None if it can't tell. Without the method
    every day counts as changed.

    What leaves no trace on its old day (a record deleted, or moved to another day) is
    found by the night's run over the whole period.
    """

    _inherit = "kpi.source"

    @api.model
    def _measure_changed(self, company, indicators, since, date_from, date_to):
        """Measure what was written from a moment on.

        :param since: {family: moment up to which it is measured}; "manual" stands for
            facts entered by hand
        :return: whether reports may have to be refreshed
        """
        source = self._with_measuring_context(company)
        indicators = indicators.with_env(source.env)
        moment = since.get("manual")
        # By hand, or by a run that was killed before it refreshed the reports.
        found = source._has_new_facts(indicators, moment, date_from, date_to)
        measured = indicators.filtered(lambda kpi: self._get_family(kpi) != "manual")
        new = source._get_never_measured(measured, date_from, date_to)
        for family, members in (measured - new).grouped(self._get_family).items():
            days = source._get_changed_days(
                family, members, since.get(family), date_from, date_to
            )
            for span in get_spans(days):
                source._measure_days(company, members, *span)
                found = True
        changes = source._measure_days(company, new, date_from, date_to)
        return found or bool(changes)

    @api.model
    def _has_new_facts(self, indicators, since, date_from, date_to):
        domain = [
            ("indicator_id", "in", indicators.ids),
            ("date", ">=", date_from),
            ("date", "<=", date_to),
        ]
        if since:
            domain.append(("write_date", ">=", since))
        return bool(self.env["kpi.fact"].search_count(domain, limit=1))

    @api.model
    def _get_never_measured(self, indicators, date_from, date_to):
        """KPIs new in the period: records may be older than the last measuring.

        One look into the unique index for each KPI, whatever PostgreSQL knows about the
        table: to group the facts would read all of the period.
        """
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """SELECT id FROM kpi_indicator AS kpi
                WHERE id IN %s AND (
                    SELECT MIN(date) FROM kpi_fact AS fact
                    WHERE fact.company_id = kpi.company_id
                        AND fact.indicator_id = kpi.id
                        AND fact.date BETWEEN %s AND %s) IS NULL""",
                tuple(indicators.ids) or (0,),
                date_from,
                date_to,
            )
        )
        return indicators & indicators.browse(kpi_id for [kpi_id] in rows)

    @api.model
    def _get_changed_days(self, family, indicators, since, date_from, date_to):
        """Days of a span, in order; all of them where nothing better is known."""
        find = getattr(self, f"_find_changed_{family}", None)
        query = since and find and find(indicators, since, date_from, date_to)
        if not query:
            count = (date_to - date_from).days + 1
            return [date_from + number * ONE_DAY for number in range(count)]
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL("SELECT DISTINCT day FROM (%s) AS changed(day) ORDER BY day", query)
        )
        return [day for [day] in rows]

    @api.model
    def _find_changed_card(self, indicators, since, date_from, date_to):
        return SQL(
            """SELECT date FROM kpi_card_line
            WHERE company_id = %s AND date BETWEEN %s AND %s AND write_date >= %s""",
            self.env.company.id,
            date_from,
            date_to,
            since,
        )

    @api.model
    def _find_changed_domain(self, indicators, since, date_from, date_to):
        """Records written, and records of which something was written that counts.

        Without the filter: a record that has just left it counts no more.
        """
        parts = []
        for indicator in indicators:
            with naming_failures(indicator):
                paths = indicator._get_read_paths()
                if paths is None:
                    return None
                parts.append(
                    self._get_changed_select(
                        indicator, paths, since, date_from, date_to
                    )
                )
        return SQL(" UNION ").join(parts)

    @api.model
    def _get_changed_select(self, indicator, paths, since, date_from, date_to):
        model = indicator._get_measured_model().with_context(active_test=False)
        domain = Domain.OR(
            Domain(f"{path}write_date", ">=", since) for path in sorted(paths)
        )
        query, day = self._get_dated_query(indicator, model, domain, date_from, date_to)
        return query.select(day)


def get_spans(days):
    """Runs of days that follow each other: [(first, last)].

    :param days: in order
    """
    starts = [day for before, day in pairwise([None, *days]) if before != day - ONE_DAY]
    ends = [day for day, after in pairwise([*days, None]) if after != day + ONE_DAY]
    return list(zip(starts, ends, strict=True))
