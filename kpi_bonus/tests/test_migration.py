from odoo.modules.migration import load_script
from odoo.tests import tagged
from odoo.tools import file_path

from .common import KpiBonusCommon

SCRIPT = "kpi_bonus/migrations/19.0.2.0.0/post-migration.py"


@tagged("post_install", "-at_install")
class TestMigration(KpiBonusCommon):
    def test_reports_closed_before_sealing(self):
        """As version 1 left them: closed, without hash, seal and way back."""
        self._create_worked_example()
        period = self._create_period()
        period.action_prepare()
        period.action_open()
        report = period.report_ids
        terms_hash = report.terms_hash
        self.env.flush_all()
        self.cr.execute(
            """UPDATE kpi_plan_report SET state = 'closed', terms_hash = NULL
            WHERE id = %s""",
            [report.id],
        )
        self.cr.execute(
            "UPDATE kpi_period SET state = 'closed' WHERE id = %s", [period.id]
        )
        self.env.invalidate_all()
        script = load_script(file_path(SCRIPT), "kpi_bonus_post_migration")
        script.migrate(self.cr, "19.0.1.0.0")
        self.env.invalidate_all()
        self.assertEqual(report.terms_hash, terms_hash)
        self.assertFalse(self.env["kpi.seal"]._verify(self.company))
        period.action_reopen("A wrong fact")
        self.assertEqual(report.state, "issued")
