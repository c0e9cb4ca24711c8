"""A month of a seller in his browser, on a desktop and on a phone."""

from freezegun import freeze_time

from odoo.tests import HttpCase, tagged

from odoo.addons.kpi_bonus.tests.board_common import BoardData
from odoo.addons.kpi_bonus.tests.portal_common import KpiPortalCommon

SIGN_DAY = "2026-10-02 09:30:00"
MONTH_DAY = "2026-10-21 15:00:00"
SUBMIT_DAY = "2026-11-02 10:00:00"


@tagged("post_install", "-at_install")
class TestPortalTours(KpiPortalCommon):
    browser_size = "1366x768"

    def _tour(self, name, path="", now=MONTH_DAY):
        url = f"/my/kpi/{path or self.report.id}"
        # Time goes on: the browser is waited for.
        with freeze_time(now, tick=True):
            self.start_tour(url, f"kpi_portal_{name}", login=self.seller_user.login)
        self.env.invalidate_all()

    def test_sign(self):
        self._tour("sign", now=SIGN_DAY)
        self.assertRecordValues(
            self.report,
            [
                {
                    "state": "signed",
                    "signed_name": "Anna Seller",
                    "signed_by_id": self.seller_user.id,
                    "signed_in_person": False,
                }
            ],
        )
        self.assertTrue(self.report.signature)
        self.assertEqual(str(self.report.signed_on)[:13], SIGN_DAY[:13])
        self.assertEqual(self.colleague_report.state, "issued")

    def test_month(self):
        """Looked at from all sides, nothing of it is saved."""
        self._sign()
        with freeze_time(MONTH_DAY):
            self._create_month_facts()
        before = self._read_month()
        self._tour("month")
        self.assertEqual(self._read_month(), before)
        self.assertEqual(self.report.effectiveness, 93)

    def _read_month(self):
        self.env.flush_all()
        self.env.cr.execute(
            """SELECT r.ctid::text, l.ctid::text FROM kpi_plan_report AS r
            JOIN kpi_plan_report_line AS l ON l.report_id = r.id ORDER BY l.id"""
        )
        rows = self.env.cr.fetchall()
        facts = self.env["kpi.fact"].search([]).mapped("value")
        return rows, facts, self.report.card_id.line_ids.ids

    def test_report_outcome_and_dispute(self):
        self._sign()
        self._create_month_facts()
        self._tour("report_wrong", now=SUBMIT_DAY)
        self.assertEqual(self.report.state, "signed")
        self.assertFalse(self.report.claimed_effectiveness)
        self._tour("report_right", now=SUBMIT_DAY)
        self.assertRecordValues(
            self.report,
            [
                {
                    "state": "submitted",
                    "claimed_effectiveness": 93,
                    "claimed_bonus_percent": 90,
                    "own_effectiveness": 93,
                    "is_late": False,
                }
            ],
        )
        facts = self.report.line_ids.mapped("fact_claimed")
        self.assertEqual(facts, [2400000, 452067, -50])
        self._check_with_another_fact()
        self._tour("outcome", f"{self.report.id}/report", now=SUBMIT_DAY)
        dispute = self.report.dispute_ids
        self.assertRecordValues(
            dispute,
            [
                {
                    "line_id": self._line(self.own_sales).id,
                    "reason_code": "fact",
                    "reason": "Receipt <b>17</b> is missing",
                    "state": "open",
                }
            ],
        )
        file = dispute._get_own_files()
        self.assertEqual((file.name, file.raw), ("receipt.txt", b"receipt 17"))

    def _check_with_another_fact(self):
        line = self._line(self.own_sales).with_user(self.manager)
        line.write({"fact_override": 460000, "override_reason": "A late receipt"})
        self.report.with_user(self.head).action_check()

    def test_practice(self):
        self._tour("practice")
        begun, passed = self.env["kpi.practice"].search([], order="id desc")
        self.assertEqual(passed.employee_id, self.seller)
        self.assertEqual(
            (passed.kind, passed.passed, passed.tries), ("example", True, 3)
        )
        self.assertEqual((begun.kind, begun.passed, begun.tries), ("random", False, 0))

    def test_idea_and_vote(self):
        notes = self.env["kpi.initiative"].with_user(self.colleague_user)
        notes.action_submit("More light", "idea")
        idea = notes.sudo().search([], limit=1)
        idea.with_user(self.manager).action_publish()
        self._tour("ideas", "ideas")
        self.assertEqual(idea.vote_count, 1)
        self.assertEqual(idea.vote_ids.employee_id, self.seller)
        note = notes.sudo().search([("id", "!=", idea.id)])
        self.assertEqual((note.text, note.kind), ("A pocket for the card", "idea"))
        self.assertFalse(note.employee_id)

    def test_preferences(self):
        self.seller.kpi_board_hidden = True
        self._tour("preferences")
        self.assertRecordValues(
            self.seller,
            [
                {
                    "kpi_notify_card": "inbox",
                    "kpi_notify_result": "email",
                    "kpi_notify_plan": False,
                    "kpi_notify_dispute": False,
                    "kpi_board_daily": True,
                    "kpi_board_hidden": False,
                }
            ],
        )
        self.assertFalse(self.colleague.kpi_notify_card)


@tagged("post_install", "-at_install")
class TestPortalToursPhone(TestPortalTours):
    browser_size = "390x844"
    touch_enabled = True
    allow_inherited_tests_method = True


@tagged("post_install", "-at_install")
class TestBoardTours(BoardData, HttpCase):
    """A head in the backend, and nobody before the wall screen."""

    def test_head(self):
        self.start_tour("/odoo/kpi-boards", "kpi_board_head", login=self.head.login)

    def test_wall(self):
        """All pages come round by themselves, once a second, with the stored figures.

        No tour: nothing of Odoo's web client is on that page.
        """
        board = self.board.with_user(self.manager)
        board.action_renew_token()
        with freeze_time("2026-10-15 18:00:00"):
            board.page_seconds = 3
        self.authenticate(None, None)
        for size in ("1366x768", "390x844"):
            with self.subTest(size=size):
                self.browser_size = size
                self.browser_js(
                    f"/kpi/board/{board.token}",
                    WALL,
                    "document.querySelectorAll('.o_wall_tile').length > 0",
                    timeout=90,
                )


WALL = """
(async () => {
    const seen = new Map();
    const number = () => document.getElementById("number").textContent;
    const total = Number(number().split(" / ")[1]);
    for (let turn = 0; turn < 300 && seen.size < total; turn++) {
        seen.set(number(), document.getElementById("page").textContent);
        await new Promise((done) => setTimeout(done, 200));
    }
    const text = [...seen.values()].join(" ");
    const {scrollWidth} = document.documentElement;
    for (const [ok, problem] of [
        [total > 1 && seen.size === total, `pages ${[...seen.keys()]} of ${total}`],
        [/Anna S\\..*49.%/.test(text), "Anna's 49 %: " + text],
        [text.includes("100,000") && text.includes("200,000"), "figures: " + text],
        [scrollWidth <= innerWidth, `${scrollWidth} px wide`],
        [!document.querySelector("a, form"), "a way out"],
    ]) {
        if (!ok) {
            throw new Error(problem);
        }
    }
    console.log("test successful");
})();
"""
