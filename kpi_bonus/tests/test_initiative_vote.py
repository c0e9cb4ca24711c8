from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .dispute_common import DisputeCommon


@tagged("post_install", "-at_install")
class TestInitiativeVote(DisputeCommon):
    def _drop(self, user=None, **vals):
        box = self.env["kpi.initiative"].with_user(user or self.seller_user)
        box.action_submit("A pocket for the card", **vals)
        return self.env["kpi.initiative"].search([], limit=1, order="id desc")

    def _vote(self, note, user=None, is_for=True):
        note.with_user(user or self.colleague_user).action_vote(is_for)

    def _get_shown(self, user=None):
        box = self.env["kpi.initiative"].with_user(user or self.colleague_user)
        return box._get_for_employee()["public"]

    def test_vote_and_take_it_back(self):
        note = self._drop(anonymous=True)
        note.with_user(self.manager).action_publish()
        self._vote(note)
        self._vote(note)  # a second tap
        self._vote(note, self.seller_user)
        self.assertEqual(note.vote_count, 2)
        [shown] = self._get_shown()
        self.assertEqual((shown["votes"], shown["is_voted"]), (2, True))
        self._vote(note, is_for=False)
        self._vote(note, is_for=False)
        self.assertEqual(note.vote_count, 1)
        [shown] = self._get_shown()
        self.assertEqual((shown["votes"], shown["is_voted"]), (1, False))

    def test_what_can_be_voted_on(self):
        hidden = self._drop()
        question = self._drop(kind="question")
        question.with_user(self.manager).action_publish()
        closed = self._drop()
        closed.with_user(self.manager).action_publish()
        closed.with_user(self.manager).action_close()
        with self.assertRaises(AccessError):
            self._vote(hidden)
        with self.assertRaises(AccessError):
            self._vote(self.env["kpi.initiative"].browse(10**6))
        for note in (question, closed):
            with self.assertRaisesRegex(UserError, "Votes are for ideas"):
                self._vote(note)
        self.assertEqual(
            [note["is_votable"] for note in self._get_shown()], [False] * 2
        )

    def test_who_votes(self):
        note = self._drop()
        note.with_user(self.head).action_publish()
        for user in (self.stranger_user, self.internal_user):
            with (
                self.subTest(user=user.login),
                self.assertRaisesRegex(AccessError, "is for employees"),
            ):
                self._vote(note, user)
        rival = self.env["res.company"].create({"name": "Rival"})
        foreigner = self._create_user("foreigner", "", company=rival)
        self.env["hr.employee"].create(
            {"name": "Vera", "company_id": rival.id, "user_id": foreigner.id}
        )
        with self.assertRaises(AccessError):
            self._vote(note, foreigner)
        self.assertFalse(note.vote_count)

    def test_votes_are_secret(self):
        """How many, not who: nobody reads the votes, and they bear no time."""
        note = self._drop()
        note.with_user(self.manager).action_publish()
        self._vote(note)
        self.assertEqual(note.with_user(self.manager).vote_count, 1)
        with self.assertRaises(AccessError):
            note.with_user(self.manager).read(["vote_ids"])
        self.env.flush_all()
        self.env.cr.execute("SELECT * FROM kpi_initiative_vote LIMIT 1")
        [row] = self.env.cr.dictfetchall()
        self.assertEqual(set(row), {"id", "initiative_id", "employee_id"})

    def test_who_publishes(self):
        note = self._drop()
        for user in (self.seller_user, self.internal_user):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                note.with_user(user).action_publish()
        note.with_user(self.head).action_publish()
        self.assertTrue(note.is_public)
        self.assertEqual(note.state, "new")
