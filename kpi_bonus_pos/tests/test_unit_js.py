from odoo.tests import HttpCase, no_retry, tagged

from odoo.addons.web.tests import test_js


@tagged("post_install", "-at_install")
class TestUnitJs(HttpCase):
    """The unit tests of the till's side, of this addon alone."""

    @no_retry
    def test_unit_js(self):
        suite_id = test_js.HOOTCommon._generate_hash(self, "@kpi_bonus_pos")
        # No error is let pass: Hoot counts a test that timed out as passed.
        self.browser_js(
            f"/web/tests?headless&loglevel=2&preset=desktop&timeout=15000&id={suite_id}",
            code="",
            login="admin",
            timeout=600,
            success_signal="[HOOT] Test suite succeeded",
        )
