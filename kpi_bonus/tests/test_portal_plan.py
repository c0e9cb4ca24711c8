from freezegun import freeze_time
from lxml import html

from odoo.tests import tagged
from odoo.tests.common import JsonRpcException

from .portal_common import KpiPortalCommon
from .report_common import SIGNATURE

NOW = "2026-10-02 09:30:00"


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestPortalPlan(KpiPortalCommon):
    """Reading and signing the plan, and the sheet as PDF."""

    def setUp(self):
        super().setUp()
        self.url = f"/my/kpi/{self.report.id}/plan"
        self.sign_url = f"{self.url}/sign?terms={self.report.terms_hash}"

    def _sign(self, url=None, **params):
        params = {"name": "Anna Seller", "signature": SIGNATURE, **params}
        return self._jsonrpc(url or self.sign_url, **params)

    def test_read_and_sign(self):
        self._login(self.seller_user)
        page = html.fromstring(self._open(self.url).text)
        text = " ".join(page.text_content().split())
        for part in ("500,000.00 €", "Weight 45 %", "150 % 200 %", "11/03/2026"):
            self.assertIn(part, text)
        (form,) = page.xpath("//owl-component[@name='portal.signature_form']")
        self.assertIn(self.sign_url, form.get("props"))
        answer = self._sign()
        self.assertEqual(
            answer, {"force_refresh": True, "redirect_url": f"{self.url}?signed=1"}
        )
        self.assertRecordValues(
            self.report,
            [
                {
                    "state": "signed",
                    "signed_name": "Anna Seller",
                    "signed_by_id": self.seller_user.id,
                    "signed_in_person": False,
                    "signed_from": "127.0.0.1",
                }
            ],
        )
        text = self._open(f"{self.url}?signed=1").text
        self.assertIn("Good luck with your plan", text)
        self.assertIn(self.report.terms_hash, text)
        self.assertNotIn("portal.signature_form", text)

    def test_signing_is_asked_for(self):
        self._login(self.seller_user)
        month = f"/my/kpi/{self.report.id}"
        self.assertIn("Read your plan and sign it.", self._open(month).text)
        self._sign()
        self.assertNotIn("Read your plan and sign it.", self._open(month).text)

    def test_refusals_are_told_and_sign_nothing(self):
        self._login(self.seller_user)
        for url, params, reason in [
            (f"{self.url}/sign?terms=0", {}, "not the sheet that you were shown"),
            # Without a hash it would be any sheet.
            (f"{self.url}/sign", {}, "not the sheet that you were shown"),
            (self.sign_url, {"name": "  "}, "write your name"),
            (self.sign_url, {"name": {"x": 1}}, "write your name"),
            (self.sign_url, {"signature": "x"}, "no drawing"),
            (self.sign_url, {"signature": None}, "no drawing"),
        ]:
            with self.subTest(url=url, params=params):
                self.assertIn(reason, self._sign(url, **params)["error"])
                self.assertEqual(self.report.state, "issued")
        self._sign()
        self.assertIn("can't become", self._sign()["error"])

    def test_signing_for_somebody_else(self):
        for user in (self.colleague_user, self.stranger, self.foreign_user, self.head):
            self._login(user)
            with self.assertRaises(JsonRpcException) as caught:
                self._sign()
            self.assertEqual(caught.exception.code, 404)
        self.assertEqual(self.report.state, "issued")

    def test_pdf(self):
        self._login(self.seller_user)
        response = self._open(f"/my/kpi/{self.report.id}/pdf")
        self.assertEqual(response.headers["Content-Type"], "application/pdf")
        # Under test Odoo stops at the page that becomes the PDF.
        self.assertIn("Plan-report, October 2026", response.text)
        self.assertIn("Anna%20Seller", response.headers["Content-Disposition"])
        self.assertIn("no-store", response.headers["Cache-Control"])
