import base64
from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .card_common import CardCommon

PIXEL = (
    b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9aw"
    b"AAAABJRU5ErkJggg=="
)


class CardQuickCommon(CardCommon):
    """Thursday, 15 October 2026, in a running month; cards of three people."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.period._as_kpi_engine().write({"state": "open"})
        cls._create_card(cls.boris)
        cls._create_card(cls.toolman)

    def setUp(self):
        super().setUp()
        clock = freeze_time("2026-10-15 12:00:00")
        clock.start()
        self.addCleanup(clock.stop)

    def _quick(self, user=None):
        self.env.invalidate_all()
        return self.env["kpi.card.quick"].with_user(user or self.controller)

    def _find(self, text, user=None):
        found = self._quick(user).find_people(text)
        return [person["name"] for person in found["people"]]

    def _write_entry(self, employee, card_type, user=None, **vals):
        entry = self._quick(user).write_entry(employee.id, card_type.id, **vals)
        return self.env["kpi.card.line"].browse(entry["id"])


@tagged("post_install", "-at_install")
class TestCardQuickPeople(CardQuickCommon):
    def test_by_name(self):
        self.assertEqual(self._find("anna"), ["Anna Seller"])
        self.assertEqual(self._find(" sell ann "), ["Anna Seller"])
        self.assertEqual(self._find("anna boris"), [])

    def test_too_few_letters(self):
        for text in ("", "b", " b ", None, False):
            self.assertEqual(self._find(text), [])
        self.assertEqual(self._find("bo"), ["Boris Painter"])

    def test_only_name_section_and_job(self):
        found = self._quick().find_people("anna")
        self.assertEqual(
            found,
            {
                "people": [
                    {
                        "id": self.seller.id,
                        "name": "Anna Seller",
                        "section": "Paints",
                        "job": "Seller",
                    }
                ],
                "is_more": False,
            },
        )

    def test_two_people_with_one_name(self):
        """Both are shown, told apart by their sections; each entry finds its card."""
        other = self._create_employee("Anna Seller", department_id=self.tools.id)
        card = self._create_card(other)
        people = self._quick().find_people("Anna Seller")["people"]
        self.assertEqual(
            {(person["id"], person["section"]) for person in people},
            {(self.seller.id, "Paints"), (other.id, "Tools")},
        )
        line = self._write_entry(other, self.late)
        self.assertEqual(line.card_id, card)

    def test_more_people_than_fit(self):
        for number in range(9):
            self._create_card(self._create_employee(f"Vera {number}"))
        found = self._quick().find_people("vera")
        self.assertEqual(len(found["people"]), 8)
        self.assertTrue(found["is_more"])
        self.assertFalse(self._quick().find_people("vera 0")["is_more"])

    def test_by_badge(self):
        self.assertEqual(self._find("B0042"), ["Boris Painter"])
        self.assertEqual(self._find("B004"), [])

    def test_unknown_badge(self):
        self.assertEqual(self._find("B9999"), [])

    def test_badge_of_another_company(self):
        self.stranger.barcode = "S1"
        self.assertEqual(self._find("S1"), [])
        self.assertEqual(self._find("Stranger"), [])
        self.assertFalse(self._quick().get_start(self.stranger.id)["person"])

    def test_one_company_at_a_time(self):
        """With two companies ticked, the form is about the first one."""
        other = self.other_company
        self.controller.company_ids += other
        self.stranger.barcode = "S1"
        self.praise.company_id = other
        period = self._create_period(company_id=other.id)
        self._create_card(self.stranger, period)
        for companies, found in ((self.company + other, []), (other, ["Stranger"])):
            quick = self._quick().with_context(allowed_company_ids=companies.ids)
            people = quick.find_people("S1")["people"]
            self.assertEqual([person["name"] for person in people], found)
            types = [card_type["id"] for card_type in quick.get_start()["types"]]
            self.assertEqual(self.praise.id in types, bool(found))

    def test_by_the_code_on_the_card(self):
        self.assertEqual(self._find(self.seller._kpi_get_card_url()), ["Anna Seller"])
        self.assertEqual(self._find("https://x.test/kpi/card/999999999"), [])

    def test_nobody_without_a_card_for_today(self):
        self._create_employee("Vera Cashier")
        self.assertEqual(self._find("vera"), [])
        with freeze_time("2026-11-01 12:00:00"):
            self.assertEqual(self._find("anna"), [])
        with freeze_time("2026-10-31 12:00:00"):
            self.assertEqual(self._find("anna"), ["Anna Seller"])

    def test_archived_person(self):
        self.seller.active = False
        self.assertEqual(self._find("anna"), [])
        forged = self._quick().with_context(active_test=False)
        self.assertEqual(forged.find_people("anna")["people"], [])

    def test_closed_period(self):
        self._close(self.period)
        for user in (self.controller, self.head, self.manager):
            self.assertEqual(self._find("anna", user), [])

    def test_head_finds_his_sections(self):
        self.assertEqual(self._find("toolman"), ["Viktor Toolman"])
        self.assertEqual(self._find("toolman", self.manager), ["Viktor Toolman"])
        self.assertEqual(self._find("toolman", self.head), [])
        self.assertEqual(self._find("anna", self.head), ["Anna Seller"])

    def test_nobody_finds_himself(self):
        self.seller.user_id = self.controller
        self.assertEqual(self._find("anna"), [])
        self.assertEqual(self._find("anna", self.head), ["Anna Seller"])

    def test_card_of_the_month_before_that_of_the_quarter(self):
        quarter = self._create_period(frequency="quarter")
        self._create_card(self.seller, quarter)
        self.assertEqual(self._find("anna"), ["Anna Seller"])
        self.assertEqual(self._write_entry(self.seller, self.late).card_id, self.card)

    def test_strangers_find_nobody(self):
        portal = self._give_login(self.seller, "anna")
        payroll = self._create_user("payroll", "kpi_bonus.group_payroll")
        for user in (portal, payroll, self._create_user("plain", "")):
            quick = self._quick(user)
            for call in (
                quick.get_start,
                lambda quick=quick: quick.find_people("anna"),
                lambda quick=quick: quick.write_entry(self.boris.id, self.late.id),
            ):
                with (
                    self.subTest(user=user.login),
                    self.assertRaisesRegex(AccessError, "Only controllers"),
                ):
                    call()


@tagged("post_install", "-at_install")
class TestCardQuickEntry(CardQuickCommon):
    def test_start(self):
        start = self._quick().get_start(self.seller.id)
        self.assertEqual(start["person"]["name"], "Anna Seller")
        names = [card_type["name"] for card_type in start["types"]]
        self.assertIn("Rude to a customer", names)
        self.assertNotIn("Safety rules broken", self._get_own_names(self.controller))
        self.assertIn("Safety rules broken", self._get_own_names(self.head))

    def _get_own_names(self, user):
        """Of the types of this test; the list that comes with the module has more."""
        own = (self.rude + self.late + self.praise + self.for_heads).ids
        types = self._quick(user).get_start()["types"]
        return [kind["name"] for kind in types if kind["id"] in own]

    def test_archived_and_foreign_types_are_not_offered(self):
        self.late.active = False
        self.praise.company_id = self.other_company
        self.assertEqual(self._get_own_names(self.controller), ["Rude to a customer"])

    def test_start_with_forged_ids(self):
        for forged in ("1", "x", None, False, [1], {"id": 1}, -1, 10**12):
            with self.subTest(forged=forged):
                self.assertIs(self._quick().get_start(forged)["person"], False)

    def test_entry(self):
        line = self._write_entry(
            self.seller, self.rude, note="At the till", photo=PIXEL.decode()
        )
        self.assertEqual(line.card_id, self.card)
        self.assertEqual(line.date, date(2026, 10, 15))
        self.assertEqual(line.author_id, self.controller)
        self.assertEqual((line.origin, line.points), ("observation", -50))
        self.assertEqual(line.note, "At the till")
        self.assertEqual(base64.b64decode(line.photo)[:8], base64.b64decode(PIXEL)[:8])

    def test_day_is_that_of_the_writer(self):
        """1 November in Kamchatka is still October in UTC: no card of his day."""
        self.controller.tz = "Asia/Kamchatka"
        with (
            freeze_time("2026-10-31 12:30:00"),
            self.assertRaisesRegex(UserError, "no card"),
        ):
            self._write_entry(self.seller, self.rude)

    def test_type_not_allowed(self):
        with self.assertRaises(AccessError):
            self._write_entry(self.seller, self.for_heads)
        self.assertTrue(self._write_entry(self.seller, self.for_heads, self.head))

    def test_archived_type(self):
        self.rude.active = False
        with self.assertRaisesRegex(ValidationError, "Rude to a customer"):
            self._write_entry(self.seller, self.rude)

    def test_closed_period(self):
        self._close(self.period)
        with self.assertRaisesRegex(UserError, "no card"):
            self._write_entry(self.seller, self.rude)

    def test_head_writes_in_his_sections_only(self):
        with self.assertRaisesRegex(UserError, "no card"):
            self._write_entry(self.toolman, self.rude, self.head)
        self.assertTrue(self._write_entry(self.toolman, self.rude))

    def test_forged_ids(self):
        quick = self._quick()
        for employee_id in ("1", None, False, [self.seller.id], -1, 10**12):
            with (
                self.subTest(employee_id=employee_id),
                self.assertRaisesRegex(UserError, "no card"),
            ):
                quick.write_entry(employee_id, self.rude.id)
        with self.assertRaisesRegex(UserError, "no card"):
            quick.write_entry(self.stranger.id, self.rude.id)

    def test_photo_must_be_an_image(self):
        for photo in ("no base64!", base64.b64encode(b"MZ program").decode()):
            with self.subTest(photo=photo), self.assertRaises(UserError):
                self._write_entry(self.seller, self.rude, photo=photo)

    def test_controller_reads_the_photo_of_his_own_entry_only(self):
        line = self._write_entry(self.seller, self.rude, photo=PIXEL.decode())
        other = self._create_user("other", "kpi_bonus.group_controller")
        attachment = self.env["ir.attachment"].search(
            [("res_model", "=", "kpi.card.line"), ("res_id", "=", line.id)]
            + [("res_field", "=", "photo")]
        )
        self.assertTrue(attachment.with_user(self.controller).has_access("read"))
        self.assertFalse(attachment.with_user(other).has_access("read"))
        with self.assertRaises(AccessError):
            line.with_user(other).read(["photo"])

    def test_ways_to_the_form(self):
        """From the employee's forms and from the card: the same form and person."""
        public = self.env["hr.employee.public"].browse(self.seller.id)
        for record, user in (
            (self.seller, self.manager),
            (public, self.controller),
            (public, self.head),
        ):
            action = record.with_user(user).action_open_kpi_card_quick()
            self.assertEqual(action["tag"], "kpi_bonus.card_quick")
            self.assertEqual(action["context"], {"active_id": self.seller.id})
        action = self.card.with_user(self.controller).action_open_quick()
        self.assertEqual(action["context"], {"active_id": self.seller.id})
