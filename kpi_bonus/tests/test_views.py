from lxml import etree

from odoo.tests import HttpCase, tagged
from odoo.tools.safe_eval import safe_eval

from .rights_common import RightsCommon

MENUS = {
    "internal": set(),
    "controller": {
        "kpi_card_quick_menu",
        "kpi_card_line_menu",
        "kpi_card_book_menu",
        "kpi_card_type_menu",
    },
    "head": {
        "kpi_apprenticeship_menu",
        "kpi_attestation_menu",
        "kpi_attestation_plan_menu",
        "kpi_attestation_session_menu",
        "kpi_disqualification_menu",
        "kpi_plan_report_menu",
        "kpi_plan_report_line_menu_override",
        "kpi_board_menu",
        "kpi_card_menu",
        "kpi_card_quick_menu",
        "kpi_card_line_menu",
        "kpi_card_book_menu",
        "kpi_target_menu",
        "kpi_fact_menu",
        "kpi_fact_sheet_menu",
        "kpi_plan_report_menu_analysis",
        "kpi_plan_report_menu_pilot",
        "kpi_practice_menu",
        "kpi_grade_control_menu",
        "kpi_dispute_menu",
        "kpi_initiative_menu",
        "kpi_print_menu",
        "kpi_scheme_menu",
        "kpi_indicator_menu",
        "kpi_matrix_menu",
        "kpi_regulation_menu",
        "kpi_card_type_menu",
    },
    "payroll": {
        "kpi_apprenticeship_menu",
        "kpi_period_menu",
        "kpi_disqualification_menu",
        "kpi_plan_report_menu",
        "kpi_plan_report_line_menu_override",
        "kpi_plan_report_menu_analysis",
        "kpi_plan_report_menu_pilot",
        "kpi_effect_menu",
        "kpi_turnover_menu",
        "kpi_seal_verification_menu",
        "kpi_seal_menu",
        "kpi_dispute_menu",
        "kpi_adjustment_menu",
        "kpi_scheme_menu",
        "kpi_indicator_menu",
        "kpi_matrix_menu",
        "kpi_regulation_menu",
        "kpi_grade_menu",
        "kpi_grade_control_menu",
        "kpi_grade_wage_menu",
        "kpi_wage_change_menu",
    },
    "manager": {
        "kpi_attestation_menu",
        "kpi_attestation_plan_menu",
        "kpi_attestation_session_menu",
        "kpi_attestation_criterion_menu",
        "kpi_apprenticeship_menu",
        "kpi_period_menu",
        "kpi_disqualification_menu",
        "kpi_plan_report_menu",
        "kpi_plan_report_line_menu_override",
        "kpi_board_menu",
        "kpi_card_menu",
        "kpi_card_quick_menu",
        "kpi_card_line_menu",
        "kpi_card_book_menu",
        "kpi_target_menu",
        "kpi_fact_menu",
        "kpi_fact_sheet_menu",
        "kpi_plan_report_segment_menu",
        "kpi_plan_report_menu_analysis",
        "kpi_plan_report_menu_pilot",
        "kpi_practice_menu",
        "kpi_effect_menu",
        "kpi_turnover_menu",
        "kpi_seal_verification_menu",
        "kpi_seal_menu",
        "kpi_dispute_menu",
        "kpi_adjustment_menu",
        "kpi_initiative_menu",
        "kpi_print_menu",
        "kpi_scheme_menu",
        "kpi_indicator_menu",
        "kpi_matrix_menu",
        "kpi_regulation_menu",
        "kpi_grade_menu",
        "kpi_grade_control_menu",
        "kpi_grade_wage_menu",
        "kpi_wage_change_menu",
        "hr_job_menu_posts",
        "kpi_card_type_menu",
        "hr_department_menu_sections",
        "hr_leave_type_menu_excused",
    },
}

# Fields whose company a related company_id follows.
FIRST_CHOICES = {
    "kpi.card": ("employee_id", "period_id"),
    "kpi.card.line": ("card_id", "type_id"),
    "kpi.fact": ("indicator_id",),
    "kpi.fact.sheet": ("period_id", "indicator_id"),
    "kpi.target": ("period_id", "indicator_id"),
    "kpi.target.growth": ("period_id",),
}


def get_leaf_menus(env, user):
    """{name of the xmlid: menu} of the module's menus with an action, as the user."""
    menus = env["ir.ui.menu"].with_user(user).load_menus(False)
    return {
        menu["xmlid"].removeprefix("kpi_bonus."): menu
        for key, menu in menus.items()
        if key != "root"
        and (menu["xmlid"] or "").startswith("kpi_bonus.")
        and not menu["children"]
    }


@tagged("post_install", "-at_install")
class TestViews(RightsCommon):
    def _get_actions(self):
        data = self.env["ir.model.data"].search(
            [("module", "=", "kpi_bonus"), ("model", "=", "ir.actions.act_window")]
        )
        return self.env["ir.actions.act_window"].browse(data.mapped("res_id"))

    def test_menus_of_each_role(self):
        for role, expected in MENUS.items():
            with self.subTest(role=role):
                menus = get_leaf_menus(self.env, self.users[role])
                self.assertEqual(set(menus), expected)

    def test_views_load_for_whoever_reads_the_model(self):
        for role, user in self.users.items():
            for action in self._get_actions():
                model = self.env[action.res_model].with_user(user)
                if not model.has_access("read"):
                    continue
                with self.subTest(role=role, action=action.name):
                    views = action.with_user(user).sudo().views
                    search = (action.search_view_id.id, "search")
                    loaded = model.get_views([*views, search], {"toolbar": True})
                    self.assertEqual(
                        set(loaded["views"]), {kind for _id, kind in views} | {"search"}
                    )

    def test_form_views_of_records_read(self):
        """Whatever a form shows can be read by those who may open it."""
        for role in ("head", "payroll", "manager"):
            for model, records in self.records.items():
                record = self.env[model].browse(records[0].ids)
                record = record.with_user(self.users[role])
                if not record.has_access("read"):
                    continue
                with self.subTest(role=role, model=model):
                    # What the fixtures read in sudo would be taken from the cache.
                    self.env.invalidate_all()
                    arch = record.get_view(view_type="form")["arch"]
                    shown = etree.fromstring(arch).xpath(
                        "//field[not(ancestor::field)]"
                    )
                    names = {node.get("name") for node in shown}
                    record.web_read(dict.fromkeys(names, {}))

    def test_first_choices(self):
        """What a new record is begun with can be chosen before its company is known."""
        head = self.users["head"]
        for model, names in FIRST_CHOICES.items():
            arch = self.env[model].with_user(head).get_view(view_type="form")["arch"]
            for name in names:
                with self.subTest(model=model, field=name):
                    node = etree.fromstring(arch).find(f".//field[@name='{name}']")
                    domain = safe_eval(node.get("domain"), {"company_id": False})
                    comodel = self.env[self.env[model]._fields[name].comodel_name]
                    self.assertTrue(comodel.with_user(head).search(domain))

    def test_actions_help_and_phones(self):
        """An empty screen says what to do; a phone gets cards instead of columns."""
        for action in self._get_actions():
            with self.subTest(action=action.name):
                modes = action.view_mode.split(",")
                if modes[0] == "list":
                    self.assertIn("kanban", modes)
                if modes != ["form"]:
                    self.assertIn("o_view_nocontent", action.help or "")


@tagged("post_install", "-at_install")
class TestClickEverywhere(RightsCommon, HttpCase):
    """Odoo's own robot opens every menu, view and filter of the app."""

    def _click_through(self, user):
        user.tour_enabled = False
        self.browser_js(
            "/odoo",
            "odoo.loader.modules.get('@web/webclient/clickbot/clickbot_loader')"
            ".startClickEverywhere('kpi_bonus.kpi_bonus_menu_root');",
            "odoo.isReady === true",
            login=user.login,
            timeout=600,
            success_signal="clickbot test succeeded",
        )

    def test_manager(self):
        self._click_through(self.users["manager"])

    def test_head(self):
        self._click_through(self.users["head"])

    def test_controller(self):
        self._click_through(self.users["controller"])

    def test_payroll(self):
        self._click_through(self.users["payroll"])
