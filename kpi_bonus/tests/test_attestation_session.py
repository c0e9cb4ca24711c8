from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .attestation_common import AttestationCommon


@tagged("post_install", "-at_install")
class TestAttestationSession(AttestationCommon):
    def _get_people(self, number):
        return [self._create_employee(f"Member {i}") for i in range(number)]

    def _sit(self, total, present):
        """A session with so many members, so many of them present."""
        people = self._get_people(total)
        return self._create_session(
            member_ids=[
                Command.create(
                    {
                        "employee_id": person.id,
                        "role": "chair" if not i else "member",
                        "is_present": i < present,
                    }
                )
                for i, person in enumerate(people)
            ]
        )

    def test_quorum_of_two_thirds(self):
        # Two of three are 66.67 %, four of six as well; three of five are 60 %.
        for total, needed in [(1, 1), (2, 2), (3, 2), (4, 3), (5, 4), (6, 4), (7, 5)]:
            for present in (needed - 1, needed):
                with self.subTest(total=total, present=present):
                    session = self._sit(total, present)
                    self.assertEqual(session.needed_count, needed)
                    self.assertEqual(session.has_quorum, present == needed)
                    session.attestation_ids.sudo().unlink()

    def test_quorum_of_a_session_is_its_own(self):
        session = self._sit(4, 2)
        self.company.kpi_attestation_quorum_percent = 50
        self.assertFalse(session.has_quorum)
        session.quorum_percent = 50
        self.assertTrue(session.has_quorum)
        session.quorum_percent = 50.01
        self.assertFalse(session.has_quorum)

    def test_no_quorum_no_session(self):
        session = self._plan()
        self._mark(session.attestation_ids)
        session.member_ids[1:].is_present = False
        with self._refused(UserError, "present: 1 of 3, needed: 2"):
            self._hold(session)
        self.assertEqual(session.state, "planned")
        session.member_ids[1].is_present = True
        self._hold(session)
        self.assertEqual(session.state, "held")

    def test_hold(self):
        session = self._plan()
        attestation = session.attestation_ids
        self.assertEqual(attestation.state, "planned")
        self._mark(attestation)
        self.assertEqual(attestation.score, 80)
        attestation.write({"votes_for": 2, "votes_against": 1})
        self._hold(session)
        self.assertRecordValues(
            session, [{"state": "held", "held_on": date(2026, 10, 15), "number": "1"}]
        )
        self.assertRecordValues(attestation, [{"state": "held", "result": "passed"}])
        with freeze_time("2026-10-16 08:00:00"):
            session.action_apply()
        self.assertEqual(session.state, "done")
        self.assertEqual(attestation.state, "applied")
        version = self.seller._get_version(date(2026, 11, 1))
        self.assertEqual(version.kpi_grade_id, self.grades[1])
        self.assertEqual(version.wage, 25000)

    def test_protocol_numbers(self):
        first = self._plan()
        self._mark(first.attestation_ids)
        self._hold(first)
        second = self._plan(self.boris, number="17-A")
        self._mark(second.attestation_ids)
        self._hold(second)
        carl = self._create_employee("Carl Seller")
        carl.version_id.kpi_grade_id = self.grades[0]
        third = self._plan(carl)
        self._mark(third.attestation_ids)
        self._hold(third)
        # A number that is typed in stays and is no step of the count.
        numbers = (first + second + third).mapped("number")
        self.assertEqual(numbers, ["1", "17-A", "2"])

    def test_not_before_its_day(self):
        session = self._plan()
        self._mark(session.attestation_ids)
        with self._refused(UserError, "not before its date"):
            self._hold(session, "2026-10-14 23:59:00")
        self._hold(session, "2026-10-15 00:00:00")

    def test_planned_with_a_chair_and_people(self):
        session = self._create_session()
        chair = session.member_ids[0]
        self.assertEqual(session.chair_id, self.chair)
        self.assertEqual(session.secretary_id, self.secretary)
        chair.unlink()
        with self._refused(UserError, "choose the chair"):
            session.action_plan()
        empty = self._create_session(attestation_ids=[])
        with self._refused(UserError, "add the people"):
            empty.action_plan()

    def test_one_chair_and_nobody_twice(self):
        session = self._create_session()
        for vals in (
            {"employee_id": self.boris.id, "role": "chair"},
            {"employee_id": self.boris.id, "role": "secretary"},
            {"employee_id": self.member.id, "role": "member"},
        ):
            with self._refused(ValidationError, "can't be added"):
                session.member_ids = [Command.create(vals)]
        session.member_ids = [Command.create({"employee_id": self.boris.id})]
        self.assertEqual(session.member_count, 4)

    def test_rules_are_asked_when_planned(self):
        self.seller.version_id.kpi_grade_id = self.grades[2]
        session = self._create_session()
        with self._refused(UserError, "Anna Seller"):
            session.action_plan()
        self.assertEqual(session.state, "draft")

    def test_added_after_planning(self):
        session = self._plan()
        self.env["kpi.attestation"].create(
            self._prepare_attestation(self.boris, session_id=session.id)
        )
        for attestation in session.attestation_ids:
            self._mark(attestation)
        with self._refused(UserError, "Boris Seller is not planned"):
            self._hold(session)
        with freeze_time("2026-10-02 08:00:00"):
            session.action_plan()
        self._hold(session)

    def test_cancelled_person_is_left_out(self):
        session = self._plan(self.seller, self.boris)
        boris = session.attestation_ids.filtered(
            lambda att: att.employee_id == self.boris
        )
        boris.action_cancel()
        self._mark(session.attestation_ids - boris)
        self._hold(session)
        self.assertEqual(boris.state, "cancelled")

    def test_cancel_frees_the_people(self):
        session = self._plan()
        attestation = session.attestation_ids
        session.action_cancel()
        self.assertEqual(session.state, "cancelled")
        self.assertRecordValues(attestation, [{"state": "draft", "session_id": False}])
        with self._refused(UserError, "can't be done any more"):
            session.action_plan()

    def test_date_moves_with_the_session(self):
        session = self._plan()
        session.date = date(2026, 11, 12)
        attestation = session.attestation_ids
        self.assertEqual(attestation.date, date(2026, 11, 12))
        self.assertEqual(attestation.effective_date, date(2026, 12, 1))

    def test_nothing_changes_after(self):
        session = self._plan()
        attestation = session.attestation_ids
        self._mark(attestation)
        self._hold(session)
        for records, vals in (
            (session, {"pass_percent": 10}),
            (session, {"date": date(2026, 10, 14)}),
            (session, {"criterion_ids": [Command.clear()]}),
            (session.member_ids[0], {"is_present": False}),
            (attestation, {"votes_for": 3}),
            (attestation, {"commission_result": "failed"}),
            (attestation, {"session_id": False}),
            (attestation.mark_ids[0], {"score": 1}),
        ):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                records.write(vals)
        with self.assertRaises(UserError):
            session.member_ids[0].unlink()
        with self.assertRaises(UserError):
            session.member_ids = [Command.create({"employee_id": self.boris.id})]
        with self.assertRaises(UserError):
            session.attestation_ids = [
                Command.create(self._prepare_attestation(self.boris))
            ]
        with self._refused(UserError, "its protocol stays"):
            session.unlink()
        session.decision = "Written later"

    def test_state_can_not_be_typed_in(self):
        session = self._create_session()
        for vals in ({"state": "held"}, {"held_on": date(2026, 10, 1)}):
            with self.assertRaises(AccessError):
                session.write(vals)
        mark = session.attestation_ids.mark_ids[0]
        with self.assertRaises(AccessError):
            mark.max_score = 1

    def test_a_head_only_reads(self):
        session = self._plan().with_user(self.head)
        self.assertTrue(session.read(["name"]))
        for action in ("plan", "hold", "apply", "cancel"):
            with self.subTest(action=action), self.assertRaises(AccessError):
                getattr(session, f"action_{action}")()
        with self.assertRaises(AccessError):
            session.attestation_ids.mark_ids[0].score = 5
