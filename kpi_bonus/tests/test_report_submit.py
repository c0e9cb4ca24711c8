from datetime import datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .report_common import ReportCommon


@tagged("post_install", "-at_install")
class TestReportSubmit(ReportCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._sign()
        cls._create_month_facts()

    def _assert_not_submitted(self):
        self.assertEqual(self.report.state, "signed")
        self.assertFalse(self.report.submitted_on)
        self.assertEqual(set(self.report.line_ids.mapped("fact_claimed")), {0})
        self.assertEqual(self.report.claimed_effectiveness, 0)

    def test_employee_hands_in(self):
        self._submit("2026-11-02 18:00:00")
        self.assertEqual(self.report.state, "submitted")
        self.assertEqual(self.report.next_step, "checked")
        self.assertEqual(self.report.submitted_on, datetime(2026, 11, 2, 18))
        self.assertFalse(self.report.is_late)
        self.assertEqual(
            self.report.line_ids.mapped("fact_claimed"), [2400000, 452067, -50]
        )
        self.assertEqual(self.report.claimed_effectiveness, 93)
        self.assertEqual(self.report.claimed_bonus_percent, 90)
        self.assertFalse(self.report._get_mismatches())

    def test_ids_as_texts(self):
        claims = {str(key): value for key, value in self._get_claims().items()}
        self._submit(claims=claims)
        self.assertEqual(self._line(self.own_sales).fact_claimed, 452067)

    def test_from_the_last_day_on(self):
        with self.assertRaisesRegex(UserError, "from 10/31/2026 on"):
            self._submit("2026-10-30 23:59:00")
        self._assert_not_submitted()
        self._submit("2026-10-31 00:00:00")
        self.assertEqual(self.report.state, "submitted")

    def test_last_minute_of_the_deadline(self):
        self._submit("2026-11-03 23:59:00")
        self.assertFalse(self.report.is_late)

    def test_first_minute_after_the_deadline(self):
        self._submit("2026-11-04 00:00:00")
        self.assertTrue(self.report.is_late)

    def test_the_day_is_the_companys(self):
        """In Vladivostok (UTC+10) it is the 4th since 14:00 UTC."""
        self.calendar.tz = "Asia/Vladivostok"
        self._submit("2026-11-03 14:00:00")
        self.assertTrue(self.report.is_late)

    def test_a_minute_earlier_at_the_company(self):
        self.calendar.tz = "Asia/Vladivostok"
        self._submit("2026-11-03 13:59:00")
        self.assertFalse(self.report.is_late)

    def test_once_per_cycle(self):
        self._submit()
        with self.assertRaisesRegex(UserError, "can't become Submitted"):
            self._submit(claims=self._get_claims(own=999999))
        self.assertEqual(self._line(self.own_sales).fact_claimed, 452067)

    def test_again_after_a_return(self):
        """The first day counts: it was in time."""
        self._submit("2026-11-03 12:00:00")
        self.head_report.action_return("Count the 12th once more.")
        self._submit("2026-11-09 12:00:00", self._get_claims(own=450000))
        self.assertEqual(self.report.submitted_on, datetime(2026, 11, 3, 12))
        self.assertEqual(self.report.resubmitted_on, datetime(2026, 11, 9, 12))
        self.assertFalse(self.report.is_late)
        self.assertFalse(self.report.return_reason)
        self.assertEqual(self._line(self.own_sales).fact_claimed, 450000)

    def test_late_stays_late_after_a_return(self):
        self._submit("2026-11-05 12:00:00")
        self.head_report.action_return("Count the 12th once more.")
        self._submit("2026-11-06 12:00:00")
        self.assertTrue(self.report.is_late)

    def test_unsigned(self):
        user = self._create_portal_user("boris")
        boris = self._create_employee("Boris", user_id=user.id)
        self.period.action_prepare()
        self.period.action_open()
        report = self._get_report(boris)
        claims = {line.id: 1 for line in report.line_ids}
        with (
            freeze_time("2026-11-01"),
            self.assertRaisesRegex(UserError, "an earlier one is missing"),
        ):
            report.with_user(user).action_submit(claims, 1, 1)
        self.assertEqual(report.state, "issued")

    def test_others_cannot_hand_in(self):
        stranger = self._create_portal_user("stranger")
        for user in (stranger, self.head, self.manager):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.report.with_user(user).action_submit(self._get_claims(), 93, 90)
        self._assert_not_submitted()

    def test_closed(self):
        self._submit()
        self.head_report.action_check()
        self._close_period(self.period)
        with self.assertRaisesRegex(UserError, "is Closed"):
            self._submit(claims=self._get_claims(own=1))
        self.assertEqual(self._line(self.own_sales).fact_claimed, 452067)

    def test_forged_facts(self):
        claims = self._get_claims()
        first, *others = claims
        rest = {key: claims[key] for key in others}
        other_line = self.env["kpi.plan.report.line"].search(
            [("report_id", "!=", self.report.id)], limit=1
        )
        for facts in (
            None,
            [],
            "facts",
            5,
            {},
            rest,
            {**claims, 0: 1},
            {**claims, "x": 1},
            {**claims, other_line.id: 1},
            {**claims, str(first): 1},  # one line twice
            {**rest, True: 1},
        ):
            with (
                self.subTest(facts=facts),
                self.assertRaisesRegex(UserError, "one fact for each of its KPIs"),
            ):
                self._forge(facts)
        self._assert_not_submitted()

    def _forge(self, facts, total=93, percent=90):
        with freeze_time("2026-11-02"):
            self.own_report.action_submit(facts, total, percent)

    def test_forged_numbers(self):
        claims = self._get_claims()
        line = self._line(self.own_sales)
        numbers = (
            "452067",
            None,
            True,
            [1],
            {},
            float("nan"),
            float("inf"),
            -float("inf"),
            10**13,
            10**400,
            -(10**400),
            1e300,
        )
        for value in numbers:
            with (
                self.subTest(value=str(value)[:20]),
                self.assertRaisesRegex(UserError, "Own sales: enter a number"),
            ):
                self._forge({**claims, line.id: value})
        for value in (*numbers, -0.01):
            with self.subTest(result=str(value)[:20]):
                with self.assertRaisesRegex(UserError, "enter a number"):
                    self._forge(claims, total=value)
                with self.assertRaisesRegex(UserError, "enter a number"):
                    self._forge(claims, percent=value)
        self._assert_not_submitted()

    def test_claims_do_not_change_the_result(self):
        self._submit(claims=self._get_claims(own=900000))
        self.assertEqual(self.report.effectiveness, 93)
        self.assertEqual(self.report.bonus_percent, 90)
        self.assertEqual(self.report.bonus_amount, 18000)

    def test_mismatch_is_strictly_more_than_the_tolerance(self):
        """1 % of 2 400 000 is 24 000, of 452 067 is 4 520.67, of −50 is 0.5."""
        for indicator, name, claim, differs in [
            (self.section_sales, "section", 2424000, False),
            (self.section_sales, "section", 2424000.01, True),
            (self.section_sales, "section", 2376000, False),
            (self.section_sales, "section", 2375999.99, True),
            (self.own_sales, "own", 456587.67, False),
            (self.own_sales, "own", 456587.68, True),
            (self.own_sales, "own", 447546.33, False),
            (self.own_sales, "own", 447546.32, True),
            (self.own_sales, "own", -452067, True),
            (self.service, "card", -50.5, False),
            (self.service, "card", -50.51, True),
        ]:
            with self.subTest(kpi=name, claim=claim), self.cr.savepoint() as savepoint:
                self._submit(claims=self._get_claims(**{name: claim}))
                line = self._line(indicator)
                expected = line if differs else line.browse()
                self.assertEqual(self.report._get_mismatches(), expected)
                self.assertEqual(self._search_mismatches(), expected)
                self.assertEqual(self.report.mismatch_count, len(expected))
                savepoint.rollback()
                self.env.invalidate_all()

    def _search_mismatches(self):
        lines = self.report.line_ids
        found = lines.search([("is_mismatch", "=", True), ("id", "in", lines.ids)])
        others = lines.search([("is_mismatch", "=", False), ("id", "in", lines.ids)])
        self.assertEqual(found | others, lines)
        self.assertFalse(found & others)
        return found

    def test_any_claim_differs_from_a_fact_of_zero(self):
        self.env["kpi.fact"].search(
            [("indicator_id", "=", self.own_sales.id)]
        ).value = 0
        self.period.action_refresh()
        for claim, differs in [(0, False), (0.01, True), (-0.01, True)]:
            with self.subTest(claim=claim), self.cr.savepoint() as savepoint:
                self._submit(claims=self._get_claims(own=claim))
                self.assertEqual(self._line(self.own_sales).is_mismatch, differs)
                savepoint.rollback()
                self.env.invalidate_all()

    def test_the_difference_is_shown(self):
        self._submit(claims=self._get_claims(own=480000.5))
        line = self._line(self.own_sales)
        # 480 000.50 − 452 067.00
        self.assertEqual(line.claim_difference, 27933.5)
        self.assertIn("480,000.50", line.claim_label)
        self.assertEqual(line.difference_label, "+27,933.5")
        self.assertFalse(self._line(self.section_sales).difference_label)
        self.assertEqual(self._line(self.service).claim_label, "points: -50")

    def test_nothing_is_claimed_before(self):
        """A claim of 0 that nobody made is no mismatch."""
        self.assertFalse(self.report._get_mismatches())
        self.assertFalse(self._search_mismatches())
        self.assertFalse(self._line(self.own_sales).claim_label)

    def test_without_signature(self):
        self.scheme.action_retire()
        self.scheme = self._create_case_scheme("Unsigned", needs_signature=False)
        report = self._issue(start="2026-12-01")
        self.assertEqual(report.next_step, "submitted")
        claims = {line.id: 0 for line in report.line_ids}
        with freeze_time("2026-12-31 10:00:00"):
            report.with_user(self.seller_user).action_submit(claims, 0, 0)
        self.assertEqual(report.state, "submitted")
        report.with_user(self.head).action_return("All zeros?")
        self.assertEqual(report.state, "issued")
