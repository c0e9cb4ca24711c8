from datetime import date
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.kpi_import_mixin import ResolvedRows
from .facts_common import DAY, FactsCommon

FACT_COLUMNS = ["employee_id", "indicator_id", "date", "value"]


class ImportCommon(FactsCommon):
    def _load(self, columns, *rows, model="kpi.fact", user=None):
        model = self.env[model].with_user(user or self.manager)
        result = model.load(columns, [list(map(str, row)) for row in rows])
        self.env.flush_all()
        return result

    def _load_facts(self, *rows, **kwargs):
        return self._load(FACT_COLUMNS, *rows, **kwargs)

    def _get_messages(self, result):
        self.assertFalse(result["ids"])
        return [message["message"] for message in result["messages"]]

    def assertLoaded(self, result):
        self.assertEqual(result["messages"], [])
        return self.env["kpi.fact"].browse(result["ids"])


@tagged("post_install", "-at_install")
class TestImportKeys(ImportCommon):
    def test_person_by_name_badge_and_email(self):
        facts = self.assertLoaded(
            self._load_facts(
                ("Anna Seller", "own", DAY, 10),
                ("B0042", "own", DAY, 20),
                ("viktor@shop.TEST", "own", DAY, 30.5),
            )
        )
        people = self.seller + self.boris + self.toolman
        self.assertEqual(facts.employee_id, people)
        self.assertEqual(facts.mapped("value"), [10, 20, 30.5])
        self.assertEqual(set(facts.mapped("origin")), {"import"})
        self.assertEqual(facts.company_id, self.company)

    def test_spaces_and_case_do_not_matter(self):
        facts = self.assertLoaded(
            self._load_facts((" anna\N{NO-BREAK SPACE} SELLER ", "OWN", DAY, 10))
        )
        self.assertEqual(facts.employee_id, self.seller)

    def test_leaver_is_found(self):
        self.seller.active = False
        facts = self.assertLoaded(self._load_facts(("Anna Seller", "own", DAY, 1)))
        self.assertEqual(facts.employee_id, self.seller)

    def test_unknown_person(self):
        messages = self._get_messages(
            self._load_facts(
                ("Anna Seller", "own", DAY, 10), ("Ana Seller", "own", DAY, 20)
            )
        )
        self.assertEqual(len(messages), 1)
        self.assertRegex(messages[0], "Row 2: “Ana Seller” is not known in Domstroy")
        self.assertIn("the badge or the work e-mail", messages[0])
        self.assertFalse(self.env["kpi.fact"].search([]))

    def test_ambiguous_name_is_refused(self):
        namesake = self._create_employee("Anna  seller", barcode="B0043")
        result = self._load_facts(("Anna Seller", "own", DAY, 10))
        self.assertRegex(
            self._get_messages(result)[0],
            "Row 1: “Anna Seller” means 2 records.*the badge or the work e-mail",
        )
        self.assertEqual(result["messages"][0]["rows"], {"from": 0, "to": 0})
        self.assertEqual(result["messages"][0]["field"], "employee_id")
        facts = self.assertLoaded(self._load_facts(("B0043", "own", DAY, 10)))
        self.assertEqual(facts.employee_id, namesake)

    def test_badge_goes_before_name(self):
        """A name that is somebody else's badge would otherwise be ambiguous."""
        self._create_employee("B0042")
        facts = self.assertLoaded(self._load_facts(("B0042", "own", DAY, 10)))
        self.assertEqual(facts.employee_id, self.boris)

    def test_person_of_another_company_is_unknown(self):
        messages = self._get_messages(self._load_facts(("Stranger", "own", DAY, 10)))
        self.assertRegex(messages[0], "“Stranger” is not known in Domstroy")

    def test_person_of_another_company_by_id(self):
        columns = ["employee_id/.id", *FACT_COLUMNS[1:]]
        result = self._load(columns, (self.stranger.id, "own", DAY, 10))
        self.assertIn("Stranger", self._get_messages(result)[0])

    def test_external_id_is_left_to_odoo(self):
        self.env["ir.model.data"].create(
            {
                "module": "__import__",
                "name": "anna",
                "model": "hr.employee",
                "res_id": self.seller.id,
            }
        )
        columns = ["employee_id/id", *FACT_COLUMNS[1:]]
        facts = self.assertLoaded(self._load(columns, ("anna", "own", DAY, 10)))
        self.assertEqual(facts.employee_id, self.seller)

    def test_indicator_by_code_or_name(self):
        rows = [("B0042", "Own Sales", DAY, 1), ("B0042", "rating", DAY, 2)]
        facts = self.assertLoaded(self._load_facts(*rows))
        self.assertEqual(facts.indicator_id, self.own + self.rating)

    def test_unknown_and_ambiguous_indicator(self):
        self._create_indicator("Own sales", code="own2")
        messages = self._get_messages(
            self._load_facts(
                ("B0042", "Own sales", DAY, 1), ("B0042", "revenue", DAY, 2)
            )
        )
        self.assertRegex(messages[0], "Row 1: “Own sales” means 2 .*the code")
        self.assertRegex(messages[1], "Row 2: “revenue” is not known")

    def test_department_by_name_and_complete_name(self):
        columns = ["department_id", "indicator_id", "date", "value"]
        facts = self.assertLoaded(
            self._load(
                columns,
                ("Shop / Paints", "section", DAY, 1),
                ("tools", "section", DAY, 2),
            )
        )
        self.assertEqual(facts.department_id, self.paints + self.tools)

    def test_ambiguous_department(self):
        shop = self._create_department("Second shop", kind="shop")
        self._create_department("Paints", shop, "section")
        columns = ["department_id", "indicator_id", "date", "value"]
        result = self._load(columns, ("Paints", "section", DAY, 1))
        self.assertRegex(self._get_messages(result)[0], "“Paints” means 2.*full name")
        row = ("Shop / Paints", "section", DAY, 1)
        facts = self.assertLoaded(self._load(columns, row))
        self.assertEqual(facts.department_id, self.paints)

    def test_period_by_name(self):
        period = self._create_period()
        quarter = self._create_period(frequency="quarter")
        columns = ["period_id", "employee_id", "indicator_id", "value"]
        rows = [
            ("2026-10", "B0042", "own", 100),
            ("2026-Q4", "B0042", "own", 300),
        ]
        result = self._load(columns, *rows, model="kpi.target")
        self.assertEqual(result["messages"], [])
        targets = self.env["kpi.target"].browse(result["ids"])
        self.assertEqual(targets.period_id, period + quarter)
        result = self._load(columns, ("2026-11", "B0042", "own", 1), model="kpi.target")
        self.assertRegex(self._get_messages(result)[0], "2026-11.*2026-Q4")

    def test_section_head_imports_for_his_department(self):
        """He reads neither badges nor employees, and still may use both."""
        facts = self.assertLoaded(
            self._load_facts(("B0042", "own", DAY, 10), user=self.head)
        )
        self.assertEqual(facts.employee_id, self.boris)
        result = self._load_facts(("Viktor Toolman", "own", DAY, 10), user=self.head)
        self.assertFalse(result["ids"])
        self.assertEqual(self.env["kpi.fact"].search([]), facts)

    def test_plain_user_learns_nothing(self):
        """Not even which badges there are."""
        user = self._create_user("plain", None)
        with self.assertRaises(AccessError):
            self._load(["employee_id"], ["B0042"], ["B0043"], user=user)


@tagged("post_install", "-at_install")
class TestImportUpsert(ImportCommon):
    ROWS = (
        ("Anna Seller", "own", "2026-10-14", "10"),
        ("Anna Seller", "own", "2026-10-15", "0"),
        ("B0042", "own", "2026-10-15", "20.25"),
    )

    def test_same_file_twice_changes_nothing(self):
        facts = self.assertLoaded(self._load_facts(*self.ROWS))
        self.env.cr.execute("UPDATE kpi_fact SET write_date = '2020-01-01'")
        facts.invalidate_recordset()
        again = self.assertLoaded(self._load_facts(*self.ROWS))
        self.assertEqual(again, facts)
        self.assertEqual(self.env["kpi.fact"].search_count([]), 3)
        self.assertEqual({stamp.year for stamp in facts.mapped("write_date")}, {2020})

    def test_corrected_file_changes_what_differs(self):
        facts = self.assertLoaded(self._load_facts(*self.ROWS))
        self.env.cr.execute("UPDATE kpi_fact SET write_date = '2020-01-01'")
        facts.invalidate_recordset()
        corrected = [*self.ROWS[:2], ("B0042", "own", "2026-10-15", "21")]
        self.assertLoaded(self._load_facts(*corrected))
        self.assertEqual(facts.mapped("value"), [10, 0, 21])
        years = [stamp.year for stamp in facts.mapped("write_date")]
        self.assertEqual(years[:2], [2020, 2020])
        self.assertNotEqual(years[2], 2020)
        self.assertEqual(set(facts.mapped("origin")), {"import"})

    def test_import_replaces_a_hand_entered_fact(self):
        fact = self._create_fact(self.own, 5)
        fact = self.assertLoaded(self._load_facts(*self.ROWS)) & fact
        self.assertEqual((fact.value, fact.origin), (0, "import"))

    def test_one_key_twice_in_a_file(self):
        """By name and by badge: it is the person who counts, not the words."""
        self.boris.name = "Boris"
        messages = self._get_messages(
            self._load_facts(
                ("B0042", "own", DAY, 10),
                ("Anna Seller", "own", DAY, 10),
                ("Boris", "Own sales", DAY, 11),
            )
        )
        self.assertEqual(len(messages), 1)
        self.assertRegex(messages[0], "Rows 1 and 3 .*Own sales, 2026-10-15, Boris")
        self.assertFalse(self.env["kpi.fact"].search([]))

    def test_all_or_nothing(self):
        """One row can't be stored: the others, though sound, are not either."""
        self._close(self._create_period(date(2026, 11, 1)))
        facts = self.assertLoaded(self._load_facts(*self.ROWS))
        messages = self._get_messages(
            self._load_facts(
                ("Anna Seller", "own", "2026-10-14", "99"),
                ("Anna Seller", "own", "2026-10-30", "1"),
                ("Anna Seller", "own", "2026-11-01", "1"),
            )
        )
        self.assertIn("2026-11", messages[0])
        facts.invalidate_recordset()
        self.assertEqual(facts.mapped("value"), [10, 0, 20.25])
        self.assertEqual(self.env["kpi.fact"].search_count([]), 3)

    def test_one_update_that_fails(self):
        """Odoo tries rows one by one after an error; none of them may get lost."""
        self._create_period()
        facts = self.assertLoaded(self._load_facts(*self.ROWS))
        vals = {"employee_id": self.seller.id, "origin": "import"}
        november = self._create_fact(self.own, 5, date(2026, 11, 1), **vals)
        self._close(self._create_period(date(2026, 11, 1)))
        rows = [(*row[:3], "99") for row in self.ROWS]
        rows.append(("Anna Seller", "own", "2026-11-01", "6"))
        messages = self._get_messages(self._load_facts(*rows))
        self.assertIn("2026-11", messages[0])
        (facts + november).invalidate_recordset()
        self.assertEqual(facts.mapped("value"), [10, 0, 20.25])
        self.assertEqual(november.value, 5)

    def test_ids_in_the_file(self):
        """An exported file comes back: its ids say which rows are meant."""
        facts = self.assertLoaded(self._load_facts(*self.ROWS))
        rows = [(fact.id, fact.value + 1) for fact in facts]
        result = self._load([".id", "value"], *rows)
        self.assertEqual(result["messages"], [])
        self.assertEqual(facts.mapped("value"), [11, 1, 21.25])

    def test_empty_value_is_no_zero(self):
        messages = self._get_messages(
            self._load_facts(
                ("Anna Seller", "own", DAY, "0"), ("B0042", "own", DAY, " ")
            )
        )
        self.assertEqual(len(messages), 1)
        self.assertRegex(messages[0], "Row 2: Value is empty. Enter 0")

    def test_unreadable_value_and_date(self):
        result = self._load_facts(("B0042", "own", DAY, "many"))
        self.assertIn("'many'", self._get_messages(result)[0])
        with mute_logger("odoo.sql_db"):
            result = self._load_facts(("B0042", "own", "15.10", "1"))
        self.assertIn("'15.10'", self._get_messages(result)[0])

    def test_automatic_indicator(self):
        self._create_indicator("Service", code="service", method="card", source="card")
        result = self._load_facts(("B0042", "service", DAY, "1"))
        self.assertIn("measured automatically", self._get_messages(result)[0])

    def test_base_column(self):
        columns = [*FACT_COLUMNS, "base"]
        facts = self.assertLoaded(
            self._load(
                columns,
                ("B0042", "single", DAY, 1, 20),
                ("B0042", "rating", DAY, 90, ""),
                ("Anna Seller", "rating", DAY, 90, "0"),
            )
        )
        # An average without a base is one day's; a written 0 is "no data".
        self.assertEqual(facts.mapped("base"), [20, 1, 0])

    def test_targets_twice(self):
        self._create_period()
        columns = ["period_id", "employee_id", "department_id", "indicator_id", "value"]
        rows = [
            ("2026-10", "B0042", "", "own", 100),
            ("2026-10", "", "Shop / Paints", "section", 300),
            ("2026-10", "", "", "company", 900),
        ]
        first = self._load(columns, *rows, model="kpi.target")
        rows[1] = (*rows[1][:4], 310)
        second = self._load(columns, *rows, model="kpi.target")
        self.assertEqual(second["messages"], [])
        self.assertEqual(second["ids"], first["ids"])
        targets = self.env["kpi.target"].browse(first["ids"])
        self.assertEqual(targets.mapped("value"), [100, 310, 900])

    def test_only_the_batch_to_be_imported_is_judged(self):
        """Odoo hands over the rest of the file and imports its first rows."""
        facts = self.env["kpi.fact"].with_user(self.manager)
        rows = [list(row) for row in self.ROWS] + [["Nobody", "own", str(DAY), "1"]]
        result = facts.with_context(_import_limit=3).load(FACT_COLUMNS, rows)
        self.assertEqual((len(result["ids"]), result["nextrow"]), (3, 3))
        # A repeated key is found across batches.
        rows[3] = list(self.ROWS[0])
        result = facts.with_context(_import_limit=3).load(FACT_COLUMNS, rows)
        self.assertRegex(result["messages"][0]["message"], "Rows 1 and 4")

    def test_ids_in_a_clients_context_are_ignored(self):
        rows = [{"employee_id": self.boris.id}]
        facts = self.env["kpi.fact"].with_context(kpi_import_rows=rows)
        self.assertFalse(facts._is_kpi_import())
        facts = facts.with_context(kpi_import_rows=ResolvedRows(rows))
        self.assertTrue(facts._is_kpi_import())


@tagged("post_install", "-at_install")
class TestImportParent(ImportCommon):
    """Hours of plan-reports: a file names person and period, not the report."""

    COLUMNS = ["employee_id", "period_id", "date_from", "worked_hours"]

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.report = cls._issue_on(cls.own)
        cls.segment = (
            cls.env["kpi.plan.report.segment"]
            ._as_kpi_engine()
            .create(
                {
                    "report_id": cls.report.id,
                    "date_from": "2026-10-01",
                    "date_to": "2026-10-31",
                    "norm_hours": 176,
                    "worked_hours": 176,
                }
            )
        )

    def _load_hours(self, *rows, columns=None):
        segments = self.env["kpi.plan.report.segment"].with_user(self.manager)
        with (
            patch.object(
                type(segments),
                "_kpi_import_parent",
                ("report_id", ("employee_id", "period_id")),
            ),
            patch.object(type(segments), "_kpi_write_batch", write_by_engine),
        ):
            return segments.load(columns or self.COLUMNS, [list(row) for row in rows])

    def test_report_of_person_and_period(self):
        result = self._load_hours(("Anna Seller", "2026-10", "2026-10-01", "160.5"))
        self.assertEqual(result["messages"], [])
        self.assertEqual(result["ids"], self.segment.ids)
        self.assertEqual(self.segment.worked_hours, 160.5)

    def test_report_that_does_not_exist(self):
        result = self._load_hours(
            ("Boris Painter", "2026-10", "2026-10-01", "160"),
            ("Nobody", "2026-10", "2026-10-01", "160"),
        )
        messages = self._get_messages(result)
        self.assertEqual(len(messages), 2)
        self.assertRegex(messages[0], "Row 2: “Nobody” is not known")
        self.assertRegex(messages[1], "Row 1: there is no Plan-report of")

    def test_report_by_its_id(self):
        result = self._load_hours(
            (str(self.report.id), "2026-10-01", "150"),
            columns=["report_id/.id", "date_from", "worked_hours"],
        )
        self.assertEqual(result["messages"], [])
        self.assertEqual(self.segment.worked_hours, 150)


def write_by_engine(segments, changes):
    """Without the refresh of the report, which is tested elsewhere."""
    for segment, vals in changes:
        segment._as_kpi_engine().write(vals)


@tagged("post_install", "-at_install")
class TestImportQueries(ImportCommon):
    def _count_queries(self, rows):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.assertLoaded(self._load_facts(*rows))
        return self.env.cr.sql_log_count - before

    def test_resolving_does_not_grow_per_row(self):
        """100 people × 20 days: names, keys and checks are looked up together.

        What is left are the ORM's INSERT and UPDATE of 100 rows each: 20 of them.
        """
        names = [f"Seller {number}" for number in range(100)]
        self.env["hr.employee"].create(
            [{"name": name, "company_id": self.company.id} for name in names]
        )
        rows = [
            (name, "own", f"2026-10-{day:02}", day)
            for day in range(1, 21)
            for name in names
        ]
        self._load_facts(*rows[:1])
        few = self._count_queries(rows[1:101])
        for kind, again in (
            ("new", rows[101:]),
            ("equal", rows),
            ("changed", [(*row[:3], row[3] + 0.5) for row in rows]),
        ):
            with self.subTest(kind=kind):
                self.assertLess(self._count_queries(again), few + 25)
