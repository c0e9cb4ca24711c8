from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from .attestation_common import AttestationCommon
from .portal_common import KpiPortalCommon

URL = "/my/kpi/career"


@tagged("post_install", "-at_install")
class TestPortalCareer(AttestationCommon, KpiPortalCommon):
    """Anna's page: her path, her attestation of 15 October 2026, her objection."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Pages are shown by the real clock: the deadline is years ahead.
        cls.company.kpi_attestation_objection_days = 5000
        cls.sitting = cls._plan()
        cls.attestation = cls.sitting.attestation_ids

    def _fail(self):
        self._mark(self.attestation, technique=2)
        self.attestation.mark_ids[0].note = "Knows <i>paints</i>"
        self._hold(self.sitting)

    def _get_object_url(self, attestation_id=None):
        return f"{URL}/{attestation_id or self.attestation.id}/object"

    def test_page_before_the_session(self):
        self._mark(self.attestation)
        self._login(self.seller_user)
        page = self._open(URL).text
        for text in ("Grade 2", "Training room", "Sales technique", "Planned"):
            self.assertIn(text, page)
        # What the commission has entered so far is its own.
        for text in ("Score:", "80 %", "Passed", "<b>8</b>", "/object"):
            self.assertNotIn(text, page)

    def test_page_after_the_session(self):
        self._fail()
        self._login(self.seller_user)
        page = self._open(URL).text
        self.assertIn("Failed", page)
        self.assertIn("<b>8</b>", page)
        self.assertIn("Knows &lt;i&gt;paints&lt;/i&gt;", page)
        self.assertIn(self._get_object_url(), page)
        self.assertIn('href="/my/kpi/career"', page)

    def test_object(self):
        self._fail()
        self._login(self.seller_user)
        text = {"objection": "It was <b>read</b> wrongly"}
        response = self._post(self._get_object_url(), text, 303)
        self.assertTrue(response.headers["Location"].endswith(f"{URL}?objected=1"))
        self.assertEqual(self.attestation.objection, "It was <b>read</b> wrongly")
        page = self._open(f"{URL}?objected=1").text
        self.assertIn("Your objection is on its way.", page)
        self.assertIn("It was &lt;b&gt;read&lt;/b&gt; wrongly", page)
        self.assertNotIn("/object", page)
        page = self._post(self._get_object_url(), text).text
        self.assertIn("objected already", page)
        self.attestation.action_reject_objection("It was <u>right</u>")
        self.assertIn("It was &lt;u&gt;right&lt;/u&gt;", self._open(URL).text)

    def test_what_is_refused(self):
        self._login(self.seller_user)
        page = self._post(self._get_object_url(), {"objection": "No"}).text
        self.assertIn("no result to object to", page)
        self._fail()
        for text in ("", "  ", "\x00", "x" * 10001):
            page = self._post(self._get_object_url(), {"objection": text}).text
            self.assertIn("Write what is wrong", page)
        files = [("objection", ("a.txt", b"a file in place of a text"))]
        page = self._post(self._get_object_url(), {}, files=files).text
        self.assertIn("Write what is wrong", page)
        self.assertEqual(self.attestation.objection_state, "none")
        self.company.kpi_attestation_objection_days = 1
        page = self._post(self._get_object_url(), {"objection": "No"}).text
        self.assertIn("too late to object", page)

    def test_others(self):
        self._fail()
        for user in (self.colleague_user, self.stranger, self.foreign_user):
            self._login(user)
            with self.subTest(user=user.login):
                self._post(self._get_object_url(), {"objection": "No"}, 404)
                self._post(self._get_object_url(10**12), {"objection": "No"}, 404)
                if user == self.stranger:
                    self._open(URL, 303)
                else:
                    page = self._open(URL).text
                    self.assertNotIn("Training room", page)
                    self.assertNotIn("Anna", page)
        self.assertEqual(self.attestation.objection_state, "none")
        self.opener.cookies.clear()
        response = self._open(URL, 303)
        self.assertIn("/web/login", response.headers["Location"])

    def test_proposals_are_not_shown(self):
        self.env["kpi.attestation"].create(
            self._prepare_attestation(
                self.colleague, kind="entry", target_grade_id=self.grades[2].id
            )
        )
        self._login(self.colleague_user)
        self.assertNotIn("o_kpi_tag", self._open(URL).text)

    def test_no_token_no_objection(self):
        self._fail()
        self._login(self.seller_user)
        data = {"objection": "No", "csrf_token": "forged"}
        self._post(self._get_object_url(), data, 400)
        self.assertEqual(self.attestation.objection_state, "none")

    def test_own_wage_only(self):
        """Wages passed through are his own; the wage of the next grade is not told."""
        self.seller.create_version(
            {"date_version": date(2026, 3, 1), "wage": 21234}
        ).wage = 21234
        self._login(self.seller_user)
        page = self._open(URL).text.replace("\N{NO-BREAK SPACE}", " ")
        self.assertIn("20,000", page)
        self.assertIn("21,234", page)
        self.assertNotIn("25,000", page)
        with freeze_time("2026-10-15"):
            html = self.seller.with_user(self.manager).kpi_career_path
        self.assertIn("Grade 1", html)
        self.assertNotIn("21,234", html)
