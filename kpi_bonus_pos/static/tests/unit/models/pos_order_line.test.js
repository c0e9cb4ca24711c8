import {ANNA, BORIS} from "../data/kpi_seller.data.esm";
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
import {definePosModels} from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import {PosConfig} from "@point_of_sale/../tests/unit/data/pos_config.data";
import {patchWithCleanup} from "@web/../tests/web_test_helpers";

definePosModels();

test("lines of different sellers are not merged", async () => {
    const store = await setupSellerEnv();
    const order = store.getOrder();
    for (const id of [undefined, ANNA, BORIS, ANNA]) {
        order.uiState.kpiSellerId = id;
        await addProduct(store, CHAIR);
    }
    expect(getSold(order)).toEqual([
        [1, undefined],
        [2, ANNA],
        [1, BORIS],
    ]);
});

test("the parts of a combo go to its seller", async () => {
    const store = await setupSellerEnv();
    const order = store.getOrder();
    order.uiState.kpiSellerId = ANNA;
    const combo = await addCombo(store);
    expect(getSold(order)).toEqual([
        [1, ANNA],
        [1, ANNA],
        [1, ANNA],
    ]);
    // From one of its parts too.
    combo.combo_line_ids[0].setKpiSeller(getSeller(store, BORIS));
    expect(order.lines.every((line) => line.kpi_seller_id.id === BORIS)).toBe(true);
});

test("a refund keeps its seller", async () => {
    const store = await setupSellerEnv();
    const sold = await addProduct(store, CHAIR);
    sold.setKpiSeller(getSeller(store, ANNA));
    store.addNewOrder();
    const refund = await addProduct(store, CHAIR, {qty: -1});
    refund.refunded_orderline_id = sold;
    refund.kpi_seller_id = getSeller(store, ANNA);
    refund.setKpiSeller(getSeller(store, BORIS));
    expect(refund.kpi_seller_id.id).toBe(ANNA);
});

test("tips and the like have no seller", async () => {
    patchWithCleanup(PosConfig.prototype, {
        _load_pos_data_read() {
            const [config, ...others] = super._load_pos_data_read(...arguments);
            return [{...config, _pos_special_products_ids: [CHAIR]}, ...others];
        },
    });
    const store = await setupSellerEnv();
    const order = store.getOrder();
    order.uiState.kpiSellerId = ANNA;
    const tip = await addProduct(store, CHAIR);
    await addProduct(store, TABLE);
    tip.setKpiSeller(getSeller(store, BORIS));
    expect(getSold(order)).toEqual([
        [1, undefined],
        [1, ANNA],
    ]);
    expect(order.linesWithoutKpiSeller).toEqual([]);
});

test("copy for another seller", async () => {
    const store = await setupSellerEnv();
    const order = store.getOrder();
    const combo = await addCombo(store);
    combo.setKpiSeller(getSeller(store, ANNA));
    combo.setDiscount(10);
    const copy = combo.copyForKpiSeller(getSeller(store, BORIS));
    copy.setQuantity(2, true);
    expect(copy.discount).toBe(10);
    expect(copy.uuid).not.toBe(combo.uuid);
    expect(copy.combo_line_ids.map(({qty}) => qty)).toEqual([2, 2]);
    expect(combo.combo_line_ids.map(({qty}) => qty)).toEqual([1, 1]);
    expect(getSold(order)).toEqual([
        [1, ANNA],
        [1, ANNA],
        [1, ANNA],
        [2, BORIS],
        [2, BORIS],
        [2, BORIS],
    ]);
});
