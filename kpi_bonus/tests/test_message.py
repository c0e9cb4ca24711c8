from odoo.tests import tagged

from .report_common import ReportCommon


@tagged("post_install", "-at_install")
class TestMessage(ReportCommon):
    """The channel of a message: the person's choice, else his user's."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user = cls._create_user("reader", "")
        cls.user.notification_type = "email"
        cls.seller.user_id = cls.user

    def _notify(self):
        self.report._notify_employee("kpi_bonus.kpi_mail_template_report_checked")
        return self._get_last()

    def _get_last(self):
        return self.env["hr.employee"].with_user(self.user)._kpi_get_messages_sudo(1)

    def test_as_the_user_has_it(self):
        message = self._notify()
        self.assertEqual(message.notification_ids.notification_type, "email")

    def test_inbox_user(self):
        self.user.notification_type = "inbox"
        message = self._notify()
        self.assertEqual(message.notification_ids.notification_type, "inbox")

    def test_chosen_for_the_kind(self):
        self.seller.kpi_notify_result = "inbox"
        self.seller.kpi_notify_plan = "email"
        message = self._notify()
        self.assertEqual(message.notification_ids.notification_type, "inbox")
        self.report._notify_plan("kpi_mail_template_report_issued")
        sent_to = self._get_last().notification_ids
        self.assertEqual(sent_to.notification_type, "email")

    def test_link_to_the_page(self):
        message = self._notify()
        base = self.report.get_base_url()
        self.assertIn(f'href="{base}/my/kpi/{self.report.id}/plan"', message.body)

    def test_link_to_what_is_to_be_done(self):
        path = f"/my/kpi/{self.report.id}"
        for step, page in (("signed", "/plan"), ("submitted", "/report")):
            with self.subTest(step):
                self.report._as_kpi_engine().next_step = step
                self.assertEqual(self.report._get_portal_path(), path + page)

    def test_without_login_at_the_work_address(self):
        self.seller.user_id = False
        self.seller.work_email = "anna@example.com"
        self.report._notify_employee("kpi_bonus.kpi_mail_template_report_checked")
        mail = self.env["mail.mail"].search([], limit=1)
        self.assertEqual(mail.email_to, "anna@example.com")
        self.assertNotIn("/my/kpi", mail.body_html)
