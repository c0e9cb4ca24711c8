import json

from freezegun import freeze_time

from odoo.tests import HttpCase, tagged

from .board_common import NOW, BoardData

READY = "document.querySelectorAll('.o_wall_tile').length > 0"


@tagged("post_install", "-at_install")
class TestBoardWall(BoardData, HttpCase):
    """The wall screen, as nobody."""

    def setUp(self):
        super().setUp()
        self.board.with_user(self.manager).action_renew_token()
        self.url = f"/kpi/board/{self.board.token}"

    def _get(self, url, **headers):
        return self.opener.get(
            self.base_url() + url, headers=headers, allow_redirects=False, timeout=60
        )

    def test_page(self):
        response = self._get(self.url)
        self.assertEqual(response.status_code, 200)
        self.assertIn("The shop", response.text)
        # No way from it to anything else, and no session.
        self.assertNotIn("<a ", response.text)
        self.assertNotIn("<form", response.text)
        self.assertNotIn("Set-Cookie", response.headers)
        self.assertIn("default-src 'none'", response.headers["Content-Security-Policy"])

    def test_data(self):
        response = self._get(f"{self.url}/data")
        self.assertEqual(response.status_code, 200)
        self.assertNotIn("Set-Cookie", response.headers)
        view = response.json()
        total = view["tables"][0]
        self.assertEqual(total["title"], "Effectiveness")
        first = total["rows"][0]
        self.assertEqual(
            (first["place"], first["move"], first["name"], first["section"]),
            (1, 2, "Anna S.", "Paints"),
        )
        self.assertEqual(first["percent"], "49\N{NO-BREAK SPACE}%")
        own = next(t for t in view["tables"] if t["title"] == "Own sales")
        self.assertEqual(
            (own["rows"][1]["day"], own["rows"][1]["month"]), ("100,000", "200,000")
        )
        # 40 % while half of the month is over; half of 125 is 40 % of the bar.
        self.assertEqual((own["rows"][1]["level"], own["pace"]), ("low", 40))

    def test_no_ids(self):
        """Only texts and numbers to be drawn: no key that names a record."""

        def get_keys(node):
            if isinstance(node, dict):
                yield from node
                for value in node.values():
                    yield from get_keys(value)
            elif isinstance(node, list):
                for value in node:
                    yield from get_keys(value)

        view = json.loads(self.board.wall_data)
        self.assertFalse(
            {"id", "key", "indicator", "is_own", "choices"} & set(get_keys(view))
        )

    def test_same_figures_are_not_sent_again(self):
        response = self._get(f"{self.url}/data")
        etag = response.headers["ETag"]
        again = self._get(f"{self.url}/data", **{"If-None-Match": etag})
        self.assertEqual((again.status_code, again.content), (304, b""))
        with freeze_time(NOW):
            self.board.name = "The other shop"
        changed = self._get(f"{self.url}/data", **{"If-None-Match": etag})
        self.assertEqual(changed.status_code, 200)
        self.assertNotEqual(changed.headers["ETag"], etag)

    def test_wrong_keys(self):
        """Whatever is wrong with the key, the answer is the same."""
        board_id, secret = self.board.token.split("-", 1)
        other = self._create_board(name="Without a key")
        wrong = [
            "x",
            "-",
            board_id,
            f"{board_id}-",
            f"{board_id}-{secret[:-1]}",
            f"{board_id}-{secret}x",
            f"{other.id}-",
            f"{other.id}-False",
            f"999999-{secret}",
            "9" * 30 + f"-{secret}",
            f"{board_id}-%D0%96",
            "%F0%9F%98%80",
            "x" * 2000,
        ]
        self.board.with_user(self.manager).action_renew_token()
        wrong.append(f"{board_id}-{secret}")
        pages = set()
        for token in wrong:
            for suffix in ("", "/data"):
                with self.subTest(token=token[:40], suffix=suffix):
                    response = self._get(f"/kpi/board/{token}{suffix}")
                    self.assertEqual(response.status_code, 404)
                    pages.add(response.text)
        self.assertEqual(len(pages), 1)

    def test_archived_and_revoked(self):
        with freeze_time(NOW):
            self.board.active = False
        self.assertEqual(self._get(self.url).status_code, 404)
        with freeze_time(NOW):
            self.board.active = True
        self.assertEqual(self._get(self.url).status_code, 200)
        self.board.with_user(self.manager).action_revoke_token()
        self.assertEqual(self._get(self.url).status_code, 404)
        self.assertEqual(self._get(f"{self.url}/data").status_code, 404)

    def test_only_get(self):
        for suffix in ("", "/data"):
            response = self.opener.post(self.base_url() + self.url + suffix, timeout=60)
            self.assertEqual(response.status_code, 405)

    def test_places_on_the_wall(self):
        with freeze_time(NOW):
            self.board.top = 2
        view = self._get(f"{self.url}/data").json()
        self.assertEqual({len(table["rows"]) for table in view["tables"]}, {2})

    def test_few_queries(self):
        self._get(self.url)
        self._get(f"{self.url}/data")
        with self.assertQueryCount(6):
            self._get(f"{self.url}/data")

    def test_screen(self):
        """Turns pages, is readable from five metres, and shows texts as texts."""
        with freeze_time(NOW):
            self.seller.name = "<img/src=x/onerror=alert(1)> S"
            self.board.page_seconds = 3
        self._refresh()
        self.browser_js(self.url, SCREEN, READY, timeout=60)

    def test_phone(self):
        self.browser_size = "390x844"
        self.browser_js(self.url, PHONE, READY, timeout=60)


@tagged("post_install", "-at_install")
class TestBoardWallOff(BoardData, HttpCase):
    def test_screen_goes_dark(self):
        """Without a reload, at the next look."""
        board = self.board.with_user(self.manager)
        with freeze_time(NOW):
            board.refresh_seconds = 10
        board.action_renew_token()
        url = f"/kpi/board/{board.token}"
        code = """
            const look = setInterval(() => {
                if (document.body.innerText.includes("switched off")) {
                    clearInterval(look);
                    console.log("test successful");
                }
            }, 200);
            fetch = async () => new Response("", {status: 404});
        """
        self.browser_js(url, code, READY, timeout=60)


SCREEN = """
(async () => {
    const wait = (ms) => new Promise((done) => setTimeout(done, ms));
    const titles = new Set();
    const check = (ok, text) => {
        if (!ok) {
            throw new Error(text);
        }
    };
    document.body.style.setProperty("--u", "10.8px"); // of 1920 x 1080
    for (let turn = 0; turn < 40 && titles.size < 3; turn++) {
        titles.add(document.getElementById("title").textContent);
        await wait(300);
    }
    check(titles.size >= 2, "pages turn by themselves: " + [...titles]);
    let rows = [];
    for (let turn = 0; turn < 9; turn++) {
        dispatchEvent(new KeyboardEvent("keydown", {key: "ArrowRight"}));
        await wait(100);
        rows = [...document.querySelectorAll(".o_wall_row:not(.o_wall_head)")];
        if (rows.some((row) => row.textContent.includes("<img"))) {
            break;
        }
    }
    check(rows.some((row) => row.textContent.includes("<img")), "name as text");
    check(!document.querySelector("main img"), "no element made of a name");
    const size = parseFloat(getComputedStyle(rows[0]).fontSize);
    check(size >= 45, "letters of " + size + " px");
    check(!document.querySelector("a"), "no links");
    const {scrollWidth, scrollHeight} = document.documentElement;
    check(scrollWidth <= innerWidth && scrollHeight <= innerHeight, "fits");
    console.log("test successful");
})();
"""
PHONE = """
(async () => {
    const {scrollWidth} = document.documentElement;
    dispatchEvent(new KeyboardEvent("keydown", {key: "ArrowRight"}));
    const size = parseFloat(getComputedStyle(document.body).fontSize);
    if (scrollWidth > innerWidth || size < 16) {
        throw new Error(scrollWidth + " px wide, letters of " + size + " px");
    }
    console.log("test successful");
})();
"""
