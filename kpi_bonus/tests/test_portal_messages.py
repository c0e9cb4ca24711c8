from odoo.tests import tagged
from odoo.tools import mute_logger

from .portal_common import KpiPortalCommon


@tagged("post_install", "-at_install")
class TestPortalMessages(KpiPortalCommon):
    def test_own_messages_only(self):
        self.report._notify_employee("kpi_bonus.kpi_mail_template_report_checked")
        self._login(self.seller_user)
        page = self._open("/my/kpi/messages").text
        self.assertIn("Your report is checked: October 2026", page)
        self.assertIn(f"/my/kpi/{self.report.id}", page)
        self._login(self.colleague_user)
        page = self._open("/my/kpi/messages").text
        self.assertNotIn("Your report is checked", page)
        self._login(self.stranger)
        page = self._open("/my/kpi/messages").text
        self.assertNotIn("Your report is checked", page)

    def test_what_a_message_says_is_text(self):
        self.report._as_kpi_engine().return_reason = "<script>alert(1)</script>"
        self.report._notify_employee("kpi_bonus.kpi_mail_template_report_returned")
        self._login(self.seller_user)
        page = self._open("/my/kpi/messages").text
        self.assertNotIn("<script>alert(1)", page)
        self.assertIn("&lt;script&gt;alert(1)", page)

    def test_preferences(self):
        self._login(self.seller_user)
        url = "/my/kpi/preferences/save"
        self._post(url, {"kpi_notify_card": "inbox"}, 303)
        self.assertEqual(self.seller.kpi_notify_card, "inbox")
        self.assertFalse(self.colleague.kpi_notify_card)
        page = self._open("/my/kpi/preferences").text
        self.assertIn('value="inbox" selected', page)
        self._post(url, {"kpi_notify_card": ""}, 303)
        self.assertFalse(self.seller.kpi_notify_card)

    def test_board(self):
        self._login(self.seller_user)
        url = "/my/kpi/preferences/save"
        both = {"kpi_board_hidden": ["1", ""], "kpi_board_daily": ["1", ""]}
        self._post(url, both, 303)
        self.assertTrue(self.seller.kpi_board_hidden)
        self.assertTrue(self.seller.kpi_board_daily)
        self.assertFalse(self.colleague.kpi_board_hidden)
        self._post(url, {"kpi_board_hidden": ""}, 303)
        self.assertFalse(self.seller.kpi_board_hidden)
        self.assertTrue(self.seller.kpi_board_daily)

    def test_forged_preferences(self):
        self._login(self.seller_user)
        forged = {
            "kpi_notify_card": "<b>sms</b>" * 1000,
            "name": "Somebody else",
            "wage": "1000000",
            "user_id": "1",
        }
        self._post("/my/kpi/preferences/save", forged, 303)
        self.assertFalse(self.seller.kpi_notify_card)
        self.assertEqual(self.seller.name, "Anna Seller")
        self.assertEqual(self.seller.wage, 20000)
        self.assertEqual(self.seller.user_id, self.seller_user)

    @mute_logger("odoo.http")
    def test_no_token_no_change(self):
        self._login(self.seller_user)
        url = "/my/kpi/preferences/save"
        self._request("POST", url, 400, data={"kpi_notify_card": "inbox"})
        self.assertFalse(self.seller.kpi_notify_card)

    def test_without_login(self):
        self.authenticate(None, None)
        for page in ("messages", "preferences"):
            response = self._open(f"/my/kpi/{page}", 303)
            self.assertIn("/web/login", response.headers["Location"])
