"""The statement behind staff turnover, apart for its length.

Parameters: companies, the days that it is there, and the first days of the system,
arrays of one length; a first day may be NULL. The ids are made of month, company and
department, so that a row keeps its id whatever else changes. Ten years are looked at.
"""

TURNOVER_SQL = """
WITH company AS (
    SELECT * FROM unnest(%(companies)s::int[], %(days)s::date[], %(starts)s::date[])
        AS company(id, today, start)
),
version AS (
    -- In force until the day before the next one; the first one also before its date.
    SELECT employee_id, company_id, department_id, contract_date_start,
        CASE WHEN ROW_NUMBER() OVER own = 1 THEN contract_date_start
            ELSE GREATEST(date_version, contract_date_start) END AS date_from,
        LEAST(LEAD(date_version) OVER own - 1,
            COALESCE(contract_date_end, 'infinity')) AS date_to
    FROM hr_version
    WHERE active AND employee_id IS NOT NULL
    WINDOW own AS (PARTITION BY employee_id ORDER BY date_version)
),
piece AS (
    -- Days employed in one department. Whoever is employed on the day before, or on
    -- the day after, in another post or by another contract, neither joins nor leaves.
    SELECT *,
        COALESCE(LAG(date_to) OVER own < date_from - 1, TRUE) AS is_join,
        date_to < 'infinity'
            AND COALESCE(LEAD(date_from) OVER own > date_to + 1, TRUE) AS is_leave
    FROM version
    WHERE contract_date_start IS NOT NULL AND date_from <= date_to
    WINDOW own AS (PARTITION BY employee_id, company_id ORDER BY date_from)
),
month AS (
    SELECT company.id AS company_id, company.start, first::date AS date,
        LEAST((first + INTERVAL '1 month')::date - 1, company.today) AS date_to,
        (first + INTERVAL '1 month')::date <= company.today AS is_complete
    FROM company
    CROSS JOIN LATERAL generate_series(
        date_trunc('month', GREATEST(company.today - INTERVAL '10 years', (
            SELECT MIN(date_from) FROM piece WHERE piece.company_id = company.id))),
        company.today, INTERVAL '1 month') AS first
),
figures AS (
    SELECT month.company_id, piece.department_id, month.date, month.start,
        month.is_complete,
        COUNT(*) FILTER (WHERE piece.date_from < month.date
            AND piece.date_to >= month.date - 1
            AND NOT (piece.is_leave AND piece.date_to = month.date - 1)) AS opening,
        COUNT(*) FILTER (WHERE piece.date_from <= month.date_to
            AND piece.date_to >= month.date_to
            AND NOT (piece.is_leave AND piece.date_to = month.date_to)) AS closing,
        COUNT(*) FILTER (WHERE piece.is_join
            AND piece.date_from BETWEEN month.date AND month.date_to) AS joiners,
        COUNT(*) FILTER (WHERE piece.is_leave
            AND piece.date_to BETWEEN month.date AND month.date_to) AS leavers
    FROM month
    JOIN piece ON piece.company_id = month.company_id
        AND piece.date_from <= month.date_to AND piece.date_to >= month.date - 1
    GROUP BY month.company_id, piece.department_id, month.date, month.start,
        month.is_complete
)
SELECT (EXTRACT(YEAR FROM date) * 12 + EXTRACT(MONTH FROM date) - 24000)::bigint
        * 100000000000 + company_id * 1000000 + COALESCE(department_id, 0) AS id,
    company_id, department_id, date, is_complete, opening, closing, joiners, leavers,
    (opening + closing) / 2.0 AS headcount,
    leavers * 200.0 / NULLIF(opening + closing, 0) AS turnover,
    CASE WHEN start IS NULL OR date < date_trunc('month', start) THEN 'before'
        ELSE 'after' END AS stage
FROM figures
WHERE opening + closing + joiners + leavers > 0
"""
