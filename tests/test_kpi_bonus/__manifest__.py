{
    "name": "KPI Bonus Pay: tests",
    "summary": "Tests that need other addons or data beside kpi_bonus",
    "version": "19.0.1.0.0",
    "category": "Hidden/Tests",
    "author": "KPI Bonus maintainers",
    "license": "LGPL-3",
    "depends": ["kpi_bonus", "base_import", "rpc"],
    "installable": True,
}
