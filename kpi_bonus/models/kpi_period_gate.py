from odoo import api, fields, models
from odoo.exceptions import LockError
from odoo.tools import SQL


class KpiPeriod(models.Model):
    """Who may be at work on a period at the same time.

    Odoo's transactions see the database as of their beginning. So it is not enough to
    look whether a period is closed: somebody may be closing it, and his transaction
    does not see what this one is about to write.

    | who | lock on the period | meets |
    |---|---|---|
    | whoever writes what closing freezes | ``_hold_open``, shared | a change of state |
    | a refresh | ``_lock_run(True)`` | another refresh, a change of state |
    | a change of state | ``_lock_run(False)`` | everybody |

    Whoever finds the period locked is told. Whoever comes later, but began earlier,
    gets PostgreSQL's serialization failure, and Odoo begins his request anew.
    """

    _inherit = "kpi.period"

    corrected_at = fields.Datetime(
        string="Corrected on",
        copy=False,
        readonly=True,
        help="Last change of something in it while it was in review.",
    )

    # Part of a unique index, the state counts as a key for PostgreSQL: to change it
    # conflicts with the shared lock below and with every row that is just being made
    # for the period. A refresh, which leaves the state alone, conflicts with neither.
    _state_key = models.UniqueIndex("(id, state)")

    def _hold_open(self):
        """Keep these periods from being closed until this transaction ends.

        Called before anything is written that a closed period freezes; the caller
        checks the state. In review the row itself is written, too: a closing that has
        begun already then fails and starts anew instead of missing what is written.
        """
        if not self.ids:
            return
        self.flush_recordset(["state"])
        rows = self.env.execute_query(
            SQL(
                """SELECT id, state FROM kpi_period WHERE id IN %s
                ORDER BY id FOR KEY SHARE SKIP LOCKED""",
                tuple(self.ids),
            )
        )
        if len(rows) < len(self.ids):
            self._refuse_locked()
        in_review = self.browse([key for key, state in rows if state == "review"])
        if in_review:
            # sudo: a head who enters a fact may not write the period otherwise.
            engine = in_review.sudo()._as_kpi_engine()
            engine.corrected_at = fields.Datetime.now()
            engine.flush_recordset(["corrected_at"])

    @api.model
    def _hold_days(self, companies, date_from, date_to):
        """``_hold_open`` for the periods of a span of days. :return: those periods"""
        periods = self.search_fetch(
            [
                ("company_id", "in", companies.ids),
                ("date_from", "<=", date_to),
                ("date_to", ">=", date_from),
            ],
            ["company_id", "date_from", "date_to", "state"],
        )
        periods._hold_open()
        return periods

    def _lock_run(self, keeps_state):
        """Exclude others for the rest of the transaction, or say who is in the way.

        :param keeps_state: what follows leaves the state alone (a refresh), so that
            people may go on entering facts meanwhile
        """
        try:
            self.lock_for_update(allow_referencing=keeps_state)
        except LockError:
            self._refuse_locked()

    def _refuse_locked(self):
        raise LockError(
            self.env._(
                "Somebody else is closing, refreshing or correcting period %(period)s "
                "right now. Nothing of yours was saved: try again in a moment.",
                period=", ".join(self.sudo().mapped("name")),
            )
        )
