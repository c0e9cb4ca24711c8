from odoo.tests import HttpCase, tagged

from .test_card_quick import CardQuickCommon


@tagged("post_install", "-at_install")
class TestCardRoute(CardQuickCommon, HttpCase):
    """What the code on a card opens, for whom."""

    def _open(self, login=None, path=None):
        self.authenticate(login, login)
        path = path or f"/kpi/card/{self.seller.id}"
        return self.url_open(path, allow_redirects=False)

    def _get_path(self, response):
        return response.headers["Location"].removeprefix(self.base_url())

    def test_address(self):
        self.assertEqual(
            self.seller._kpi_get_card_url(),
            f"{self.seller.get_base_url()}/kpi/card/{self.seller.id}",
        )

    def test_who_writes_on_cards_gets_the_form(self):
        for user in (self.controller, self.head, self.manager):
            response = self._open(user.login)
            self.assertEqual(response.status_code, 303)
            self.assertEqual(
                self._get_path(response), f"/odoo/{self.seller.id}/kpi-quick"
            )

    def test_others_are_refused(self):
        """The seller himself, who has the code in his pocket, above all."""
        self._give_login(self.seller, "anna")
        payroll = self._create_user("payroll", "kpi_bonus.group_payroll")
        plain = self._create_user("plain", "")
        for user in (self.seller.user_id, payroll, plain):
            with self.subTest(user=user.login):
                self.assertEqual(self._open(user.login).status_code, 403)

    def test_whoever_is_not_signed_in_signs_in_first(self):
        response = self._open()
        self.assertEqual(response.status_code, 303)
        expected = f"/web/login?redirect=%2Fkpi%2Fcard%2F{self.seller.id}"
        self.assertTrue(self._get_path(response).startswith(expected))

    def test_nothing_but_a_number(self):
        for value in ("x", "1.5", "1/2"):
            with self.subTest(value=value):
                response = self._open(self.controller.login, f"/kpi/card/{value}")
                self.assertEqual(response.status_code, 404)

    def test_unknown_number_tells_nothing(self):
        for value in ("999999999", "-1"):
            response = self._open(self.controller.login, f"/kpi/card/{value}")
            self.assertEqual(response.status_code, 303)


@tagged("post_install", "-at_install")
class TestCardQuickPhone(CardQuickCommon, HttpCase):
    """Five taps and 15 seconds at most; the tours count both."""

    browser_size = "390x844"
    touch_enabled = True

    def test_by_name_and_by_badge(self):
        """Name: field, person, entry, save: 4. Badge, thanks and photo: field, thanks,
        entry, photo, save: 5.
        """
        self.start_tour("/odoo/kpi-quick", "kpi_card_quick", login="kpi_controller")
        anna, boris = self.env["kpi.card.line"].search([], order="id")[-2:]
        self.assertEqual((anna.employee_id, anna.type_id), (self.seller, self.rude))
        self.assertEqual((boris.employee_id, boris.type_id), (self.boris, self.praise))
        self.assertTrue(boris.photo)
        self.assertFalse(anna.photo)

    def test_by_the_code_on_the_card(self):
        """Entry, save: 2. Then it is taken back."""
        path = f"/kpi/card/{self.seller.id}"
        self.start_tour(path, "kpi_card_quick_scanned", login="kpi_controller")
        line = self.card.line_ids
        self.assertEqual((line.type_id, line.state), (self.late, "withdrawn"))
        self.assertEqual(line.withdraw_reason, "It was Boris")
