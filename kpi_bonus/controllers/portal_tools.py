"""What the pages with forms have in common."""

from werkzeug.exceptions import NotFound

from odoo.exceptions import AccessError, UserError
from odoo.http import request


def read_texts(post):
    """The fields of a form that are texts, without what PostgreSQL can't store.

    A client may send a file where a text belongs.
    """
    return {
        name: value.replace("\x00", "")
        for name, value in post.items()
        if isinstance(value, str)
    }


def read_id(text):
    """A record id sent as text; 0 if it is none."""
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0


def attempt(method, *args, **kwargs):
    """Call a method of a model that acts for the employee.

    :return: why it refused, for the page; None if it did not
    :raises NotFound: the record is not his, or not open to him
    """
    try:
        # Nothing of what a refused step has written may stay.
        with request.env.cr.savepoint():
            method(*args, **kwargs)
    except AccessError as error:
        raise NotFound from error
    except UserError as error:
        return str(error)
    return None


def see_other(url):
    """To the page to be shown after a POST, so that reloading does not post again."""
    return request.redirect(url, code=303)
