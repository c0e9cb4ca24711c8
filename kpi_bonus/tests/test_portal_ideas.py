import logging
from pathlib import Path

from odoo import http
from odoo.tests import tagged
from odoo.tools import mute_logger

from .portal_common import KpiPortalCommon

URL = "/my/kpi/ideas"
TEXT = "A pocket for the card, please"


@tagged("post_install", "-at_install")
class TestPortalIdeas(KpiPortalCommon):
    def _drop(self, status=303, **vals):
        return self._post(URL, {"text": TEXT, "kind": "idea", **vals}, status)

    def _get_last(self):
        return self.env["kpi.initiative"].search([], limit=1, order="id desc")

    def test_signed_note_and_answer(self):
        self._login(self.seller_user)
        self._drop(text="More <b>light</b>", kind="question")
        note = self._get_last()
        self.assertEqual((note.employee_id, note.kind), (self.seller, "question"))
        note.with_user(self.manager).action_answer("From <i>May</i> on")
        page = self._open(URL).text
        self.assertIn("More &lt;b&gt;light&lt;/b&gt;", page)
        self.assertIn("From &lt;i&gt;May&lt;/i&gt; on", page)
        self._login(self.colleague_user)
        self.assertNotIn("May", self._open(URL).text)

    def test_wrong_note_stays_on_the_page(self):
        self._login(self.seller_user)
        for vals in ({"kind": "joke"}, {"text": " "}, {"text": "x" * 10001}):
            with self.subTest(vals=str(vals)[:30]):
                page = self._drop(200, anonymous="1", **vals).text
                self.assertIn("Initiative box: choose a kind", page)
        page = self._drop(200, kind="joke").text
        self.assertIn(TEXT, page)
        self.assertFalse(self._get_last())

    def test_votes(self):
        self._login(self.seller_user)
        self._drop(anonymous="1")
        note = self._get_last()
        note.with_user(self.manager).action_publish()
        url = f"{URL}/{note.id}/vote"
        for user in (self.seller_user, self.colleague_user):
            self._login(user)
            self._post(url, {"vote": "1"}, 303)
            self._post(url, {"vote": "1"}, 303)
        self.assertEqual(note.vote_count, 2)
        self.assertIn("I am for it", self._open(URL).text)
        self._post(url, {}, 303)
        self.assertEqual(note.vote_count, 1)
        for user in (self.stranger, self.foreign_user):
            self._login(user)
            self._post(url, {"vote": "1"}, 404)
        for note_id in (10**6, 10**12):
            self._post(f"{URL}/{note_id}/vote", {"vote": "1"}, 404)
        self.assertEqual(note.vote_count, 1)

    def test_stranger(self):
        self._login(self.stranger)
        self.assertTrue(self._open(URL, 303).headers["Location"].endswith("/my/kpi"))
        self._drop(404)
        self.assertFalse(self._get_last())

    def test_anonymous_note_leaves_no_trace(self):
        """Every table of the database, the session and our log, before and after.

        What is new after an anonymous note is the note; no row that came or changed
        with it bears the author, in any column.
        """
        for number in range(3):  # five people: the shop itself tells nobody
            self._create_employee(f"Seller {number}")
        self._login(self.seller_user)
        self._open(URL)  # what a first visit leaves behind is not the note's
        session = Path(http.root.session_store.get_session_filename(self.session.sid))
        before, session_before = self._read_tables(), session.read_bytes()
        with self.assertLogs(level=logging.DEBUG) as logs, mute_logger("werkzeug"):
            self._drop(anonymous="1")
        after = self._read_tables()
        changed = {
            table: rows - before.get(table, set())
            for table, rows in after.items()
            if rows - before.get(table, set())
        }
        self.assertEqual(set(changed), {"kpi_initiative"}, changed)
        [row] = changed["kpi_initiative"]
        self.assertIn(TEXT, row)
        for trace in (self.seller.name, self.seller_user.login, "partner_id"):
            self.assertNotIn(trace, row)
        self.assertIn('"employee_id": null', row)
        self.assertNotIn("create_uid", row)
        self.assertEqual(session.read_bytes(), session_before)
        ours = [line for line in logs.output if "kpi" in line.partition(":")[2]]
        self.assertFalse([line for line in ours if TEXT in line], ours)

    def _read_tables(self):
        """{table: the rows as Json} of all tables but the sequences of the ORM."""
        self.env.flush_all()
        self.env.cr.execute(
            """SELECT relname FROM pg_class
            WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"""
        )
        tables = {}
        for [table] in self.env.cr.fetchall():
            self.env.cr.execute(f'SELECT to_jsonb(t)::text FROM "{table}" AS t')
            tables[table] = {row for [row] in self.env.cr.fetchall()}
        return tables
