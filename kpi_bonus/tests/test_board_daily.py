from datetime import date

from odoo.tests import tagged

from .board_common import BoardData
from .clock_common import ClockCommon

MORNING = "2026-10-16 08:30:00"


@tagged("post_install", "-at_install")
class TestBoardDaily(ClockCommon, BoardData):
    """The message of the day, to those who want it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seller.write({"kpi_board_daily": True, "work_email": "anna@example.com"})
        cls.boris.work_email = "boris@example.com"

    def _get_mails(self):
        return self.env["mail.mail"].search([("email_to", "like", "@example.com")])

    def test_message(self):
        self._run("board", MORNING)
        mail = self._get_mails()
        self.assertEqual(mail.email_to, "anna@example.com")
        self.assertIn("49 %", mail.subject)
        text = " ".join(mail.body_html.split())
        for part in ("Own sales", "200,000.00", "<b>1</b> of 3", "(up by 2)"):
            self.assertIn(part, text)

    def test_once_a_day_and_only_with_new_figures(self):
        self._run("board", "2026-10-16 07:59:00")
        self.assertFalse(self._get_mails())
        self._run("board", MORNING)
        self._run("board", "2026-10-16 09:30:00")
        self.assertEqual(len(self._get_mails()), 1)
        # Nothing was sold on the 16th.
        self._run("board", "2026-10-17 08:30:00")
        self.assertEqual(len(self._get_mails()), 1)
        self._create_fact(self.own_sales, 1, date(2026, 10, 17))
        self._run("board", "2026-10-18 08:30:00")
        self.assertEqual(len(self._get_mails()), 2)

    def test_hidden_person_gets_own_figures(self):
        self.seller.kpi_board_hidden = True
        self._run("board", MORNING)
        self.assertIn("Own sales", self._get_mails().body_html)
        self.assertNotIn("of 3", self._get_mails().body_html)

    def test_no_period(self):
        self.env.cr.execute("UPDATE kpi_period SET state = 'draft'")
        self.env.invalidate_all()
        self._run("board", MORNING)
        self.assertFalse(self._get_mails())

    def test_measuring_refreshes_boards(self):
        self._create_fact(
            self.own_sales, 900000, date(2026, 10, 15), employee_id=self.boris.id
        )
        self._run("measure", "2026-10-15 18:30:00")
        self.assertEqual(self._get_places("total")[0][0], "Boris P.")
