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
import {TicketScreen} from "@point_of_sale/app/screens/ticket_screen/ticket_screen";
import {definePosModels} from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import {mountWithCleanup} from "@web/../tests/web_test_helpers";

definePosModels();

test("what is taken back goes to whoever sold it", async () => {
    const store = await setupSellerEnv();
    const order = store.getOrder();
    store.setKpiSeller(getSeller(store, ANNA));
    await addProduct(store, CHAIR, {qty: 2});
    store.setKpiSeller(getSeller(store, BORIS));
    await addProduct(store, TABLE);
    order.state = "paid";
    const screen = await mountWithCleanup(TicketScreen, {props: {}});
    screen.setSelectedOrder(order);
    for (const line of order.lines) {
        screen.getToRefundDetail(line).qty = 1;
    }
    await screen.onDoRefund();
    expect(getSold(store.getOrder())).toEqual([
        [-1, ANNA],
        [-1, BORIS],
    ]);
});
