from odoo.tests import tagged

from .portal_common import KpiPortalCommon

URL = "/my/kpi/career"


@tagged("post_install", "-at_install")
class TestPortalApprentice(KpiPortalCommon):
    """Anna learns another trade beside her work; her contract is hers alone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        jobs = cls.env["hr.job"].create(
            [
                {"name": name, "company_id": cls.company.id, "kpi_track": track}
                for name, track in (("Apprentice", "apprentice"), ("Cutter", "ladder"))
            ]
        )
        contracts = cls.env["kpi.apprenticeship"].with_user(cls.manager)
        cls.contract = contracts.create(
            {
                "employee_id": cls.seller.id,
                "job_id": jobs[0].id,
                "target_job_id": jobs[1].id,
                "qualification": "Cutter of <b>glass</b>",
                "date_from": "2026-10-01",
                "stipend": 22000,
                "wage": 26000,
            }
        )

    def _read_page(self, user):
        self._login(user)
        return self._open(URL).text

    def test_not_before_it_begins(self):
        self.assertNotIn("Cutter of", self._read_page(self.seller_user))

    def test_own_contract(self):
        self.contract.action_apply()
        page = self._read_page(self.seller_user)
        for text in ("Cutter of &lt;b&gt;glass", "22,000.00", "12/31/2026"):
            self.assertIn(text, page)

    def test_nobody_else_sees_it(self):
        self.contract.action_apply()
        for user in (self.colleague_user, self.foreign_user):
            with self.subTest(user=user.login):
                self.assertNotIn("Cutter of", self._read_page(user))
        self._login(self.stranger)
        self._open(URL, 303)
