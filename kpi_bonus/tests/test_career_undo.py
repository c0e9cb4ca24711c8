from datetime import date

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from .career_common import CareerCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-10-10 09:00:00")
class TestCareerUndo(CareerCommon):
    """Undoing puts back exactly what was there, or refuses."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anna = cls._create_graded("Anna Graded", cls.first)

    def test_undo(self):
        attestation = self._hold(self.anna, self.second)
        attestation.action_apply()
        attestation.action_undo("Wrong person")
        self.assertEqual(
            self._get_versions(self.anna), [("2026-01-01", "Seller", "First", 22000)]
        )
        self.assertEqual(self.anna.current_version_id.date_version, date(2026, 1, 1))
        self.assertRecordValues(
            attestation.sudo(),
            [
                {
                    "state": "held",
                    "applied_on": False,
                    "version_id": False,
                    "change_log": False,
                }
            ],
        )
        self.assertIn("undone. Wrong person", self.anna.message_ids[0].body)
        attestation.action_apply()
        self.assertEqual(self._get_versions(self.anna)[1][3], 25000)

    def test_undo_needs_a_reason(self):
        attestation = self._hold(self.anna, self.second)
        attestation.action_apply()
        for reason in ("", "  ", False):
            with self.assertRaisesRegex(UserError, "say why it is undone"):
                attestation.action_undo(reason)

    def test_undo_keeps_a_version_that_was_used(self):
        attestation = self._hold(self.anna, self.second)
        attestation.action_apply()
        attestation.version_id.department_id = self.tools
        attestation.action_undo("Wrong person")
        self.assertEqual(
            self._get_versions(self.anna)[1:],
            [("2026-10-01", "Seller", "First", 22000)],
        )

    def test_undo_refused_after_a_change(self):
        attestation = self._hold(self.anna, self.second)
        attestation.action_apply()
        attestation.sudo().version_id.wage = 26000
        with self.assertRaisesRegex(
            UserError, "versions of 10/01/2026 were made or changed since"
        ):
            attestation.action_undo("Wrong person")
        attestation.sudo().version_id.wage = 25000
        self.anna.create_version({"date_version": date(2026, 12, 1)})
        with self.assertRaisesRegex(
            UserError, "versions of 12/01/2026 were made or changed since"
        ):
            attestation.action_undo("Wrong person")
