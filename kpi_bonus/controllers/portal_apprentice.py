from odoo.http import request

from .portal_career import KpiPortalCareer


class KpiPortalApprentice(KpiPortalCareer):
    """The apprentice's own contract, on the page of his path."""

    def _render_career(self, **values):
        contracts_sudo = request.env["kpi.apprenticeship"]._search_own()
        contracts = [contract._prepare_for_employee() for contract in contracts_sudo]
        return super()._render_career(apprenticeships=contracts, **values)
