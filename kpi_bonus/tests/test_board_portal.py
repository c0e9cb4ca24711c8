from freezegun import freeze_time

from odoo.tests import HttpCase, new_test_user, tagged

from .board_common import NOW, BoardData


@tagged("post_install", "-at_install")
class TestBoardPortal(BoardData, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anna = cls._create_portal_user("anna")
        cls.seller.user_id = cls.anna
        cls.stranger = cls._create_portal_user("stranger")

    @classmethod
    def _create_portal_user(cls, name):
        return new_test_user(
            cls.env,
            login=f"kpi_{name}",
            groups="base.group_portal",
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
        )

    def _open(self, query="", user=None):
        user = user or self.anna
        self.authenticate(user.login, user.login)
        response = self.url_open(f"/my/kpi/board{query}")
        self.assertEqual(response.status_code, 200)
        return response.text

    def test_own_row_and_place(self):
        text = self._open()
        self.assertEqual(text.count('class="o_kpi_board_own"'), 1)
        self.assertIn("Viktor T.", text)
        own = text[text.index("o_kpi_board_own") :]
        self.assertIn("Anna S.", own[: own.index("</tr>")])
        self.assertIn("Your place", text)

    def test_own_row_without_names(self):
        with freeze_time(NOW):
            self.board.show_names = "none"
        text = self._open()
        self.assertNotIn("Viktor", text)
        self.assertIn("o_kpi_board_own", text)

    def test_table_of_choice(self):
        text = self._open(f"?table=kpi-{self.own_sales.id}")
        self.assertIn("200,000", text)
        for forged in ("kpi-0", "x", "<script>", "%00", "total&table=x"):
            self.assertIn("Your place", self._open(f"?table={forged}"))

    def test_boards_of_own_section_shop_and_company(self):
        names = {
            "Paints board": self.paints,
            "Tools board": self.tools,
            "Company board": self.env["hr.department"],
        }
        boards = {
            name: self._create_board(name=name, department_id=department.id)
            for name, department in names.items()
        }
        text = self._open()
        self.assertNotIn("Tools board", text)
        for name in ("Paints board", "Company board", "The shop"):
            self.assertIn(name, text)
        # The nearest comes first; a board that is not his is as good as none.
        own = f'href="/my/kpi/board?board={boards["Paints board"].id}" aria-current'
        self.assertIn(own, text)
        forged = self._open(f"?board={boards['Tools board'].id}")
        self.assertNotIn("Viktor", forged)
        self.assertIn(own, forged)

    def test_other_company(self):
        other = self.env["res.company"].create({"name": "Rival"})
        self._create_board(name="Rival board", company_id=other.id, department_id=False)
        self.assertNotIn("Rival board", self._open())

    def test_nobodys_board(self):
        self.assertIn("No board yet", self._open(user=self.stranger))
        self.assertIn(
            "No board yet", self._open(f"?board={self.board.id}", self.stranger)
        )

    def test_hidden_person(self):
        with freeze_time(NOW):
            self.seller.kpi_board_hidden = True
        text = self._open()
        self.assertIn("You are not shown on this board", text)
        self.assertNotIn("Anna S.", text)

    def test_before_the_first_figures(self):
        self.env.cr.execute("UPDATE kpi_board SET data = NULL")
        self.assertIn("No data yet", self._open())

    def test_texts_are_escaped(self):
        with freeze_time(NOW):
            self.boris.name = "<b>Boris"
            self.board.name = "<b>shop"
        self._refresh()
        text = self._open()
        self.assertNotIn("<b>Boris", text)
        self.assertNotIn("<b>shop", text)

    def test_no_access_rows(self):
        """The page is the only way: portal users read no boards."""
        boards = self.env["kpi.board"].with_user(self.anna)
        self.assertFalse(boards.has_access("read"))

    def test_no_login(self):
        response = self.url_open("/my/kpi/board", allow_redirects=False)
        self.assertEqual(response.status_code, 303)

    def test_few_queries(self):
        """Frame and session included; 15 are allowed with 500 people."""
        self._open()
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(14):
            self.url_open("/my/kpi/board")
