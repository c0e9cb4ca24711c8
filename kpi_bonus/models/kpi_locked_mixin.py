import json

from odoo import api, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

# A Python object in the context: an RPC client sends JSON and cannot forge it, so only
# server code that imports this name can write measured and computed figures.
KPI_ENGINE = object()


def format_array(values):
    """Values as the text of an array: PostgreSQL reads it several times faster than the
    ``ARRAY[…]`` of thousands of constants that psycopg2 makes of a list.
    """
    return f"{{{','.join([_format_item(value) for value in values])}}}"


def _format_item(value):
    if value is None:
        return "NULL"
    if not isinstance(value, str):
        return str(value)
    # Backslash first: the other replacement adds some.
    text = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'


class KpiLockedMixin(models.AbstractModel):
    """Figures that only the engine writes.

    A model lists them in ``_kpi_engine_fields``; anybody else who creates or writes one
    gets an AccessError that names the fields.
    """

    _name = "kpi.locked.mixin"
    _description = "Protected KPI figures"

    _kpi_engine_fields = frozenset()

    @api.model
    def _is_kpi_engine(self):
        return self.env.context.get("kpi_engine") is KPI_ENGINE

    @api.model
    def _as_kpi_engine(self):
        """The same records, allowed to write protected figures."""
        return self.with_context(kpi_engine=KPI_ENGINE)

    @api.model
    def _check_kpi_engine_fields(self, names):
        protected = sorted(self._kpi_engine_fields.intersection(names))
        if protected and not self._is_kpi_engine():
            raise AccessError(
                self.env._(
                    "%(model)s: %(fields)s are measured or computed and cannot be "
                    "entered. Change the facts, targets or hours behind them instead.",
                    model=self._description,
                    fields=", ".join(
                        self._fields[name]._description_string(self.env)
                        for name in protected
                    ),
                )
            )

    @api.model_create_multi
    def create(self, vals_list):
        if self._is_kpi_engine():
            return super().create(vals_list)
        self._check_kpi_engine_fields({name for vals in vals_list for name in vals})
        # A client's context may hold defaults, which would pass the check of values.
        forged = {f"default_{name}" for name in self._kpi_engine_fields}
        context = {k: v for k, v in self.env.context.items() if k not in forged}
        unforged = self.with_env(self.env(context=context))
        records = super(KpiLockedMixin, unforged).create(vals_list)
        return records.with_env(self.env)

    def write(self, vals):
        self._check_kpi_engine_fields(vals)
        return super().write(vals)

    @api.model
    def _write_rows(self, names, rows):
        """Give many records different values, in one statement.

        :param names: stored fields on which nothing stored depends
        :param rows: tuples of an id and its values in the order of ``names``
        :return: the records that changed; equal ones are not touched
        """
        if not rows:
            return self.browse()
        self.flush_model(names)
        self.env.cr.execute(self._get_update_sql(names, rows))
        changed = self.browse([row_id for [row_id] in self.env.cr.fetchall()])
        changed.invalidate_recordset([*names, "write_uid", "write_date"])
        # Labels and counts that are computed from these fields on the fly.
        changed.modified(names)
        return changed

    @api.model
    def _get_update_sql(self, names, rows):
        """Rows matched by id; in arrays, because VALUES per row are slow to parse."""
        ids, *columns = zip(*rows, strict=True)
        table = SQL.identifier(self._table)
        identifiers = [SQL.identifier(name) for name in names]
        old = SQL(", ").join(SQL("%s.%s", table, name) for name in identifiers)
        new = SQL(", ").join(SQL("new_row.%s", name) for name in identifiers)
        arrays = SQL(", ").join(
            self._prepare_column_array(self._fields[name], column)
            for name, column in zip(names, columns, strict=True)
        )
        return SQL(
            """UPDATE %(table)s
            SET (%(names)s, write_uid, write_date) = ROW(
                %(new)s, %(uid)s, now() AT TIME ZONE 'UTC')
            FROM unnest(%(ids)s::int[], %(arrays)s) AS new_row(id, %(names)s)
            WHERE %(table)s.id = new_row.id
                AND (%(old)s) IS DISTINCT FROM (%(new)s)
            RETURNING %(table)s.id""",
            table=table,
            names=SQL(", ").join(identifiers),
            new=new,
            old=old,
            uid=self.env.uid,
            ids=format_array(ids),
            arrays=arrays,
        )

    @api.model
    def _prepare_column_array(self, field, values):
        """One column's values as an array parameter of the column's type."""
        if field.type == "json":
            values = [None if value is None else json.dumps(value) for value in values]
        return SQL("%s::%s[]", format_array(values), SQL(field.column_type[1]))
