import {ANNA, BADGES, BORIS, CARLA, ZOE} from "../data/kpi_seller.data.esm";
import {
    CHAIR,
    TABLE,
    addCombo,
    addProduct,
    getSeller,
    getSold,
    setupSellerEnv,
} from "../utils.esm";
import {expect, test} from "@odoo/hoot";
import {click} from "@odoo/hoot-dom";
import {definePosModels} from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import {dialogActions} from "@point_of_sale/../tests/unit/utils";

definePosModels();

test("what is added goes to the seller of now", async () => {
    const store = await setupSellerEnv();
    await addProduct(store, CHAIR);
    store.setKpiSeller(getSeller(store, ANNA));
    const line = await addProduct(store, TABLE);
    const [, vals] = store.getOrder().serializeForORM().lines;
    expect(line.kpi_seller_id.id).toBe(ANNA);
    expect(vals[2].kpi_seller_id).toBe(ANNA);
});

test("a product may be given by its id", async () => {
    const store = await setupSellerEnv();
    store.setKpiSeller(getSeller(store, ANNA));
    const line = await store.addLineToCurrentOrder({product_tmpl_id: CHAIR});
    expect(line.kpi_seller_id.id).toBe(ANNA);
});

test("mode off", async () => {
    const store = await setupSellerEnv("off");
    store.getOrder().uiState.kpiSellerId = ANNA;
    await addProduct(store, CHAIR);
    await addCombo(store);
    expect(store.getOrder().lines.some((line) => line.kpi_seller_id)).toBe(false);
    expect(await store.ensureKpiSellers(store.getOrder())).toBe(true);
});

test("mode cashier: who is logged in, unless another is chosen", async () => {
    const store = await setupSellerEnv("cashier");
    store.setCashier(store.models["hr.employee"].get(ANNA));
    await addProduct(store, CHAIR);
    store.setKpiSeller(getSeller(store, BORIS));
    await addProduct(store, TABLE);
    store.setKpiSeller();
    expect(store.getKpiSeller().id).toBe(ANNA);
    expect(getSold(store.getOrder())).toEqual([
        [1, ANNA],
        [1, BORIS],
    ]);
    // The administrator may not sell here, users are no employees.
    store.setCashier(store.models["hr.employee"].get(2));
    expect(store.getKpiSeller()).toBe(undefined);
    store.cashier = {id: ANNA, model: {name: "res.users"}};
    expect(store.getKpiSeller()).toBe(undefined);
});

test("sellers of other registers cannot be chosen", async () => {
    const store = await setupSellerEnv();
    // As it comes along with a line that he sold.
    store.models.connectNewData({"kpi.seller": [{id: ZOE, name: "Zoe Other"}]});
    expect(store.getKpiSellers().map(({id}) => id)).toEqual([ANNA, BORIS, CARLA]);
    store.setKpiSeller(getSeller(store, ZOE));
    expect(store.getRecentKpiSellers()).toEqual([]);
});

test("recent sellers, the last one first", async () => {
    const store = await setupSellerEnv();
    for (const id of [ANNA, BORIS, CARLA, BORIS]) {
        store.setKpiSeller(getSeller(store, id));
    }
    store.setKpiSeller();
    expect(store.getRecentKpiSellers().map(({id}) => id)).toEqual([BORIS, CARLA, ANNA]);
});

test("by badge", async () => {
    const store = await setupSellerEnv();
    expect(store.getKpiSellerByBadge(BADGES[BORIS]).id).toBe(BORIS);
    expect(store.getKpiSellerByBadge("")).toBe(undefined);
    expect(store.getKpiSellerByBadge("0419999999999")).toBe(undefined);
});

test("one line, and no change of who sells next", async () => {
    const store = await setupSellerEnv();
    store.setKpiSeller(getSeller(store, ANNA));
    await addProduct(store, CHAIR);
    store.setKpiSeller(getSeller(store, BORIS), "line");
    await addProduct(store, TABLE);
    expect(getSold(store.getOrder())).toEqual([
        [1, BORIS],
        [1, ANNA],
    ]);
});

test("one line by the first seller, who sells what comes too", async () => {
    const store = await setupSellerEnv();
    await addProduct(store, CHAIR);
    await addProduct(store, TABLE);
    store.setKpiSeller(getSeller(store, BORIS), "line");
    await addProduct(store, CHAIR);
    expect(getSold(store.getOrder())).toEqual([
        [1, undefined],
        [1, BORIS],
        [1, BORIS],
    ]);
});

test("parts of a combo that is put together anew", async () => {
    const store = await setupSellerEnv();
    const combo = await addCombo(store);
    combo.setKpiSeller(getSeller(store, BORIS));
    const values = {product_tmpl_id: combo.product_id.product_tmpl_id, qty: 1};
    const [items] = [combo.combo_line_ids.map((child) => child.combo_item_id)];
    values.payload = [
        items.map((item) => ({
            combo_item_id: item,
            qty: 1,
            configuration: {attribute_value_ids: [], attribute_custom_values: {}},
        })),
        [],
    ];
    await store.handleComboProduct(values, store.getOrder(), true, {line: combo});
    expect(values.combo_line_ids.map(([, vals]) => vals.kpi_seller_id.id)).toEqual([
        BORIS,
        BORIS,
    ]);
});

test("no payment without the sellers that are required", async () => {
    const store = await setupSellerEnv("required");
    const order = store.getOrder();
    await addProduct(store, CHAIR);
    store.setKpiSeller(getSeller(store, ANNA), "line");
    order.uiState.kpiSellerId = undefined;
    await addProduct(store, TABLE);
    const isPaid = await dialogActions(
        () => store.ensureKpiSellers(order),
        [
            () => expect(".kpi-seller-missing").toHaveCount(1),
            () => expect(".kpi-seller-missing").toHaveText(/TEST 2/),
            () => click(".modal-footer .btn-secondary"),
        ]
    );
    expect(isPaid).toBe(false);
});

test("the sellers that are required are asked for", async () => {
    const store = await setupSellerEnv("required");
    const order = store.getOrder();
    await addProduct(store, CHAIR);
    const isPaid = await dialogActions(
        () => store.ensureKpiSellers(order),
        [
            () => click(".modal-footer .btn-primary"),
            () => expect(".kpi-seller-whole").toHaveCount(0),
            () => click(`.kpi-seller-item[data-seller-id="${CARLA}"]`),
        ]
    );
    expect(isPaid).toBe(true);
    expect(getSold(order)).toEqual([[1, CARLA]]);
});
