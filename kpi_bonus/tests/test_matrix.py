import psycopg2

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import DEFAULT_MATRIX, KpiBonusCommon


@tagged("post_install", "-at_install")
class TestMatrix(KpiBonusCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.matrix = cls._create_matrix("sellers").with_user(cls.manager)

    def _create_rows(self, rows, **values):
        return self.env["kpi.matrix"].create(
            {
                "name": "Summer",
                "company_id": self.company.id,
                "line_ids": [
                    Command.create({"threshold": low, "bonus_percent": percent})
                    for low, percent in rows
                ],
                **values,
            }
        )

    def test_bonus_percent(self):
        for total, percent in [
            (0, 0),
            (79.99, 0),
            (80, 80),
            (93, 90),
            (95, 95),
            (104.99, 100),
            (105, 110),
            (150, 200),
            # The last two rows: 10 of effectiveness are 20 of bonus, whole steps only.
            (159.99, 200),
            (160, 220),
            (175, 240),
        ]:
            with self.subTest(total=total):
                self.assertEqual(self.matrix.bonus_percent(total), percent)

    def test_last_row_holds(self):
        self.matrix.overflow = "top"
        self.assertEqual(self.matrix.bonus_percent(149.99), 180)
        self.assertEqual(self.matrix.bonus_percent(500), 200)

    def test_rows_may_be_entered_in_any_order(self):
        matrix = self._create_rows([(100, 100), (80, 50), (90, 75)])
        self.assertEqual(matrix._get_rows(), [(80, 50), (90, 75), (100, 100)])
        self.assertEqual(matrix.bonus_percent(85), 50)

    def test_default_matrix(self):
        matrix = self.env.ref("kpi_bonus.kpi_matrix_default")
        self.assertEqual(matrix._get_rows(), DEFAULT_MATRIX)
        self.assertEqual(matrix.overflow, "slope")
        self.assertEqual(matrix._get_activation_problems(), [])

    def test_falling_percent_is_refused(self):
        with self.assertRaisesRegex(
            ValidationError, "Matrix Summer pays 70 % from 90 % on, less than the 80 %"
        ):
            self._create_rows([(80, 80), (90, 70)])

    def test_duplicate_threshold_is_refused(self):
        with self.assertRaisesRegex(
            ValidationError, "Matrix Summer has two rows from 80 %: one pays 80 %"
        ):
            self._create_rows([(80, 80), (80, 90)])

    @mute_logger("odoo.sql_db")
    def test_duplicate_threshold_is_refused_by_the_database(self):
        self.env["kpi.matrix.line"].create(
            {"matrix_id": self.matrix.id, "threshold": 80, "bonus_percent": 80}
        )
        with self.assertRaises(psycopg2.IntegrityError):
            self.env.cr.execute("SET CONSTRAINTS ALL IMMEDIATE")

    def test_duplicate_threshold_is_found_at_activation(self):
        """The row may have come in by itself, past the matrix."""
        self.env["kpi.matrix.line"].create(
            {"matrix_id": self.matrix.id, "threshold": 80, "bonus_percent": 80}
        )
        with self.assertRaisesRegex(ValidationError, "two rows from 80 %"):
            self.matrix.action_activate()

    def test_negative_figures_are_refused(self):
        for row in [(-1, 10), (80, -1)]:
            with (
                self.subTest(row=row),
                mute_logger("odoo.sql_db"),
                self.assertRaises(psycopg2.IntegrityError),
                self.cr.savepoint(),
            ):
                self._create_rows([row])

    def test_all_rows_can_be_shifted_in_one_save(self):
        matrix = self._create_rows([(80, 80), (90, 90), (100, 100)])
        self.assertEqual(matrix._get_rows(), [(80, 80), (90, 90), (100, 100)])
        matrix.line_ids = [
            Command.update(line.id, {"threshold": line.threshold + 10})
            for line in matrix.line_ids
        ]
        self.env.cr.execute("SET CONSTRAINTS ALL IMMEDIATE")
        self.assertEqual(matrix._get_rows(), [(90, 80), (100, 90), (110, 100)])

    def test_activation(self):
        self.matrix.action_activate()
        self.assertEqual(self.matrix.state, "active")

    def test_activation_without_rows(self):
        with self.assertRaisesRegex(ValidationError, "Matrix Summer has no rows"):
            self._create_rows([]).action_activate()

    def test_activation_with_a_single_row(self):
        matrix = self._create_rows([(80, 80)])
        with self.assertRaisesRegex(ValidationError, "Matrix Summer .* a single one"):
            matrix.action_activate()
        matrix.overflow = "top"
        matrix.action_activate()
        self.assertEqual(matrix.bonus_percent(200), 80)

    def test_active_matrix_is_locked(self):
        self.matrix.action_activate()
        line = self.matrix.line_ids[0]
        changes = [
            lambda: self.matrix.write({"overflow": "top"}),
            lambda: self.matrix.write({"company_id": self.env.company.id}),
            lambda: self.matrix.write({"line_ids": [Command.clear()]}),
            lambda: line.write({"bonus_percent": 81}),
            lambda: line.unlink(),
            lambda: line.copy({"threshold": 10, "bonus_percent": 1}),
        ]
        for number, change in enumerate(changes):
            with (
                self.subTest(number),
                self.assertRaisesRegex(
                    ValidationError,
                    "Matrix of sellers is approved.*Make a new version of its scheme",
                ),
            ):
                change()
        self.assertEqual(line.bonus_percent, 80)

    def test_row_cannot_be_moved_to_an_active_matrix(self):
        self.matrix.action_activate()
        draft = self._create_rows([(10, 10)])
        with self.assertRaisesRegex(ValidationError, "is approved"):
            draft.line_ids.matrix_id = self.matrix.sudo()

    def test_words_of_an_active_matrix_may_change(self):
        self.matrix.action_activate()
        self.matrix.write({"name": "Summer", "reason": "Season", "active": False})
        self.assertEqual(self.matrix.reason, "Season")

    def test_active_matrix_cannot_be_deleted(self):
        self.matrix.copy().unlink()
        self.matrix.action_activate()
        with self.assertRaisesRegex(UserError, "Only drafts can be deleted"):
            self.matrix.unlink()

    def test_state_cannot_be_entered(self):
        with self.assertRaisesRegex(UserError, "State can't be entered"):
            self.matrix.state = "active"
        with self.assertRaisesRegex(UserError, "State can't be entered"):
            self._create_rows([(80, 80)], state="active")
        # What a form or an import sends for a draft is no forgery.
        self.assertTrue(self._create_rows([(80, 80)], state="draft"))

    def test_active_matrix_cannot_be_made_a_draft_again(self):
        self.matrix.action_activate()
        with self.assertRaisesRegex(ValidationError, "is approved"):
            self.matrix.state = "draft"

    def test_copies_are_drafts(self):
        self.matrix.action_activate()
        draft = self.matrix._copy_draft()
        self.assertEqual(draft.state, "draft")
        self.assertEqual(draft.display_name, "Matrix of sellers (draft)")
        self.assertEqual(draft._get_rows(), self.matrix._get_rows())
        self.assertEqual(self.matrix.copy().name, "Matrix of sellers (copy)")

    def test_section_head_only_reads(self):
        matrix = self.matrix.with_user(self.head)
        self.assertEqual(matrix.bonus_percent(93), 90)
        with self.assertRaises(AccessError):
            matrix.action_activate()
