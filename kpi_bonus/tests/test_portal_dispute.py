from odoo.tests import tagged

from .portal_common import KpiPortalCommon


@tagged("post_install", "-at_install")
class TestPortalDispute(KpiPortalCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.url = f"/my/kpi/{cls.report.id}/disputes"
        cls.line = cls._line(cls.own_sales)

    def _get_form(self, **vals):
        return {
            "about": "fact",
            "line_id": str(self.line.id),
            "reason": "Receipt <b>17</b> is missing",
            **vals,
        }

    def _dispute(self, files=None, **vals):
        """:return: the dispute, opened by the seller on his page"""
        self._login(self.seller_user)
        response = self._post(self.url, self._get_form(**vals), 303, files=files)
        dispute = self.report.dispute_ids.sorted("id")[-1:]
        location = response.headers["Location"]
        self.assertTrue(location.endswith(f"/my/kpi/dispute/{dispute.id}?opened=1"))
        return dispute

    def test_open_and_follow(self):
        files = [
            ("files", ("receipt.png", b"\x89PNG\r\n")),
            ("files", ("note.html", b"<script>alert(1)</script>")),
        ]
        dispute = self._dispute(files)
        self.assertRecordValues(
            dispute,
            [
                {
                    "line_id": self.line.id,
                    "reason_code": "fact",
                    "reason": "Receipt <b>17</b> is missing",
                    "state": "open",
                }
            ],
        )
        url = f"/my/kpi/dispute/{dispute.id}"
        page = self._open(url).text
        self.assertIn("Receipt &lt;b&gt;17&lt;/b&gt; is missing", page)
        self.assertIn("receipt.png", page)
        self.assertIn("Own sales", self._open(self.url).text)
        dispute.with_user(self.head).action_forward("Look <i>here</i>", "reject")
        dispute.with_user(self.manager).action_reject("It was <u>counted</u>")
        page = self._open(url).text
        self.assertIn("Look &lt;i&gt;here&lt;/i&gt;", page)
        self.assertIn("It was &lt;u&gt;counted&lt;/u&gt;", page)
        self.assertNotIn("/withdraw", page)

    def test_files(self):
        dispute = self._dispute()
        url = f"/my/kpi/dispute/{dispute.id}"
        upload = [("files", ("page.html", b"<script>alert(1)</script>"))]
        self._post(f"{url}/attach", {}, 303, files=upload)
        [file] = dispute._get_own_files()
        response = self._open(f"{url}/file/{file.id}")
        self.assertEqual(response.content, b"<script>alert(1)</script>")
        # Never shown as a page of ours.
        self.assertIn("attachment", response.headers["Content-Disposition"])
        self.assertNotIn("text/html", response.headers["Content-Type"])
        page = self._post(f"{url}/attach", {}, files=[("files", ("empty", b""))]).text
        self.assertIn("a file is empty", page)
        many = [("files", (f"{i}.txt", b"x")) for i in range(10)]
        self.assertIn("at most", self._post(f"{url}/attach", {}, files=many).text)
        self.assertEqual(len(dispute._get_own_files()), 1)

    def test_files_of_others(self):
        """Neither what the office attached, nor a file of another record."""
        dispute = self._dispute()
        url = f"/my/kpi/dispute/{dispute.id}"
        office = self.env["ir.attachment"].create(
            {"name": "x", "raw": b"x", "res_model": "kpi.dispute", "res_id": dispute.id}
        )
        for file_id in (office.id, office.id + 1, 10**12):
            self._open(f"{url}/file/{file_id}", 404)

    def test_withdraw(self):
        dispute = self._dispute()
        url = f"/my/kpi/dispute/{dispute.id}"
        self._post(f"{url}/withdraw", {}, 303)
        self.assertEqual(dispute.state, "withdrawn")
        self.assertIn("settled already", self._post(f"{url}/withdraw").text)
        upload = [("files", ("a.txt", b"a"))]
        page = self._post(f"{url}/attach", {}, files=upload).text
        self.assertIn("settled already", page)

    def test_what_is_refused(self):
        """Entered texts stay on the page; nothing is written."""
        self._login(self.seller_user)
        other_line = self.colleague_report.line_ids[0].id
        for vals, message in [
            ({"about": "money"}, "choose what your dispute is about"),
            ({"reason": "  "}, "choose what your dispute is about"),
            ({"reason": "x" * 10001}, "choose what your dispute is about"),
            ({"line_id": str(other_line)}, "has no such KPI"),
            ({"line_id": "999999999"}, "has no such KPI"),
        ]:
            with self.subTest(vals=str(vals)[:40]):
                page = self._post(self.url, self._get_form(**vals)).text
                self.assertIn(message, page)
                if "reason" not in vals:
                    self.assertIn("Receipt &lt;b&gt;17", page)
        self.assertFalse(self.report.dispute_ids)
        # No number is no KPI: the report as a whole, which is disputed once.
        for line_id, status in [("", 303), ("x", 200), ("-1", 200), ("9" * 30, 200)]:
            with self.subTest(line_id=line_id):
                self._post(self.url, self._get_form(line_id=line_id), status)
        self.assertEqual(len(self.report.dispute_ids), 1)  # of the whole report

    def test_large_file_leaves_no_dispute(self):
        self._login(self.seller_user)
        big = [("files", ("big.bin", b"x" * (10 * 2**20 + 1)))]
        page = self._post(self.url, self._get_form(), files=big).text
        self.assertIn("larger than", page)
        self.assertFalse(self.report.dispute_ids)

    def test_others(self):
        dispute = self._dispute()
        url = f"/my/kpi/dispute/{dispute.id}"
        for user in (self.colleague_user, self.stranger, self.foreign_user):
            self._login(user)
            with self.subTest(user=user.login):
                self._open(url, 404)
                self._open(self.url, 404)
                self._post(self.url, self._get_form(), 404)
                self._post(f"{url}/withdraw", {}, 404)
                upload = [("files", ("a.txt", b"a"))]
                self._post(f"{url}/attach", {}, 404, files=upload)
        self.assertEqual(dispute.state, "open")
        self.assertEqual(len(self.report.dispute_ids), 1)
