import {PosOrderline} from "@point_of_sale/app/models/pos_order_line";
import {patch} from "@web/core/utils/patch";

patch(PosOrderline.prototype, {
    /** What is taken back stays with whoever sold it, whatever is chosen at the till. */
    get canChangeKpiSeller() {
        return (
            !this.refunded_orderline_id &&
            Boolean(this.product_id?.product_tmpl_id?.isKpiCounted)
        );
    },

    get isKpiSellerMissing() {
        return !this.combo_parent_id && !this.kpi_seller_id && this.canChangeKpiSeller;
    },

    /** @param {KpiSeller} [seller] gets the whole of a combo; nobody if left out */
    setKpiSeller(seller) {
        if (this.canChangeKpiSeller) {
            for (const line of this.getAllLinesInCombo()) {
                line.kpi_seller_id = seller;
            }
        }
    },

    /**
     * The same goods on a line of another seller.
     *
     * @param {KpiSeller} seller
     * @returns {PosOrderline}
     */
    copyForKpiSeller(seller) {
        const parent = this._copyForKpiSeller({kpi_seller_id: seller});
        for (const child of this.combo_line_ids) {
            child._copyForKpiSeller({kpi_seller_id: seller, combo_parent_id: parent});
        }
        return parent;
    },

    _copyForKpiSeller(vals) {
        const data = {...this.raw, order_id: this.order_id, ...vals};
        // Its identity, and what belongs to the very goods of the first line.
        for (const name of ["id", "uuid", "combo_line_ids", "pack_lot_ids"]) {
            delete data[name];
        }
        return this.models["pos.order.line"].create(data);
    },

    canBeMergedWith(orderline) {
        return (
            this.kpi_seller_id?.id === orderline.kpi_seller_id?.id &&
            super.canBeMergedWith(orderline)
        );
    },
});
