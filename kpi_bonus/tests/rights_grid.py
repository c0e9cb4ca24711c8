"""Who may do what, by model: the table of rights that ``test_rights`` checks.

Letters: r(ead), w(rite), c(reate), d(elete). A model of the module that is missing here
fails the test.
"""

ROLES = ("portal", "internal", "controller", "head", "payroll", "manager")
OPERATIONS = {"r": "read", "w": "write", "c": "create", "d": "unlink"}

# Access rows: what a role may do with some record of the model.
#                                 portal internal controller head payroll manager
MODEL_RIGHTS = {
    "kpi.adjustment": ("", "", "", "", "r", "rc"),
    "kpi.adjustment.proposal": ("", "", "", "", "", "rwcd"),
    "kpi.adjustment.proposal.line": ("", "", "", "", "", "rwcd"),
    "kpi.board": ("", "", "", "r", "", "rwcd"),
    "kpi.card": ("", "", "r", "rwc", "", "rwcd"),
    "kpi.card.book": ("", "", "rwcd", "rwcd", "", "rwcd"),
    "kpi.card.book.line": ("", "", "rwcd", "rwcd", "", "rwcd"),
    "kpi.card.line": ("", "", "rc", "rwc", "", "rwcd"),
    "kpi.card.type": ("", "", "r", "r", "r", "rwcd"),
    "kpi.card.withdraw": ("", "", "rwcd", "rwcd", "", "rwcd"),
    "kpi.disqualification": ("", "", "", "r", "r", "r"),
    "kpi.dispute": ("", "", "", "r", "r", "rw"),
    "kpi.dispute.resolve": ("", "", "", "rwcd", "", "rwcd"),
    "kpi.fact": ("", "", "", "rwcd", "", "rwcd"),
    "kpi.fact.sheet": ("", "", "", "rwcd", "", "rwcd"),
    "kpi.fact.sheet.line": ("", "", "", "rwcd", "", "rwcd"),
    "kpi.grade": ("", "", "", "", "r", "rwcd"),
    "kpi.ground": ("", "", "", "r", "r", "rwcd"),
    "kpi.ground.decision": ("", "", "", "rwcd", "", "rwcd"),
    "kpi.indicator": ("", "", "", "r", "r", "rwcd"),
    "kpi.initiative": ("", "", "", "r", "", "rwcd"),
    "kpi.initiative.vote": ("", "", "", "", "", ""),
    "kpi.initiative.answer": ("", "", "", "rwcd", "", "rwcd"),
    "kpi.late.fact": ("", "", "", "", "", "rc"),
    "kpi.matrix": ("", "", "", "r", "r", "rwcd"),
    "kpi.matrix.line": ("", "", "", "r", "r", "rwcd"),
    "kpi.period": ("", "", "", "r", "r", "rwcd"),
    "kpi.period.check": ("", "", "", "", "r", "r"),
    "kpi.period.finding": ("", "", "", "", "", "rwcd"),
    "kpi.period.reopen": ("", "", "", "", "", "rwcd"),
    "kpi.period.waive": ("", "", "", "", "", "rwcd"),
    "kpi.plan.report": ("", "", "", "r", "r", "rwcd"),
    "kpi.plan.report.line": ("", "", "", "r", "r", "rwcd"),
    "kpi.plan.report.segment": ("", "", "", "r", "r", "rwcd"),
    "kpi.practice": ("", "", "", "r", "", "r"),
    "kpi.print": ("", "", "", "rwcd", "", "rwcd"),
    "kpi.report.return": ("", "", "", "rwcd", "", "rwcd"),
    "kpi.report.sign": ("", "", "", "rwcd", "", "rwcd"),
    "kpi.scheme": ("", "", "", "r", "r", "rwcd"),
    "kpi.scheme.line": ("", "", "", "r", "r", "rwcd"),
    "kpi.seal": ("", "", "", "", "r", "r"),
    "kpi.seal.finding": ("", "", "", "", "rc", "rc"),
    "kpi.seal.verification": ("", "", "", "", "rc", "rc"),
    "kpi.target": ("", "", "", "rwcd", "", "rwcd"),
    "kpi.target.growth": ("", "", "", "rwcd", "", "rwcd"),
    "kpi.watermark": ("", "", "", "", "", "r"),
}

# Rules: the same for a record of the head's section, of another section of the company
# and of another company. Models without a row here know companies only.
RECORD_RIGHTS = {
    # Both sections are of one shop.
    "kpi.board": {"head": ("r", "r", ""), "manager": ("rwcd", "rwcd", "")},
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
    "kpi.disqualification": {
        "head": ("r", "", ""),
        "payroll": ("r", "r", ""),
        "manager": ("r", "r", ""),
    },
    "kpi.dispute": {
        "head": ("r", "", ""),
        "payroll": ("r", "r", ""),
        "manager": ("rw", "rw", ""),
    },
    # Both sections are of one shop.
    "kpi.initiative": {"head": ("r", "r", ""), "manager": ("rwcd", "rwcd", "")},
    "kpi.fact": {"head": ("rwcd", "", ""), "manager": ("rwcd", "rwcd", "")},
    "kpi.target": {"head": ("rwcd", "", ""), "manager": ("rwcd", "rwcd", "")},
    "kpi.practice": {"head": ("r", "", ""), "manager": ("r", "r", "")},
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
    "kpi.adjustment.proposal",
    "kpi.adjustment.proposal.line",
    "kpi.card.book",
    "kpi.card.book.line",
    "kpi.card.type",
    "kpi.card.withdraw",
    "kpi.dispute.resolve",
    "kpi.fact.sheet",
    "kpi.fact.sheet.line",
    "kpi.ground",
    "kpi.ground.decision",
    "kpi.initiative.answer",
    "kpi.late.fact",
    "kpi.period.finding",
    "kpi.period.reopen",
    "kpi.period.waive",
    "kpi.print",
    "kpi.report.return",
    "kpi.report.sign",
    "kpi.seal.finding",
    "kpi.seal.verification",
    "kpi.target.growth",
}

MONEY_FIELDS = {
    "kpi.adjustment": ("amount", "value_before", "value_after"),
    "kpi.grade": ("wage",),
    "kpi.plan.report": ("earned_salary", "bonus_amount", "sanction_amount"),
    "kpi.plan.report.segment": ("wage", "pay"),
    "kpi.seal": ("payload",),
}
