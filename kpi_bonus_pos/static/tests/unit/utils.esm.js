import {setupPosEnv} from "@point_of_sale/../tests/unit/utils";

// Of the data of point_of_sale.
export const CHAIR = 5;
export const TABLE = 6;
export const COMBO = 7;

/**
 * @param {string} mode of the register
 * @returns {Promise<object>} the store, with an empty order
 */
export async function setupSellerEnv(mode = "ask") {
    const store = await setupPosEnv();
    store.config.kpi_seller_mode = mode;
    store.addNewOrder();
    return store;
}

export function getSeller(store, id) {
    return store.models["kpi.seller"].get(id);
}

export function addProduct(store, templateId, vals = {}) {
    return store.addLineToCurrentOrder({
        product_tmpl_id: store.models["product.template"].get(templateId),
        ...vals,
    });
}

export function addCombo(store) {
    const [first, second] = [1, 3].map((id) =>
        store.models["product.combo.item"].get(id)
    );
    const choice = [
        {combo_item_id: first, qty: 1},
        {combo_item_id: second, qty: 1},
    ].map((item) => ({
        ...item,
        configuration: {attribute_value_ids: [], attribute_custom_values: {}},
    }));
    return addProduct(store, COMBO, {payload: [choice, []]});
}

/** @returns {Array} [quantity, id of the seller] of each line */
export function getSold(order) {
    return order.lines.map((line) => [line.qty, line.kpi_seller_id?.id]);
}
