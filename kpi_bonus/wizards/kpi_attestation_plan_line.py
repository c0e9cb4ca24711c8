from odoo import api, fields, models


class KpiAttestationPlanLine(models.TransientModel):
    """One person, what for, and what stands in the way."""

    _name = "kpi.attestation.plan.line"
    _description = "Person to be attested"

    plan_id = fields.Many2one("kpi.attestation.plan", required=True, ondelete="cascade")
    employee_id = fields.Many2one("hr.employee", required=True, readonly=True)
    kind = fields.Selection(selection="_get_kinds", required=True)
    job_id = fields.Many2one("hr.job", string="Post now", readonly=True)
    grade_id = fields.Many2one("kpi.grade", string="Grade now", readonly=True)
    target_grade_id = fields.Many2one("kpi.grade", string="Grade to get")
    target_job_id = fields.Many2one("hr.job", string="Post to get")
    is_voluntary = fields.Boolean(string="At the employee's request")
    problem = fields.Text(
        string="What stands in the way",
        compute="_compute_problem",
        compute_sudo=False,
    )

    @api.model
    def _get_kinds(self):
        return self.env["kpi.attestation"]._fields["kind"].selection

    @api.depends(
        "employee_id",
        "kind",
        "target_grade_id",
        "target_job_id",
        "is_voluntary",
        "plan_id.date",
        "plan_id.session_id",
    )
    def _compute_problem(self):
        # Of all rows: the people compete for the places.
        problems = (self.plan_id.line_ids | self)._get_problems()
        for line in self:
            line.problem = "\n".join(problems.get(line, ()))

    # -- suggestions ------------------------------------------------------------------

    @api.model
    def _suggest(self, people, date, kind):
        """Values of a row for each person: a proposal that is open, or what comes next.

        :param kind: of attestation; empty for what comes next
        :return: [values], by name; nobody whom the user may not propose
        """
        people = self._get_allowed(people).sorted("name")
        if not (people and date):
            return []
        proposals = self._get_open(people)
        standings = self._get_standings(people, date)
        jobs = people.env["hr.job"].union(
            *(standing.job.kpi_next_job_id for standing in standings.values())
        )
        ladders = people.env["kpi.grade"]._get_ladders(jobs)
        rows = []
        for person in people:
            standing = standings[person]
            row = {
                "employee_id": person.id,
                "job_id": standing.job.id,
                "grade_id": standing.grade.id,
            }
            proposal = next(
                (att for att in proposals if att.employee_id == person), None
            )
            if proposal and kind in (False, proposal.kind):
                row |= self._copy_proposal(proposal)
            else:
                row |= self._suggest_target(standing, kind, ladders)
            rows.append(row)
        return rows

    @api.model
    def _get_allowed(self, people):
        """Those of the people whom the user may propose, with rights lifted.

        A manager: of the companies he works in. A head: of his own departments.
        """
        # sudo: grade and post of a person are named in the row, so only to those who
        # may propose him; wages are not read.
        people_sudo = people.sudo().filtered(
            lambda person: person.company_id in self.env.companies
        )
        if self.env.user.has_group("kpi_bonus.group_manager"):
            return people_sudo
        mine = self.env["hr.department"]._get_my_kpi_departments()
        return people_sudo.filtered(lambda person: person.department_id in mine)

    @api.model
    def _get_open(self, people):
        """Proposals and planned attestations of the people, with rights lifted."""
        # sudo: one that the user may not see stands in the way as well.
        return (
            self.env["kpi.attestation"]
            .sudo()
            .search(
                [
                    ("employee_id", "in", people.ids),
                    ("state", "in", ("draft", "planned")),
                ]
            )
        )

    @api.model
    def _get_standings(self, people, date):
        """{person: Standing}: post, grade and the grades above, in a few queries."""
        drafts = {
            person: people.env["kpi.attestation"].new(
                {"employee_id": person.id, "date": date, "kind": "grade"}
            )
            for person in people
        }
        records = people.env["kpi.attestation"].union(*drafts.values())
        standings = records._get_standings()
        return {person: standings[draft.id] for person, draft in drafts.items()}

    @api.model
    def _suggest_target(self, standing, kind, ladders):
        """The next grade, and with the highest, or without grades, the next post."""
        has_grades = standing.job.kpi_track == "grades"
        if not kind:
            kind = "position"
            if has_grades and standing.higher:
                kind = "grade" if standing.grade else "entry"
        if kind != "position":
            return {"kind": kind, "target_grade_id": standing.higher[:1].id}
        following = standing.job.kpi_next_job_id
        grades = ladders.get(following.id, standing.grade.browse())
        own = grades.filtered(lambda grade: grade.job_id == following)
        return {
            "kind": kind,
            "target_job_id": following.id,
            "target_grade_id": own[:1].id,
        }

    @api.model
    def _copy_proposal(self, proposal):
        return {
            "kind": proposal.kind,
            "target_grade_id": proposal.target_grade_id.id,
            "target_job_id": proposal.target_job_id.id,
            "is_voluntary": proposal.is_voluntary,
        }

    # -- problems ---------------------------------------------------------------------

    def _get_problems(self):
        """{row: [messages]}, by the rules that planning asks; in a few queries."""
        problems = {}
        for plan, lines in self.grouped("plan_id").items():
            allowed = self._get_allowed(lines.employee_id._origin)
            known = lines.filtered(lambda line, who=allowed: line.employee_id in who)
            for line in lines - known:
                problems[line] = [
                    self.env._(
                        "%(employee)s is not one of your people.",
                        employee=line.employee_id.display_name or "",
                    )
                ]
            if plan.date and known:
                problems |= known._get_rule_problems(plan, allowed)
        return problems

    def _get_rule_problems(self, plan, people):
        drafts = {
            line: people.env["kpi.attestation"].new(line._prepare_vals(plan.date))
            for line in self
        }
        records = people.env["kpi.attestation"].union(*drafts.values())
        texts = records._get_plan_problems()
        proposals = self._get_open(people)
        problems = {}
        for line, draft in drafts.items():
            busy = line._get_own_proposal(proposals)
            found = list(texts.get(draft.id, ()))
            if busy and line._is_taken(busy):
                found = [
                    self.env._(
                        "%(attestation)s is planned already.",
                        attestation=busy.display_name,
                    )
                ]
            if found:
                problems[line] = found
        return problems

    def _get_own_proposal(self, proposals):
        return proposals.filtered(
            lambda att: att.employee_id == self.employee_id._origin
            and att.kind == self.kind
        )[:1]

    def _is_taken(self, proposal):
        """Whether it can't be put into the session: it is in one, or a head asks."""
        return (
            proposal.state == "planned"
            or bool(proposal.session_id)
            or not self.env.user.has_group("kpi_bonus.group_manager")
        )

    # -- results ----------------------------------------------------------------------

    def _prepare_vals(self, date):
        return {
            "employee_id": self.employee_id._origin.id,
            "kind": self.kind,
            "date": date,
            "target_grade_id": self.target_grade_id._origin.id,
            "target_job_id": self.target_job_id._origin.id,
            "is_voluntary": self.is_voluntary,
        }

    def _make_attestations(self, session):
        """Take up proposals, and make what is missing, with the user's own rights."""
        plan = self.plan_id
        date = session.date or plan.date
        attestations = self.env["kpi.attestation"]
        proposals = self._get_open(self.employee_id).with_env(self.env)
        vals_list = []
        for line in self:
            vals = line._prepare_vals(date) | {"reason": plan.reason}
            if session:
                vals["session_id"] = session.id
            if proposal := line._get_own_proposal(proposals):
                vals["reason"] = plan.reason or proposal.reason
                del vals["employee_id"], vals["kind"]
                proposal.write(vals)
                attestations += proposal
            else:
                vals_list.append(vals)
        return attestations + attestations.create(vals_list)
