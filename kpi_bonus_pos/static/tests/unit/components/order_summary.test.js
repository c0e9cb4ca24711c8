import {ANNA, BORIS} from "../data/kpi_seller.data.esm";
import {
    CHAIR,
    addCombo,
    addProduct,
    getSeller,
    getSold,
    setupSellerEnv,
} from "../utils.esm";
import {expect, test} from "@odoo/hoot";
import {OrderSummary} from "@point_of_sale/app/screens/product_screen/order_summary/order_summary";
import {definePosModels} from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import {mountWithCleanup} from "@web/../tests/web_test_helpers";

definePosModels();

/** Anna has sold three chairs; Boris types on her line. */
async function setup(addLine = (store) => addProduct(store, CHAIR, {qty: 3})) {
    const store = await setupSellerEnv();
    store.setKpiSeller(getSeller(store, ANNA));
    const line = await addLine(store);
    store.setKpiSeller(getSeller(store, BORIS));
    const order = store.getOrder();
    order.selectOrderline(line);
    const summary = await mountWithCleanup(OrderSummary, {});
    return {store, order, line, type: (value) => summary._setValue(value)};
}

test("a quantity that another seller raises", async () => {
    const {order, line, type} = await setup();
    type("1");
    expect(getSold(order)).toEqual([[1, ANNA]]);
    type("12");
    expect(getSold(order)).toEqual([
        [3, ANNA],
        [9, BORIS],
    ]);
    type("120");
    expect(getSold(order)).toEqual([
        [3, ANNA],
        [117, BORIS],
    ]);
    type("12");
    type("1");
    expect(getSold(order)).toEqual([[1, ANNA]]);
    expect(order.getSelectedOrderline()).toBe(line);
});

test("with decimals", async () => {
    const {order, type} = await setup();
    ["3", "3.", "3.1", "3.15"].forEach(type);
    expect(getSold(order)).toEqual([
        [3, ANNA],
        [0.15, BORIS],
    ]);
});

test("raised again after the first raise was changed", async () => {
    const {order, type} = await setup();
    type("5");
    order.lines[1].setQuantity(4);
    type("6");
    expect(getSold(order)).toEqual([
        [3, ANNA],
        [4, BORIS],
        [3, BORIS],
    ]);
});

test("raised again after the first raise was removed", async () => {
    const {order, line, type} = await setup();
    type("5");
    order.removeOrderline(order.lines[1]);
    order.selectOrderline(line);
    type("6");
    expect(getSold(order)).toEqual([
        [3, ANNA],
        [3, BORIS],
    ]);
});

test("a combo", async () => {
    const {order, type} = await setup(addCombo);
    type("3");
    expect(getSold(order)).toEqual([
        [1, ANNA],
        [1, ANNA],
        [1, ANNA],
        [2, BORIS],
        [2, BORIS],
        [2, BORIS],
    ]);
});

test("the own line, a price, a removal and the mode off as in core", async () => {
    const {store, order, line, type} = await setup();
    store.numpadMode = "price";
    type("500");
    store.numpadMode = "quantity";
    store.config.kpi_seller_mode = "off";
    type("4");
    store.config.kpi_seller_mode = "ask";
    expect(line.price_unit).toBe(500);
    expect(getSold(order)).toEqual([[4, ANNA]]);
    order.setKpiSeller(getSeller(store, ANNA));
    type("5");
    expect(getSold(order)).toEqual([[5, ANNA]]);
    order.setKpiSeller(getSeller(store, BORIS));
    type("remove");
    expect(getSold(order)).toEqual([]);
});
