from datetime import date

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .clock_common import ClockCommon


@tagged("post_install", "-at_install")
class TestSchemeVersion(ClockCommon):
    """Sellers: version of January 35 / 45 / 20; another from November on, 10 / 90."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_worked_example()
        cls.october = cls._create_period().with_user(cls.manager)
        cls.november = cls._create_period(date(2026, 11, 1)).with_user(cls.manager)

    def _create_version(self, start=date(2026, 11, 1)):
        version = self.scheme._create_new_version().with_user(self.manager)
        version.date_from = start
        version.line_ids[2].unlink()
        version.line_ids[0].weight = 10
        version.line_ids[1].weight = 90
        return version

    def _get_weights(self, period):
        return period.report_ids.line_ids.mapped("weight")

    def test_validity(self):
        self.assertFalse(self.scheme.date_to)
        version = self._create_version()
        self.assertFalse(self.scheme.date_to)
        version.action_activate()
        self.assertEqual(self.scheme.date_to, date(2026, 10, 31))
        self.assertFalse(version.date_to)
        version.action_retire()
        self.assertFalse(version.date_to)

    def test_period_uses_what_is_valid_on_its_first_day(self):
        self._create_version(date(2026, 10, 2)).action_activate()
        for period in self.october + self.november:
            period.action_prepare()
        self.assertEqual(self._get_weights(self.october), [35, 45, 20])
        self.assertEqual(self._get_weights(self.november), [10, 90])

    def test_issued_report_stays_as_it_is(self):
        self.october.action_prepare()
        self.october.action_open()
        report = self.october.report_ids
        terms, digest = report.terms, report.terms_hash
        self._create_version().action_activate()
        self.october.action_prepare()
        self.october.action_refresh()
        self.assertEqual(report.scheme_id, self.scheme)
        self.assertEqual((report.terms, report.terms_hash), (terms, digest))
        self.assertEqual(self._get_weights(self.october), [35, 45, 20])

    def test_drafts_made_before_take_the_new_version(self):
        self.november.action_prepare()
        old = self.november.report_ids
        card = old.card_id
        old.line_ids[1].plan = 480000
        self._create_version().action_activate()
        with self.assertRaisesRegex(
            ValidationError, "Anna Seller.*Sellers.*not in force.*prepare"
        ):
            old.action_issue()
        self.november.action_prepare()
        report = self.november.report_ids
        self.assertFalse(old.exists())
        self.assertEqual(self._get_weights(self.november), [10, 90])
        self.assertEqual(report.line_ids.mapped("plan"), [2000000, 480000])
        self.assertEqual(report.line_ids.mapped("plan_source"), ["default", "manual"])
        self.assertEqual(card.exists(), card)
        self.november.action_open()
        self.assertEqual(report.state, "issued")

    def test_clock_takes_the_new_version(self):
        self.november.action_prepare()
        self._create_version().action_activate()
        self._run("issue", "2026-11-02 10:00:00")
        self.assertEqual(self.november.report_ids.state, "issued")
        self.assertEqual(self._get_weights(self.november), [10, 90])

    def test_draft_of_a_retired_scheme(self):
        """Nothing else fits: the draft stays, and is refused."""
        self.november.action_prepare()
        self.scheme.action_retire()
        self.november.action_prepare()
        self.november.action_open()
        report = self.november.report_ids
        self.assertEqual(report.state, "draft")
        self.assertIn("is not in force", report.problem)

    def test_not_into_a_period_that_has_begun(self):
        self.november.action_prepare()
        self.november.action_open()
        version = self._create_version(date(2026, 11, 1))
        with self.assertRaisesRegex(
            ValidationError, "2026-11 are issued by an earlier version.*2026-12-01"
        ):
            version.action_activate()
        version.date_from = date(2026, 11, 2)
        version.action_activate()
        self.assertEqual(version.state, "active")

    def test_new_version_begins_after_what_is_issued(self):
        version = self.scheme.with_user(self.manager)._create_new_version()
        self.assertEqual(version.date_from, date(2026, 2, 1))
        version.unlink()
        self.november.action_prepare()
        self.november.action_open()
        version = self.scheme.with_user(self.manager)._create_new_version()
        self.assertEqual(version.date_from, date(2026, 12, 1))
        version.action_activate()

    def test_queries_of_preparing_again_do_not_grow_with_people(self):
        counts = []
        for people in (2, 30):
            for number in range(people):
                self._create_employee(f"Seller {people}-{number}")
            self.november.action_prepare()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.november.action_prepare()
            self.env.flush_all()
            counts.append(self.cr.sql_log_count - before)
        self.assertLess(counts[1], counts[0] + 10)
