import json
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .board_common import DAY, NOW, BoardData


@tagged("post_install", "-at_install")
class TestBoardSettings(BoardData):
    def test_names(self):
        for kind, expected in (
            ("full", ["Anna Seller", "Viktor Toolman", "Boris Painter"]),
            ("short", ["Anna S.", "Viktor T.", "Boris P."]),
            ("none", ["", "", ""]),
        ):
            self._write(show_names=kind)
            rows = self.board._find_table("total")["rows"]
            self.assertEqual([row["name"] for row in rows], expected)
            self.assertEqual(
                "Anna" in json.dumps(self.board._read_data()), any(expected)
            )

    @freeze_time(NOW)
    def _write(self, **vals):
        self.board.with_user(self.manager).write(vals)

    @freeze_time(NOW)
    def test_whoever_hides_himself_is_gone_at_once(self):
        self.viktor.kpi_board_hidden = True
        self.assertEqual(
            self._get_places("total"), [("Anna S.", 1, 1), ("Boris P.", 2, -1)]
        )
        self.assertNotIn("Viktor", self.board.wall_data)
        # What he sells still counts in the whole.
        self.assertEqual(self._get_tile(self.own_sales)["month"], 560000)
        self._write(shown="all")
        self.assertIn("Viktor T.", self._get_table("total"))

    def test_section(self):
        self._write(department_id=self.paints.id)
        self.assertEqual(list(self._get_table("total")), ["Anna S.", "Boris P."])
        keys = [table["key"] for table in self.board._read_data()["tables"]]
        # One section is not compared with itself.
        self.assertEqual(
            keys, ["total", f"kpi-{self.own_sales.id}", f"kpi-{self.service.id}"]
        )

    def test_company(self):
        self._write(department_id=False)
        self.assertEqual(len(self._get_table("total")), 3)

    def test_posts_and_kpis(self):
        other = self.env["hr.job"].create(
            {"name": "Loader", "company_id": self.company.id}
        )
        self._write(job_ids=self.job.ids, indicator_ids=self.own_sales.ids)
        self.assertEqual(len(self._get_table("total")), 3)
        self.assertEqual(len(self.board._read_data()["tiles"]), 1)
        self._write(job_ids=other.ids)
        self.assertEqual(self._get_table("total"), {})

    def test_shadow_periods_are_not_shown(self):
        self.env.cr.execute("UPDATE kpi_period SET mode = 'shadow'")
        self.env.invalidate_all()
        self._write(name="Hidden")
        self.assertFalse(self.board._read_data())
        self.assertFalse(self.board.period_id)

    def test_archived_people_are_gone(self):
        self.viktor.active = False
        self._refresh()
        self.assertNotIn("Viktor T.", self._get_table("total"))

    def test_no_pay_is_on_it(self):
        """Neither wages nor percents of pay, whatever the board shows."""
        self.seller.version_id.wage = 54321
        self._refresh()
        report = self.period.sudo().report_ids[:1]
        self.assertTrue(report.earned_salary)
        for text in (json.dumps(self.board._read_data()), self.board.wall_data):
            self.assertNotIn("54321", text.replace(",", ""))
            self.assertNotIn(f"{report.earned_salary:.0f}", text.replace(",", ""))

    def test_other_period_leaves_the_board_alone(self):
        september = self._create_period("2026-09-01").with_user(self.manager)
        september.action_prepare()
        hashed = self.board.data_hash
        with freeze_time(NOW):
            september.action_open()
        self.assertEqual(self.board.period_id, self.period)
        self.assertEqual(self.board.data_hash, hashed)

    @mute_logger("odoo.addons.kpi_bonus.isolation")
    def test_failing_board_stops_nothing(self):
        broken = self._create_board(name="Broken")
        boards = self.env.registry["kpi.board"]
        prepare = boards._prepare_data

        def fail(board, snapshot):
            if board.id == broken.id:
                raise ValueError("broken")
            return prepare(board, snapshot)

        self._create_fact(self.own_sales, 300000, DAY, employee_id=self.boris.id)
        with patch.object(boards, "_prepare_data", fail):
            self._refresh()
        self.assertEqual(self._get_places("total")[0][0], "Boris P.")

    def test_fixed_number_of_queries(self):
        """However many people and boards there are, but for one UPDATE per board."""
        with freeze_time(NOW):
            self.board._refresh_content()
            self.env.invalidate_all()
            few = self._count_queries()
        for number in range(20):
            self._create_employee(f"Seller {number}")
        with freeze_time(NOW):
            self.period.action_prepare()
            self.period.action_open()
            self.env.flush_all()
            self.env.invalidate_all()
            self.assertLessEqual(self._count_queries(), few + 2)

    def _count_queries(self):
        before = self.env.cr.sql_log_count
        self.board._refresh_content()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before


@tagged("post_install", "-at_install")
class TestBoardRights(BoardData):
    def test_engine_fields(self):
        board = self.board.with_user(self.manager)
        for vals in ({"token": "1-x"}, {"data": {}}, {"wall_data": "{}"}):
            with self.assertRaises(AccessError):
                board.write(vals)
        with self.assertRaises(AccessError):
            self.env["kpi.board"].with_user(self.manager).create(
                {"name": "X", "token": "1-x"}
            )

    def test_head_reads_no_key(self):
        self.board.with_user(self.manager).action_renew_token()
        board = self.board.with_user(self.head)
        self.assertEqual(board.read(["name"])[0]["name"], "The shop")
        for name in ("token", "wall_url"):
            with self.assertRaises(AccessError):
                board.read([name])
        for action in ("action_renew_token", "action_revoke_token", "action_open_wall"):
            with self.assertRaises(AccessError):
                getattr(board, action)()

    def test_head_of_another_shop(self):
        self.paints.manager_id = False
        other = self._create_department("Other shop", kind="shop")
        other.manager_id = self.head_employee
        boards = self.env["kpi.board"].with_user(self.head)
        self.assertFalse(boards.search([]))
        company = self._create_board(name="All", department_id=False)
        self.assertEqual(boards.search([]), company)
        other.parent_id = self.shop
        # The shop is above now, and hers is still a shop of its own.
        self.assertEqual(len(boards.search([])), 2)

    def test_key_is_new_each_time(self):
        board = self.board.with_user(self.manager)
        board.action_renew_token()
        first = board.token
        board.action_renew_token()
        self.assertNotEqual(board.token, first)
        find = self.env["kpi.board"]._find_by_token
        self.assertFalse(find(first))
        self.assertEqual(find(board.token), board)
        board.action_revoke_token()
        self.assertFalse(board.token)

    def test_copy_has_no_key(self):
        self.board.with_user(self.manager).action_renew_token()
        copy = self.board.with_user(self.manager).copy()
        self.assertFalse(copy.token)
