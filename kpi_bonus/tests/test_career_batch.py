from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..models import kpi_career_mixin
from .career_common import CareerCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-10-10 09:00:00")
class TestCareerBatch(CareerCommon):
    """Many people at once: queries grow with batches, not with people."""

    def _prepare(self, count, name):
        """Passed attestations, every second with a later version to carry into."""
        people = self.env["hr.employee"].union(
            *(
                self._create_graded(f"{name} {number}", self.first)
                for number in range(count)
            )
        )
        for person in people[::2]:
            person.create_version({"date_version": "2026-12-01"})
        attestations = self.env["kpi.attestation"].create(
            [
                {
                    "employee_id": person.id,
                    "kind": "grade",
                    "date": "2026-09-15",
                    "target_grade_id": self.second.id,
                }
                for person in people
            ]
        )
        attestations._as_kpi_engine().write({"state": "held", "result": "passed"})
        # As in real life, where changes are tracked.
        return attestations.with_user(self.manager).with_context(tracking_disable=False)

    def _count(self, method, *args):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        method(*args)
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_queries(self):
        few, many = self._prepare(10, "A"), self._prepare(40, "B")
        self._prepare(2, "C").action_apply()
        counts = [self._count(each.action_apply) for each in (few, many)]
        self.assertLessEqual(counts[1], counts[0] + 2)
        self.assertEqual(set(many.mapped("state")), {"applied"})
        versions = self.env["hr.version"].search(
            [("employee_id", "in", many.employee_id.ids)]
        )
        # 1 January, 1 October; every second person has 1 December as well.
        self.assertEqual(len(versions), 40 + 40 + 20)
        self.assertEqual(versions.mapped("wage").count(25000), 60)
        counts = [self._count(each.action_undo, "Test") for each in (few, many)]
        self.assertLessEqual(counts[1], counts[0] + 2)
        self.assertEqual(len(versions.exists()), 40 + 20)

    def test_several_batches(self):
        attestations = self._prepare(5, "A")
        with patch.object(kpi_career_mixin, "BATCH", 2):
            attestations.action_apply()
            wages = attestations.sudo().version_id.mapped("wage")
            self.assertEqual(wages, [25000] * 5)
            attestations.action_undo("Test")
        self.assertEqual(set(attestations.mapped("state")), {"held"})

    def test_many_problems(self):
        """The first twenty are shown, and how many there are."""
        attestations = self._prepare(22, "A")
        attestations.employee_id.sudo().active = False
        with self.assertRaises(UserError) as caught:
            attestations.action_apply()
        lines = caught.exception.args[0].splitlines()
        self.assertEqual(len(lines), 21)
        self.assertIn("22 in all", lines[-1])
