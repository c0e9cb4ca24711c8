from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from .kpi_career_mixin import merge_problems


class KpiApprenticeship(models.Model):
    """Beginning a training, and the exam."""

    _inherit = "kpi.apprenticeship"

    examination_ids = fields.One2many(
        "kpi.attestation", "apprenticeship_id", string="Exams"
    )
    examination_id = fields.Many2one(
        "kpi.attestation",
        string="Exam",
        compute="_compute_examination_id",
        store=True,
        help="The last one that was not cancelled.",
    )
    exam_result = fields.Selection(
        related="examination_id.result", string="Result of the exam"
    )

    @api.depends("examination_ids.state", "examination_ids.date")
    def _compute_examination_id(self):
        for contract in self:
            exams = contract.examination_ids.filtered(lambda e: e.state != "cancelled")
            contract.examination_id = exams.sorted(lambda e: (e.date, e.id))[-1:]

    @api.depends("employee_id", "date_from")
    def _compute_is_additional(self):
        """A contract of employment goes on; an apprentice's own is no employment.

        Asked again when the training begins: contracts change by themselves.
        """
        versions = self._get_versions()
        for contract in self:
            running = contract._get_running_version(versions)
            contract.is_additional = (
                bool(running) and running.job_id.kpi_track != "apprentice"
            )

    def _get_running_version(self, versions):
        """The version of a contract of employment in force on the first day, if any.

        :param versions: by ``_get_versions``
        """
        version = self._get_version_at(versions, self.date_from)
        start, end = version.contract_date_start, version.contract_date_end
        runs = start and start <= self.date_from and not (end and end < self.date_from)
        return version if runs else version.browse()

    # -- beginning --------------------------------------------------------------------

    def action_apply(self):
        """Begin the training: the version of the apprentice, unless it is additional.

        :raises UserError: what stands in the way, by person
        """
        self._check_career_manager()
        drafts = self.filtered(lambda contract: contract.state == "draft")
        drafts._as_kpi_engine()._compute_is_additional()
        return super(KpiApprenticeship, drafts).action_apply()

    def _prepare_version_vals(self):
        if self.is_additional:
            return {}
        return {
            "job_id": self.job_id.id,
            "wage": self.stipend,
            "kpi_grade_id": False,
            "kpi_scheme_id": False,
            "contract_date_start": self.date_from,
            "contract_date_end": self.date_to,
            "trial_date_end": False,
        }

    def _get_apply_problems(self):
        return merge_problems(
            super()._get_apply_problems(),
            self._get_stipend_problems(),
            self._get_running_problems(),
            self._get_contract_problems(),
            self._get_place_problems(),
        )

    def _get_running_problems(self):
        """Nobody is in training twice: {contract id: [message]}."""
        running = self.search(
            [
                ("employee_id", "in", self.employee_id.ids),
                ("state", "in", ("applied", "examined")),
            ]
        )
        by_employee = {contract.employee_id: contract for contract in running}
        problems = {}
        for contract in self:
            other = by_employee.setdefault(contract.employee_id, contract)
            if other != contract:
                problems[contract.id] = [
                    self.env._(
                        "%(contract)s: %(other)s runs until %(date)s. End that first.",
                        contract=contract.display_name,
                        other=other.display_name,
                        date=format_date(self.env, other.date_to),
                    )
                ]
        return problems

    def _get_contract_problems(self):
        """Other contracts of the person in the term: {contract id: [message]}."""
        versions = self._get_versions()
        return {
            contract.id: [text]
            for contract in self
            if not contract.is_additional
            and (text := contract._get_contract_problem(versions))
        }

    def _get_contract_problem(self, versions):
        own = versions.get(self.employee_id.id, self.env["hr.version"])
        running = self._get_running_version(versions)
        later = own.filtered(lambda version: version.date_version > self.date_from)
        names = {"contract": self.display_name, "employee": self.employee_id.name}
        if running and running.contract_date_start != self.date_from:
            return self.env._(
                "%(contract)s: %(employee)s has an apprentice's job since %(date)s. "
                "Let the apprentice contract begin on that day.",
                **names,
                date=format_date(self.env, running.contract_date_start),
            )
        if later:
            return self.env._(
                "%(contract)s: %(employee)s has a contract version of %(date)s, later "
                "than the first day. Delete that version, or begin after it.",
                **names,
                date=format_date(self.env, later[0].date_version),
            )
        return None

    def _get_place_problems(self):
        """Apprentices of one call compete for the places: {contract id: [message]}."""
        problems = {}
        new = self.filtered(lambda contract: not contract.is_additional)
        for day, contracts in new.grouped("date_from").items():
            left = contracts.job_id._get_vacancies(day)
            for contract in contracts:
                job = contract.job_id
                if left[job.id] is None:
                    continue
                left[job.id] -= 1
                if left[job.id] < 0:
                    problems[contract.id] = [
                        self.env._(
                            "%(contract)s: no place is free as %(job)s on %(date)s. "
                            "Raise the staffing limit of the job, or wait.",
                            contract=contract.display_name,
                            job=job.name,
                            date=format_date(self.env, day),
                        )
                    ]
        return problems

    def _get_undo_problems(self):
        problems = super()._get_undo_problems()
        for contract in self:
            if contract.examination_id:
                problems.setdefault(contract.id, []).append(
                    self.env._(
                        "%(contract)s: its exam of %(date)s is planned or held. Cancel "
                        "the exam before the training is undone.",
                        contract=contract.display_name,
                        date=format_date(self.env, contract.examination_id.date),
                    )
                )
        return problems

    def action_cancel(self):
        self.check_access("write")
        for contract in self:
            if contract.state != "draft":
                raise UserError(
                    self.env._(
                        "%(contract)s has begun: end the training instead.",
                        contract=contract.display_name,
                    )
                )
        self._as_kpi_engine().state = "cancelled"

    # -- exam and hire ----------------------------------------------------------------

    def action_plan_exam(self):
        """Propose the exam for the last day of the training, and open it."""
        self.check_access("write")
        for contract in self:
            if contract.state not in ("applied", "examined"):
                raise UserError(
                    self.env._(
                        "%(contract)s is not in training: there is no exam to plan.",
                        contract=contract.display_name,
                    )
                )
        exams = self.env["kpi.attestation"].create(
            [contract._prepare_exam_vals() for contract in self]
        )
        return exams._get_records_action(name=self.env._("Exam"))

    def _prepare_exam_vals(self):
        return {
            "employee_id": self.employee_id.id,
            "kind": "entry",
            "date": self.date_to,
            "target_job_id": self.target_job_id.id,
            "target_grade_id": self.target_grade_id.id,
            "apprenticeship_id": self.id,
        }

    def action_hire(self):
        """Apply the exams: the version of the job after the training.

        :raises UserError: no exam, not passed, or no place in the job
        """
        self._check_career_manager()
        for contract in self:
            if contract.state != "examined":
                raise UserError(
                    self.env._(
                        "%(contract)s: no exam was held. Plan one, hold its session, "
                        "and hire then.",
                        contract=contract.display_name,
                    )
                )
        return self.examination_id.action_apply()
