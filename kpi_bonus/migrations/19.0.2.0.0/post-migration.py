"""Older plan-reports get what signing, checking and sealing rely on."""

from odoo import SUPERUSER_ID, api
from odoo.tools import convert_file

from odoo.addons.kpi_bonus.kpi_canonical import digest

# Entries that take a head's judgement over the whole month.
HEADS_TYPES = ("lateness", "helped_section", "idea", "clean_month")
QUIET = {"tracking_disable": True, "mail_notrack": True}


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, QUIET)
    _reload_rules(env)
    _reserve_types(env)
    reports = env["kpi.plan.report"].search([("state", "!=", "draft")])
    _complete_issued(reports)
    _complete_closed(reports.filtered(lambda report: report.state == "closed"))


def _reload_rules(env):
    """Rules are not updated with the module, and one let heads write on any card."""
    file = "security/kpi_bonus_rules.xml"
    convert_file(env, "kpi_bonus", file, {}, mode="init", noupdate=True)


def _reserve_types(env):
    """Who may write them is new in the list; a company's own choice stays."""
    head = env.ref("kpi_bonus.group_section_head")
    for name in HEADS_TYPES:
        card_type = env.ref(f"kpi_bonus.kpi_card_type_{name}", raise_if_not_found=False)
        if card_type and not card_type.group_ids:
            card_type.group_ids = head


def _complete_issued(reports):
    for report in reports:
        report._as_kpi_engine().write(
            {"terms_hash": digest(report.terms), "issued_on": report.create_date}
        )


def _complete_closed(reports):
    """So that their period can be reopened, and their history verified from now on."""
    for report in reports:
        terms, state = report.terms, "issued"
        if terms["needs_submission"]:
            state = "checked"
        elif terms["needs_signature"]:
            state = "signed"
        report._as_kpi_engine().state_before_close = state
    for _company, closed in reports.sorted("date_from").grouped("company_id").items():
        closed.env["kpi.seal"]._add("report", closed)
