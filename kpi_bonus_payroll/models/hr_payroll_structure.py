import re

from odoo import models

from .hr_salary_rule import KPI_FIELDS

# Python rules of a company's own may pay the figures as well.
MENTIONS = {kind: re.compile(rf"\b{name}\b") for kind, name in KPI_FIELDS.items()}


class HrPayrollStructure(models.Model):
    _inherit = "hr.payroll.structure"

    def _kpi_get_kinds(self):
        """Kinds of KPI pay that the rules of the structure and its parents pay.

        A payslip takes only what its structure pays: a vacation slip that ends with the
        month must not use up the bonus.

        :return: subset of the keys of ``KPI_FIELDS``
        """
        kinds = set()
        for rule in self.get_structure_with_parents().get_all_rules():
            if rule.amount_select == "kpi":
                kinds.add(rule.kpi_amount)
            elif rule.amount_select == "code":
                code = rule.amount_python_compute or ""
                kinds.update(kind for kind in MENTIONS if MENTIONS[kind].search(code))
        return kinds

    def action_add_kpi_rules(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "kpi_bonus_payroll.kpi_structure_rules_action"
        )
        return action | {"context": {"default_structure_id": self.id}}
