from hashlib import sha256

from odoo import api, models
from odoo.models import MAGIC_COLUMNS
from odoo.tools import SQL, split_every

from ..kpi_canonical import digest

BATCH = 500
# What a report rests on, and by which column it is found.
REPORT_PARTS = (
    ("kpi.plan.report.line", "report_id"),
    ("kpi.plan.report.segment", "report_id"),
    ("kpi.disqualification", "report_id"),
)


class KpiPlanReport(models.Model):
    """What the seal of a closed plan-report covers: every stored figure of it.

    Read from the tables and not from the cache, a fixed number of queries per batch:
    the report, its KPIs with fingerprints of their daily facts, hours, grounds, the
    card with its entries, signatures and photos. Texts are kept as fingerprints, since
    they may hold names.
    """

    _inherit = "kpi.plan.report"

    def _iterate_seal_payloads(self):
        facts = {
            period.id: self.env["kpi.fact"]._get_digests(
                period.company_id,
                period._get_indicators(),
                period.date_from,
                period.date_to,
            )
            for period in self.period_id
        }
        for ids in split_every(BATCH, self.ids):
            yield from self.browse(ids)._get_seal_payloads(facts).items()

    def _get_seal_payloads(self, facts):
        """{report id: {model: {id: values}}}"""
        rows = self._read_sealed(self, "id", self.ids)
        payloads = {key: {self._name: {str(key): row}} for key, row in rows.items()}
        for model, link in REPORT_PARTS:
            self._put_parts(payloads, model, link, {key: key for key in rows})
        cards = {row["card_id"]: key for key, row in rows.items() if row["card_id"]}
        self._put_parts(payloads, "kpi.card", "id", cards)
        self._put_parts(payloads, "kpi.card.line", "card_id", cards)
        for payload in payloads.values():
            self._put_facts(payload, facts)
        return payloads

    def _put_parts(self, payloads, model, link, owners):
        """:param owners: {value of the link column: report id}"""
        rows = self._read_sealed(self.env[model], link, list(owners))
        for record_id, row in rows.items():
            owner = record_id if link == "id" else row[link]
            parts = payloads[owners[owner]].setdefault(model, {})
            parts[str(record_id)] = row

    def _put_facts(self, payload, facts):
        """Beside each KPI the fingerprints of its daily facts, by subject."""
        [report] = payload[self._name].values()
        digests = facts[report["period_id"]]
        terms = report["terms"] or {"lines": []}
        scopes = {term["indicator_id"]: term["scope"] for term in terms["lines"]}
        for line in payload.get("kpi.plan.report.line", {}).values():
            indicator = line["indicator_id"]
            own = {"employee": report["employee_id"], "company": 0}
            subject = own.get(scopes.get(indicator), line["department_id"])
            # After a transfer: the sections that were taken into account.
            subjects = [part[0] for part in line["parts"] or [[subject]]]
            line["facts"] = {
                str(unit): digests.get((indicator, unit)) for unit in subjects
            }

    # -- reading ----------------------------------------------------------------------

    @api.model
    def _read_sealed(self, records, link, ids):
        """{id: {column: plain value}} of the rows whose ``link`` is one of ``ids``."""
        if not ids:
            return {}
        fields = [
            field
            for name, field in records._fields.items()
            if field.store and field.column_type and name not in MAGIC_COLUMNS
        ]
        columns = [self._get_column_sql(field) for field in fields]
        rows = self.env.execute_query(
            SQL(
                "SELECT id, %s FROM %s WHERE %s IN %s ORDER BY id",
                SQL(", ").join(columns),
                SQL.identifier(records._table),
                SQL.identifier(link),
                tuple(ids),
            )
        )
        sealed = {
            row_id: {
                field.name: _get_plain(field, value)
                for field, value in zip(fields, values, strict=True)
            }
            for row_id, *values in rows
        }
        self._put_binaries(records, sealed)
        return sealed

    @api.model
    def _get_column_sql(self, field):
        column = SQL.identifier(field.name)
        if field.column_type[0] == "numeric":
            # Exact, and 5 the same as 5.00, however a dump spells it.
            return SQL("trim_scale(%s)::text", column)
        if field.column_type[0].startswith("float"):
            return SQL("%s::text", column)
        return column

    @api.model
    def _put_binaries(self, records, sealed):
        """Fingerprints of what is stored as files: signatures, photos."""
        names = [
            name
            for name, field in records._fields.items()
            if field.type in ("binary", "image") and field.store and field.attachment
        ]
        if not names or not sealed:
            return
        for row in sealed.values():
            row.update(dict.fromkeys(names))
        # sudo: read for their fingerprint only.
        attachments = (
            self.env["ir.attachment"]
            .sudo()
            .search(
                [
                    ("res_model", "=", records._name),
                    ("res_field", "in", names),
                    ("res_id", "in", list(sealed)),
                ],
                order="id",
            )
        )
        for attachment in attachments:
            content = sha256(attachment.raw or b"").hexdigest()
            sealed[attachment.res_id][attachment.res_field] = content


def _get_plain(field, value):
    """A value that Json spells in one way only."""
    if field.type in ("char", "text", "html") and not field.translate:
        return digest(value) if value else None
    if field.type in ("date", "datetime"):
        return value and value.isoformat()
    return _replace_floats(value) if field.type == "json" else value


def _replace_floats(value):
    if isinstance(value, dict):
        return {key: _replace_floats(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_replace_floats(item) for item in value]
    return repr(value) if isinstance(value, float) else value
