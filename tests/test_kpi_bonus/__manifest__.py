{
    "name": "KPI Bonus Pay: tests",
    "summary": "Tests that need other addons, or real data",
    "version": "19.0.1.0.0",
    "category": "Hidden/Tests",
    "author": "KPI Bonus maintainers",
    "license": "LGPL-3",
    "depends": [
        "kpi_bonus_pos",
        "base_import",
        "pos_discount",
        "pos_loyalty",
        "pos_sale",
        "rpc",
    ],
    "installable": True,
}
