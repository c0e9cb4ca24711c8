from datetime import date, datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .attestation_common import AttestationCommon


@tagged("post_install", "-at_install")
class TestAttestationObjection(AttestationCommon):
    """Held on Thursday, 15 October 2026; five working days end on the 22nd."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.person = cls._create_user("anna", "")
        cls.seller.user_id = cls.person
        cls.stranger = cls._create_user("stranger", "")
        cls.session = cls._plan()
        cls.attestation = cls.session.attestation_ids
        cls.attestation.flush_recordset()

    def _fail(self):
        """Technique 2 of the 3 that are needed."""
        self._mark(self.attestation, technique=2)
        self._hold(self.session)

    def _object(self, text="The test was read wrongly", now="2026-10-16 09:00:00"):
        self.env.invalidate_all()
        with freeze_time(now):
            own = self.attestation.with_user(self.person)
            own.action_object(text)

    def test_object(self):
        self._fail()
        self.assertEqual(self.attestation.objection_deadline, date(2026, 10, 22))
        self._object("  The test was read wrongly ")
        self.assertRecordValues(
            self.attestation,
            [
                {
                    "objection": "The test was read wrongly",
                    "objected_on": self.env.cr.now(),
                    "objection_state": "open",
                }
            ],
        )
        activity = self.attestation.sudo().activity_ids
        self.assertEqual(activity.summary, "Answer the objection")
        self.assertEqual(activity.user_id, self.company._kpi_get_manager())

    def test_until_the_end_of_the_last_day(self):
        self._fail()
        with self._refused(UserError, "too late to object: the last day was"):
            self._object(now="2026-10-23 00:00:00")
        self._object(now="2026-10-22 23:59:00")

    def test_days_of_the_company(self):
        self.company.kpi_attestation_objection_days = 1
        self._fail()
        self.assertEqual(self.attestation.objection_deadline, date(2026, 10, 16))

    def test_what_is_refused(self):
        with self._refused(UserError, "no result to object to"):
            self._object()
        self._fail()
        for text in (False, "", "  ", "x" * 10001):
            with self._refused(UserError, "Write what is wrong"):
                self._object(text)
        self._object("x" * 10000)
        with self._refused(UserError, "objected already"):
            self._object()

    def test_only_his_own(self):
        self._fail()
        for user in (self.stranger, self.head, self.manager):
            with self.assertRaises(AccessError):
                self.attestation.with_user(user).action_object("It is wrong")

    def test_a_proposal_is_not_his_to_see(self):
        proposal = self.env["kpi.attestation"].create(
            self._prepare_attestation(self.seller, kind="entry")
        )
        with self.assertRaises(AccessError):
            proposal.with_user(self.person).action_object("It is wrong")
        own = self.env["kpi.attestation"].with_user(self.person)._search_own()
        self.assertEqual(own, self.attestation)

    def test_objection_stops_the_raise(self):
        self._mark(self.attestation)
        self._hold(self.session)
        self._object()
        with freeze_time("2026-10-20 09:00:00"):
            self.session.action_apply()
            self.assertEqual(self.attestation.state, "held")
            self.assertEqual(self.session.state, "held")
            self.attestation.action_reject_objection("The test was read again")
            self.session.action_apply()
        self.assertEqual(self.attestation.state, "applied")
        self.assertEqual(self.session.state, "done")

    def test_reject(self):
        self._fail()
        self._object()
        with self._refused(UserError, "give the reasons"):
            self.attestation.action_reject_objection(" ")
        self.attestation.action_reject_objection("It was read twice")
        self.assertRecordValues(
            self.attestation,
            [
                {
                    "objection_state": "rejected",
                    "objection_answer": "It was read twice",
                    "result": "failed",
                }
            ],
        )
        self.assertFalse(self.attestation.sudo().activity_ids)
        with self._refused(UserError, "no objection to answer"):
            self.attestation.action_reject_objection("Again")

    def test_uphold_is_a_retake(self):
        self._mark(self.attestation)
        self._hold(self.session)
        self._object()
        answer = self.env["kpi.attestation.answer"].with_user(self.manager)
        wizard = answer.create(
            {
                "attestation_id": self.attestation.id,
                "decision": "uphold",
                "answer": "The test was of another post",
                "retake_date": date(2026, 11, 5),
            }
        )
        retake_id = wizard.action_apply()["res_id"]
        retake = self.env["kpi.attestation"].browse(retake_id)
        self.assertRecordValues(
            retake,
            [
                {
                    "previous_id": self.attestation.id,
                    "employee_id": self.seller.id,
                    "kind": "grade",
                    "target_grade_id": self.grades[1].id,
                    "date": date(2026, 11, 5),
                    "effective_date": date(2026, 12, 1),
                    "state": "draft",
                    "session_id": False,
                    "objection_state": "none",
                }
            ],
        )
        self.assertRecordValues(
            self.attestation, [{"objection_state": "upheld", "result": "retake"}]
        )
        # What fell can't be applied.
        with freeze_time("2026-10-20 09:00:00"), self._refused(UserError, "retake"):
            self.attestation.action_apply()

    def test_uphold_what_is_applied(self):
        self._mark(self.attestation)
        self._hold(self.session)
        with freeze_time("2026-10-16 08:00:00"):
            self.session.action_apply()
        self._object()
        with self._refused(UserError, "Undo it first"):
            self.attestation.action_uphold_objection("You are right")

    def test_who_answers(self):
        self._fail()
        self._object()
        for user in (self.head, self.person):
            with self.assertRaises(AccessError):
                self.attestation.with_user(user).action_reject_objection("No")
        self.person.group_ids += self.env.ref("kpi_bonus.group_manager")
        with self._refused(AccessError, "your own"):
            self.attestation.with_user(self.person).action_reject_objection("No")

    def test_fields_are_not_typed_in(self):
        for name, value in (
            ("objection", "x"),
            ("objection_state", "upheld"),
            ("objection_answer", "x"),
            ("objected_on", datetime(2026, 10, 1)),
            ("result", "passed"),
            ("previous_id", self.attestation.id),
        ):
            with self.subTest(name=name), self.assertRaises(AccessError):
                self.attestation.write({name: value})

    def test_retake(self):
        with self._refused(UserError, "only what was failed"):
            self.attestation.action_retake()
        self._fail()
        with freeze_time("2026-10-20 09:00:00"):
            action = self.attestation.action_retake()
            # Nobody is proposed twice.
            self.assertEqual(self.attestation.action_retake(), action)
        retake = self.env["kpi.attestation"].browse(action["res_id"])
        self.assertEqual(retake.date, date(2026, 10, 20))
        self.assertEqual(retake.previous_id, self.attestation)

    def test_messages(self):
        """Told when planned, of the result, and of the answer."""
        messages = self.env["mail.message"].search(
            [("notified_partner_ids", "in", self.person.partner_id.ids)]
        )
        subject = messages.mapped("subject")
        self.assertEqual(subject, ["Your attestation on 10/15/2026"])
        self.assertIn("Training room", messages.body)
        self.assertIn("Sales technique", messages.body)
        self._fail()
        self._object()
        self.attestation.action_reject_objection("It was <i>read</i> twice")
        messages = messages.search(
            [("notified_partner_ids", "in", self.person.partner_id.ids)], order="id"
        )
        self.assertEqual(len(messages), 3)
        self.assertIn("You have not passed", messages[1].body)
        self.assertIn("until\n10/22/2026", messages[1].body.replace(" ", ""))
        self.assertIn("&lt;i&gt;read&lt;/i&gt;", messages[2].body)
        self.assertIn("/my/kpi/career", messages[2].body)
