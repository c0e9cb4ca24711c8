from odoo.tests import tagged

from .portal_common import KpiPortalCommon

PNG = (
    b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAA"
    b"BJRU5ErkJggg=="
)


@tagged("post_install", "-at_install")
class TestPortalCard(KpiPortalCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.line, cls.praise = cls.env["kpi.card.line"].create(
            [
                {
                    "card_id": cls.report.card_id.id,
                    "type_id": entry_type.id,
                    "date": "2026-10-12",
                    "note": "At <b>the</b> till",
                    "author_id": cls.head.id,
                    "photo": photo,
                }
                for entry_type, photo in [(cls.remark, PNG), (cls.thanks, False)]
            ]
        )

    def test_page(self):
        self._login(self.seller_user)
        page = self._open("/my/kpi/card").text
        self.assertIn("No reaction to a customer", page)
        self.assertIn("At &lt;b&gt;the&lt;/b&gt; till", page)
        self.assertIn("−20", page)
        self.assertIn("+10", page)
        self.assertIn("90 %", page)  # 100 − 20 + 10
        self.assertIn(f"/my/kpi/card/{self.line.id}/photo", page)
        self.assertNotIn(f"/my/kpi/card/{self.praise.id}/photo", page)
        photo = self._open(f"/my/kpi/card/{self.line.id}/photo")
        self.assertEqual(photo.headers["Content-Type"], "image/png")
        self._open(f"/my/kpi/card/{self.praise.id}/photo", 404)

    def test_acknowledge_and_object(self):
        self._login(self.seller_user)
        url = f"/my/kpi/card/{self.line.id}"
        page = self._post(f"{url}/object", {"objection": " "}).text
        self.assertIn("say what you object to", page)
        self._post(f"{url}/object", {"objection": "It <i>was</i> another"}, 303)
        self.assertEqual(self.line.objection, "It <i>was</i> another")
        self.assertIn("It &lt;i&gt;was&lt;/i&gt;", self._open("/my/kpi/card").text)
        self.assertIn("already", self._post(f"{url}/acknowledge").text)
        self.assertEqual(self.line.answer_state, "objected")
        self._post(f"/my/kpi/card/{self.praise.id}/acknowledge", {}, 303)
        self.assertEqual(self.praise.answer_state, "acknowledged")

    def test_withdrawn_entry_counts_no_more(self):
        self.line.with_user(self.manager).action_withdraw("Somebody else")
        self._login(self.seller_user)
        page = self._open("/my/kpi/card").text
        self.assertIn("Somebody else", page)
        self.assertIn("110 %", page)
        self.assertNotIn(f"/my/kpi/card/{self.line.id}/acknowledge", page)

    def test_closed_month(self):
        self._close_period(self.period)
        self._login(self.seller_user)
        self.assertNotIn("/acknowledge", self._open("/my/kpi/card").text)
        self._post(f"/my/kpi/card/{self.line.id}/acknowledge")
        self.assertEqual(self.line.answer_state, "pending")

    def test_shadow_month_is_hidden(self):
        self.env.cr.execute("UPDATE kpi_period SET mode = 'shadow'")
        self.env.invalidate_all()
        self._login(self.seller_user)
        self.assertIn("You have no card yet", self._open("/my/kpi/card").text)
        self._open(f"/my/kpi/card/{self.line.id}/photo", 404)
        self._post(f"/my/kpi/card/{self.line.id}/acknowledge", {}, 404)

    def test_others(self):
        card = self.report.card_id.id
        for user in (self.colleague_user, self.stranger, self.foreign_user):
            self._login(user)
            with self.subTest(user=user.login):
                self.assertNotIn("No reaction", self._open("/my/kpi/card").text)
                self._open(f"/my/kpi/card?card={card}", 404)
                for url in ("photo", "acknowledge", "object"):
                    url = f"/my/kpi/card/{self.line.id}/{url}"
                    if url.endswith("photo"):
                        self._open(url, 404)
                    else:
                        self._post(url, {"objection": "x"}, 404)
        self.assertEqual(self.line.answer_state, "pending")
