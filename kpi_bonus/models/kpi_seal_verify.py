from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL, split_every

from .kpi_seal import GENESIS, LINK_COLUMNS

BATCH = 500
ALTERED = "link_altered"


class KpiSeal(models.Model):
    """Comparing the chain with itself, and with the records that it seals.

    A finding is a dict of ``link`` (number), ``res_model``, ``res_id``, ``path`` (keys
    from the record down to the value), ``sealed``, ``current`` and ``problem``, a code
    that ``kpi.seal.finding`` puts into words.
    """

    _inherit = "kpi.seal"

    @api.model
    def _verify(self, company):
        """:return: findings; none is history as it was sealed"""
        # What is in the tables counts, not what Odoo remembers of it.
        self.env.flush_all()
        self.env.invalidate_all()
        live = {}
        findings = self._verify_chain(company, live)
        altered = {find["link"] for find in findings if find["problem"] == ALTERED}
        names = {model for model, _res_id in live} | self._get_sealed_models().keys()
        for model in sorted(names):
            numbers = {key[1]: link for key, link in live.items() if key[0] == model}
            findings += self._find_unsealed(company, model, numbers)
            # What an altered link says proves nothing about its record.
            sound = {key: link for key, link in numbers.items() if link not in altered}
            findings += self._verify_records(company, model, sound)
        return findings

    @api.model
    def _get_sealed_models(self):
        """Hook: {model: domain of its records that must have a link}."""
        return {
            "kpi.plan.report": Domain("state", "=", "closed"),
            "kpi.adjustment": Domain.TRUE,
            "kpi.disqualification": Domain("state", "=", "waived"),
            "kpi.period.check": Domain("waived_on", "!=", False),
        }

    # -- the chain --------------------------------------------------------------------

    @api.model
    def _verify_chain(self, company, live):
        """:param live: is filled with {(model, id): number of its link that counts}"""
        findings = []
        before = {"sequence": 0, "hash": GENESIS}
        for link in self._iterate_links(company):
            problem = self._get_link_problem(link, before)
            if problem:
                findings.append({"link": link["sequence"], "problem": problem})
            key = link["res_model"], link["res_id"]
            live[key] = link["sequence"]
            if link["kind"] == "void":
                del live[key]
            before = link
        return findings

    @api.model
    def _get_link_problem(self, link, before):
        if link["hash"] != self._get_hash(link):
            return ALTERED
        if link["sequence"] != before["sequence"] + 1:
            return "link_missing"
        if link["previous_hash"] != before["hash"]:
            return "link_not_following"
        return None

    @api.model
    def _iterate_links(self, company, numbers=None):
        """Yield links as dicts of their columns, in their order.

        :param numbers: only these
        """
        names = SQL(", ").join(map(SQL.identifier, LINK_COLUMNS))
        condition = SQL("TRUE")
        if numbers is not None:
            condition = SQL("sequence IN %s", tuple(numbers))
        last = 0
        while last is not None:
            links = self.env.execute_query_dict(
                SQL(
                    """SELECT %s FROM kpi_seal
                    WHERE company_id = %s AND sequence > %s AND %s
                    ORDER BY sequence LIMIT %s""",
                    names,
                    company.id,
                    last,
                    condition,
                    BATCH,
                )
            )
            yield from links
            last = links[-1]["sequence"] if len(links) == BATCH else None

    # -- the records ------------------------------------------------------------------

    @api.model
    def _find_unsealed(self, company, model, numbers):
        """History without a link: the link was deleted, or Odoo was bypassed."""
        domain = self._get_sealed_models().get(model)
        if domain is None:
            return []
        records = self.env[model].search(
            domain & Domain("company_id", "=", company.id), order="id"
        )
        return [
            {"res_model": model, "res_id": res_id, "problem": "unsealed"}
            for res_id in records.ids
            if res_id not in numbers
        ]

    @api.model
    def _verify_records(self, company, model, numbers):
        """Compare records with the links that count."""
        findings = []
        for ids in split_every(BATCH, sorted(numbers)):
            records = self.env[model].browse(ids).exists()
            current = dict(records._iterate_seal_payloads())
            sealed = {
                link["res_id"]: link
                for link in self._iterate_links(
                    company, [numbers[res_id] for res_id in ids]
                )
            }
            for res_id, link in sealed.items():
                if res_id in current:
                    findings += self._compare(link, current[res_id])
                else:
                    about = {"res_model": model, "res_id": res_id}
                    about["values"] = link["payload"].get(model, {}).get(str(res_id))
                    findings.append(
                        {"link": link["sequence"], "problem": "deleted", **about}
                    )
        return findings

    @api.model
    def _compare(self, link, current):
        """Differences of one sealed record, each with the record and field it is in."""
        if link["payload"] == current:  # nearly always, and in a fraction of the time
            return []
        findings = []
        for model in link["payload"] | current:
            sealed_rows = link["payload"].get(model, {})
            current_rows = current.get(model, {})
            for key in sorted(sealed_rows.keys() | current_rows.keys(), key=int):
                about = {"link": link["sequence"], "res_model": model}
                about["res_id"] = int(key)
                if key not in current_rows:
                    about["values"] = sealed_rows[key]
                    findings.append({**about, "problem": "deleted"})
                elif key not in sealed_rows:
                    findings.append({**about, "problem": "added"})
                else:
                    findings += [
                        {**about, "problem": "altered", **difference}
                        for difference in _diff(sealed_rows[key], current_rows[key])
                    ]
        return findings


def _diff(sealed, current, path=()):
    """Yield path, sealed and current value of every leaf that differs.

    Keys that are new are no alteration: a later version of the module brings fields.
    """
    if isinstance(sealed, dict) and isinstance(current, dict):
        for key, value in sealed.items():
            yield from _diff(value, current.get(key), (*path, key))
    elif isinstance(sealed, list) and isinstance(current, list):
        if len(sealed) != len(current):
            yield {"path": path, "sealed": sealed, "current": current}
            return
        for number, (old, new) in enumerate(zip(sealed, current, strict=True)):
            yield from _diff(old, new, (*path, str(number + 1)))
    elif sealed != current:
        yield {"path": path, "sealed": sealed, "current": current}
