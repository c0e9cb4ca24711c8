import datetime

import psycopg2
from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import KpiBonusCommon


@tagged("post_install", "-at_install")
class TestScheme(KpiBonusCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.indicators = [
            cls._create_indicator(f"Indicator {number}") for number in range(1, 6)
        ]

    def _create_draft(self, *weights, **values):
        lines = [
            (indicator, weight, 1000)
            for indicator, weight in zip(self.indicators, weights, strict=False)
        ]
        scheme = self._create_scheme("Sellers", lines, activate=False, **values)
        return scheme.with_user(self.manager)

    def _assert_refused(self, scheme, message):
        with self.assertRaisesRegex(
            ValidationError, rf"Sellers \(2026-01-01\)[\s\S]*{message}"
        ):
            scheme.action_activate()
        self.assertEqual(scheme.state, "draft")

    @freeze_time("2026-01-15 10:00:00")
    def test_activation(self):
        scheme = self._create_draft(35, 45, 20)
        self.assertEqual(scheme.state, "draft")
        self.assertEqual(scheme.matrix_id.state, "draft")
        scheme.action_activate()
        self.assertEqual(scheme.state, "active")
        self.assertEqual(scheme.approved_by_id, self.manager)
        self.assertEqual(scheme.approved_on, datetime.datetime(2026, 1, 15, 10, 0, 0))
        self.assertEqual(scheme.matrix_id.state, "active")

    def test_matrix_in_use_may_be_shared(self):
        scheme = self._create_draft(100, matrix_id=self._create_matrix("all").id)
        scheme.matrix_id.action_activate()
        scheme.action_activate()
        self.assertEqual(scheme.state, "active")

    def test_switches_are_off(self):
        scheme = self._create_draft(100)
        self.assertFalse(
            scheme.needs_signature
            or scheme.needs_submission
            or scheme.needs_card
            or scheme.error_forfeits
            or scheme.ground_ids
        )
        self.assertEqual(scheme.max_missed_share, 66.67)
        self.assertEqual(scheme.pilot_percent, 50)

    def test_grounds(self):
        grounds = self.env["kpi.ground"].search([])
        self.assertEqual(
            grounds.mapped(lambda ground: (ground.code, ground.kind)),
            [
                ("no_card", "condition"),
                ("late", "condition"),
                ("not_submitted", "condition"),
                ("too_many_remarks", "condition"),
                ("min_hours", "condition"),
                ("missed_shifts", "condition"),
                ("error", "condition"),
                ("falsification", "sanction"),
            ],
        )

    def test_weights_that_do_not_sum_up(self):
        for weights, total in [((35, 45, 19), 99), ((35, 45, 21), 101), ((), 0)]:
            with self.subTest(total=total):
                scheme = self._create_draft(*weights)
                self._assert_refused(scheme, f"sum up to {total} instead of 100")
                scheme.unlink()

    def test_weights_are_summed_exactly(self):
        # As floats these sum up to 100.00000000000001.
        scheme = self._create_draft(16.1, 48.2, 35.7, rounding_digits=1)
        scheme.action_activate()
        self.assertEqual(scheme.state, "active")

    def test_weights_a_hundredth_off(self):
        scheme = self._create_draft(33.33, 33.33, 33.33, rounding_digits=2)
        self._assert_refused(scheme, "sum up to 99.99 instead of 100")

    def test_decimals_of_weights(self):
        """(rounding digits, weights, refused weight)."""
        cases = [
            (0, (33.5, 66.5), "33.5 of Indicator 1"),
            (1, (33.25, 66.75), "33.25 of Indicator 1"),
            (1, (33.5, 66.5), None),
            (2, (33.25, 66.75), None),
        ]
        for digits, weights, refused in cases:
            with self.subTest(digits=digits, weights=weights):
                scheme = self._create_draft(*weights, rounding_digits=digits)
                if refused:
                    self._assert_refused(scheme, f"weight {refused} has more decimals")
                    scheme.unlink()
                else:
                    scheme.action_activate()
                    scheme._as_approval().code = f"sellers {digits}"
                    scheme.flush_recordset()

    def test_too_many_indicators(self):
        scheme = self._create_draft(20, 20, 20, 20, 20)
        self._assert_refused(scheme, "5 indicators, more than the 4 allowed")
        scheme.max_indicators = 5
        scheme.action_activate()
        self.assertEqual(scheme.state, "active")

    def test_weight_above_zero(self):
        for weight in (0, -5):
            with (
                self.subTest(weight=weight),
                self.assertRaisesRegex(
                    ValidationError, "weight of Indicator 1 in Sellers .* above zero"
                ),
            ):
                # the scheme as it is entered in the form: saved, then the line added
                scheme = self._create_draft()
                self.env["kpi.scheme.line"].create(
                    {
                        "scheme_id": scheme.id,
                        "indicator_id": self.indicators[0].id,
                        "weight": weight,
                    }
                )
            scheme.unlink()
        scheme = self._create_draft(100)
        with self.assertRaisesRegex(ValidationError, "above zero"):
            scheme.line_ids.weight = 0

    @mute_logger("odoo.sql_db")
    def test_weight_above_zero_in_the_database(self):
        line = self._create_draft(100).line_ids
        with self.assertRaises(psycopg2.IntegrityError), self.cr.savepoint():
            self.env.cr.execute(
                "UPDATE kpi_scheme_line SET weight = 0 WHERE id = %s", [line.id]
            )

    def test_indicator_twice(self):
        scheme = self._create_draft(60)
        with self.assertRaisesRegex(
            ValidationError, "has the indicator Indicator 1 twice"
        ):
            scheme.line_ids = [
                Command.create({"indicator_id": self.indicators[0].id, "weight": 40})
            ]

    @mute_logger("odoo.sql_db")
    def test_indicator_twice_in_the_database(self):
        scheme = self._create_draft(60)
        self.env["kpi.scheme.line"].create(
            {
                "scheme_id": scheme.id,
                "indicator_id": self.indicators[0].id,
                "weight": 40,
            }
        )
        with self.assertRaises(psycopg2.IntegrityError):
            self.env.cr.execute("SET CONSTRAINTS ALL IMMEDIATE")

    def test_no_matrix(self):
        self._assert_refused(
            self._create_draft(100, matrix_id=False), "no bonus matrix"
        )

    def test_wrong_matrix(self):
        matrix = self._create_matrix("bad", [(80, 80)])
        self._assert_refused(
            self._create_draft(100, matrix_id=matrix.id), "Matrix of bad .* single"
        )

    def test_departments_without_jobs(self):
        self._assert_refused(
            self._create_draft(100, department_ids=self.paints.ids),
            "departments and no jobs",
        )

    def test_every_problem_is_named_at_once(self):
        self._assert_refused(
            self._create_draft(50, matrix_id=False), "sum up to 50[\\s\\S]*no bonus"
        )

    def test_settings_out_of_range(self):
        scheme = self._create_draft(100)
        for values in [
            {"rounding_digits": 3},
            {"rounding_digits": -1},
            {"max_indicators": 0},
            {"submit_days": -1},
            {"min_worked_hours": -1},
            {"max_missed_share": 101},
            {"sanction_cap_percent": -1},
        ]:
            with (
                self.subTest(values=values),
                mute_logger("odoo.sql_db"),
                self.assertRaises(psycopg2.IntegrityError),
                self.cr.savepoint(),
            ):
                scheme.write(values)
                scheme.flush_recordset()

    def test_records_of_another_company(self):
        other = self.env["res.company"].create({"name": "Other"})
        job = self.env["hr.job"].create({"name": "Cook", "company_id": other.id})
        scheme = self._create_draft(100)
        with self.assertRaisesRegex(UserError, "Cook"):
            scheme.sudo().job_ids = job

    def test_active_scheme_is_locked(self):
        scheme = self._create_draft(60, 40)
        scheme.action_activate()
        line = scheme.line_ids[0]
        changes = [
            lambda: scheme.write({"date_from": "2026-02-01"}),
            lambda: scheme.write({"rounding_digits": 1}),
            lambda: scheme.write({"job_ids": [Command.set(self.job.ids)]}),
            lambda: scheme.write({"line_ids": [Command.delete(line.id)]}),
            lambda: scheme.write({"needs_card": True}),
            lambda: line.write({"weight": 50}),
            lambda: line.write({"default_plan": 50}),
            lambda: line.unlink(),
            lambda: line.copy({"indicator_id": self.indicators[3].id}),
        ]
        for number, change in enumerate(changes):
            with (
                self.subTest(number),
                self.assertRaisesRegex(
                    ValidationError,
                    r"Sellers \(2026-01-01\) is approved.*Make a new version",
                ),
            ):
                change()

    @mute_logger("odoo.sql_db")
    def test_department_of_a_scheme_cannot_be_deleted(self):
        """Without it the scheme would fit the job in every department."""
        scheme = self._create_draft(
            100, job_ids=self.job.ids, department_ids=self.tools.ids
        )
        scheme.action_activate()
        with self.assertRaises(psycopg2.IntegrityError), self.cr.savepoint():
            self.tools.unlink()

    def test_words_of_an_active_scheme_may_change(self):
        scheme = self._create_draft(100)
        scheme.action_activate()
        scheme.name = "Shop assistants"
        scheme.message_post(body="As agreed with the union")
        self.assertEqual(scheme.name, "Shop assistants")

    def test_only_drafts_can_be_deleted(self):
        self._create_draft(100).unlink()
        scheme = self._create_draft(100)
        scheme.action_activate()
        for _state in ("active", "retired"):
            with self.assertRaisesRegex(UserError, "Only drafts can be deleted"):
                scheme.unlink()
            if scheme.state == "active":
                scheme.action_retire()

    def test_approval_cannot_be_entered(self):
        scheme = self._create_draft(100)
        for values in [
            {"state": "active"},
            {"approved_by_id": self.head.id},
            {"approved_on": "2026-01-01"},
        ]:
            with (
                self.subTest(values=values),
                self.assertRaisesRegex(UserError, "activate it with its button"),
            ):
                scheme.write(values)

    def test_steps_in_the_wrong_state(self):
        scheme = self._create_draft(100)
        with self.assertRaisesRegex(UserError, 'is "Draft"; .* for "Active"'):
            scheme.action_retire()
        scheme.action_activate()
        with self.assertRaisesRegex(UserError, 'is "Active"; .* for "Draft"'):
            scheme.action_activate()

    def test_new_version(self):
        scheme = self._create_draft(60, 40, job_ids=self.job.ids)
        scheme.action_activate()
        action = scheme.action_new_version()
        version = scheme.browse(action["res_id"])
        self.assertEqual(version.state, "draft")
        self.assertFalse(version.approved_by_id)
        self.assertEqual(version.code, "sellers")
        self.assertEqual(version.date_from, datetime.date(2026, 2, 1))
        self.assertEqual(version.line_ids.mapped("weight"), [60, 40])
        self.assertEqual(version.job_ids, self.job)
        self.assertEqual(version.matrix_id.state, "draft")
        self.assertNotEqual(version.matrix_id, scheme.matrix_id)
        # It can be changed, and takes over from its date on.
        version.matrix_id.line_ids[0].bonus_percent = 75
        version.action_activate()
        self.assertEqual(scheme.state, "active")
        self.assertEqual(scheme.matrix_id.bonus_percent(80), 80)
        self.assertEqual(version.matrix_id.bonus_percent(80), 75)

    def test_new_version_takes_the_next_free_start(self):
        scheme = self._create_draft(100, date_from="2026-01-15")
        scheme._create_new_version()
        # From January the one above, so from March: also when asked of the first.
        self.assertEqual(
            scheme._create_new_version().date_from, datetime.date(2026, 3, 1)
        )

    def test_new_version_of_a_quarterly_scheme(self):
        scheme = self._create_draft(100, frequency="quarter")
        self.assertEqual(
            scheme._create_new_version().date_from, datetime.date(2026, 4, 1)
        )

    @mute_logger("odoo.sql_db")
    def test_one_version_per_date(self):
        self._create_draft(100)
        with self.assertRaises(psycopg2.IntegrityError), self.cr.savepoint():
            self._create_draft(100)

    def test_duplicate_is_another_scheme(self):
        scheme = self._create_draft(100)
        self.assertEqual(scheme.copy().code, "sellers copy")

    def test_retiring_ends_earlier_versions_too(self):
        first = self._create_draft(100)
        second = first._create_new_version()
        third = second._create_new_version()
        (first + second + third).action_activate()
        second.action_retire()
        self.assertEqual(
            (first + second + third).mapped("state"), ["retired", "retired", "active"]
        )

    def test_base_bonus_ratio(self):
        scheme = self._create_draft(100)
        # 100 % at effectiveness 100, 200 % at row 150
        self.assertEqual(
            scheme.base_bonus_ratio,
            "1 : 1.00 at effectiveness 100, 1 : 2.00 at the top row; advised 1 : 3",
        )
        scheme.matrix_id = False
        self.assertFalse(scheme.base_bonus_ratio)

    def test_section_head_only_reads(self):
        scheme = self._create_draft(100).with_user(self.head)
        self.assertEqual(scheme.name, "Sellers")
        for action in (scheme.action_activate, scheme.action_new_version):
            with self.assertRaises(AccessError):
                action()
