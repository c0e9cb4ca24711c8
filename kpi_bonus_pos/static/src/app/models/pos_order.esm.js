import {PosOrder} from "@point_of_sale/app/models/pos_order";
import {patch} from "@web/core/utils/patch";

patch(PosOrder.prototype, {
    /** Who was chosen to sell what comes next; kept with the order over a reload. */
    get kpiSeller() {
        const {kpiSellerId} = this.uiState;
        return kpiSellerId && this.models["kpi.seller"].get(kpiSellerId);
    },

    get linesWithoutKpiSeller() {
        return this.lines.filter((line) => line.isKpiSellerMissing);
    },

    /**
     * The first seller who is named also sold what is on the receipt already.
     *
     * @param {KpiSeller} [seller] of the lines to come; nobody if left out
     */
    setKpiSeller(seller) {
        if (seller && !this.kpiSeller) {
            this.linesWithoutKpiSeller.forEach((line) => line.setKpiSeller(seller));
        }
        this.uiState.kpiSellerId = seller?.id;
    },

    /** @param {KpiSeller} [seller] of the whole receipt, what comes included */
    setKpiSellerOfAll(seller) {
        this.lines.forEach((line) => line.setKpiSeller(seller));
        this.uiState.kpiSellerId = seller?.id;
    },
});
