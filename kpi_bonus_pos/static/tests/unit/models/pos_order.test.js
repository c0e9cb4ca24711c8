import {ANNA, BORIS} from "../data/kpi_seller.data.esm";
import {
    CHAIR,
    TABLE,
    addProduct,
    getSeller,
    getSold,
    setupSellerEnv,
} from "../utils.esm";
import {expect, test} from "@odoo/hoot";
import {definePosModels} from "@point_of_sale/../tests/unit/data/generate_model_definitions";

definePosModels();

test("the first seller gets what is on the receipt, the second what comes", async () => {
    const store = await setupSellerEnv();
    const order = store.getOrder();
    await addProduct(store, CHAIR);
    order.setKpiSeller(getSeller(store, ANNA));
    await addProduct(store, TABLE);
    order.setKpiSeller(getSeller(store, BORIS));
    await addProduct(store, CHAIR);
    expect(getSold(order)).toEqual([
        [1, ANNA],
        [1, ANNA],
        [1, BORIS],
    ]);
});

test("whole receipt", async () => {
    const store = await setupSellerEnv();
    const order = store.getOrder();
    order.setKpiSeller(getSeller(store, ANNA));
    await addProduct(store, CHAIR);
    order.setKpiSellerOfAll(getSeller(store, BORIS));
    await addProduct(store, TABLE);
    expect(getSold(order)).toEqual([
        [1, BORIS],
        [1, BORIS],
    ]);
    order.setKpiSellerOfAll();
    expect(order.linesWithoutKpiSeller).toHaveLength(2);
    expect(order.kpiSeller).toBe(undefined);
});

test("the seller of now is kept with the order", async () => {
    const store = await setupSellerEnv();
    const order = store.getOrder();
    order.setKpiSeller(getSeller(store, ANNA));
    await addProduct(store, CHAIR);
    const stored = order.serializeForIndexedDB();
    const [line] = order.lines.map((record) => record.serializeForIndexedDB());
    order.lines[0].delete();
    order.delete();
    const {"pos.order": orders} = store.models.loadConnectedData({
        "pos.order": [JSON.parse(JSON.stringify(stored))],
        "pos.order.line": [JSON.parse(JSON.stringify(line))],
    });
    expect(orders[0].kpiSeller.id).toBe(ANNA);
    expect(getSold(orders[0])).toEqual([[1, ANNA]]);
});

test("an order from before the installation", async () => {
    const store = await setupSellerEnv("required");
    const order = store.getOrder();
    const line = await addProduct(store, CHAIR);
    const stored = line.serializeForIndexedDB();
    delete stored.kpi_seller_id;
    store.models.loadConnectedData({
        "pos.order.line": [JSON.parse(JSON.stringify(stored))],
    });
    expect(order.kpiSeller).toBe(undefined);
    expect(order.linesWithoutKpiSeller).toHaveLength(1);
});
