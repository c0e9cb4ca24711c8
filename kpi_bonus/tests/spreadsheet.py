"""Works out the formulas of a workbook again, by LibreOffice if it is there."""

import io
import shutil
import subprocess
from pathlib import Path

import openpyxl


def has_libreoffice():
    return bool(shutil.which("soffice"))


def recalculate(content, folder):
    """The workbook as LibreOffice works it out, with the values of its formulas."""
    return openpyxl.load_workbook(io.BytesIO(convert(content, folder)), data_only=True)


def convert(content, folder):
    """The file as LibreOffice saves it; formulas come to it without values."""
    folder = Path(folder)
    source = folder / "book.xlsx"
    openpyxl.load_workbook(io.BytesIO(content)).save(source)  # drops the values
    subprocess.run(
        [
            *(
                "soffice",
                "--headless",
                f"-env:UserInstallation=file://{folder}/profile",
            ),
            *("--convert-to", "xlsx", "--outdir", folder / "out", source),
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    return (folder / "out" / "book.xlsx").read_bytes()
