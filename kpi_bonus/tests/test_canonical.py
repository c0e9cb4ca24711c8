from datetime import date

from odoo.tests import BaseCase, tagged

from ..kpi_canonical import canonical_json, digest


@tagged("post_install", "-at_install")
class TestCanonical(BaseCase):
    def test_text(self):
        for value, text in [
            ({"b": 1, "a": [True, None, "93.0"]}, '{"a":[true,null,"93.0"],"b":1}'),
            ({"é": "разряд"}, '{"é":"разряд"}'),
            ([], "[]"),
            ((1, 2), "[1,2]"),
            ('a"b\n', '"a\\"b\\n"'),
        ]:
            with self.subTest(value=value):
                self.assertEqual(canonical_json(value), text)

    def test_digest(self):
        # printf '{"a":1}' | sha256sum
        self.assertEqual(
            digest({"a": 1}),
            "015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862",
        )
        self.assertEqual(digest({"a": 1, "b": 2}), digest({"b": 2, "a": 1}))
        self.assertNotEqual(digest({"a": 1}), digest({"a": "1"}))

    def test_what_has_several_spellings_is_refused(self):
        for value in (93.0, {"a": [0.1]}, {1: "a"}, date(2026, 10, 1), b"a", {"a"}):
            with self.subTest(value=value), self.assertRaises(TypeError):
                canonical_json(value)
