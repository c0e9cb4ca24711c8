"""One failing record must not stop the others."""

import logging

import psycopg2

from odoo.exceptions import LockError, UserError

_logger = logging.getLogger(__name__)


def run_isolated(env, items, work):
    """Do ``work(items)``; those that it fails for are found by halving, and left out.

    :param items: a recordset or a list
    :param work: called with a part of ``items``, possibly more than once; what it has
        done to the database is undone if it fails
    :return: [(item, reason in words)] of those left out
    """
    if not items:
        return []
    try:
        with env.cr.savepoint():
            work(items)
        return []
    except (psycopg2.OperationalError, LockError):
        # A concurrent change or a lost connection is no fault of a record: the whole
        # run is to be done again.
        raise
    except Exception as error:
        if len(items) == 1:
            _logger.warning("Left out of a run: %.80r", items[0], exc_info=True)
            return [(items[0], _get_reason(error))]
    middle = len(items) // 2
    return run_isolated(env, items[:middle], work) + run_isolated(
        env, items[middle:], work
    )


def _get_reason(error):
    if isinstance(error, UserError):
        return str(error)
    return f"{type(error).__name__}: {error}"
