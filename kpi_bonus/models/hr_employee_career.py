from dateutil.relativedelta import relativedelta

from odoo import api, fields, models

CAREER_GROUPS = "hr.group_hr_user,kpi_bonus.group_manager"


class HrEmployee(models.Model):
    """The path of a person: posts and grades passed, the present one, what is ahead."""

    _inherit = "hr.employee"

    kpi_career_path = fields.Html(
        string="Career path",
        compute="_compute_kpi_career_path",
        # Rendered from a template of ours, in which every text is escaped.
        sanitize=False,
        groups=CAREER_GROUPS,
    )

    @api.depends("version_ids.job_id", "version_ids.date_version")
    @api.depends_context("uid", "lang")
    def _compute_kpi_career_path(self):
        # Wages of the past are open to those who may see those of the contract.
        with_wage = self.env.user.has_group("hr.group_hr_manager")
        qweb = self.env["ir.qweb"]
        for employee in self:
            employee.kpi_career_path = employee._origin and qweb._render(
                "kpi_bonus.career_path", employee._kpi_get_career(with_wage)
            )

    def _kpi_get_career(self, with_wage=False):
        """Plain values of the path, for a page or a tab.

        :param with_wage: only for the person himself, and for whoever may see his
            wages
        :return: dict(steps=[past, present and decided ones, the oldest first],
            ahead=[what can come next], currency)
        """
        self.ensure_one()
        # sudo: the person's own path, or that of somebody whom the user may read;
        # grades and jobs are only named, and wages as the caller says.
        employee_sudo = self.sudo()
        today = employee_sudo.company_id._kpi_today()
        versions = employee_sudo._kpi_get_career_versions()
        steps = [
            step
            for run in versions._kpi_get_career_runs(with_wage)
            if (step := run._kpi_prepare_career_step(today, with_wage))
        ]
        known = versions.filtered(lambda version: version.date_version <= today)
        return {
            "steps": steps,
            "ahead": employee_sudo._kpi_get_career_ahead(known[-1:] or versions[:1]),
            "currency": employee_sudo.company_id.currency_id,
        }

    def _kpi_get_career_versions(self):
        """Versions of a contract, the oldest first; those without one are no path."""
        versions = self.version_ids.filtered("contract_date_start")
        return versions.sorted("date_version")

    # -- what is ahead ----------------------------------------------------------------

    def _kpi_get_career_ahead(self, version):
        """What can come next: the next grade, and the next posts.

        :param version: hr.version of the present
        :return: [dict(kind, name, is_next, date, months, places)]: ``date`` from when
            it can be had, ``months`` until then, ``places`` free: None for no limit.
            Empty for somebody who has left.
        """
        today = self.company_id._kpi_today()
        job = version.job_id
        if not job or (version.contract_date_end or today) < today:
            return []
        ahead = []
        if job.kpi_track == "grades":
            ahead = self._kpi_prepare_next_grades(version, today)
        return ahead + self._kpi_prepare_next_posts(job, today)

    def _kpi_prepare_next_grades(self, version, today):
        """The next grade with its day, the others by name."""
        ladders = self.env["kpi.grade"].sudo()._get_ladders(version.job_id)
        grades = version._kpi_get_higher_grades(ladders)
        day = self._kpi_get_next_grade_day(version)
        return [
            {
                "kind": "grade",
                "name": grade.name,
                "is_next": grade == grades[:1],
                "date": day,
                "months": self._kpi_count_months(today, day),
                "places": None,
            }
            for grade in grades
        ]

    def _kpi_get_next_grade_day(self, version):
        """The first day on which a higher grade can be had; False if from now on."""
        days = []
        if version.trial_date_end:
            # Nobody is attested on probation.
            days.append(version.trial_date_end + relativedelta(days=1))
        if grade := version.kpi_grade_id:
            since = version._kpi_get_since(
                "kpi_grade_id", self._kpi_get_career_versions()
            )
            days.append(since + relativedelta(months=grade.min_months))
        return max(days, default=False)

    def _kpi_prepare_next_posts(self, job, today):
        """The posts above, with the places that are free today."""
        jobs, following = job.browse(), job.kpi_next_job_id
        while following and following not in jobs + job:
            jobs += following
            following = following.kpi_next_job_id
        places = jobs._get_vacancies(today)
        return [
            {
                "kind": "post",
                "name": post.name,
                "is_next": post == jobs[:1],
                "date": False,
                "months": 0,
                "places": places[post.id],
            }
            for post in jobs
        ]

    @api.model
    def _kpi_count_months(self, today, day):
        """Whole months until a day, a part of one counted as one."""
        if not day or day <= today:
            return 0
        delta = relativedelta(day, today)
        return delta.years * 12 + delta.months + bool(delta.days)
