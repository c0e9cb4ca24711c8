import {CHAIR, addCombo, addProduct, getSeller, setupSellerEnv} from "../utils.esm";
import {expect, test} from "@odoo/hoot";
import {ANNA} from "../data/kpi_seller.data.esm";
import {Orderline} from "@point_of_sale/app/components/orderline/orderline";
import {definePosModels} from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import {mountWithCleanup} from "@web/../tests/web_test_helpers";

definePosModels();

async function mountLine({mode, isPrinted = true, registerMode = "ask", add} = {}) {
    const store = await setupSellerEnv(registerMode);
    store.config.kpi_seller_on_receipt = isPrinted;
    let line = await (add ? add(store) : addProduct(store, CHAIR));
    line.setKpiSeller(getSeller(store, ANNA));
    line = add ? line.combo_line_ids[0] : line;
    await mountWithCleanup(Orderline, {props: {line, mode}});
}

test("in the order", async () => {
    await mountLine({isPrinted: false});
    expect(".orderline .kpi-line-seller").toHaveText("Anna Petrova");
    expect(".kpi-receipt-seller").toHaveCount(0);
});

test("on the receipt, if set", async () => {
    await mountLine({mode: "receipt"});
    expect(".orderline .kpi-receipt-seller").toHaveText("Anna Petrova");
    expect(".kpi-line-seller").toHaveCount(0);
});

test("not on the receipt", async () => {
    await mountLine({mode: "receipt", isPrinted: false});
    expect(".kpi-receipt-seller").toHaveCount(0);
});

test("not in mode off", async () => {
    await mountLine({registerMode: "off"});
    expect(".kpi-line-seller").toHaveCount(0);
});

test("not at the parts of a combo", async () => {
    await mountLine({add: addCombo});
    expect(".orderline").toHaveCount(1);
    expect(".kpi-line-seller").toHaveCount(0);
});
