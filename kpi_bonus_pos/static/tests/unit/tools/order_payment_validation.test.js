import {expect, test} from "@odoo/hoot";
import OrderPaymentValidation from "@point_of_sale/app/utils/order_payment_validation";
import {click} from "@odoo/hoot-dom";
import {definePosModels} from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import {dialogActions, getFilledOrder} from "@point_of_sale/../tests/unit/utils";
import {setupSellerEnv} from "../utils.esm";

definePosModels();

function validate(store) {
    const {uuid: orderUuid, config} = store.getOrder();
    const [fastPaymentMethod] = config.fast_payment_method_ids;
    return new OrderPaymentValidation({
        pos: store,
        orderUuid,
        fastPaymentMethod,
    }).validateOrder(false);
}

test("a payment past the button is blocked too", async () => {
    const store = await setupSellerEnv("required");
    const order = await getFilledOrder(store);
    await dialogActions(
        () => validate(store),
        [
            () => expect(".kpi-seller-missing").toHaveCount(2),
            () => click(".modal-footer .btn-secondary"),
        ]
    );
    expect(order.state).toBe("draft");
});

test("what is only asked for blocks nothing", async () => {
    const store = await setupSellerEnv("ask");
    const order = await getFilledOrder(store);
    await validate(store);
    expect(order.state).toBe("paid");
});
