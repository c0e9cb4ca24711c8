"""What the engine is measured against: the same figures in one SQL statement.

One grouped pass over the facts, the arithmetic, and an update of the same columns of
the same rows, only where they differ, as the engine does. It knows just what the
fixtures hold: people's own KPIs, one segment each, no override, no transfer.
"""

from odoo.tools import SQL

STATEMENT = """
WITH totals AS (
    SELECT indicator_id, employee_id, SUM(value) AS value, SUM(base) AS base
    FROM kpi_fact
    WHERE company_id = %(company)s AND date BETWEEN %(first)s AND %(last)s
        AND indicator_id IN %(indicators)s
    GROUP BY indicator_id, employee_id
),
facts AS (
    SELECT line.id, line.report_id, line.plan, line.weight, indicator.method,
        totals.value, totals.base,
        CASE WHEN indicator.ratio THEN totals.value * 100 / totals.base
            WHEN indicator.aggregate = 'average' THEN totals.value / totals.base
            ELSE totals.value END AS fact
    FROM kpi_plan_report_line AS line
    JOIN kpi_plan_report AS report ON report.id = line.report_id
    JOIN kpi_indicator AS indicator ON indicator.id = line.indicator_id
    JOIN totals ON totals.indicator_id = line.indicator_id
        AND totals.employee_id = report.employee_id
    WHERE report.period_id = %(period)s AND report.state NOT IN ('draft', 'closed')
),
executed AS (
    SELECT *, ROUND(GREATEST(0, CASE method
        WHEN 'proportional' THEN fact * 100 / plan
        WHEN 'inverse' THEN LEAST(200, plan * 100 / fact)
        ELSE fact END)) AS execution
    FROM facts
),
computed AS (
    SELECT *, ROUND(execution * weight / 100) AS effectiveness FROM executed
),
written_lines AS (
    UPDATE kpi_plan_report_line AS line
    SET plan_adjusted = computed.plan, value_measured = computed.value,
        base_measured = computed.base, fact_measured = computed.fact,
        fact = computed.fact, has_data = TRUE, execution = computed.execution,
        effectiveness = computed.effectiveness,
        write_uid = 1, write_date = now() AT TIME ZONE 'UTC'
    FROM computed
    WHERE line.id = computed.id AND (
        line.plan_adjusted, line.value_measured, line.base_measured, line.fact_measured,
        line.fact, line.has_data, line.execution, line.effectiveness
    ) IS DISTINCT FROM (
        computed.plan, computed.value, computed.base, computed.fact, computed.fact,
        TRUE, computed.execution, computed.effectiveness
    )
    RETURNING line.id
),
totalled AS (
    SELECT report_id, SUM(effectiveness) AS effectiveness
    FROM computed GROUP BY report_id
),
paid AS (
    SELECT totalled.*, segment.norm_hours, segment.worked_hours,
        segment.scheduled_shifts, segment.calendar_shifts, segment.missed_shifts,
        segment.excused_shifts,
        COALESCE(reached.bonus_percent, 0) AS percent, reached.threshold,
        ROUND(segment.wage * segment.worked_hours / segment.norm_hours, 2) AS earned
    FROM totalled
    JOIN kpi_plan_report_segment AS segment USING (report_id)
    LEFT JOIN LATERAL (
        SELECT threshold, bonus_percent FROM kpi_matrix_line
        WHERE matrix_id = %(matrix)s AND threshold <= totalled.effectiveness
        ORDER BY threshold DESC LIMIT 1
    ) AS reached ON TRUE
),
written_reports AS (
    UPDATE kpi_plan_report AS report
    SET effectiveness = paid.effectiveness, matrix_threshold = paid.threshold,
        matrix_percent = paid.percent, bonus_percent = paid.percent,
        earned_salary = paid.earned,
        bonus_amount = ROUND(paid.earned * paid.percent / 100, 2),
        norm_hours = paid.norm_hours, worked_hours = paid.worked_hours,
        scheduled_shifts = paid.scheduled_shifts,
        calendar_shifts = paid.calendar_shifts, missed_shifts = paid.missed_shifts,
        excused_shifts = paid.excused_shifts,
        write_uid = 1, write_date = now() AT TIME ZONE 'UTC'
    FROM paid
    WHERE report.id = paid.report_id AND (
        report.effectiveness, report.matrix_threshold, report.matrix_percent,
        report.bonus_percent, report.earned_salary, report.bonus_amount,
        report.norm_hours, report.worked_hours, report.scheduled_shifts,
        report.calendar_shifts, report.missed_shifts, report.excused_shifts
    ) IS DISTINCT FROM (
        paid.effectiveness, paid.threshold, paid.percent, paid.percent, paid.earned,
        ROUND(paid.earned * paid.percent / 100, 2), paid.norm_hours, paid.worked_hours,
        paid.scheduled_shifts, paid.calendar_shifts, paid.missed_shifts,
        paid.excused_shifts
    )
    RETURNING report.id
)
SELECT (SELECT COUNT(*) FROM written_lines), (SELECT COUNT(*) FROM written_reports)
"""


def prepare(env, period):
    """The statement for a period; nobody would look up the parameters every time."""
    report = env["kpi.plan.report"].search([("period_id", "=", period.id)], limit=1)
    return SQL(
        STATEMENT,
        company=period.company_id.id,
        period=period.id,
        matrix=report.scheme_id.matrix_id.id,
        indicators=tuple(period._get_indicators().ids),
        first=period.date_from,
        last=period.date_to,
    )


def refresh(env, statement):
    """:return: how many lines and how many reports changed"""
    [counts] = env.execute_query(statement)
    return counts
