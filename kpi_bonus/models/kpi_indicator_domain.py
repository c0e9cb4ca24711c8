import psycopg2

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL, mute_logger, sql

SOURCE_FIELDS = (
    "source",
    "scope",
    "ratio",
    "aggregate",
    "company_id",
    "model_id",
    "domain",
    "date_field_id",
    "subject_path",
    "operation",
    "value_field_id",
    "base_domain",
)


def is_column(field):
    """Whether SQL can read the field, of this table or of one it inherits from."""
    if field.inherited:
        return is_column(field.related_field)
    return bool(field.store and field.column_type)


class DomainSourceError(ValidationError):
    """The settings of a domain source don't fit the database."""


class KpiIndicator(models.Model):
    """Source ``domain``: records of any model become facts, without code.

    Everything is checked when it is saved, for the person who saves it: measuring runs
    in sudo later, and must not count what that person may not read.
    """

    _inherit = "kpi.indicator"

    model_id = fields.Many2one(
        "ir.model",
        string="Records",
        ondelete="set null",
        domain=[("transient", "=", False), ("abstract", "=", False)],
        help="Documents to be counted or summed up.",
    )
    model_name = fields.Char(related="model_id.model", string="Model")
    domain = fields.Char(
        string="Which records",
        default="[]",
        help="Archived records don't count unless the filter asks for them.",
    )
    date_field_id = fields.Many2one(
        "ir.model.fields",
        string="Day of the record",
        ondelete="set null",
        help="Date or date and time; the latter in the time zone of the company's "
        "working hours.",
    )
    subject_path = fields.Char(
        string="Path to the subject",
        help="Fields from the record to an employee, a user or a department: "
        "employee_id, user_id, order_id.user_id, department_id.",
    )
    operation = fields.Selection(
        [
            ("sum", "Sum"),
            ("count", "Number of records"),
            ("distinct", "Different values per day"),
            ("average", "Average"),
        ],
        default="count",
    )
    value_field_id = fields.Many2one(
        "ir.model.fields",
        string="Measured field",
        ondelete="set null",
        help="Taken as it is stored: amounts in other currencies are not converted.",
    )
    base_domain = fields.Char(
        string="Records of the base",
        help="For a ratio: the same measure over these records is the divisor.",
    )

    @api.constrains(*SOURCE_FIELDS)
    def _check_domain_source(self):
        for indicator in self.filtered(lambda kpi: kpi.source == "domain"):
            problem = indicator._find_domain_source_problem()
            if problem:
                raise DomainSourceError(
                    self.env._(
                        "KPI %(indicator)s: %(problem)s",
                        indicator=indicator.name,
                        problem=problem,
                    )
                )

    def _find_domain_source_problem(self):
        """The first thing wrong with the settings, in words; False if nothing is."""
        self.ensure_one()
        return (
            self._find_model_problem()
            or self._find_date_problem()
            or self._find_value_problem()
            or self._find_base_problem()
            or self._find_path_problem()
            or self._find_filter_problem(self.domain)
            or self._find_filter_problem(self.base_domain)
            or self._find_query_problem()
        )

    def _get_measured_model(self):
        """The model to be measured, with the rights of whoever asks for it."""
        return self.env[self.sudo().model_id.model].with_company(self.company_id)

    def _get_checked_model(self):
        """The same with the rights of the person who saves: constraints run in sudo."""
        return self._get_measured_model().with_user(self.env.user)

    def _find_model_problem(self):
        name = self.sudo().model_id.model
        if not name:
            return self.env._("choose the records to be measured.")
        model = self.env.get(name)
        is_table = (
            model is not None
            and not model._abstract
            and not model._transient
            and (model._table_query or sql.table_exists(self.env.cr, model._table))
        )
        if not is_table:
            return self.env._("%(model)s has no stored records.", model=name)
        if not self._get_checked_model().has_access("read"):
            return self.env._(
                "you may not read %(model)s. Ask somebody who may to set it up.",
                model=name,
            )
        return False

    def _find_field_problem(self, name):
        """Why a field of the measured model can't be put into SQL."""
        model = self._get_checked_model()
        field = model._fields.get(name)
        if field is None:
            return self.env._(
                "%(model)s has no field %(field)s.", model=model._name, field=name
            )
        if not model._has_field_access(field, "read"):
            return self.env._(
                "you may not read the field %(field)s of %(model)s.",
                model=model._name,
                field=name,
            )
        if not is_column(field):
            return self.env._(
                "the field %(field)s of %(model)s is not stored.",
                model=model._name,
                field=name,
            )
        return False

    def _find_date_problem(self):
        field = self.sudo().date_field_id
        if not field:
            return self.env._("choose the date that puts a record on a day.")
        if field.model != self.sudo().model_id.model:
            return self._get_foreign_field_message(field)
        if field.ttype not in ("date", "datetime"):
            return self.env._("the field %(field)s is no date.", field=field.name)
        return self._find_field_problem(field.name)

    def _find_value_problem(self):
        if not self.operation:
            return self.env._("choose what is done with the records.")
        if self.operation == "count":
            return False
        field = self.sudo().value_field_id
        if not field:
            return self.env._("choose the field to be measured.")
        if field.model != self.sudo().model_id.model:
            return self._get_foreign_field_message(field)
        numeric = field.ttype in ("integer", "float", "monetary")
        if self.operation != "distinct" and not numeric:
            return self.env._("the field %(field)s is no number.", field=field.name)
        return self._find_field_problem(field.name)

    def _find_base_problem(self):
        if self.operation == "average" and self.aggregate != "average":
            return self.env._(
                "an average must be an average over the period as well: its days are "
                "kept as sum and number."
            )
        if self.aggregate == "average" and self.operation != "average":
            return self.env._(
                "an average over the period needs the operation Average; otherwise "
                "days have no number of records to divide by."
            )
        if self.ratio and self.operation == "average":
            return self.env._("an average has its base already: it can't be a ratio.")
        if self.ratio and not self.base_domain:
            return self.env._("a ratio needs the records of its base.")
        if self.base_domain and not self.ratio:
            return self.env._("records of a base are for ratios only.")
        return False

    def _find_query_problem(self):
        """Let PostgreSQL plan the measurement: there types that don't match show."""
        day = fields.Date.to_date("2000-01-01")
        source = self.env["kpi.source"]._with_measuring_context(self.company_id)
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint(flush=False):
                query = source._measure_domain(self.with_env(source.env), day, day)
                self.env.execute_query(SQL("SELECT * FROM (%s) AS q LIMIT 0", query))
        except (psycopg2.Error, DomainSourceError) as error:
            return self.env._("the records can't be measured: %(error)s", error=error)
        return False

    def _get_foreign_field_message(self, field):
        return self.env._(
            "the field %(field)s belongs to %(other)s and not to %(model)s.",
            field=field.name,
            other=field.model,
            model=self.sudo().model_id.model,
        )
