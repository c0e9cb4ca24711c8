"""Who may do what, by model: the table of rights that ``test_rights`` checks.

Letters: r(ead), w(rite), c(reate), d(elete). A model of the module that is missing here
fails the test.
"""

ROLES = ("portal", "internal", "controller", "head", "payroll", "manager")
OPERATIONS = {"r": "read", "w": "write", "c": "create", "d": "unlink"}

# Access rows: what a role may do with some record of the model.
#                                 portal internal controller head payroll manager
MODEL_RIGHTS = {
    "kpi.card": ("", "", "r", "rwc", "", "rwcd"),
    "kpi.card.line": ("", "", "rc", "rwc", "", "rwcd"),
    "kpi.card.type": ("", "", "r", "r", "r", "rwcd"),
    "kpi.fact": ("", "", "", "rwcd", "", "rwcd"),
    "kpi.fact.sheet": ("", "", "", "rwcd", "", "rwcd"),
    "kpi.fact.sheet.line": ("", "", "", "rwcd", "", "rwcd"),
    "kpi.grade": ("", "", "", "", "r", "rwcd"),
    "kpi.ground": ("", "", "", "r", "r", "rwcd"),
    "kpi.indicator": ("", "", "", "r", "r", "rwcd"),
    "kpi.matrix": ("", "", "", "r", "r", "rwcd"),
    "kpi.matrix.line": ("", "", "", "r", "r", "rwcd"),
    "kpi.period": ("", "", "", "r", "r", "rwcd"),
    "kpi.period.finding": ("", "", "", "", "", "rwcd"),
    "kpi.plan.report": ("", "", "", "r", "r", "rwcd"),
    "kpi.plan.report.line": ("", "", "", "r", "r", "rwcd"),
    "kpi.plan.report.segment": ("", "", "", "r", "r", "rwcd"),
    "kpi.scheme": ("", "", "", "r", "r", "rwcd"),
    "kpi.scheme.line": ("", "", "", "r", "r", "rwcd"),
    "kpi.target": ("", "", "", "rwcd", "", "rwcd"),
    "kpi.target.growth": ("", "", "", "rwcd", "", "rwcd"),
}

# Rules: the same for a record of the head's section, of another section of the company
# and of another company. Models without a row here know companies only.
RECORD_RIGHTS = {
    "kpi.card": {
        "controller": ("r", "r", ""),
        "head": ("rwc", "", ""),
        "manager": ("rwcd", "rwcd", ""),
    },
    # The line is somebody else's: a controller sees and writes only his own.
    "kpi.card.line": {
        "controller": ("", "", ""),
        "head": ("rwc", "", ""),
        "manager": ("rwcd", "rwcd", ""),
    },
    "kpi.fact": {"head": ("rwcd", "", ""), "manager": ("rwcd", "rwcd", "")},
    "kpi.target": {"head": ("rwcd", "", ""), "manager": ("rwcd", "rwcd", "")},
    "kpi.plan.report": {
        "head": ("r", "", ""),
        "payroll": ("r", "r", ""),
        "manager": ("rwcd", "rwcd", ""),
    },
    "kpi.plan.report.line": {
        "head": ("r", "", ""),
        "payroll": ("r", "r", ""),
        "manager": ("rwcd", "rwcd", ""),
    },
    "kpi.plan.report.segment": {
        "head": ("r", "", ""),
        "payroll": ("r", "r", ""),
        "manager": ("rwcd", "rwcd", ""),
    },
}

# Not of a company by themselves.
WITHOUT_COMPANY = {
    "kpi.card.type",
    "kpi.fact.sheet",
    "kpi.fact.sheet.line",
    "kpi.ground",
    "kpi.period.finding",
    "kpi.target.growth",
}

MONEY_FIELDS = {
    "kpi.grade": ("wage",),
    "kpi.plan.report": ("earned_salary", "bonus_amount", "sanction_amount"),
    "kpi.plan.report.segment": ("wage", "pay"),
}
