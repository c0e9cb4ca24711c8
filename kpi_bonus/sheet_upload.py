"""Reading a spreadsheet that somebody sent. No ORM; the file is not to be trusted."""

import io
import zipfile
import zlib

import openpyxl
from openpyxl.utils import get_column_letter

MAX_BYTES = 512 * 1024  # ours has 10 KB, saved by an office program 30
MAX_UNPACKED = 4 * 2**20
MAX_PARTS = 100
PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# Two bytes to a letter: the word looked for would not be found.
WIDE = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")
# Far beyond the sheets that we write.
MAX_ROWS, MAX_COLUMNS = 200, 20


class SheetError(ValueError):
    """Not a file that we can read as a spreadsheet."""


def read_sheet(content, key_sheet):
    """The cells of the first visible sheet, and what a hidden one says of them.

    Only values: of a formula the one that was saved with it.

    :param content: bytes
    :param key_sheet: name of the hidden sheet, with names and texts in two columns
    :return: ({name: text}, {cell: value}); both empty if there is no such sheet
    :raises SheetError: too large, no spreadsheet, damaged
    """
    _check_archive(content)
    try:
        book = openpyxl.load_workbook(
            # Without pictures, and rows one by one: nothing but the cells is wanted.
            io.BytesIO(content),
            read_only=True,
            data_only=True,
            keep_links=False,
        )
        return _read_book(book, key_sheet)
    except SheetError:
        raise
    # The library raises whatever a forged part leads it to.
    except Exception as error:
        raise SheetError(f"{type(error).__name__}: {error}") from error


def _check_archive(content):
    """Small, also unpacked, and no document type: entities could grow without bound."""
    if len(content) > MAX_BYTES:
        raise SheetError("larger than the limit")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            # What is read of a part ends at the size that it states.
            unpacked = sum(part.file_size for part in parts)
            if len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED:
                raise SheetError("larger than the limit when unpacked")
            for part in parts:
                # Other packings are not unpacked bit by bit: a few bytes may fill
                # the memory before the stated size is noticed.
                if part.compress_type not in PACKINGS:
                    raise SheetError("a packing that no spreadsheet has")
                _check_part(archive.read(part))
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
        raise SheetError(str(error)) from error
    except (NotImplementedError, RuntimeError) as error:  # encrypted, other packing
        raise SheetError(str(error)) from error


def _check_part(data):
    if b"<!DOCTYPE" in data or data.startswith(WIDE):
        raise SheetError("parts that no spreadsheet has")


def _read_book(book, key_sheet):
    if key_sheet not in book.sheetnames:
        return {}, {}
    keys = {
        row[0]: row[1]
        for row in _iterate_rows(book[key_sheet])
        if isinstance(row[0], str) and isinstance(row[1], str)
    }
    shown = [
        sheet
        for sheet in book.worksheets
        if sheet.title != key_sheet and sheet.sheet_state == "visible"
    ]
    if not shown:
        return {}, {}
    values = {
        f"{get_column_letter(column)}{number}": value
        for number, row in enumerate(_iterate_rows(shown[0]), 1)
        for column, value in enumerate(row, 1)
    }
    return keys, values


def _iterate_rows(sheet):
    return sheet.iter_rows(
        min_row=1,
        max_row=MAX_ROWS,
        min_col=1,
        max_col=MAX_COLUMNS,
        values_only=True,
    )
