from datetime import date

from freezegun import freeze_time

from odoo import Command

from .report_common import ReportCommon


class RegulationCommon(ReportCommon):
    """The worked example's company with a version of its own of each sample."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write(
            {
                "kpi_signer_name": "Orlov P.",
                "kpi_signer_job": "General director",
                "kpi_signer_basis": "the charter",
                "city": "Kaluga",
            }
        )

    @classmethod
    @freeze_time("2026-10-01 08:00:00")
    def _make_own(cls, kind, **vals):
        """A draft of the company, made from the sample by the bonus manager."""
        sample = cls.env.ref(f"kpi_bonus.kpi_regulation_{kind}")
        own = sample.with_user(cls.manager)._create_new_version()
        own.write({"number": "7", "date_from": date(2026, 10, 1), **vals})
        return own

    @classmethod
    def _make_bonus(cls, scheme=None, **vals):
        schemes = scheme or cls.scheme
        return cls._make_own("bonus", scheme_ids=[Command.set(schemes.ids)], **vals)
