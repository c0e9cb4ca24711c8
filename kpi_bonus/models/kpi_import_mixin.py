from odoo import api, models
from odoo.fields import Date


class ResolvedRows:
    """Ids found for the rows of one import, in the context.

    A class, so that no client can send it; and no list, because environments whose
    contexts are equal are one, and equal lists may belong to different imports.
    """

    def __init__(self, rows):
        self.rows = rows


def is_empty(cell):
    """Blank, and not a zero, which is data."""
    return cell is None or cell is False or not str(cell).strip()


class KpiImportMixin(models.AbstractModel):
    """Odoo's own import (CSV, XLSX), made fit for files that come every day.

    - People, departments, KPIs and periods are given in words; all cells of a column
      are looked up together. What fits nothing or several is an error of its row.
    - A row is found again by ``_kpi_natural_key``: a file imported twice changes
      nothing, a corrected one changes what differs.
    - All or nothing per call: with one error nothing is written.

    A model may resolve further columns, or replace some, in ``_kpi_import_complete``.
    Rows are counted from 1 under the header, within the batch Odoo imports at once.
    """

    _name = "kpi.import.mixin"
    _description = "Import by natural key"

    # Fields that tell which record a row means.
    _kpi_natural_key = ()
    # Columns in which an empty cell is an error instead of a zero.
    _kpi_import_required = ()
    # A many2one that files give by columns of its record: ("report_id", ("employee_id",
    # "period_id")). They are fields of this model too.
    _kpi_import_parent = ()

    @api.model
    def load(self, fields, data):
        # First of all: the answers about names below are for importers only.
        self.browse().check_access("write")
        columns = self._kpi_get_text_columns(fields)
        rows = [{} for _row in data]
        errors = []
        for index, field in columns.items():
            self._kpi_resolve_column(field, index, data, rows, errors)
        self._kpi_check_required(fields, data, errors)
        self._kpi_import_complete(rows, errors)
        if not errors:
            self._kpi_check_repeated(fields, data, rows, errors)
        errors = self._kpi_only_first_batch(errors)
        if errors:
            return {"ids": False, "messages": errors, "nextrow": 0}
        kept = [index for index in range(len(fields)) if index not in columns]
        return super(
            KpiImportMixin, self.with_context(kpi_import_rows=ResolvedRows(rows))
        ).load(
            [fields[index] for index in kept],
            [[row[index] for index in kept] for row in data],
        )

    @api.model
    def _load_records(self, data_list, update=False):
        if self._is_kpi_import():
            # Copies: after an error Odoo tries the same rows once more, one by one.
            data_list = [self._kpi_import_prepare_row(data) for data in data_list]
            self._kpi_update_existing(data_list)
        return super()._load_records(data_list, update)

    def _load_records_write(self, values):
        values = self._kpi_get_changes(values)
        return super()._load_records_write(values) if values else None

    @api.model
    def _is_kpi_import(self):
        return isinstance(self.env.context.get("kpi_import_rows"), ResolvedRows)

    @api.model
    def _kpi_import_prepare_row(self, data):
        resolved = self.env.context["kpi_import_rows"].rows
        row = resolved[data["info"]["rows"]["from"]]
        values = self._kpi_import_prepare_vals({**data["values"], **row})
        return {**data, "values": values}

    # -- hooks ------------------------------------------------------------------------

    @api.model
    def _kpi_import_complete(self, rows, errors):
        """Hook: complete or replace what was resolved, all rows together.

        :param rows: a dict {field name: id or False} per row of the file, to be changed
            in place. A column that is not to be written must be taken out.
        :param errors: list to which ``_kpi_import_error(...)`` may be added
        """
        if self._kpi_import_parent:
            self._kpi_resolve_parent(rows, errors)

    @api.model
    def _kpi_import_prepare_vals(self, values):
        """Hook: last change to the values of one row. :return: the values"""
        return values

    def _kpi_write_batch(self, changes):
        """Hook: write many records at once. :param changes: [(record, vals)]"""
        for record, vals in changes:
            record.write(vals)

    @api.model
    def _kpi_import_error(self, index, field, message):
        return {
            "type": "error",
            "message": message,
            "rows": {"from": index, "to": index},
            "record": index,
            "field": field,
        }

    # -- natural key ------------------------------------------------------------------

    @api.model
    def _kpi_get_key(self, vals, record=None):
        """Natural key of values, over those of ``record`` if given."""
        return tuple(
            self._kpi_get_key_part(name, vals, record) for name in self._kpi_natural_key
        )

    @api.model
    def _kpi_get_key_part(self, name, vals, record):
        field = self._fields[name]
        if record is not None and name not in vals:
            value = record[name]
            return value.id if field.relational else value
        value = vals.get(name) or False
        return Date.to_date(value) if field.type == "date" and value else value

    @api.model
    def _kpi_find_by_key(self, keys):
        """{key: record} of the keys that exist, in one query."""
        if not keys:
            return {}
        domain = [
            (name, "in", list(set(values)))
            for name, values in zip(
                self._kpi_natural_key, zip(*keys, strict=True), strict=True
            )
        ]
        records = self.search_fetch(domain, self._kpi_natural_key)
        wanted = set(keys)
        by_key = {self._kpi_get_key({}, record): record for record in records}
        return {key: record for key, record in by_key.items() if key in wanted}

    @api.model
    def _kpi_update_existing(self, data_list):
        """Write rows whose key exists; leave the others to be created."""
        new = [
            data
            for data in data_list
            if not data["xml_id"] and not data["values"].get("id")
        ]
        # sudo: a record that the user may not see has the key all the same. Writing to
        # it is then refused as such, instead of a second one by the unique index.
        existing = self.sudo()._kpi_find_by_key(
            [self._kpi_get_key(data["values"]) for data in new]
        )
        self.browse(
            [record.id for record in existing.values()],
        ).check_access("write")
        changes = []
        for data in new:
            record = existing.get(self._kpi_get_key(data["values"]))
            if record is None:
                continue
            vals = record._kpi_get_changes(data["values"])
            if vals:
                changes.append((record.with_env(self.env), vals))
            data["values"] = {"id": record.id}
        if changes:
            self._kpi_write_batch(changes)

    def _kpi_get_changes(self, values):
        """The values that differ from the record's: equal ones are not written."""
        return {
            name: value
            for name, value in values.items()
            if name != "id"
            and self._fields[name].convert_to_cache(value, self)
            != self._fields[name].convert_to_cache(self[name], self)
        }

    # -- checks of the file -----------------------------------------------------------

    @api.model
    def _kpi_check_required(self, fields, data, errors):
        for name in self._kpi_import_required:
            index = fields.index(name) if name in fields else None
            for number, row in enumerate(data if index is not None else ()):
                if is_empty(row[index]):
                    message = self.env._(
                        "Row %(row)s: %(field)s is empty. Enter 0 if it is zero, or "
                        "leave the row out if there is no data.",
                        row=number + 1,
                        field=self._fields[name]._description_string(self.env),
                    )
                    errors.append(self._kpi_import_error(number, name, message))

    @api.model
    def _kpi_check_repeated(self, fields, data, rows, errors):
        """Two rows with one key: only a person can tell which of them is right."""
        if not {"id", ".id"}.isdisjoint(fields):
            return
        columns = {
            name: [i for i, path in enumerate(fields) if path.split("/")[0] == name]
            for name in self._kpi_natural_key
        }
        seen = {}
        for number, row in enumerate(data):
            key = tuple(
                rows[number].get(name, self._kpi_get_raw_key(name, row, indexes))
                for name, indexes in columns.items()
            )
            first = seen.setdefault(key, number)
            if first != number:
                cells = [str(row[i]) for indexes in columns.values() for i in indexes]
                message = self.env._(
                    "Rows %(first)s and %(second)s are for the same record: %(key)s. "
                    "Leave only one of them.",
                    first=first + 1,
                    second=number + 1,
                    key=", ".join(filter(None, cells)),
                )
                errors.append(self._kpi_import_error(first, None, message))

    @api.model
    def _kpi_get_raw_key(self, name, row, indexes):
        cells = tuple(str(row[index]).strip() for index in indexes)
        if self._fields[name].type == "date":
            try:
                return tuple(Date.to_date(cell) for cell in cells)
            except ValueError:
                # Odoo's own conversion reports what is wrong with the date.
                return cells
        return cells

    @api.model
    def _kpi_only_first_batch(self, errors):
        """Odoo hands over the whole rest of a file, and imports its first rows."""
        limit = self.env.context.get("_import_limit")
        if not limit:
            return errors
        return [error for error in errors if error["rows"]["from"] < limit]
