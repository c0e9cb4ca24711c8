from odoo import models


class KpiLockedMixin(models.AbstractModel):
    """Records that become history say what of them is sealed."""

    _inherit = "kpi.locked.mixin"

    def _prepare_seal_payload(self):
        """Hook: Json of one record that stays as it is from now on.

        Ids, texts, decimals as texts, dates in ISO format; no names of people.
        """
        raise NotImplementedError

    def _iterate_seal_payloads(self):
        """Yield (id, payload), whose form is {model: {id: {field: value}}}.

        A model whose payload spans other tables overrides this, for many at once.
        """
        for record in self:
            values = record._prepare_seal_payload()
            yield record.id, {self._name: {str(record.id): values}}
