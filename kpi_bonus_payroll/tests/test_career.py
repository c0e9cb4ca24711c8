from datetime import date

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.kpi_bonus.tests.career_common import CareerCommon

from .common import PayrollCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-11-03 09:00:00")
class TestCareer(CareerCommon, PayrollCommon):
    """What a confirmed payslip paid is not undone, closed plan-report or not.

    Anna works in an office without a scheme of bonuses.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        office = cls._create_job("Office", kpi_track="grades")
        cls.low, cls.high = (
            cls._create_grade(name, wage, job_id=False)
            for name, wage in [("Low", 22000), ("High", 25000)]
        )
        cls.anna = cls._create_graded("Anna Graded", cls.low, job_id=office.id)
        with freeze_time("2026-10-10 09:00:00"):
            cls.attestation = cls._hold(
                cls.anna, cls.high, effective_date=date(2026, 11, 1)
            )
            cls.attestation.action_apply()

    def test_not_after_a_confirmed_payslip(self):
        """October was paid by the old wage; November by the new one."""
        self._pay(self.anna).action_payslip_done()
        slip = self._pay(
            self.anna,
            (date(2026, 11, 1), date(2026, 11, 30)),
            contract_id=self.attestation.sudo().version_id.id,
        )
        slip.action_payslip_done()
        with self.assertRaisesRegex(
            UserError, r"can't be undone: the payslip .* is confirmed. Refund it first"
        ):
            self.attestation.action_undo("Wrong person")
        slip.refund_sheet()
        self.attestation.action_undo("Wrong person")
        # The payslip names the version, so it stays, with its old values.
        self.assertEqual(
            self._get_versions(self.anna)[1:], [("2026-11-01", "Office", "Low", 22000)]
        )

    def test_payslips_of_before_or_not_confirmed(self):
        """Neither stands in the way; both are computed by the latest version."""
        self._pay(self.anna).action_payslip_done()
        self._pay(self.anna, (date(2026, 11, 1), date(2026, 11, 30)))
        self.attestation.action_undo("Wrong person")
        self.assertEqual(
            self._get_versions(self.anna)[1:], [("2026-11-01", "Office", "Low", 22000)]
        )
