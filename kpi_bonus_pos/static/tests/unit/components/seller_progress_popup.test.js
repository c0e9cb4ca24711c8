import {BORIS} from "../data/kpi_seller.data.esm";
import {ConnectionLostError} from "@web/core/network/rpc";
import {expect, test} from "@odoo/hoot";
import {getSeller, setupSellerEnv} from "../utils.esm";
import {
    mountWithCleanup,
    onRpc,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";
import {MainComponentsContainer} from "@web/core/main_components_container";
import {SellerProgressPopup} from "@kpi_bonus_pos/app/components/popups/seller_progress_popup/seller_progress_popup.esm";
import {definePosModels} from "@point_of_sale/../tests/unit/data/generate_model_definitions";
import {waitFor} from "@odoo/hoot-dom";

definePosModels();

const PROGRESS = {
    name: "Boris Orlov",
    period: "October 2026",
    unit: "money",
    today: 12500.5,
    month: 452067,
    plan: 500000,
    execution: 90,
    measured_on: "2026-10-22 09:30:00",
    next_step: {amount: 20433, effectiveness: 95},
};

async function show(store) {
    await mountWithCleanup(MainComponentsContainer);
    store.dialog.add(SellerProgressPopup, {seller: getSeller(store, BORIS)});
    await waitFor(".kpi-progress-popup .modal-body");
}

test("own sales, plan and the next step", async () => {
    const store = await setupSellerEnv();
    onRpc("pos.session", "kpi_get_seller_progress", ({args}) => {
        expect(args).toEqual([[1], BORIS]);
        return PROGRESS;
    });
    await show(store);
    expect(".modal-title").toHaveText("Boris Orlov");
    expect(".kpi-progress-today").toHaveText("$ 12,500.50");
    expect(".kpi-progress-month").toHaveText("$ 452,067.00");
    expect(".kpi-progress-plan").toHaveText("$ 500,000.00");
    expect(".kpi-progress-execution").toHaveText("90 %");
    expect(".kpi-progress-step").toHaveText(
        "$ 20,433.00 more for an effectiveness of 95 %"
    );
});

test("no next step, in pieces", async () => {
    const store = await setupSellerEnv();
    onRpc("pos.session", "kpi_get_seller_progress", () => ({
        ...PROGRESS,
        unit: "quantity",
        execution: 90.5,
        next_step: false,
    }));
    await show(store);
    expect(".kpi-progress-plan").toHaveText("500,000");
    expect(".kpi-progress-execution").toHaveText("90.5 %");
    expect(".kpi-progress-step").toHaveCount(0);
});

test("without a plan", async () => {
    const store = await setupSellerEnv();
    onRpc("pos.session", "kpi_get_seller_progress", () => ({
        name: "Boris Orlov",
        period: false,
    }));
    await show(store);
    expect(".kpi-progress-popup .modal-body").toHaveText(
        "There is no plan of own sales for this period."
    );
});

test("without a connection", async () => {
    const store = await setupSellerEnv();
    patchWithCleanup(store.data, {
        call(model, method) {
            if (method === "kpi_get_seller_progress") {
                throw new ConnectionLostError();
            }
            return super.call(...arguments);
        },
    });
    await show(store);
    expect(".kpi-progress-popup .modal-body").toHaveText(
        "There is no connection to the server."
    );
});
