from odoo import models


class KpiRegulation(models.Model):
    """Blocks of an attestation regulation: settings, criteria, grades and posts.

    They are read in sudo: a regulation may be read by whoever is covered by it. Wages
    are not printed, they stand in the wage table.
    """

    _inherit = "kpi.regulation"

    def _get_company_sudo(self):
        # sudo: see above.
        return (self.company_id or self.env.company).sudo()

    def _block_attestation_rules(self, subject):
        company = self._get_company_sudo()
        texts = []
        if company.kpi_attestation_parental_months:
            texts.append(
                self.env._(
                    "Exempt are employees within %(months)s months after the end of a "
                    "maternity or parental leave.",
                    months=company.kpi_attestation_parental_months,
                )
            )
        if company.kpi_attestation_min_post_months:
            texts.append(
                self.env._(
                    "Exempt are employees who are in the post for less than %(months)s "
                    "months.",
                    months=company.kpi_attestation_min_post_months,
                )
            )
        texts.append(
            self.env._(
                "A higher grade is set not sooner than the time in the appendix after "
                "the grade before; at once, any higher grade of the post may be set."
            )
        )
        texts.append(
            self.env._("The next post needs a vacancy within the staffing limit.")
        )
        return [{"text": text} for text in texts]

    def _block_commission(self, subject):
        company = self._get_company_sudo()
        text = self.env._(
            "A session is valid if at least %(percent)s %% of the members are present. "
            "Without a quorum it is put off.",
            percent=self._format_figure(company.kpi_attestation_quorum_percent),
        )
        return [{"text": text}]

    def _block_results(self, subject):
        company = self._get_company_sudo()
        number = self._format_figure
        passed = company.kpi_attestation_pass_percent
        condition = company.kpi_attestation_condition_percent
        items = [
            {"text": self.env._("By the score the result is:")},
            {
                "bullet": self.env._(
                    "from %(from)s %%: passed;", **{"from": number(passed)}
                )
            },
        ]
        if condition < passed:
            text = self.env._(
                "from %(from)s %% and below %(to)s %%: passed on condition;",
                **{"from": number(condition), "to": number(passed)},
            )
            items.append({"bullet": text})
        items += [
            {"bullet": self.env._("below %(to)s %%: failed.", to=number(condition))},
            {
                "text": self.env._(
                    "Whoever does not reach what a criterion needs at least has "
                    "failed, whatever the sum. Another decision of the commission "
                    "needs a reason in the protocol."
                )
            },
            {
                "text": self.env._(
                    "The employee may object in writing within %(days)s working days "
                    "after the session. Until the objection is answered nothing is "
                    "changed by the result.",
                    days=company.kpi_attestation_objection_days,
                )
            },
        ]
        return items

    def _block_criteria(self, subject):
        company = self._get_company_sudo()
        criteria = self.env["kpi.attestation.criterion"].sudo()
        criteria = criteria.search([("company_id", "=", company.id)])
        if not criteria:
            text = self.env._("The commission approves the criteria before a session.")
            return [{"text": text}]
        kinds = dict(criteria._fields["kind"]._description_selection(self.env))
        number = self._format_figure
        return [
            self._make_table(
                [
                    (self.env._("Criterion, and what is looked at"), 46, ""),
                    (self.env._("Kind"), 20, ""),
                    (self.env._("Highest score"), 10, "num"),
                    (self.env._("Needed at least"), 10, "num"),
                    (self.env._("Jobs"), 14, ""),
                ],
                [
                    [
                        ". ".join(
                            filter(None, (criterion.name, criterion.description))
                        ),
                        kinds[criterion.kind],
                        number(criterion.max_score),
                        number(criterion.min_score) if criterion.min_score else "–",
                        ", ".join(criterion.job_ids.mapped("name"))
                        or self.env._("all"),
                    ]
                    for criterion in criteria
                ],
            )
        ]

    def _block_grades(self, subject):
        company = self._get_company_sudo()
        grades = self.env["kpi.grade"].sudo()
        grades = grades.search([("company_id", "=", company.id)])
        if not grades:
            return [{"text": self.env._("There are no grades yet.")}]
        return [
            self._make_table(
                [
                    (self.env._("Job"), 30, ""),
                    (self.env._("Code"), 14, ""),
                    (self.env._("Grade"), 32, ""),
                    (self.env._("Months before the next"), 24, "num"),
                ],
                [
                    [
                        grade.job_id.name or self.env._("any"),
                        grade.code,
                        grade.name,
                        str(grade.min_months),
                    ]
                    for grade in grades
                ],
            )
        ]

    def _block_ladder(self, subject):
        company = self._get_company_sudo()
        jobs = self.env["hr.job"].sudo().search([("company_id", "=", company.id)])
        on_ladder = jobs.filtered("kpi_next_job_id") | jobs.kpi_next_job_id
        if not on_ladder:
            return []
        tracks = dict(jobs._fields["kpi_track"]._description_selection(self.env))
        return [
            self._make_table(
                [
                    (self.env._("Post"), 32, ""),
                    (self.env._("Career track"), 24, ""),
                    (self.env._("Next post"), 30, ""),
                    (self.env._("Staffing limit"), 14, "num"),
                ],
                [
                    [
                        job.name,
                        tracks[job.kpi_track],
                        job.kpi_next_job_id.name or "–",
                        str(job.kpi_staff_limit or "–"),
                    ]
                    for job in on_ladder._sort_by_ladder()
                ],
            )
        ]


class HrJob(models.Model):
    _inherit = "hr.job"

    def _sort_by_ladder(self):
        """From the lowest posts upward: by how many posts are above."""

        def count_above(job):
            above = 0
            while job.kpi_next_job_id:
                job, above = job.kpi_next_job_id, above + 1
            return above

        return self.sorted(lambda job: (-count_above(job), job.name))
