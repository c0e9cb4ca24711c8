"""How long a till waits: its own RPC, with kpi_bonus_pos and without it.

Two servers on two copies of one database; kpi_bonus_pos is removed from one of them.
The same till user sends the same orders to both in turns, one by one, as a till does.
"""

import os
import random
import socket
import subprocess
import sys
import time
import uuid
from contextlib import contextmanager
from statistics import median

import common
import pos_data
import requests

from odoo import Command
from odoo.fields import Datetime

PAIRS = int(os.environ.get("KPI_BENCH_PAIRS", "20"))
ORDERS = 200
# Not counted: the servers fill their caches.
WARM_UP = 100
LOGIN = "bench_till"
SELLERS = 20
DEADLINE = 120


def run():
    """:return: seconds and CPU seconds of a server, by pair, with and without"""
    with common.scratch_database("sync") as with_module:
        till = common.call_phase("make_till", with_module)
        with common.scratch_database("plain", template=with_module) as without:
            common.call_phase("remove_module", without)
            for database in (with_module, without):
                common.vacuum(database)
            with serve(with_module) as ours, serve(without) as plain:
                sides = {
                    "with": Till(ours, with_module, till),
                    "without": Till(plain, without, till | {"seller_ids": []}),
                }
                return compare(sides)


def compare(sides):
    pairs = []
    for pair in range(-1, PAIRS):
        samples = {name: [0.0, till.get_cpu()] for name, till in sides.items()}
        for number in range(ORDERS if pair >= 0 else WARM_UP):
            order = sides["with"].make_order()
            # In turns, so that none is always the second one.
            for name in sorted(sides, reverse=number % 2):
                samples[name][0] += sides[name].sync(order)
        for name, till in sides.items():
            samples[name][1] = till.get_cpu() - samples[name][1]
        if pair >= 0:
            pairs.append(samples)
    return pairs


def get_figures(pairs):
    """Medians: ms of an order on both sides, and how much more, in percent."""
    figures = {}
    for index, name in enumerate(("wait", "cpu")):
        sides = {
            side: [samples[side][index] for samples in pairs]
            for side in ("with", "without")
        }
        more = median(
            ours / plain - 1 for ours, plain in zip(*sides.values(), strict=True)
        )
        figures[name] = (
            *(median(values) * 1000 / ORDERS for values in sides.values()),
            more * 100,
        )
    return figures


class Till:
    """A till user's browser."""

    def __init__(self, server, database, till):
        self.url, self.process = server
        self.till = till
        self.random = random.Random(1)
        self.http = requests.Session()
        self._call(
            "/web/session/authenticate", db=database, login=LOGIN, password=LOGIN
        )

    def _call(self, path, **params):
        answer = self.http.post(
            self.url + path, json={"jsonrpc": "2.0", "method": "call", "params": params}
        ).json()
        if "error" in answer:
            raise SystemExit(answer["error"]["data"]["debug"])
        return answer["result"]

    def get_cpu(self):
        """Seconds of the server so far."""
        with open(f"/proc/{self.process.pid}/stat") as stream:
            fields = stream.read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def make_order(self):
        """One to six lines of two sellers."""
        lines = [
            self._make_line() for _line in range(self.random.choice((1, 1, 2, 3, 6)))
        ]
        total = sum(line["price_subtotal_incl"] for line in lines)
        return {
            "uuid": str(uuid.UUID(int=self.random.getrandbits(128))),
            "access_token": str(uuid.UUID(int=self.random.getrandbits(128))),
            "name": "/",
            "state": "paid",
            "session_id": self.till["session_id"],
            "config_id": self.till["config_id"],
            "company_id": self.till["company_id"],
            "user_id": self.till["user_id"],
            "employee_id": self.till["seller_ids"][0],
            "date_order": Datetime.to_string(Datetime.now()),
            "lines": [Command.create(line) for line in lines],
            "payment_ids": [
                Command.create(
                    {
                        "uuid": str(uuid.UUID(int=self.random.getrandbits(128))),
                        "amount": total,
                        "payment_method_id": self.till["payment_method_id"],
                        "payment_date": Datetime.to_string(Datetime.now()),
                    }
                )
            ],
            "amount_total": total,
            "amount_paid": total,
            "amount_tax": 0,
            "amount_return": 0,
            "last_order_preparation_change": "{}",
            "to_invoice": False,
            "is_refund": False,
            "partner_id": False,
            "fiscal_position_id": False,
            "pricelist_id": False,
            "relations_uuid_mapping": {},
        }

    def _make_line(self):
        product_id, name, price = self.random.choice(self.till["products"])
        qty = self.random.choice((1, 1, 1, 2, 3))
        return {
            "uuid": str(uuid.UUID(int=self.random.getrandbits(128))),
            "product_id": product_id,
            "full_product_name": name,
            "qty": qty,
            "price_unit": price,
            "price_type": "original",
            "price_extra": 0,
            "discount": 0,
            "price_subtotal": qty * price,
            "price_subtotal_incl": qty * price,
            "tax_ids": [],
            "pack_lot_ids": [],
            "attribute_value_ids": [],
            "kpi_seller_id": self.random.choice(self.till["seller_ids"]),
        }

    def sync(self, order):
        """:return: seconds until the till has its answer"""
        if not self.till["seller_ids"]:
            order = self._without_sellers(order)
        start = time.perf_counter()
        result = self._call(
            "/web/dataset/call_kw/pos.order/sync_from_ui",
            model="pos.order",
            method="sync_from_ui",
            args=[[order]],
            kwargs={"context": {"device_identifier": 1}},
        )
        seconds = time.perf_counter() - start
        [synced] = result["pos.order"]
        if synced["state"] != "paid":
            raise SystemExit(f"An order is {synced['state']}, not paid.")
        lines = result["pos.order.line"]
        if self.till["seller_ids"] and not all(line["kpi_seller_id"] for line in lines):
            raise SystemExit("A line has lost its seller.")
        return seconds

    def _without_sellers(self, order):
        """The same order of a till that knows no sellers."""
        lines = [
            (code, number, {k: v for k, v in vals.items() if k != "kpi_seller_id"})
            for code, number, vals in order["lines"]
        ]
        return {**order, "lines": lines}


@contextmanager
def serve(database):
    """A server of one database; its address and process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "odoo", "-d", database, "--log-level=error"]
    command += ["--http-interface=127.0.0.1", f"--http-port={port}"]
    command += ["--max-cron-threads=0", f"--db-filter=^{database}$"]
    process = subprocess.Popen(command)
    url = f"http://127.0.0.1:{port}"
    try:
        wait_for(url, process)
        yield url, process
    finally:
        process.terminate()
        process.wait()


def wait_for(url, process):
    deadline = time.monotonic() + DEADLINE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            return requests.get(f"{url}/web/health", timeout=DEADLINE)
        except requests.ConnectionError:
            time.sleep(0.2)
    raise SystemExit("The server does not start; its own words are above.")


# -- phases, each in a process of its own ---------------------------------------------


def make_till(registry):
    """A register that asks for the seller, in an open session of a till user."""
    with registry.cursor() as cursor:
        env = pos_data.make_company(pos_data.get_env(cursor))
        [shop] = pos_data.make_departments(env, "shop", [{}])
        products = pos_data.make_products(env, env["pos.category"])[:50]
        sellers = env["hr.employee"].create(
            [
                {"name": f"Seller {number}", "department_id": shop.id}
                for number in range(SELLERS)
            ]
        )
        pos_data.make_registers(env, shop, products)
        user = make_user(env)
        session = env["pos.session"].search([("config_id.kpi_shop_id", "=", shop.id)])[
            0
        ]
        session.user_id = user
        session.set_opening_control(0, "")
        cursor.commit()
        return {
            "company_id": env.company.id,
            "session_id": session.id,
            "config_id": session.config_id.id,
            "user_id": user.id,
            "payment_method_id": session.config_id.payment_method_ids.id,
            "seller_ids": sellers.ids,
            "products": [
                (product.id, product.name, product.list_price) for product in products
            ],
        }


def make_user(env):
    return env["res.users"].create(
        {
            "name": "Till",
            "login": LOGIN,
            "password": LOGIN,
            "company_id": env.company.id,
            "company_ids": [Command.set(env.company.ids)],
            "group_ids": [
                Command.link(env.ref(name).id)
                for name in ("base.group_user", "point_of_sale.group_pos_user")
            ],
        }
    )


def remove_module(registry):
    with registry.cursor() as cursor:
        env = pos_data.get_env(cursor)
        module = env["ir.module.module"].search([("name", "=", "kpi_bonus_pos")])
        module.button_immediate_uninstall()


PHASES = {"make_till": make_till, "remove_module": remove_module}
