from dateutil.relativedelta import relativedelta

from odoo import Command, api, models

# (name, what is looked at, kind, highest score, needed at least)
CRITERIA = (
    ("Тест по товару своей секции", "20 вопросов по каталогу", "test", 20, 12),
    ("Техника продаж", "Разбор двух случаев с покупателем", "mark", 5, 0),
    ("Работа с картой эффективности", "Отметки за последние три месяца", "mark", 5, 0),
    ("Порядок на рабочем месте", "Ценники, выкладка, безопасность", "mark", 5, 0),
)
COMMISSION = {
    "orlova": "chair",
    "zakharova": "secretary",
    "lebedeva": "member",
    "osipov": "member",
}
# Attested last month for the first grade: marks by criterion, votes for and against.
ATTESTED = {
    "zhukova": ((18, 5, 4, 4), (4, 0)),
    "yakovlev": ((16, 4, 3, 4), (4, 0)),
    "vorobeva": ((13, 3, 3, 3), (3, 1)),
    "frolov": ((9, 3, 2, 3), (1, 3)),
}
CONDITION = "Пересдать тест по новинкам каталога до конца следующего месяца."
STIPEND, COST, MINIMUM_WAGE = 28000, 24000, 27093
# Who left before the system began, and how many months before.
LEAVERS = (
    ("Горбунов Денис", "paints", 1),
    ("Шестакова Инна", "wallpaper", 1),
    ("Рогов Семён", "tools", 2),
    ("Ларина Оксана", "lighting", 3),
    ("Щукин Родион", "fittings", 5),
)


class KpiDemo(models.AbstractModel):
    """Careers: an attestation of last month, the next one, apprentices, raises."""

    _inherit = "kpi.demo"

    @api.model
    def _tell_careers(self, month):
        """After the months: what is applied here counts from the current one on."""
        self.env.company.write(
            {
                "kpi_minimum_wage": MINIMUM_WAGE,
                "kpi_signer_name": "Домский Пётр Андреевич",
                "kpi_signer_job": "Генеральный директор",
                "kpi_signer_basis": "устава",
            }
        )
        demo = self.with_user(self._ref("user_manager_demo"))
        demo._create_criteria()
        next_date = month + relativedelta(months=1, day=20)
        demo._hold_session(month - relativedelta(months=1, day=20), next_date)
        demo._raise_wages(month)
        self._let_apprentice_go(month - relativedelta(months=3))
        contract = self._take_apprentice(
            "Ершов Никита", "wallpaper", month - relativedelta(months=1), "kuznetsova"
        )
        demo._plan_session(next_date, contract)
        self._propose(next_date)
        self._lose_people(month - relativedelta(months=3))
        demo._approve_regulation(month - relativedelta(months=3))

    # -- attestation ------------------------------------------------------------------

    @api.model
    def _create_criteria(self):
        self.env["kpi.attestation.criterion"].create(
            [
                {
                    "name": name,
                    "description": description,
                    "kind": kind,
                    "max_score": highest,
                    "min_score": needed,
                    "sequence": number,
                    "company_id": self.env.company.id,
                }
                for number, (name, description, kind, highest, needed) in enumerate(
                    CRITERIA
                )
            ]
        )

    @api.model
    def _create_session(self, date):
        return self.env["kpi.attestation.session"].create(
            {
                "name": "Аттестация продавцов",
                "date": date,
                "place": "Учебный класс, 2-й этаж",
                "company_id": self.env.company.id,
                "member_ids": [
                    Command.create(
                        {"employee_id": self._employee(name).id, "role": role}
                    )
                    for name, role in COMMISSION.items()
                ],
            }
        )

    @api.model
    def _hold_session(self, date, retake_date):
        """Two pass, one on condition; one fails. The raises hold from the month on."""
        session = self._create_session(date)
        attestations = self._attest(session, ATTESTED, "grade", "seller_1")
        session.action_plan()
        for attestation, (marks, votes) in zip(
            attestations, ATTESTED.values(), strict=True
        ):
            for mark, score in zip(attestation.mark_ids, marks, strict=True):
                mark.score = score
            attestation.votes_for, attestation.votes_against = votes
            if attestation.commission_result == "conditional":
                attestation.condition = CONDITION
            if attestation.commission_result == "failed":
                attestation.retake_date = retake_date
        session.action_hold()
        session._as_kpi_engine().held_on = date
        session.action_apply()
        attestations.filtered(lambda att: att.result == "failed").action_retake()

    @api.model
    def _plan_session(self, date, contract):
        """A higher grade, the next post, and the exam of an apprentice."""
        session = self._create_session(date)
        self._attest(session, ["sokolov"], "grade", "seller_1")
        self._attest(session, ["morozova"], "position", "senior_1", "senior")
        contract.with_user(self.env.user).action_plan_exam()
        contract.examination_id.with_user(self.env.user).session_id = session
        session.action_plan()

    @api.model
    def _propose(self, date):
        """By the head of the section, without a session yet."""
        head = self._ref("user_head_demo")
        attestations = self.env["kpi.attestation"].with_user(head)
        reason = "Полгода первый в секции по чекам с сопутствующими товарами."
        vals = self._prepare_attestation_vals("volkov", "grade", "seller_1")
        attestations.create({**vals, "date": date, "reason": reason})

    @api.model
    def _attest(self, session, names, *target):
        return self.env["kpi.attestation"].create(
            [
                self._prepare_attestation_vals(name, *target)
                | {"session_id": session.id, "date": session.date}
                for name in names
            ]
        )

    @api.model
    def _prepare_attestation_vals(self, name, kind, grade, job=None):
        return {
            "employee_id": self._employee(name).id,
            "kind": kind,
            "target_grade_id": self._ref(f"grade_{grade}_demo").id,
            "target_job_id": job and self._ref(f"job_{job}_demo").id,
        }

    # -- pay without attestation ------------------------------------------------------

    @api.model
    def _raise_wages(self, month):
        """One raise beyond the limits of pay and one beside the grade, for control."""
        changes = self.env["kpi.wage.change"].create(
            [
                {
                    "employee_id": self._employee(name).id,
                    "effective_date": month,
                    "wage": wage,
                    "reason": reason,
                }
                for name, wage, reason in (
                    ("komarov", 28500, "Исполнял обязанности заведующего секцией."),
                    ("filippov", 22800, "Ведёт обучение новичков в секции."),
                )
            ]
        )
        changes.action_apply()

    # -- apprentices ------------------------------------------------------------------

    @api.model
    def _take_apprentice(self, name, section, date, mentor):
        employee = self.env["hr.employee"].create(
            {
                "name": name,
                "company_id": self.env.company.id,
                "department_id": self._ref(f"department_{section}_demo").id,
                "resource_calendar_id": self._ref("calendar_monday_demo").id,
                "date_version": date,
            }
        )
        contract = self.env["kpi.apprenticeship"].create(
            {
                "employee_id": employee.id,
                "job_id": self._ref("job_apprentice_demo").id,
                "target_job_id": self._ref("job_seller_demo").id,
                "target_grade_id": self._ref("grade_seller_0_demo").id,
                "qualification": "Продавец строительных материалов",
                "mentor_id": self._employee(mentor).id,
                "date_from": date,
                "stipend": STIPEND,
                "cost": COST,
            }
        )
        manager = self._ref("user_manager_demo")
        contract.with_user(manager).action_apply()
        return contract

    @api.model
    def _let_apprentice_go(self, date):
        """Found another job in the second month; owes stipend and costs."""
        contract = self._take_apprentice("Лукин Павел", "paints", date, "polyakov")
        last_day = date + relativedelta(months=1, day=11)
        manager = self._ref("user_manager_demo")
        contract.with_user(manager).action_let_go(
            last_day, "Ушёл по собственному желанию до конца обучения."
        )
        employee = contract.employee_id
        employee.write(
            {
                "departure_reason_id": self.env.ref("hr.departure_resigned").id,
                "departure_date": last_day,
            }
        )
        employee.with_context(no_wizard=True).action_archive()

    # -- before the system, and its paper ---------------------------------------------

    @api.model
    def _lose_people(self, start):
        """Sellers who left in the months before, each on the 20th."""
        for name, section, months in LEAVERS:
            last_day = start - relativedelta(months=months, day=20)
            employee = self.env["hr.employee"].create(
                {
                    "name": name,
                    "company_id": self.env.company.id,
                    "department_id": self._ref(f"department_{section}_demo").id,
                    "job_id": self._ref("job_seller_demo").id,
                    "resource_calendar_id": self._ref("calendar_monday_demo").id,
                    "date_version": last_day - relativedelta(years=1),
                    "contract_date_start": last_day - relativedelta(years=1),
                    "contract_date_end": last_day,
                    "departure_reason_id": self.env.ref("hr.departure_resigned").id,
                    "departure_date": last_day,
                }
            )
            employee.with_context(no_wizard=True).action_archive()

    @api.model
    def _approve_regulation(self, date):
        """In all languages: Odoo loads those of an addon after its demo data."""
        modules = self.env["ir.module.module"].sudo()
        langs = [code for code, _name in self.env["res.lang"].get_installed()]
        modules._load_module_terms(["kpi_bonus"], langs)
        sample = self.env.ref("kpi_bonus.kpi_regulation_bonus")
        regulation = sample._create_new_version()
        scheme = self._ref("scheme_seller_demo")
        regulation.write(
            {
                "number": "14-П",
                "date_from": date,
                "scheme_ids": [Command.set(scheme.ids)],
            }
        )
        regulation.action_activate()
