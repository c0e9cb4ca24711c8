from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

PLACE_GROUPS = "hr.group_hr_user,kpi_bonus.group_section_head,kpi_bonus.group_payroll"


class HrJob(models.Model):
    _inherit = "hr.job"

    kpi_staff_limit = fields.Integer(
        string="Staffing limit",
        help="How many people may hold this job. 0 is no limit.",
    )
    kpi_track = fields.Selection(
        [
            ("ladder", "Posts"),
            ("grades", "Grades in the post"),
            ("apprentice", "Apprentice"),
        ],
        string="Career track",
        required=True,
        default="ladder",
        help="Posts: one rises to the next post. Grades in the post: one rises by "
        "attestation from grade to grade, and then to the next post. Apprentice: one "
        "learns under an apprentice contract, without plan-reports.",
    )
    kpi_next_job_id = fields.Many2one(
        "hr.job",
        string="Next post",
        check_company=True,
        index="btree_not_null",
        help="The post to which one rises from here.",
    )
    kpi_holder_count = fields.Integer(
        string="Holders",
        compute="_compute_kpi_places",
        groups=PLACE_GROUPS,
        help="Who holds the job today, or will by a contract version of a later date.",
    )
    kpi_vacancy_count = fields.Integer(
        string="Vacancies",
        compute="_compute_kpi_places",
        groups=PLACE_GROUPS,
        help="Places left of the staffing limit. Negative: more people than places.",
    )

    kpi_candidate_count = fields.Integer(
        string="Candidates",
        compute="_compute_kpi_candidate_count",
        groups=PLACE_GROUPS,
        help="Attestations for this post that are proposed, planned or held and not "
        "applied. They take no place yet.",
    )

    _kpi_staff_limit_positive = models.Constraint(
        "CHECK(kpi_staff_limit >= 0)", "A job's staffing limit can't be negative."
    )

    @api.depends("kpi_staff_limit", "company_id")
    def _compute_kpi_places(self):
        holders = self._get_holder_counts(self.env.company._kpi_today())
        for job in self:
            job.kpi_holder_count = holders.get(job._origin.id, 0)
            limit = job.kpi_staff_limit
            job.kpi_vacancy_count = limit and limit - job.kpi_holder_count

    def _compute_kpi_candidate_count(self):
        # sudo: a number, whoever may see the attestations.
        groups = (
            self.env["kpi.attestation"]
            .sudo()
            ._read_group(
                [
                    ("target_job_id", "in", self.ids),
                    ("state", "in", ("draft", "planned", "held")),
                    ("result", "not in", ("failed", "retake")),
                ],
                ["target_job_id"],
                ["__count"],
            )
        )
        counts = {job.id: count for job, count in groups}
        for job in self:
            job.kpi_candidate_count = counts.get(job._origin.id, 0)

    @api.constrains("kpi_next_job_id", "company_id")
    def _check_kpi_next_job(self):
        for job in self:
            company = job.kpi_next_job_id.company_id
            if company and company != job.company_id:
                problem = self.env._("is a post of another company.")
            elif job._has_cycle("kpi_next_job_id"):
                problem = self.env._("leads back to the same post.")
            else:
                continue
            raise ValidationError(
                self.env._(
                    "%(job)s: the next post %(next)s %(problem)s Choose another.",
                    job=job.display_name,
                    next=job.kpi_next_job_id.display_name,
                    problem=problem,
                )
            )

    def _get_vacancies(self, date):
        """Places left on a date, for many jobs in one query.

        Who is promised the job by a version that begins later takes a place already.
        Planned attestations take none.

        :return: {job id: places left, negative when there are too many people, or None
            where there is no limit}
        """
        holders = self._get_holder_counts(date)
        return {
            job.id: job.kpi_staff_limit - holders.get(job.id, 0)
            if job.kpi_staff_limit
            else None
            for job in self
        }

    def _get_holder_counts(self, date):
        """{job id: people who hold it on the date or will later}; jobs with any."""
        return {
            job_id: len(employee_ids)
            for job_id, employee_ids in self._get_holders(date).items()
        }

    def _get_holders(self, date):
        """{job id: ids of the employees who hold it on the date or will later}

        Employed by their contract, and not archived. A version counts from its date to
        the day before the next one.
        """
        if not self.ids:
            return {}
        versions = self.env["hr.version"]
        versions.flush_model(
            ["employee_id", "active", "job_id", "date_version"]
            + ["contract_date_start", "contract_date_end"]
        )
        self.env["hr.employee"].flush_model(["active"])
        rows = self.env.execute_query(
            SQL(
                """SELECT job_id, array_agg(DISTINCT employee_id) FROM (
                    SELECT version.employee_id, version.job_id,
                        version.contract_date_start,
                        GREATEST(version.date_version, version.contract_date_start)
                            AS date_from,
                        LEAST(LEAD(version.date_version) OVER (
                            PARTITION BY version.employee_id
                            ORDER BY version.date_version) - 1,
                            version.contract_date_end) AS date_to
                    FROM hr_version version
                    JOIN hr_employee employee ON employee.id = version.employee_id
                    WHERE version.active AND employee.active
                ) held
                WHERE job_id IN %(jobs)s AND contract_date_start IS NOT NULL
                    AND COALESCE(date_to, 'infinity') >= GREATEST(date_from, %(date)s)
                GROUP BY job_id""",
                jobs=tuple(self.ids),
                date=date,
            )
        )
        return dict(rows)

    def action_open_kpi_holders(self):
        """The people behind the number of holders."""
        self.ensure_one()
        holders = self._get_holders(self.env.company._kpi_today())
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Holders of %(job)s", job=self.display_name),
            "res_model": "hr.employee",
            "view_mode": "list,kanban,form",
            "domain": [("id", "in", holders.get(self.id, []))],
        }
