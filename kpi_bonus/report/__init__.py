from . import paper_card_type
