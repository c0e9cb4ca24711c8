from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, split_every

from ..kpi_canonical import canonical_json, digest
from .kpi_grade import MONEY_GROUPS
from .kpi_locked_mixin import format_array

# Before the first link of a company.
GENESIS = "0" * 64
BATCH = 500
# First key of our advisory locks: "KPI". The second is the company.
LOCK_SPACE = 0x4B5049
# Columns of a link, in the order in which they are inserted; all but the last are what
# the hash is taken of.
LINK_COLUMNS = {
    "company_id": "int",
    "sequence": "int",
    "kind": "varchar",
    "res_model": "varchar",
    "res_id": "int",
    "date": "timestamp",
    "user_id": "int",
    "payload": "jsonb",
    "previous_hash": "varchar",
    "hash": "varchar",
}


class KpiSeal(models.Model):
    """A link of the chain over closed history, one chain per company.

    A link holds what a record was when it became history, and the SHA-256 of that and
    of the link before it. Whoever changes a closed record in the database, or a link,
    or takes a link out, is found by ``_verify``; whoever would write the whole chain
    anew is found by any hash that was noted elsewhere: closing posts the newest.

    | kind | sealed |
    |---|---|
    | report | a plan-report when its period is closed, with all that it rests on |
    | adjustment | a correction of a closed plan-report |
    | waiver | a ground, or an item of the closing check-list, let pass with a reason |
    | void | reopening: the link of the report counts no more; it stays all the same |
    """

    _name = "kpi.seal"
    _description = "Seal of closed history"
    _inherit = ["kpi.history.mixin", "kpi.locked.mixin"]
    _order = "company_id, sequence desc"
    _kpi_engine_fields = frozenset(LINK_COLUMNS)

    company_id = fields.Many2one("res.company", required=True, ondelete="restrict")
    sequence = fields.Integer(string="No.", required=True, aggregator=None)
    kind = fields.Selection(
        [
            ("report", "Plan-report closed"),
            ("adjustment", "Adjustment"),
            ("waiver", "Waiver"),
            ("void", "Reopened"),
        ],
        required=True,
    )
    res_model = fields.Char(string="Record type", required=True)
    res_id = fields.Many2oneReference(
        string="Record", model_field="res_model", required=True
    )
    record_name = fields.Char(string="Of", compute="_compute_record_name")
    date = fields.Datetime(string="Sealed on", required=True)
    user_id = fields.Many2one("res.users", string="By", required=True)
    payload = fields.Json(
        string="Content", required=True, groups=MONEY_GROUPS, prefetch=False
    )
    previous_hash = fields.Char(string="Hash before", required=True, size=64)
    hash = fields.Char(required=True, size=64)

    _sequence_unique = models.UniqueIndex(
        "(company_id, sequence)", "The chain has a link of this number already."
    )
    _previous_unique = models.UniqueIndex(
        "(company_id, previous_hash)", "Two links can't follow one and the same."
    )
    _record_idx = models.Index("(res_model, res_id)")
    _hash_is_sha256 = models.Constraint(
        "CHECK(hash ~ '^[0-9a-f]{64}$' AND previous_hash ~ '^[0-9a-f]{64}$')",
        "A hash is a SHA-256 in hexadecimal digits.",
    )

    @api.depends("company_id", "sequence")
    def _compute_display_name(self):
        for seal in self:
            seal.display_name = self.env._("Seal %(number)s", number=seal.sequence)

    @api.depends("res_model", "res_id")
    def _compute_record_name(self):
        for model, seals in self.grouped("res_model").items():
            # sudo: a name; whoever may read seals may know of what.
            records = self.env[model].sudo().browse(seals.mapped("res_id")).exists()
            names = {record.id: record.display_name for record in records}
            for seal in seals:
                seal.record_name = names.get(seal.res_id, self.env._("deleted"))

    def _get_change_refusal(self):
        return self.env._(
            "%(seal)s is part of the sealed history and can't be changed, copied or "
            "deleted.",
            seal=self.display_name,
        )

    # -- adding links -----------------------------------------------------------------

    @api.model
    def _add(self, kind, records):
        """Seal records as they are now; each has ``_prepare_seal_payload()``."""
        for company, members in records.grouped("company_id").items():
            self._append(company, kind, members, members._iterate_seal_payloads())

    @api.model
    def _void(self, records, reason):
        """The newest links of these records count no more."""
        live = self._get_live_links(records)
        for company, members in records.grouped("company_id").items():
            payloads = (
                (record.id, {"reason": reason, "voids": live[record.id]})
                for record in members
                if record.id in live
            )
            self._append(company, "void", members, payloads)

    @api.model
    def _append(self, company, kind, records, payloads):
        """Append links in batches.

        :param payloads: iterator of (record id, payload)
        """
        self.env.flush_all()  # payloads are read from the tables
        self._lock_chain(company)
        last = self._get_last_link(company)
        now = fields.Datetime.now()
        for batch in split_every(BATCH, payloads):
            links = []
            for res_id, payload in batch:
                last = {
                    "company_id": company.id,
                    "sequence": last["sequence"] + 1,
                    "kind": kind,
                    "res_model": records._name,
                    "res_id": res_id,
                    "date": now,
                    "user_id": self.env.uid,
                    "payload": payload,
                    "previous_hash": last["hash"],
                }
                last["hash"] = self._get_hash(last)
                links.append(last)
            self._insert_links(links)

    @api.model
    def _lock_chain(self, company):
        """One writer per chain until the end of the transaction."""
        self.env.cr.execute(
            SQL("SELECT pg_advisory_xact_lock(%s, %s)", LOCK_SPACE, company.id)
        )

    @api.model
    def _get_last_link(self, company):
        rows = self.env.execute_query_dict(
            SQL(
                """SELECT sequence, hash FROM kpi_seal WHERE company_id = %s
                ORDER BY sequence DESC LIMIT 1""",
                company.id,
            )
        )
        return rows[0] if rows else {"sequence": 0, "hash": GENESIS}

    @api.model
    def _get_live_links(self, records):
        """{record id: number of its newest link}, of those that are not void."""
        rows = self.env.execute_query(
            SQL(
                """SELECT DISTINCT ON (res_id) res_id, sequence, kind FROM kpi_seal
                WHERE res_model = %s AND res_id IN %s
                ORDER BY res_id, sequence DESC""",
                records._name,
                tuple(records.ids or [0]),
            )
        )
        return {res_id: number for res_id, number, kind in rows if kind != "void"}

    @api.model
    def _get_hash(self, link):
        """SHA-256 of everything in a link, its predecessor's hash included."""
        content = {name: link[name] for name in LINK_COLUMNS if name != "hash"}
        return digest({**content, "date": link["date"].isoformat()})

    @api.model
    def _insert_links(self, links):
        """In one statement.

        ON CONFLICT, because whoever waited for the lock may still see the chain as of
        before: PostgreSQL then reports a conflict of transactions, which Odoo tries
        anew, and not a broken rule, which it would show to the user.
        """
        arrays = []
        for name, column_type in LINK_COLUMNS.items():
            values = [link[name] for link in links]
            if column_type == "jsonb":
                values = [canonical_json(value) for value in values]
            elif column_type == "timestamp":
                values = [value.isoformat() for value in values]
            array_type = SQL(column_type)
            arrays.append(SQL("%s::%s[]", format_array(values), array_type))
        self.env.cr.execute(
            SQL(
                """INSERT INTO kpi_seal (%(names)s, create_uid, create_date)
                SELECT *, %(uid)s, now() AT TIME ZONE 'UTC' FROM unnest(%(arrays)s)
                ON CONFLICT DO NOTHING""",
                names=SQL(", ").join(map(SQL.identifier, LINK_COLUMNS)),
                uid=self.env.uid,
                arrays=SQL(", ").join(arrays),
            )
        )
        if self.env.cr.rowcount != len(links):
            raise UserError(
                self.env._(
                    "The sealed history of %(company)s does not let itself be "
                    "continued. Verify the history.",
                    company=self.env["res.company"].browse(links[0]["company_id"]).name,
                )
            )
        self.invalidate_model()
