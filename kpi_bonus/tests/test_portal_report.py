from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from .portal_common import KpiPortalCommon

SUBMIT_DAY = "2026-11-02 10:00:00"


class PortalReportCommon(KpiPortalCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._sign()
        cls._create_month_facts()
        cls.url = f"/my/kpi/{cls.report.id}/report"
        cls.ids = [
            cls._line(kpi).id for kpi in (cls.section_sales, cls.own_sales, cls.service)
        ]

    @classmethod
    def _create_case_scheme(cls, name="Case", **vals):
        ground = cls.env["kpi.ground"].search([("code", "=", "falsification")])
        return super()._create_case_scheme(name, ground_ids=ground.ids, **vals)

    def _get_form(self, **vals):
        """The worked example as typed by an English reader."""
        section, own, service = self.ids
        return {
            f"fact_{section}": "2,400,000.00",
            f"effectiveness_{section}": "42",
            f"fact_{own}": "452 067,00",
            f"effectiveness_{own}": "41",
            f"minus_{service}": "60",
            f"plus_{service}": "10",
            f"effectiveness_{service}": "10",
            "total": "93",
            "percent": "90",
            "step": "submit",
            **vals,
        }

    def _hand_in(self, status=303, now=SUBMIT_DAY, **vals):
        with freeze_time(now):
            return self._post(self.url, self._get_form(**vals), status)


@tagged("post_install", "-at_install")
class TestPortalReport(PortalReportCommon):
    """Filling in and handing in."""

    @freeze_time(SUBMIT_DAY)
    def test_form_tells_no_fact(self):
        self._login(self.seller_user)
        page = self._open(self.url).text
        self.assertIn("Own sales", page)
        self.assertIn("500,000.00", page)  # the plan
        for figure in ("452,067", "2,400,000", "-50"):
            self.assertNotIn(figure, page)

    def test_hand_in(self):
        self._login(self.seller_user)
        response = self._hand_in()
        self.assertTrue(response.headers["Location"].endswith(self.url + "?sent=1"))
        self.assertRecordValues(
            self.report,
            [
                {
                    "state": "submitted",
                    "claimed_effectiveness": 93,
                    "claimed_bonus_percent": 90,
                    "own_effectiveness": 93,
                }
            ],
        )
        self.assertEqual(
            self.report.line_ids.mapped("fact_claimed"), [2400000, 452067, -50]
        )
        page = self._open(self.url + "?sent=1").text
        self.assertIn("Your head has been told", page)
        self.assertIn("It awaits the check", page)
        # The measured figures show after the check, not before.
        self.assertNotIn("Counted", page)

    def test_once(self):
        self._login(self.seller_user)
        self._hand_in()
        response = self._hand_in(total="1", anyway="1")
        self.assertTrue(response.headers["Location"].endswith(self.url))
        self.assertEqual(self.report.claimed_effectiveness, 93)
        self.assertFalse(self.report.resubmitted_on)

    def test_slips_are_pointed_at(self):
        self._login(self.seller_user)
        page = self._hand_in(200, total="94").text
        self.assertIn("it is not the sum of the KPIs", page)
        self.assertIn('value="94"', page)
        self.assertEqual(self.report.state, "signed")
        self._hand_in(303, total="94", anyway="1")
        self.assertEqual(self.report.claimed_effectiveness, 94)

    def test_answer_is_told_unless_an_error_costs_the_bonus(self):
        self._login(self.seller_user)
        told = "it is not the sum of the KPIs. It comes to 93."
        self.assertIn(told, self._hand_in(200, total="94").text)
        terms = self.report.terms
        terms["error_forfeits"] = True
        terms["grounds"]["error"] = "condition"
        self.report._as_kpi_engine().terms = terms
        page = self._hand_in(200, total="94").text
        self.assertIn("it is not the sum of the KPIs", page)
        self.assertNotIn("It comes to", page)

    def test_check_alone_writes_nothing(self):
        self._login(self.seller_user)
        page = self._hand_in(200, step="check").text
        self.assertIn("Your figures add up", page)
        self.assertEqual(self.report.state, "signed")

    def test_own_figures_are_judged_not_measured_ones(self):
        """500 000 sold by his own account: 100 · 45 = 45, in all 97, row 95."""
        self._login(self.seller_user)
        own = {f"fact_{self.ids[1]}": "500000", f"effectiveness_{self.ids[1]}": "45"}
        self._hand_in(303, total="97", percent="95", **own)
        self.assertEqual(self.report.own_effectiveness, 97)

    def test_wrong_figures(self):
        self._login(self.seller_user)
        for name, text in [
            ("total", ""),
            ("total", "a lot"),
            ("total", "-1"),
            ("percent", "9" * 40),
            (f"minus_{self.ids[2]}", "-60"),
            (f"fact_{self.ids[1]}", "<b>1</b>"),
            (f"fact_{self.ids[1]}", "\x00"),
            (f"effectiveness_{self.ids[1]}", "x"),
        ]:
            with self.subTest(name=name, text=text):
                page = self._hand_in(200, **{name: text}).text
                self.assertIn('aria-invalid="true"', page)
                self.assertNotIn("<b>1</b>", page)
        missing = self._get_form()
        del missing[f"fact_{self.ids[0]}"]
        with freeze_time(SUBMIT_DAY):
            self.assertIn("Enter a number", self._post(self.url, missing).text)
        self.assertEqual(self.report.state, "signed")

    def test_file_instead_of_a_text(self):
        self._login(self.seller_user)
        form = self._get_form()
        del form["total"]
        with freeze_time(SUBMIT_DAY):
            files = {"total": ("total.txt", b"93")}
            page = self._post(self.url, form, files=files).text
        self.assertIn("Enter a number", page)

    def test_too_early(self):
        self._login(self.seller_user)
        with freeze_time("2026-10-30 10:00:00"):
            page = self._open(self.url).text
            self.assertIn("can be handed in from", page)
            self.assertNotIn("Hand in\n", page)
            page = self._post(self.url, self._get_form()).text
        self.assertIn("can be handed in from", page)
        self.assertEqual(self.report.state, "signed")

    def test_not_signed(self):
        self.report._as_kpi_engine().state = "issued"
        self._login(self.seller_user)
        self.assertIn("Sign your plan first", self._open(self.url).text)
        self._hand_in(303)
        self.assertEqual(self.report.state, "issued")

    def test_others(self):
        for user in (self.colleague_user, self.stranger, self.foreign_user):
            self._login(user)
            with self.subTest(user=user.login):
                self._open(self.url, 404)
                self._hand_in(404)
        self.assertEqual(self.report.state, "signed")

    def test_figures_of_a_russian(self):
        self.env["res.lang"]._activate_lang("ru_RU")
        self.seller_user.lang = "ru_RU"
        self._login(self.seller_user)
        self.opener.cookies["frontend_lang"] = "ru_RU"
        # Three decimals: in English this would be 452 067.
        own = {f"fact_{self.ids[1]}": "452,067", f"effectiveness_{self.ids[1]}": "0"}
        self._hand_in(303, total="52", percent="0", **own)
        self.assertEqual(self.report.line_ids[1].fact_claimed, 452.067)


@tagged("post_install", "-at_install")
class TestPortalOutcome(PortalReportCommon):
    """What became of it, and the answer to a ground."""

    def test_outcome(self):
        claims = self._get_claims(own=500000)
        self._submit(claims=claims)
        self.report.with_user(self.head).action_check()
        self._login(self.seller_user)
        page = self._open(self.url).text.replace("\xa0", " ")
        self.assertIn("500,000.00 €", page)  # what he wrote
        self.assertIn("452,067.00 €", page)  # what counts
        self.assertIn("+47,933", page)

    def test_corrected_fact(self):
        self._submit()
        line = self._line(self.own_sales).with_user(self.manager)
        line.write({"fact_override": 460000, "override_reason": "A <b>receipt</b>"})
        self.report.with_user(self.head).action_check()
        self._login(self.seller_user)
        page = self._open(self.url).text
        self.assertIn("corrected from 452,067 to 460,000", page)
        self.assertIn("A &lt;b&gt;receipt&lt;/b&gt;", page)

    def test_returned_report(self):
        self._submit()
        self.report.with_user(self.head).action_return("Count <i>again</i>")
        self._login(self.seller_user)
        with freeze_time(SUBMIT_DAY):
            page = self._open(self.url).text
        self.assertIn("Count &lt;i&gt;again&lt;/i&gt;", page)
        self.assertIn('value="452,067"', page)  # his own figure, not the measured one
        self._hand_in(303)
        self.assertEqual(self.report.state, "submitted")

    def _propose(self):
        self._submit(claims=self._get_claims(own=600000))
        self.head_report.action_propose_falsification("Claimed <u>600 000</u>")
        return self.report.disqualification_ids.filtered(
            lambda ground: ground.ground == "falsification"
        )

    def test_answer_to_a_ground(self):
        ground = self._propose()
        url = f"/my/kpi/{self.report.id}/answer/{ground.id}"
        self._login(self.seller_user)
        page = self._open(self.url).text
        self.assertIn("Claimed &lt;u&gt;600 000&lt;/u&gt;", page)
        self.assertIn(f'action="{url}"', page)
        page = self._post(url, {"answer": "  "}).text
        self.assertIn("write it down", page)
        self._post(url, {"answer": "A slip\x00 of the pen"}, 303)
        self.assertEqual(ground.state, "answered")
        self.assertEqual(ground.answer, "A slip of the pen")
        page = self._post(url, {"answer": "Once more"}).text
        self.assertIn("Reload the page", page)
        self.assertEqual(ground.answer, "A slip of the pen")

    def test_answer_under_another_month(self):
        ground = self._propose()
        november = self._issue(start=date(2026, 11, 1))
        self._login(self.seller_user)
        url = f"/my/kpi/{november.id}/answer/{ground.id}"
        self._post(url, {"answer": "x"}, 404)
        self.assertEqual(ground.state, "proposed")

    def test_answer_of_others(self):
        ground = self._propose()
        url = f"/my/kpi/{self.report.id}/answer/{ground.id}"
        own_url = f"/my/kpi/{self.colleague_report.id}/answer/{ground.id}"
        for user in (self.colleague_user, self.stranger, self.foreign_user):
            self._login(user)
            with self.subTest(user=user.login):
                self._post(url, {"answer": "Mine"}, 404)
                self._post(own_url, {"answer": "Mine"}, 404)
        self._login(self.seller_user)
        self._post(f"/my/kpi/{self.report.id}/answer/{10**12}", {"answer": "x"}, 404)
        self.assertEqual(ground.state, "proposed")
