from odoo.tests import tagged

from odoo.addons.base.models.ir_module import MODULE_UNINSTALL_FLAG

from ..models.kpi_clock import JOBS
from .clock_common import ClockCommon


@tagged("post_install", "-at_install")
class TestCronRecords(ClockCommon):
    def test_every_company_has_one_of_each(self):
        crons = self.company._kpi_get_crons()
        self.assertEqual(
            [(cron.interval_number, cron.interval_type) for cron in crons],
            [(1, "hours"), (30, "minutes"), *[(1, "hours")] * 4],
        )
        self.assertEqual(
            crons.mapped("code"),
            [f"model._cron_run('{job}', {self.company.id})" for job in JOBS],
        )
        self.assertEqual(crons.user_id, self.env.ref("base.user_root"))
        self.assertIn("Domstroy", crons[0].name)

    def test_again_adds_only_what_is_missing(self):
        first, *others = self.company._kpi_get_crons()
        for cron in others:
            cron.active = False
        first.unlink()
        self.env["res.company"]._kpi_create_all_crons()
        crons = self.company._kpi_get_crons()
        self.assertEqual(len(crons), len(JOBS))
        self.assertEqual(crons.filtered("active"), crons[0])

    def test_defaults_for_the_company_do_not_reach_them(self):
        self.company._kpi_unlink_crons()
        self.company.with_context(
            default_name="Forged", default_active=False
        )._kpi_create_crons()
        crons = self.company._kpi_get_crons().filtered("active")
        self.assertEqual(len(crons), len(JOBS))
        self.assertNotIn("Forged", crons.mapped("name"))

    def test_whoever_creates_companies_need_not_be_administrator(self):
        groups = "base.group_erp_manager,base.group_partner_manager"
        user = self._create_user("rights", groups)
        company = self.env["res.company"].with_user(user).create({"name": "Branch"})
        self.assertEqual(len(company._kpi_get_crons()), len(JOBS))

    def test_gone_with_the_company(self):
        company = self.env["res.company"].create({"name": "Short-lived"})
        crons = company._kpi_get_crons()
        actions = crons.ir_actions_server_id
        self.assertEqual(len(actions), len(JOBS))
        # All that the company's deletion does here; where stock is installed, its
        # operation types refuse the rest.
        company._kpi_unlink_crons()
        self.assertFalse(crons.exists())
        self.assertFalse(actions.exists())

    def test_uninstalling_takes_them_along(self):
        """Their external ids belong to the module; Odoo deletes such records."""
        crons = self.company._kpi_get_crons()
        actions = crons.ir_actions_server_id
        data = self.env["ir.model.data"].search(
            [("module", "=", "kpi_bonus"), ("model", "=", "ir.cron")]
        )
        self.assertLessEqual(set(crons.ids), set(data.mapped("res_id")))
        # An update of the module deletes what its files do not mention, but not these.
        self.assertEqual(data.mapped("noupdate"), [True] * len(data))
        parents = self.env["ir.model.data"].search(
            [("module", "=", "kpi_bonus"), ("model", "=", "ir.actions.server")]
        )
        self.assertLessEqual(set(actions.ids), set(parents.mapped("res_id")))
        crons.with_context(**{MODULE_UNINSTALL_FLAG: True}).unlink()

    def test_archived_company_is_left_alone(self):
        company = self.env["res.company"].create({"name": "Dormant"})
        company.active = False
        self._run("issue", "2026-10-01 10:00:00", company)
        self._run("night", "2026-10-01 10:00:00", company)
        self.assertFalse(self.env["kpi.watermark"]._get_values(company))
