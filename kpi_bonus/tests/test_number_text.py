from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..number_text import parse_number

ENGLISH = (".", ",")
RUSSIAN = (",", "\N{NO-BREAK SPACE}")
GERMAN = (",", ".")


@tagged("post_install", "-at_install")
class TestNumberText(BaseCase):
    def test_numbers_of_three_languages(self):
        for text, english, russian, german in [
            ("452 067,00", "452067", "452067", "452067"),
            ("452,067.00", "452067", "452067", "452067"),
            ("452.067,00", "452067", "452067", "452067"),
            ("452067.5", "452067.5", "452067.5", "452067.5"),
            ("452067,5", "452067.5", "452067.5", "452067.5"),
            # One sign alone before three digits means what it means in the language.
            ("452,067", "452067", "452.067", "452.067"),
            ("452.067", "452.067", "452.067", "452067"),
            ("1,234,567", "1234567", "1234567", "1234567"),
            ("452\N{NARROW NO-BREAK SPACE}067,5", "452067.5", "452067.5", "452067.5"),
            (" 90 % ", "90", "90", "90"),
            ("−50", "-50", "-50", "-50"),
            ("+50", "50", "50", "50"),
            ("0", "0", "0", "0"),
        ]:
            for lang, expected in [
                (ENGLISH, english),
                (RUSSIAN, russian),
                (GERMAN, german),
            ]:
                with self.subTest(text=text, lang=lang):
                    self.assertEqual(parse_number(text, *lang), Decimal(expected))

    def test_no_numbers(self):
        for text in [
            "",
            " ",
            ".",
            "-",
            "--5",
            "5-",
            "1,2,3",
            "1.2.3",
            "1,234.5,6",
            "12,34,567",
            "1e5",
            "nan",
            "inf",
            "0x10",
            "٣",
            "five",
            "1" * 41,
            None,
            5,
            ["5"],
        ]:
            with self.subTest(text=text):
                self.assertIsNone(parse_number(text, *ENGLISH))
                self.assertIsNone(parse_number(text, *RUSSIAN))

    @settings(deadline=None)
    @given(st.decimals(-(10**9), 10**9, places=2, allow_nan=False))
    def test_what_is_written_is_read(self, number):
        english = f"{number:,}"
        russian = english.replace(",", RUSSIAN[1]).replace(".", ",")
        self.assertEqual(parse_number(english, *ENGLISH), number)
        self.assertEqual(parse_number(russian, *RUSSIAN), number)

    @settings(deadline=None)
    @given(st.text(max_size=50))
    def test_any_text(self, text):
        number = parse_number(text, *RUSSIAN)
        self.assertTrue(number is None or number.is_finite())
