from datetime import date

from freezegun import freeze_time

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common import KpiBonusCommon


@tagged("post_install", "-at_install")
class TestPosts(KpiBonusCommon):
    """Places in a post, by the contract versions."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.senior = cls.env["hr.job"].create(
            {"name": "Senior", "company_id": cls.company.id, "kpi_staff_limit": 2}
        )
        cls.job.kpi_next_job_id = cls.senior

    def setUp(self):
        super().setUp()
        self.startClassPatcher(freeze_time("2026-11-10 09:00"))

    def _get_places(self, day):
        return self.senior._get_vacancies(day)[self.senior.id]

    def test_no_limit(self):
        self.assertEqual(
            (self.job + self.senior)._get_vacancies(date(2026, 11, 10)),
            {self.job.id: None, self.senior.id: 2},
        )

    def test_holder_takes_a_place_from_his_first_to_his_last_day(self):
        self._create_employee(
            "Olga",
            date(2026, 3, 1),
            job_id=self.senior.id,
            contract_date_end=date(2026, 12, 31),
        )
        # Promised already before she begins.
        self.assertEqual(self._get_places(date(2026, 2, 1)), 1)
        self.assertEqual(self._get_places(date(2026, 3, 1)), 1)
        self.assertEqual(self._get_places(date(2026, 12, 31)), 1)
        self.assertEqual(self._get_places(date(2027, 1, 1)), 2)

    def test_promised_by_a_later_version(self):
        self.seller.create_version(
            {"date_version": date(2026, 12, 1), "job_id": self.senior.id}
        )
        self.assertEqual(self._get_places(date(2026, 11, 10)), 1)
        self.assertEqual(self._get_places(date(2027, 1, 1)), 1)

    def test_left_the_post(self):
        self.seller.job_id = self.senior
        self.seller.create_version(
            {"date_version": date(2026, 12, 1), "job_id": self.job.id}
        )
        self.assertEqual(self._get_places(date(2026, 11, 30)), 1)
        self.assertEqual(self._get_places(date(2026, 12, 1)), 2)

    def test_archived_and_undated_take_none(self):
        self._create_employee("Pavel", job_id=self.senior.id).active = False
        self._create_employee("Rita", None, job_id=self.senior.id)
        self.assertEqual(self._get_places(date(2026, 11, 10)), 2)

    def test_two_versions_of_one_person_take_one_place(self):
        self.seller.job_id = self.senior
        self.seller.create_version({"date_version": date(2026, 12, 1), "wage": 21000})
        self.assertEqual(self._get_places(date(2026, 11, 10)), 1)

    def test_more_people_than_places(self):
        for name in ("One", "Two", "Three"):
            self._create_employee(name, job_id=self.senior.id)
        self.assertEqual(self._get_places(date(2026, 11, 10)), -1)
        senior = self.senior.with_user(self.head)
        self.assertEqual((senior.kpi_holder_count, senior.kpi_vacancy_count), (3, -1))

    def test_candidates_take_no_place(self):
        vals = {"kind": "position", "date": "2026-11-20"}
        attestation = self.env["kpi.attestation"].create(
            vals | {"employee_id": self.seller.id, "target_job_id": self.senior.id}
        )
        senior = self.senior.with_user(self.head)
        self.assertEqual(senior.kpi_candidate_count, 1)
        self.assertEqual(senior.kpi_vacancy_count, 2)
        attestation._as_kpi_engine().write({"state": "held", "result": "failed"})
        self.env.invalidate_all()
        self.assertEqual(senior.kpi_candidate_count, 0)

    def test_one_query_for_all(self):
        jobs = self.job + self.senior
        self.env.flush_all()
        jobs.mapped("kpi_staff_limit")
        with self.assertQueryCount(1):
            jobs._get_vacancies(date(2026, 11, 10))

    def test_holders_are_opened(self):
        self.seller.job_id = self.senior
        action = self.senior.with_user(self.manager).action_open_kpi_holders()
        people = self.env["hr.employee"].search(action["domain"])
        self.assertEqual(people, self.seller)

    def test_ladder_does_not_turn_back(self):
        with self.assertRaisesRegex(ValidationError, "Senior.*Seller.*same post"):
            self.senior.kpi_next_job_id = self.job
        with self.assertRaisesRegex(ValidationError, "Seller.*Seller.*same post"):
            self.job.kpi_next_job_id = self.job

    def test_next_post_of_another_company(self):
        rival = self.env["res.company"].create({"name": "Rival"})
        foreign = self.env["hr.job"].create({"name": "Foreign", "company_id": rival.id})
        with self.assertRaisesRegex(ValidationError, "Senior.*Foreign.*company"):
            self.senior.kpi_next_job_id = foreign
