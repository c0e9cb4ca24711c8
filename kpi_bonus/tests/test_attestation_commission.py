from datetime import date

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .attestation_common import AttestationCommon


@tagged("post_install", "-at_install")
class TestAttestationCommission(AttestationCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.session = cls._plan()
        cls.attestation = cls.session.attestation_ids

    def _get_proposal(self, **scores):
        self._mark(self.attestation, **scores)
        return self.attestation.score, self.attestation.proposed_result

    def test_result_by_the_score(self):
        for scores, expected in (
            # 5 + 5 + 10 = 20 of 20
            ((5, 5, 10), (100, "passed")),
            # 14 of 20 is 70 %, a hundredth less of a point is not.
            ((4, 4, 6), (70, "passed")),
            ((4, 4, 5.99), (69.95, "conditional")),
            # 12 of 20 is 60 %.
            ((4, 4, 4), (60, "conditional")),
            ((4, 4, 3.99), (59.95, "failed")),
            # 18 of 20, but sales technique needs 3.
            ((5, 3, 10), (90, "passed")),
            ((5, 2.99, 10), (89.95, "failed")),
        ):
            with self.subTest(scores=scores):
                names = ("knowledge", "technique", "test")
                scores = dict(zip(names, scores, strict=True))
                self.assertEqual(self._get_proposal(**scores), expected)
                self.assertEqual(self.attestation.commission_result, expected[1])

    def test_percents_of_the_session(self):
        self.session.write({"pass_percent": 80.01, "condition_percent": 80})
        self.assertEqual(self._get_proposal(), (80, "conditional"))
        self.session.pass_percent = 80
        self.assertEqual(self.attestation.proposed_result, "passed")

    def test_no_result_before_all_marks(self):
        marks = self.attestation.mark_ids
        marks[:2].score = 5
        self.assertFalse(self.attestation.proposed_result)
        with self._refused(UserError, "enter the marks for Test"):
            self._hold(self.session)
        # A score of 0 has to be ticked: 10 of 20 are 50 %.
        marks[2].is_given = True
        self.assertEqual(self.attestation.score, 50)
        self.assertEqual(self.attestation.proposed_result, "failed")

    def test_score_within_its_scale(self):
        mark = self.attestation.mark_ids[0]
        for score in (-0.01, 5.01):
            with self._refused(ValidationError, "from 0 to 5"):
                mark.score = score
        mark.score = 5

    def test_scale_is_that_of_the_day(self):
        self.test.max_score = 100
        self.assertEqual(self.attestation.mark_ids[2].max_score, 10)
        self.assertEqual(self._get_proposal(), (80, "passed"))

    def test_another_decision_needs_a_reason(self):
        self._mark(self.attestation)
        self.attestation.commission_result = "failed"
        with self._refused(UserError, "Give the reason"):
            self._hold(self.session)
        self.attestation.result_reason = "He was prompted"
        self._hold(self.session)
        self.assertEqual(self.attestation.result, "failed")

    def test_condition_and_day_of_the_retake(self):
        self._mark(self.attestation, test=4)
        with self._refused(UserError, "enter the condition"):
            self._hold(self.session)
        self.attestation.write(
            {"commission_result": "retake", "result_reason": "He was ill"}
        )
        with self._refused(UserError, "enter the day of the retake"):
            self._hold(self.session)
        self.attestation.retake_date = date(2026, 12, 1)
        self._hold(self.session)
        self.assertEqual(self.attestation.result, "retake")

    def test_votes(self):
        self._mark(self.attestation)
        self.assertEqual(self.attestation.voter_count, 3)
        with self._refused(ValidationError, "4 votes .* but 3 members"):
            self.attestation.write({"votes_for": 2, "votes_against": 2})
        self.attestation.write({"votes_for": 1, "votes_against": 2})
        with self._refused(UserError, "1 for and 2 against"):
            self._hold(self.session)
        self.attestation.write({"votes_for": 2, "votes_against": 1})
        # Somebody goes before the session is held.
        self.session.member_ids[2].is_present = False
        with self._refused(UserError, "3 votes .* but 2 members"):
            self._hold(self.session)
        # A tie leaves it to the chair.
        self.attestation.votes_for = 1
        self._hold(self.session)
        self.assertEqual(self.attestation.result, "passed")

    def test_failed_against_the_majority(self):
        self._mark(self.attestation, technique=0)
        self.attestation.mark_ids[1].is_given = True
        self.attestation.write({"votes_for": 2, "votes_against": 1})
        with self._refused(UserError, "against the majority"):
            self._hold(self.session)

    def test_nobody_votes_on_himself(self):
        session = self._create_session(self.boris)
        session.member_ids[2].employee_id = self.boris
        self.assertEqual(session.present_count, 3)
        self.assertEqual(session.attestation_ids.voter_count, 2)
        with self._refused(ValidationError, "3 votes .* but 2 members"):
            session.attestation_ids.votes_for = 3

    def test_criteria_by_job(self):
        """A criterion of a job is for its holders, and for those who are to get it."""
        self.test.job_ids = self.senior_job
        self.technique.job_ids = self.job
        session = self._create_session(self.boris)
        criteria = session.attestation_ids.mark_ids.criterion_id
        self.assertEqual(criteria, self.knowledge + self.technique)
        session.attestation_ids.write(
            {
                "target_job_id": self.senior_job.id,
                "kind": "position",
                "target_grade_id": False,
            }
        )
        criteria = session.attestation_ids.mark_ids.criterion_id
        self.assertEqual(criteria, self.knowledge + self.technique + self.test)

    def test_criteria_of_the_session_follow(self):
        self.session.criterion_ids = self.knowledge
        self.assertEqual(self.attestation.mark_ids.criterion_id, self.knowledge)
        self.session.criterion_ids += self.test
        self.assertEqual(len(self.attestation.mark_ids), 2)

    def test_score_typed_in_without_criteria(self):
        session = self._plan(self.boris, criterion_ids=[])
        attestation = session.attestation_ids
        self.assertFalse(attestation.mark_ids)
        self.assertFalse(attestation.proposed_result)
        attestation.score = 65
        self.assertEqual(attestation.proposed_result, "conditional")

    def test_criterion_scale(self):
        for vals in (
            {"max_score": 0},
            {"max_score": 5, "min_score": 5.01},
            {"min_score": -1},
        ):
            with self._refused(ValidationError, "highest score"):
                self.knowledge.write(vals)
        self.knowledge.write({"max_score": 5, "min_score": 5})

    def test_a_head_enters_nothing(self):
        attestation = self.attestation.with_user(self.head)
        self.assertEqual(attestation.mark_ids[0].score, 0)
        vals = self._prepare_attestation(self.boris, commission_result="passed")
        with self.assertRaises(AccessError):
            self.env["kpi.attestation"].with_user(self.head).create(vals)
        vals.pop("commission_result")
        proposal = self.env["kpi.attestation"].with_user(self.head).create(vals)
        self.assertEqual(proposal.state, "draft")
        for vals in (
            {"score": 100},
            {"commission_result": "passed"},
            {"session_id": self.session.id},
        ):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                proposal.write(vals)

    def test_take_out_of_the_session(self):
        with self.assertRaises(AccessError):
            self.attestation.with_user(self.head).action_leave_session()
        self.attestation.action_leave_session()
        self.assertRecordValues(
            self.attestation, [{"session_id": False, "state": "draft"}]
        )
        self.assertFalse(self.attestation.mark_ids)
