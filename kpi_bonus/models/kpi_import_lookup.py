from odoo import api, models

from .kpi_import_mixin import is_empty

# Models that a cell may name in people's words; each has a _kpi_find_<model> below.
MODELS_BY_TEXT = ("hr.employee", "hr.department", "kpi.indicator", "kpi.period")


def normalise(text):
    """The text as people compare it: spaces of any kind count once, case does not."""
    return " ".join(str(text or "").split()).casefold()


class KpiImportMixin(models.AbstractModel):
    """Import: people, departments, KPIs and periods given in words."""

    _inherit = "kpi.import.mixin"

    @api.model
    def _kpi_get_text_columns(self, fields):
        """{column index: field} of columns to be looked up here.

        ``employee_id`` is one; ``employee_id/id`` and ``employee_id/.id`` are left to
        Odoo.
        """
        return {
            index: self._fields[name]
            for index, name in enumerate(fields)
            if name in self._fields
            and self._fields[name].comodel_name in MODELS_BY_TEXT
            and self._fields[name].type == "many2one"
        }

    @api.model
    def _kpi_resolve_column(self, field, index, data, rows, errors):
        texts = {normalise(row[index]) for row in data if not is_empty(row[index])}
        find = getattr(self, f"_kpi_find_{field.comodel_name.replace('.', '_')}")
        found = self._kpi_match(texts, find()) if texts else {}
        for number, row in enumerate(data):
            ids = found.get(normalise(row[index]), ())
            if len(ids) == 1 or is_empty(row[index]):
                rows[number][field.name] = next(iter(ids), False)
                continue
            message = self._kpi_get_match_message(number, row[index], field, ids)
            errors.append(self._kpi_import_error(number, field.name, message))

    @api.model
    def _kpi_resolve_parent(self, rows, errors):
        """Replace the columns of ``_kpi_import_parent`` by the record they lead to."""
        name, keys = self._kpi_import_parent
        wanted = [tuple(row.get(key) for key in keys) for row in rows]
        parents = self.env[self._fields[name].comodel_name].search_fetch(
            [
                (key, "in", list(set(values)))
                for key, values in zip(keys, zip(*wanted, strict=True), strict=True)
            ],
            keys,
        )
        found = {tuple(parent[key].id for key in keys): parent for parent in parents}
        for number, row in enumerate(rows):
            # A key without an entry is no column of the file, or is reported already.
            is_known = all(key in row for key in keys)
            parent = found.get(tuple(row.pop(key, None) for key in keys))
            if parent:
                row[name] = parent.id
            elif is_known:
                message = self.env._(
                    "Row %(row)s: there is no %(model)s of these %(fields)s.",
                    row=number + 1,
                    model=parents._description,
                    fields=", ".join(
                        self._fields[key]._description_string(self.env) for key in keys
                    ),
                )
                errors.append(self._kpi_import_error(number, name, message))

    @api.model
    def _kpi_match(self, texts, indexes):
        """{text: ids} from the first index that knows the text."""
        return {
            text: next((index[text] for index in indexes if text in index), ())
            for text in texts
        }

    @api.model
    def _kpi_index(self, records, names):
        """One {normalised text: ids} per field, the surest key first."""
        indexes = []
        for name in names:
            index = {}
            for record in records:
                if record[name]:
                    index.setdefault(normalise(record[name]), set()).add(record.id)
            indexes.append(index)
        return indexes

    @api.model
    def _kpi_find_hr_employee(self):
        # sudo: badges are for HR officers only, and a section head reads no employees.
        # Safe: it looks in the company the user works in, and gives nothing but an id,
        # which the access rules of what is imported then judge. Leavers are found as
        # well: the month they left in is paid too.
        employees_sudo = (
            self.env["hr.employee"]
            .sudo()
            .with_context(active_test=False)
            .search_fetch(
                [("company_id", "=", self.env.company.id)],
                ["barcode", "work_email", "name"],
            )
        )
        return self._kpi_index(employees_sudo, ["barcode", "work_email", "name"])

    @api.model
    def _kpi_find_hr_department(self):
        # sudo: as for employees.
        departments_sudo = (
            self.env["hr.department"]
            .sudo()
            .search([("company_id", "in", [self.env.company.id, False])])
        )
        return self._kpi_index(departments_sudo, ["complete_name", "name"])

    @api.model
    def _kpi_find_kpi_indicator(self):
        indicators = self.env["kpi.indicator"].search(
            [("company_id", "=", self.env.company.id)]
        )
        return self._kpi_index(indicators, ["code", "name"])

    @api.model
    def _kpi_find_kpi_period(self):
        periods = self.env["kpi.period"].search(
            [("company_id", "=", self.env.company.id)]
        )
        return self._kpi_index(periods, ["name", "display_name"])

    @api.model
    def _kpi_get_match_message(self, number, cell, field, ids):
        hints = {
            "hr.employee": self.env._("the badge or the work e-mail"),
            "hr.department": self.env._("the full name, with the departments above"),
            "kpi.indicator": self.env._("the code"),
            "kpi.period": self.env._("the name, as 2026-10 or 2026-Q4"),
        }
        words = {
            "row": number + 1,
            "text": cell,
            "field": field._description_string(self.env),
            "hint": hints[field.comodel_name],
        }
        if ids:
            return self.env._(
                "Row %(row)s: “%(text)s” means %(count)s records (%(field)s). Give "
                "%(hint)s instead.",
                count=len(ids),
                **words,
            )
        return self.env._(
            "Row %(row)s: “%(text)s” is not known in %(company)s (%(field)s). Give "
            "%(hint)s.",
            company=self.env.company.name,
            **words,
        )
