"""What is done to history past Odoo, and where the verifier finds it."""

from psycopg2 import IntegrityError

from odoo.tests import tagged
from odoo.tools import mute_logger

from .history_common import HistoryCommon

# Statement, what is found and where: model, field (path) and both values.
ALTERED = [
    (
        "UPDATE kpi_plan_report SET bonus_amount = 99999 WHERE id = %(report)s",
        ("kpi.plan.report", "bonus_amount", "18136.36", "99999"),
    ),
    (
        "UPDATE kpi_plan_report SET state = 'checked' WHERE id = %(report)s",
        ("kpi.plan.report", "state", "closed", "checked"),
    ),
    (
        "UPDATE kpi_plan_report SET terms = jsonb_set(terms,"
        " '{matrix,rows,3,1}', '\"200.0\"') WHERE id = %(report)s",
        ("kpi.plan.report", "terms/matrix/rows/4/2", "95.0", "200.0"),
    ),
    (
        "UPDATE kpi_plan_report_line SET fact = fact + 0.01 WHERE id = %(line)s",
        ("kpi.plan.report.line", "fact", "452067", "452067.01"),
    ),
    (
        "UPDATE kpi_plan_report_line SET plan = 400000 WHERE id = %(line)s",
        ("kpi.plan.report.line", "plan", "500000", "400000"),
    ),
    (
        "UPDATE kpi_plan_report_segment SET wage = 40000 WHERE id = %(segment)s",
        ("kpi.plan.report.segment", "wage", "20000", "40000"),
    ),
    (
        "UPDATE kpi_plan_report_segment SET version_id = NULL WHERE id = %(segment)s",
        ("kpi.plan.report.segment", "version_id", "%(version)s", "None"),
    ),
    (
        "UPDATE kpi_card SET presented = TRUE WHERE id = %(card)s",
        ("kpi.card", "presented", "None", "True"),
    ),
    (
        "UPDATE kpi_card_line SET state = 'withdrawn' WHERE id = %(card_line)s",
        ("kpi.card.line", "state", "valid", "withdrawn"),
    ),
    (
        "UPDATE kpi_disqualification SET state = 'confirmed' WHERE id = %(ground)s",
        ("kpi.disqualification", "state", "waived", "confirmed"),
    ),
    (
        "UPDATE kpi_period_check SET waive_reason = 'x' WHERE id = %(check)s",
        ("kpi.period.check", "waive_reason", "Not part of this test", "x"),
    ),
]
# Changes whose values are fingerprints: the place alone is told.
ALTERED_PLACES = [
    (
        "UPDATE kpi_fact SET value = 500000 WHERE id = %(fact)s",
        ("kpi.plan.report.line", "facts/%(employee)s"),
    ),
    (
        "DELETE FROM kpi_fact WHERE id = %(fact)s",
        ("kpi.plan.report.line", "facts/%(employee)s"),
    ),
    (
        "UPDATE kpi_fact SET date = '2026-10-16' WHERE id = %(fact)s",
        ("kpi.plan.report.line", "facts/%(employee)s"),
    ),
    (
        "UPDATE kpi_plan_report_segment SET override_reason = 'x'"
        " WHERE id = %(segment)s",
        ("kpi.plan.report.segment", "override_reason"),
    ),
    (
        "UPDATE kpi_card_line SET note = 'x' WHERE id = %(card_line)s",
        ("kpi.card.line", "note"),
    ),
]
# Records that went or came, and links: problem, model, number of the link.
OTHERS = [
    (
        "DELETE FROM kpi_card_line WHERE id = %(card_line)s",
        ("deleted", "kpi.card.line", 3),
    ),
    (
        "INSERT INTO kpi_card_line (card_id, employee_id, period_id, company_id, date,"
        " type_id, kind, points, author_id, origin, state, answer_state)"
        " SELECT card_id, employee_id, period_id, company_id, date, type_id, kind,"
        " points, author_id, origin, state, answer_state"
        " FROM kpi_card_line WHERE id = %(card_line)s",
        ("added", "kpi.card.line", 3),
    ),
    ("DELETE FROM kpi_seal WHERE id = %(first)s", ("link_missing", None, 2)),
    ("DELETE FROM kpi_seal WHERE id = %(second)s", ("link_missing", None, 3)),
    ("DELETE FROM kpi_seal WHERE id = %(last)s", ("unsealed", "kpi.plan.report", None)),
    (
        "UPDATE kpi_seal SET payload = jsonb_set(payload,"
        " '{kpi.plan.report,%(report)s,bonus_amount}', '\"1\"') WHERE id = %(last)s",
        ("link_altered", None, 3),
    ),
    (
        "UPDATE kpi_seal SET date = date - interval '1 day' WHERE id = %(second)s",
        ("link_altered", None, 2),
    ),
    (
        "UPDATE kpi_seal SET user_id = 1 WHERE id = %(second)s",
        ("link_altered", None, 2),
    ),
    (
        "UPDATE kpi_seal SET kind = 'void' WHERE id = %(last)s",
        ("link_altered", None, 3),
    ),
]
# The report with everything below it.
DELETE_REPORT = """
    DELETE FROM kpi_disqualification WHERE report_id = %(report)s;
    DELETE FROM kpi_plan_report_line WHERE report_id = %(report)s;
    DELETE FROM kpi_plan_report_segment WHERE report_id = %(report)s;
    DELETE FROM kpi_plan_report WHERE id = %(report)s"""
SWAP_LINKS = """
    UPDATE kpi_seal SET sequence = -1 WHERE id = %(first)s;
    UPDATE kpi_seal SET sequence = 1 WHERE id = %(second)s;
    UPDATE kpi_seal SET sequence = 2 WHERE id = %(first)s"""


@tagged("post_install", "-at_install")
class TestHistoryInSql(HistoryCommon):
    def setUp(self):
        super().setUp()
        links = self.env["kpi.seal"].search([], order="sequence", limit=3)
        self.ids = {
            "report": self.report.id,
            "line": self.lines[1].id,
            "segment": self.segment.id,
            "version": self.segment.version_id.id,
            "employee": self.seller.id,
            "card": self.card.id,
            "card_line": self.card_line.id,
            "ground": self.ground.id,
            "check": self.period.check_ids.filtered("waived_on").id,
            "fact": self.own_fact.id,
            "first": links[0].id,
            "second": links[1].id,
            "last": links[2].id,
        }
        self.env.flush_all()

    def _find(self, statement):
        """What the verifier finds after a statement, which is taken back again."""
        savepoint = self.cr.savepoint()
        self.cr.execute(statement % self.ids)
        findings = self.env["kpi.seal"]._verify(self.company)
        savepoint.rollback()
        savepoint.close()
        self.env.invalidate_all()
        return findings

    def _describe(self, finding):
        path = "/".join(finding["path"])
        values = tuple(str(finding[side]) for side in ("sealed", "current"))
        return (finding["res_model"], path, *values)

    def test_altered_rows(self):
        for statement, expected in ALTERED:
            with self.subTest(statement=statement):
                found = set(map(self._describe, self._find(statement)))
                self.assertIn(tuple(text % self.ids for text in expected), found)
                # A waived ground has a seal of its own besides the report's.
                self.assertLessEqual(len(found), 2)

    def test_altered_facts_and_texts(self):
        for statement, (model, path) in ALTERED_PLACES:
            with self.subTest(statement=statement):
                [finding] = self._find(statement)
                self.assertEqual(self._describe(finding)[:2], (model, path % self.ids))

    def test_records_and_links(self):
        for statement, expected in OTHERS:
            with self.subTest(statement=statement):
                found = [
                    (find["problem"], find.get("res_model"), find.get("link"))
                    for find in self._find(statement)
                ]
                self.assertIn(expected, found)

    def test_deleted_report(self):
        [*_grounds, finding] = self._find(DELETE_REPORT)
        self.assertEqual(
            (finding["problem"], finding["res_model"], finding["res_id"]),
            ("deleted", "kpi.plan.report", self.report.id),
        )
        self.assertEqual(finding["values"]["employee_id"], self.seller.id)

    def test_swapped_links(self):
        findings = self._find(SWAP_LINKS)
        self.assertEqual(
            [(find["problem"], find["link"]) for find in findings],
            [("link_altered", 1), ("link_altered", 2), ("link_not_following", 3)],
        )

    @mute_logger("odoo.sql_db")
    def test_what_the_database_refuses(self):
        for statement in (
            # A second link of one number, a fork, something that is no hash.
            "UPDATE kpi_seal SET sequence = 1 WHERE id = %(second)s",
            "UPDATE kpi_seal SET previous_hash = repeat('0', 64) WHERE id = %(last)s",
            "UPDATE kpi_seal SET hash = 'x' WHERE id = %(last)s",
            "UPDATE kpi_plan_report SET bonus_amount = -1 WHERE id = %(report)s",
            "UPDATE kpi_plan_report_segment SET wage = -1 WHERE id = %(segment)s",
            "DELETE FROM kpi_card WHERE id = %(card)s",
            "DELETE FROM kpi_plan_report WHERE id = %(report)s",
        ):
            with (
                self.subTest(statement=statement),
                self.assertRaises(IntegrityError),
                self.cr.savepoint(),
            ):
                self.cr.execute(statement % self.ids)

    def test_nothing_that_history_rests_on_can_be_deleted(self):
        """By the database itself, or (versions of contracts) by a rule of its own."""
        payload = self.env["kpi.seal"].browse(self.ids["last"]).payload
        parents = {"report_id", "version_id"}
        for model in payload:
            for name, field in self.env[model]._fields.items():
                own = field.type == "many2one" and field.store and not field.related
                if own and name not in parents | {"create_uid", "write_uid"}:
                    with self.subTest(field=f"{model}.{name}"):
                        self.assertEqual(field.ondelete, "restrict")
