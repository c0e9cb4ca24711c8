from odoo.tests import tagged

from .portal_common import KpiPortalCommon
from .test_practice import RIGHT

URL = "/my/kpi/practice"


@tagged("post_install", "-at_install")
class TestPortalPractice(KpiPortalCommon):
    def _get_practice(self, user=None):
        employee = (user or self.seller_user).employee_ids
        return self.env["kpi.practice"].search([("employee_id", "=", employee.id)])

    def _start(self, kind="example"):
        self._post(URL, {"step": "start", "kind": kind}, 303)
        return self._get_practice()[:1]

    def _answer(self, practice, status=200, **figures):
        data = {"practice_id": str(practice.id), **RIGHT, **figures}
        return self._post(URL, data, status)

    def test_until_right(self):
        self._login(self.seller_user)
        self.assertIn("Compute the worked example", self._open(URL).text)
        practice = self._start()
        page = self._open(URL).text.replace("\xa0", " ")
        for figure in ("2,000,000", "2,400,000", "452,067", "remarks: 3, thanks: 1"):
            self.assertIn(figure, page)
        page = self._answer(practice, total="94", amount="<b>").text
        self.assertIn("Bonus in money: enter a number", page)
        self.assertNotIn("<b>", page.replace("<b>20,000</b>", ""))
        page = self._answer(practice, total="94").text
        self.assertIn("Effectiveness in total: it is not the sum", page)
        self.assertIn('value="94"', page)
        response = self._answer(practice, 303)
        self.assertTrue(response.headers["Location"].endswith("?passed=1"))
        self.assertTrue(practice.passed)
        self.assertIn("Compute with random figures", self._open(URL).text)
        practice = self._start("random")
        self.assertEqual(practice.kind, "random")
        self.assertIn("Other figures", self._open(URL).text)

    def test_figures_of_a_client_are_not_taken(self):
        self._login(self.seller_user)
        practice = self._start()
        self._post(
            URL,
            {
                "practice_id": str(practice.id),
                "exercise": "{}",
                "passed": "1",
                "kind": "random",
            },
        )
        self.assertFalse(practice.passed)
        for kind in ("random", "exam", ""):
            page = self._post(URL, {"step": "start", "kind": kind}).text
            self.assertIn("Practice: ", page)

    def test_others(self):
        self._login(self.seller_user)
        practice = self._start()
        for user in (self.colleague_user, self.foreign_user, self.stranger):
            self._login(user)
            with self.subTest(user=user.login):
                self._answer(practice, 404)
        for number in ("", "x", "0", "-1", "999999999", "9" * 30):
            with self.subTest(number=number):
                self._post(URL, {"practice_id": number, **RIGHT}, 404)
        self._open(URL, 303)  # a stranger has nothing to practise
        self._post(URL, {"step": "start", "kind": "example"}, 404)
        self.assertFalse(practice.passed)
        self.assertFalse(practice.tries)
