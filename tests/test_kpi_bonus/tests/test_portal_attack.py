"""Every route of the employee's pages, opened by those who have no business there.

The routes are taken from Odoo's routing map: a new one is attacked as soon as it is
there, and one with an argument unknown here fails the test.
"""

import json
import threading

from freezegun import freeze_time

from odoo import http
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from odoo.addons.kpi_bonus.tests.portal_common import KpiPortalCommon
from odoo.addons.kpi_bonus.tests.report_common import SIGNATURE

PREFIXES = ("/my/kpi", "/kpi/")
# Ids that no record has, and what is no id at all.
MISSING = 2**31 - 5
SECRETS = ("Anna Seller", "Secret", "452,067", "18,000")
HTML = "<script>alert(1)</script>"
HUGE = "9" * 100_000
FILE = {"name": "receipt.png", "content": SIGNATURE}
FORGED_FORM = {
    "name": HTML,
    "signature": HTML,
    "reason": HTML,
    "reason_code": HTML,
    "text": HTML,
    "objection": HTML,
    "answer": HTML,
    "kind": HTML,
    "effectiveness": HUGE,
    "bonus_percent": "nan",
    "facts": HUGE,
    "line_id": "-1",
    "report_id": "0 OR 1=1",
    "anonymous": "x" * 1000,
}
# Besides our own.
TABLES = ["hr_employee", "hr_version", "ir_attachment", "mail_message", "res_partner"]
# Routes of others than employees, and of whom a token lets in.
NOT_OWN = {"token", "employee_id", "board_id", "initiative_id"}
# Where an employee writes what he likes, in his own name: tried with HTML.
TEXTS_ARE_FREE = {
    "kpi_disqualification",
    "kpi_card_line",
    "kpi_dispute",
    "mail_message",
}


class AttackCommon(KpiPortalCommon):
    """A month of Anna's with everything that others must not see or touch."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._sign()
        cls._create_month_facts()
        cls._submit(claims=cls._get_claims(own=500000))
        line = cls.report.card_id.line_ids[0]
        line.with_user(cls.seller_user).action_object("Secret objection")
        with freeze_time("2026-11-03 08:00:00"):
            dispute_id = cls.own_report.action_dispute(
                "fact", "Secret reason", files=[FILE]
            )
            ground = cls._propose_falsification()
        dispute = cls.env["kpi.dispute"].browse(dispute_id)
        notes = cls.env["kpi.initiative"].with_user(cls.seller_user)
        notes.action_submit("Secret idea of Anna")
        board = cls.env["kpi.board"].create(
            {"name": "Secret board", "company_id": cls.company.id}
        )
        cls.victim = {
            "report_id": cls.report.id,
            "line_id": cls.report.line_ids[0].id,
            "card_line_id": line.id,
            "dispute_id": dispute.id,
            "file_id": dispute._get_own_files()[:1].id,
            "ground_id": ground.id,
            "initiative_id": notes.sudo().search([], limit=1).id,
            "board_id": board.id,
            "employee_id": cls.seller.id,
            "attestation_id": cls._create_attestation().id,
        }

    @classmethod
    def _create_case_scheme(cls, name="Case", **vals):
        grounds = cls.env.ref("kpi_bonus.kpi_ground_falsification")
        return super()._create_case_scheme(name, ground_ids=grounds.ids, **vals)

    @classmethod
    def _propose_falsification(cls):
        head_report = cls.report.with_user(cls.head)
        head_report.action_propose_falsification("Secret evidence")
        return cls.report.disqualification_ids.filtered(
            lambda record: record.ground == "falsification"
        )

    @classmethod
    def _create_attestation(cls):
        attestation = cls.env["kpi.attestation"].create(
            {
                "employee_id": cls.seller.id,
                "kind": "position",
                "date": "2026-10-15",
                "reason": "Secret reason to attest",
            }
        )
        attestation._as_kpi_engine().write({"state": "held", "result": "failed"})
        return attestation

    def setUp(self):
        super().setUp()
        # The routing map asks the thread, as a server's worker would know it.
        thread = threading.current_thread()
        if not hasattr(thread, "dbname"):
            thread.dbname = self.env.cr.dbname
            self.addCleanup(delattr, thread, "dbname")
        # What the chatter is to say of the preparations is written at commit.
        self.env.cr.precommit.run()

    def _get_rules(self, *arguments):
        """Routes with all of these arguments in their path, or with any at all."""
        rules = [
            rule
            for rule in self.env["ir.http"].routing_map().iter_rules()
            if rule.rule.startswith(PREFIXES) and rule.arguments >= set(arguments)
        ]
        self.assertTrue(rules)
        return rules

    def _build(self, rule, values):
        """The path with these values; a KeyError for an argument not known here."""
        if rule.rule.startswith("/my/kpi/card/"):
            values = {**values, "line_id": values["card_line_id"]}
        arguments = {name: values[name] for name in rule.arguments}
        _domain, path = rule.build(arguments, append_unknown=False)
        return path

    def _call(self, rule, path, token=True):
        """(status, text) of what a route answers, whatever its kind."""
        url = self.base_url() + path
        options = {"allow_redirects": False, "timeout": 60}
        if rule.endpoint.routing["type"] == "jsonrpc":
            answer = self.opener.post(url, json={"params": FORGED_FORM}, **options)
            error = answer.json().get("error")
            text = json.dumps(error["data"]["name"] if error else answer.json())
            return (500 if error else 200), text
        if "GET" in (rule.methods or {"GET"}):
            answer = self.opener.get(url, **options)
        else:
            csrf = {"csrf_token": http.Request.csrf_token(self)} if token else {}
            answer = self.opener.post(url, data={**csrf, **FORGED_FORM}, **options)
        return answer.status_code, answer.text

    def _take_snapshot(self):
        """{table: digest of all its rows}."""
        self.env.flush_all()
        names = self.env.execute_query(
            SQL(
                r"""SELECT relname FROM pg_class
                WHERE relname LIKE 'kpi\_%%' AND relkind = 'r' ORDER BY relname"""
            )
        )
        return {
            name: self.env.execute_query(
                SQL(
                    "SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM %s t",
                    SQL.identifier(name),
                )
            )
            for name in [name for [name] in names] + TABLES
        }


@tagged("post_install", "-at_install")
class TestPortalAttack(AttackCommon):
    @mute_logger("odoo.http")
    def test_other_peoples_records(self):
        """The answer is that to an id that no record has."""
        before = self._take_snapshot()
        missing = dict.fromkeys(self.victim, MISSING)
        for user in (self.colleague_user, self.stranger, self.foreign_user):
            self._login(user)
            for rule in self._get_rules():
                if not rule.arguments or rule.arguments & NOT_OWN:
                    continue
                with self.subTest(route=rule.rule, user=user.login):
                    answer = self._call(rule, self._build(rule, self.victim))
                    nothing = self._call(rule, self._build(rule, missing))
                    self.assertEqual(answer[0], nothing[0])
                    self.assertIn(answer[0], (404, 500))
                    self._assert_no_secret(answer[1])
        self.assertEqual(self._get_changes(before), set())

    @mute_logger("odoo.http")
    def test_other_peoples_parts_of_ones_own(self):
        """One's own report with a line or a ground of somebody else's."""
        before = self._take_snapshot()
        mixed = {**self.victim, "report_id": self.colleague_report.id}
        self._login(self.colleague_user)
        for argument in ("line_id", "ground_id"):
            for rule in self._get_rules("report_id", argument):
                with self.subTest(route=rule.rule):
                    status, text = self._call(rule, self._build(rule, mixed))
                    self.assertEqual(status, 404)
                    self._assert_no_secret(text)
        self.assertEqual(self._get_changes(before), set())

    @mute_logger("odoo.http")
    def test_without_login(self):
        before = self._take_snapshot()
        self.authenticate(None, None)
        for rule in self._get_rules():
            if "token" in rule.arguments:
                continue
            with self.subTest(route=rule.rule):
                status, text = self._call(rule, self._build(rule, self.victim))
                self.assertIn(status, (303, 400, 500))
                self._assert_no_secret(text)
        self.assertEqual(self._get_changes(before), set())

    @mute_logger("odoo.http")
    def test_pages_of_ones_own_show_nobody_else(self):
        for user in (self.colleague_user, self.stranger, self.foreign_user):
            self._login(user)
            for rule in self._get_rules():
                if rule.arguments or rule.rule == "/my/kpi/board":
                    continue  # the board shows colleagues: that is its purpose
                with self.subTest(route=rule.rule, user=user.login):
                    status, text = self._call(rule, rule.rule)
                    self.assertLess(status, 500)
                    self._assert_no_secret(text)

    @mute_logger("odoo.http")
    def test_forms_without_token(self):
        before = self._take_snapshot()
        self._login(self.seller_user)
        for rule in self._get_rules():
            if "POST" not in (rule.methods or ()):
                continue
            with self.subTest(route=rule.rule):
                path = self._build(rule, self.victim)
                status, _text = self._call(rule, path, token=False)
                self.assertEqual(status, 400)
        self.assertEqual(self._get_changes(before), set())

    @mute_logger("odoo.http")
    def test_forged_values_on_ones_own(self):
        """Nonsense is refused with a message, and nothing of it comes back raw."""
        before = self._take_snapshot()
        self._login(self.seller_user)
        for rule in self._get_rules():
            if rule.arguments & NOT_OWN or rule.endpoint.routing["type"] == "jsonrpc":
                continue
            with self.subTest(route=rule.rule):
                status, text = self._call(rule, self._build(rule, self.victim))
                self.assertLess(status, 500)
                self.assertNotIn(HTML, text)
        changed = self._get_changes(before)
        self.assertLessEqual(changed, TEXTS_ARE_FREE)

    @mute_logger("odoo.http")
    def test_wrong_token(self):
        for rule in self._get_rules("token"):
            for token in ("0", "x" * 10_000, "%00", "..", HTML, "None", "False"):
                with self.subTest(route=rule.rule, token=token[:10]):
                    status, text = self._call(rule, self._build(rule, {"token": token}))
                    self.assertIn(status, (400, 404))
                    self._assert_no_secret(text)

    def test_closed_month(self):
        """Whoever owns it can't change it either, but dispute it."""
        with freeze_time("2026-11-10 08:00:00"):
            self.report.dispute_ids.with_user(self.manager).action_reject("No")
            self.report.disqualification_ids.with_user(self.manager).action_drop("No")
            self._close_period(self.period)
        self.env.cr.precommit.run()
        before = self._take_snapshot()
        self._login(self.seller_user)
        for rule in self._get_rules("report_id"):
            if "POST" in (rule.methods or ()):
                with self.subTest(route=rule.rule), mute_logger("odoo.http"):
                    self._call(rule, self._build(rule, self.victim))
        self.assertFalse(self._get_changes(before))

    def test_two_hundred_rapid_posts(self):
        """Handing in is once, whatever a finger or a script does."""
        self._login(self.colleague_user)
        report = self.colleague_report
        with freeze_time("2026-11-02 18:00:00"):
            sign = self.base_url() + f"/my/kpi/{report.id}/plan/sign"
            terms = {"terms": report.terms_hash}
            values = {"name": "Boris", "signature": SIGNATURE}
            for _post in range(200):
                self.opener.post(sign, params=terms, json={"params": values})
        self.assertEqual(report.state, "signed")
        signatures = report.message_ids.filtered(
            lambda message: "signed" in (message.body or "").lower()
        )
        self.assertLessEqual(len(signatures), 1)

    def test_anonymous_idea_leaves_no_trace(self):
        """One row more in one table, and no log line with the author."""
        self._login(self.seller_user)
        self._open("/my/kpi/ideas")
        before = self._count_rows()
        form = {"text": "Secret idea", "kind": "idea", "anonymous": "1"}
        with self.assertLogs(level="DEBUG") as logs:
            self._post("/my/kpi/ideas", form, 303)
        after = self._count_rows()
        grown = {table: after[table] - before[table] for table in after}
        self.assertEqual(
            {table: count for table, count in grown.items() if count},
            {"kpi_initiative": 1},
        )
        [row] = self.env.execute_query_dict(
            SQL("SELECT * FROM kpi_initiative WHERE text = 'Secret idea'")
        )
        self.assertFalse({"create_uid", "write_uid", "create_date"} & row.keys())
        self.assertIsNone(row["employee_id"])
        ours = [line for line in logs.output if "kpi" in line and "idea" in line]
        for line in ours:
            self.assertNotIn(self.seller_user.login, line)
            self.assertNotIn("Secret idea", line)

    # -- helpers ----------------------------------------------------------------------

    def _assert_no_secret(self, text):
        for secret in SECRETS:
            self.assertNotIn(secret, text)

    def _get_changes(self, before):
        after = self._take_snapshot()
        return {table for table in after if after[table] != before[table]}

    def _count_rows(self):
        self.env.flush_all()
        names = self.env.execute_query(
            SQL(
                """SELECT relname FROM pg_class
                JOIN pg_namespace ON pg_namespace.oid = relnamespace
                WHERE nspname = 'public' AND relkind = 'r'"""
            )
        )
        counts = SQL(" UNION ALL ").join(
            SQL("SELECT %s, COUNT(*) FROM %s", name, SQL.identifier(name))
            for [name] in names
        )
        return dict(self.env.execute_query(counts))
