"""The statement behind grade control, apart for its length.

Parameters: companies and days, arrays of one length: today at each company.
"""

CONTROL_SQL = """
WITH present AS (
    -- The version in force today of everybody who is employed today.
    SELECT * FROM (
        SELECT DISTINCT ON (version.employee_id)
            version.employee_id, employee.company_id, version.department_id,
            version.job_id, version.kpi_grade_id, version.wage,
            version.trial_date_end, version.contract_date_start,
            version.contract_date_end, employee.kpi_attestation_exempt_until,
            company.today
        FROM unnest(%(companies)s::int[], %(days)s::date[]) AS company(id, today)
        JOIN hr_employee employee
            ON employee.company_id = company.id AND employee.active
        JOIN hr_version version
            ON version.employee_id = employee.id AND version.active
            AND version.date_version <= company.today
        ORDER BY version.employee_id, version.date_version DESC
    ) latest
    WHERE contract_date_start <= today
        AND COALESCE(contract_date_end, 'infinity') >= today
),
grade_start AS (
    -- Versions after the last one with another grade bear the present one.
    -- Hired again: what was before the contract does not count.
    SELECT version.employee_id,
        GREATEST(MIN(version.date_version), MIN(present.contract_date_start)) AS date
    FROM present
    JOIN hr_version version
        ON version.employee_id = present.employee_id AND version.active
        AND version.date_version <= present.today
    LEFT JOIN LATERAL (
        SELECT MAX(before.date_version) AS date FROM hr_version before
        WHERE before.employee_id = present.employee_id AND before.active
            AND before.date_version <= present.today
            AND before.kpi_grade_id IS DISTINCT FROM present.kpi_grade_id
    ) other ON TRUE
    WHERE present.kpi_grade_id IS NOT NULL
        AND version.date_version > COALESCE(other.date, '-infinity')
    GROUP BY version.employee_id
),
figures AS (
    SELECT present.*, job.kpi_track, section.id AS section_id,
        grade_start.date AS grade_since, grade.min_months,
        higher.id AS next_grade_id, pay.wage AS grade_wage,
        pay.wage_min, pay.wage_max,
        CASE WHEN job.kpi_track <> 'grades' OR higher.id IS NULL THEN NULL
            WHEN grade.id IS NULL THEN
                COALESCE(present.trial_date_end + 1, present.contract_date_start)
            ELSE GREATEST(
                (grade_start.date + make_interval(months => grade.min_months))::date,
                present.trial_date_end + 1)
        END AS due_date
    FROM present
    LEFT JOIN hr_job job ON job.id = present.job_id
    LEFT JOIN hr_department department ON department.id = present.department_id
    LEFT JOIN kpi_grade grade ON grade.id = present.kpi_grade_id
    LEFT JOIN grade_start ON grade_start.employee_id = present.employee_id
    LEFT JOIN LATERAL (
        -- The nearest section upward from the department.
        SELECT unit.id FROM hr_department unit
        WHERE unit.kpi_kind = 'section'
            AND department.parent_path LIKE unit.parent_path || '%%'
        ORDER BY length(unit.parent_path) DESC LIMIT 1
    ) section ON TRUE
    LEFT JOIN LATERAL (
        -- The last wage begun, else the first that will begin.
        SELECT dated.wage, dated.wage_min, dated.wage_max
        FROM kpi_grade_wage dated
        WHERE dated.grade_id = present.kpi_grade_id
        ORDER BY dated.date_from <= present.today DESC,
            ABS(dated.date_from - present.today)
        LIMIT 1
    ) pay ON TRUE
    LEFT JOIN LATERAL (
        -- A grade of another job says nothing about the order in this one.
        SELECT above.id FROM kpi_grade above
        WHERE above.active AND above.company_id = present.company_id
            AND (above.job_id IS NULL OR above.job_id = present.job_id)
            AND (grade.id IS NULL OR grade.job_id <> present.job_id
                OR above.sequence > grade.sequence)
        ORDER BY above.sequence, above.id LIMIT 1
    ) higher ON TRUE
)
SELECT figures.employee_id AS id, figures.employee_id, figures.company_id,
    figures.department_id, figures.section_id, figures.job_id,
    figures.kpi_grade_id AS grade_id, figures.grade_since, figures.next_grade_id,
    figures.kpi_grade_id IS NULL
        AND figures.kpi_track IS DISTINCT FROM 'apprentice' AS has_no_grade,
    figures.trial_date_end AS probation_end, figures.due_date,
    COALESCE(figures.due_date <= figures.today AND planned.id IS NULL
        AND COALESCE(figures.kpi_attestation_exempt_until, '-infinity')
            < figures.today, FALSE) AS is_due,
    held.id AS last_attestation_id, held.date AS last_attestation_date,
    planned.id AS planned_attestation_id,
    figures.wage, figures.grade_wage, figures.wage_min, figures.wage_max,
    figures.wage - figures.grade_wage AS wage_difference,
    COALESCE(figures.wage <> figures.grade_wage, FALSE) AS is_wage_off,
    COALESCE(figures.wage > NULLIF(figures.wage_max, 0), FALSE) AS is_over_limit,
    COALESCE(figures.wage < figures.wage_min, FALSE) AS is_under_limit
FROM figures
LEFT JOIN LATERAL (
    SELECT attestation.id, attestation.date FROM kpi_attestation attestation
    WHERE attestation.employee_id = figures.employee_id
        AND attestation.state IN ('held', 'applied')
    ORDER BY attestation.date DESC, attestation.id DESC LIMIT 1
) held ON TRUE
LEFT JOIN LATERAL (
    SELECT attestation.id FROM kpi_attestation attestation
    WHERE attestation.employee_id = figures.employee_id
        AND attestation.state IN ('draft', 'planned')
    ORDER BY attestation.date, attestation.id LIMIT 1
) planned ON TRUE
"""
