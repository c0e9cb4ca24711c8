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
    "kpi.apprenticeship": ("", "", "", "r", "r", "rwcd"),
    "kpi.apprenticeship.step": ("", "", "", "", "", "rwcd"),
    "kpi.attestation": ("", "", "", "rwc", "", "rwcd"),
    "kpi.attestation.answer": ("", "", "", "", "", "rwcd"),
    "kpi.attestation.criterion": ("", "", "", "r", "", "rwcd"),
    "kpi.attestation.mark": ("", "", "", "r", "", "rw"),
    "kpi.attestation.member": ("", "", "", "r", "", "rwcd"),
    "kpi.attestation.plan": ("", "", "", "rwcd", "", "rwcd"),
    "kpi.attestation.plan.line": ("", "", "", "rwcd", "", "rwcd"),
    "kpi.attestation.session": ("", "", "", "r", "", "rwcd"),
    "kpi.board": ("", "", "", "r", "", "rwcd"),
    "kpi.card": ("", "", "r", "rwc", "", "rwcd"),
    "kpi.card.book": ("", "", "rwcd", "rwcd", "", "rwcd"),
    "kpi.card.book.line": ("", "", "rwcd", "rwcd", "", "rwcd"),
    "kpi.card.line": ("", "", "rc", "rwc", "", "rwcd"),
    "kpi.card.type": ("", "", "r", "r", "r", "rwcd"),
    "kpi.card.withdraw": ("", "", "rwcd", "rwcd", "", "rwcd"),
    "kpi.career.undo": ("", "", "", "", "", "rwcd"),
    "kpi.disqualification": ("", "", "", "r", "r", "r"),
    "kpi.dispute": ("", "", "", "r", "r", "rw"),
    "kpi.dispute.resolve": ("", "", "", "rwcd", "", "rwcd"),
    "kpi.effect": ("", "", "", "", "rwc", "rwc"),
    "kpi.fact": ("", "", "", "rwcd", "", "rwcd"),
    "kpi.fact.sheet": ("", "", "", "rwcd", "", "rwcd"),
    "kpi.fact.sheet.line": ("", "", "", "rwcd", "", "rwcd"),
    "kpi.grade": ("", "", "", "r", "r", "rwcd"),
    "kpi.grade.control": ("", "", "", "r", "r", "r"),
    "kpi.grade.wage": ("", "", "", "", "r", "rwcd"),
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
    "kpi.regulation": ("", "", "", "r", "r", "rwcd"),
    "kpi.regulation.clause": ("", "", "", "r", "r", "rwcd"),
    "kpi.report.return": ("", "", "", "rwcd", "", "rwcd"),
    "kpi.report.sign": ("", "", "", "rwcd", "", "rwcd"),
    "kpi.scheme": ("", "", "", "r", "r", "rwcd"),
    "kpi.scheme.line": ("", "", "", "r", "r", "rwcd"),
    "kpi.seal": ("", "", "", "", "r", "r"),
    "kpi.seal.finding": ("", "", "", "", "rc", "rc"),
    "kpi.seal.verification": ("", "", "", "", "rc", "rc"),
    "kpi.target": ("", "", "", "rwcd", "", "rwcd"),
    "kpi.target.growth": ("", "", "", "rwcd", "", "rwcd"),
    "kpi.wage.change": ("", "", "", "", "r", "rwcd"),
    "kpi.wage.table": ("", "", "", "", "", "rwcd"),
    "kpi.wage.table.line": ("", "", "", "", "", "rwcd"),
    "kpi.turnover": ("", "", "", "", "r", "r"),
    "kpi.watermark": ("", "", "", "", "", "r"),
}

# Rules: the same for a record of the head's section, of another section of the company
# and of another company. Models without a row here know companies only.
RECORD_RIGHTS = {
    "kpi.apprenticeship": {
        "head": ("r", "", ""),
        "payroll": ("r", "r", ""),
        "manager": ("rwcd", "rwcd", ""),
    },
    "kpi.attestation": {"head": ("rwc", "", ""), "manager": ("rwcd", "rwcd", "")},
    "kpi.attestation.mark": {"head": ("r", "", ""), "manager": ("rw", "rw", "")},
    "kpi.attestation.member": {
        "head": ("r", "", ""),
        "manager": ("rwcd", "rwcd", ""),
    },
    "kpi.attestation.session": {
        "head": ("r", "", ""),
        "manager": ("rwcd", "rwcd", ""),
    },
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
    "kpi.grade.control": {
        "head": ("r", "", ""),
        "payroll": ("r", "r", ""),
        "manager": ("r", "r", ""),
    },
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
    "kpi.attestation.answer",
    "kpi.attestation.plan",
    "kpi.attestation.plan.line",
    "kpi.apprenticeship.step",
    "kpi.adjustment.proposal",
    "kpi.adjustment.proposal.line",
    "kpi.card.book",
    "kpi.card.book.line",
    "kpi.card.type",
    "kpi.card.withdraw",
    "kpi.career.undo",
    "kpi.dispute.resolve",
    "kpi.effect",
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
    "kpi.wage.table",
    "kpi.wage.table.line",
}

MONEY_FIELDS = {
    "kpi.apprenticeship": (
        "stipend",
        "cost",
        "wage",
        "stipend_paid",
        "owed_amount",
        "owed_today",
    ),
    "kpi.adjustment": ("amount", "value_before", "value_after"),
    "kpi.grade": ("wage", "wage_ids"),
    "kpi.grade.control": (
        "wage",
        "grade_wage",
        "wage_difference",
        "wage_min",
        "wage_max",
        "is_wage_off",
        "is_over_limit",
        "is_under_limit",
    ),
    "kpi.grade.wage": ("wage", "wage_min", "wage_max"),
    "kpi.plan.report": ("earned_salary", "bonus_amount", "sanction_amount"),
    "kpi.plan.report.segment": ("wage", "pay"),
    "kpi.seal": ("payload",),
    "kpi.wage.change": ("wage_before", "wage"),
}
