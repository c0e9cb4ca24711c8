import ast
from typing import NamedTuple

from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .kpi_indicator_domain import DomainSourceError, is_column

# What a search method, the domain parser or a field raises on values it can't take.
FILTER_ERRORS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NotImplementedError,
    TypeError,
    UserError,
    ValueError,
)
PEOPLE = ("hr.employee", "res.users")
# What need not be joined: it follows from the model before it, by company and by day.
IMPLIED_ENDS = {"res.users": "employee_id", "hr.employee": "department_id"}


class SubjectPath(NamedTuple):
    """A checked path from a record to its subject, fit for SQL joins."""

    hops: tuple  # names of many2one fields to join
    last: str  # field of the last joined model, which holds the subject's id
    end: str  # model of the subject


class KpiIndicator(models.Model):
    """Domain source: parsing of path and filters, and what may be in them."""

    _inherit = "kpi.indicator"

    def _find_path_problem(self):
        if self.scope == "company":
            return False
        try:
            path = self._parse_subject_path(self._get_checked_model())
        except DomainSourceError as error:
            return str(error)
        if path.end in PEOPLE or (
            path.end == "hr.department" and self.scope != "employee"
        ):
            return False
        if self.scope == "employee":
            return self.env._(
                "the path %(path)s ends at %(model)s, not at an employee or a user.",
                path=self.subject_path,
                model=path.end,
            )
        return self.env._(
            "the path %(path)s ends at %(model)s, not at an employee, a user or a "
            "department.",
            path=self.subject_path,
            model=path.end,
        )

    def _parse_subject_path(self, model):
        """The subject path as joins from ``model``, with the rights it comes with.

        ``….user_id.employee_id`` ends at the user: a user's employee is no stored field
        and depends on the company. ``….employee_id.department_id`` ends at the
        employee: his department on the day counts, not today's.

        :raises DomainSourceError: naming the part that is wrong
        """
        names = [part.strip() for part in (self.subject_path or "").split(".")]
        while len(names) > 1 and self._is_implied_end(model, names):
            names.pop()
        for name in names:
            self._check_hop(model, name)
            model = model.env[model._fields[name].comodel_name]
        return SubjectPath(tuple(names[:-1]), names[-1], model._name)

    def _is_implied_end(self, model, names):
        for name in names[:-1]:
            field = model._fields.get(name)
            if field is None or field.type != "many2one":
                return False
            model = model.env[field.comodel_name]
        return IMPLIED_ENDS.get(model._name) == names[-1]

    def _check_hop(self, model, name):
        field = model._fields.get(name)
        if field is None or field.type != "many2one" or not is_column(field):
            raise DomainSourceError(
                self.env._(
                    "in the path “%(path)s”, “%(part)s” is no stored many2one field of "
                    "%(model)s.",
                    path=self.subject_path or "",
                    part=name,
                    model=model._name,
                )
            )
        if not model._has_field_access(field, "read"):
            raise DomainSourceError(
                self.env._(
                    "in the path “%(path)s”, you may not read %(part)s of %(model)s.",
                    path=self.subject_path,
                    part=name,
                    model=model._name,
                )
            )

    def _parse_filter(self, text):
        """A filter as Domain: literal values only, nothing in it is ever evaluated.

        :raises DomainSourceError: naming the filter
        """
        try:
            value = ast.literal_eval((text or "[]").strip())
            if not isinstance(value, list | tuple):
                raise TypeError(type(value).__name__)
            return Domain(value)
        except (*FILTER_ERRORS, SyntaxError, MemoryError, RecursionError) as error:
            raise DomainSourceError(
                self.env._(
                    "the filter %(filter)s is no list of conditions with plain values: "
                    "names, calls and formulas are not allowed.",
                    filter=text,
                )
            ) from error

    def _find_filter_problem(self, text):
        model = self._get_checked_model()
        try:
            domain = self._parse_filter(text)
            self._check_conditions(model, domain)
            domain.validate(model)
        except DomainSourceError as error:
            return str(error)
        except FILTER_ERRORS as error:
            return self.env._(
                "the filter %(filter)s can't be used on %(model)s: %(error)s",
                filter=text,
                model=model._name,
                error=error,
            )
        return False

    def _check_conditions(self, model, domain):
        """Every field in a filter exists, can be searched, and may be read.

        Measuring runs in sudo: without this, counting records by a hidden field would
        tell what is in it.
        """
        for condition in domain.iter_conditions():
            target = model
            for name in condition.field_expr.split("."):
                field = self._get_filter_field(target, name)
                if not field.relational:
                    break
                target = target.env[field.comodel_name]
            if condition.operator in ("any", "not any"):
                self._check_conditions(target, Domain(condition.value))

    def _get_filter_field(self, model, name):
        field = model._fields.get(name)
        if field is None:
            raise DomainSourceError(
                self.env._(
                    "the filter uses %(field)s, which %(model)s does not have.",
                    field=name,
                    model=model._name,
                )
            )
        if not (model.has_access("read") and model._has_field_access(field, "read")):
            raise DomainSourceError(
                self.env._(
                    "the filter uses %(field)s of %(model)s, which you may not read.",
                    field=name,
                    model=model._name,
                )
            )
        if not (is_column(field) or field._description_searchable):
            raise DomainSourceError(
                self.env._(
                    "the filter uses %(field)s of %(model)s, which can't be searched.",
                    field=name,
                    model=model._name,
                )
            )
        return field
