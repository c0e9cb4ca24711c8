"""How the cells of a plan-report's spreadsheet look. No ORM."""

TEXT_FORMATS = frozenset(
    ("title", "label", "text", "note", "head", "kpi", "rule", "indented", "bold")
)


def get_formats(book, money_digits):
    """{name: format}"""
    decimals = "." + "0" * money_digits if money_digits else ""
    money = {"num_format": f"#,##0{decimals}"}
    top = {"valign": "top"}
    wrap = {"text_wrap": True, **top}
    edge, total = {"border": 1, "border_color": "#C9CDD3"}, {"bold": True, "top": 1}
    quantity = {**edge, **top, "num_format": "#,##0.00"}
    properties = {
        "title": {"bold": True, "font_size": 14},
        "label": {"font_color": "#5F6670"},
        "text": {},
        "note": {"italic": True, "font_color": "#5F6670"},
        "head": {**edge, **wrap, "bold": True, "bg_color": "#E7E9ED"},
        "kpi": {**edge, **wrap, "bold": True},
        "rule": {**edge, **wrap, "font_color": "#5F6670"},
        "indented": {"indent": 1},
        "bold": {"bold": True},
        "figure": {**edge, **top},
        "quantity": quantity,
        "money": {**edge, **money},
        "total": total,
        "money_total": {**total, **money},
        "input": {**quantity, "bg_color": "#FFF4CC", "locked": False},
    }
    return {name: book.add_format(vals) for name, vals in properties.items()}
