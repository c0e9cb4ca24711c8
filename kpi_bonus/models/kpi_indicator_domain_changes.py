from odoo import models
from odoo.fields import Domain


class KpiIndicator(models.Model):
    """Domain source: which records, besides the measured ones, a figure depends on."""

    _inherit = "kpi.indicator"

    def _get_read_paths(self):
        """Paths from the measured record to all records that are read for the fact.

        ``{"", "order_id."}`` for lines of confirmed orders: a line counts from the
        moment the order is confirmed, though nothing is written on the line.

        :return: None if that can't be told: a field that is searched in a way of its
            own, or records that keep no date of their last change
        """
        model = self._get_measured_model()
        expressions = [(model, "", self.date_field_id.name)]
        if self.value_field_id:
            expressions.append((model, "", self.value_field_id.name))
        if self.scope != "company":
            path = self._parse_subject_path(model)
            expressions.append((model, "", ".".join([*path.hops, path.last])))
        for text in (self.domain, self.base_domain):
            expressions += self._get_expressions(model, "", self._parse_filter(text))
        paths = {"" if model._log_access else None}
        for expression in expressions:
            paths.update(self._walk(*expression))
        return None if None in paths else paths

    def _get_expressions(self, model, path, domain):
        """Every (model, path to it, field expression) of a filter."""
        expressions = []
        for condition in domain.iter_conditions():
            name = condition.field_expr
            expressions.append((model, path, name))
            if condition.operator in ("any", "not any"):
                comodel = model.env[model._fields[name].comodel_name]
                inner = Domain(condition.value)
                expressions += self._get_expressions(comodel, f"{path}{name}.", inner)
        return expressions

    def _walk(self, model, path, expression):
        """Paths to the records on the way of a field expression; None: unknown."""
        name, _dot, rest = expression.partition(".")
        field = model._fields.get(name)
        if field is None or not (field.store or field.related):
            return {None}
        if not field.store:
            return self._walk(
                model, path, ".".join(filter(None, [field.related, rest]))
            )
        # A property or a part of a date is not on another record.
        if not field.relational or not (rest or field.type == "one2many"):
            return set()
        comodel = model.env[field.comodel_name]
        path = f"{path}{name}."
        found = {path if comodel._log_access else None}
        return found | self._walk(comodel, path, rest) if rest else found
