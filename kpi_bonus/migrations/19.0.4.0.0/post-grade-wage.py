"""A grade's only wage becomes the first row of its dated wage table."""

from odoo.tools import sql


def migrate(cr, version):
    if not sql.column_exists(cr, "kpi_grade", "wage"):
        return
    # Dated by the day the grade was made: from then on it was proposed and paid.
    cr.execute(
        """INSERT INTO kpi_grade_wage
            (grade_id, company_id, job_id, date_from, wage, wage_min, wage_max,
            create_uid, create_date, write_uid, write_date)
        SELECT grade.id, grade.company_id, grade.job_id, grade.create_date::date,
            grade.wage, 0, 0,
            grade.create_uid, grade.create_date, grade.write_uid, grade.write_date
        FROM kpi_grade grade
        WHERE grade.wage > 0 AND NOT EXISTS (
            SELECT FROM kpi_grade_wage dated WHERE dated.grade_id = grade.id)"""
    )
    cr.execute("ALTER TABLE kpi_grade DROP COLUMN wage")
