import {Orderline} from "@point_of_sale/app/components/orderline/orderline";
import {patch} from "@web/core/utils/patch";

patch(Orderline.prototype, {
    get lineScreenValues() {
        return {...super.lineScreenValues, kpiSeller: this._getKpiSellerName()};
    },

    _getKpiSellerName() {
        const {kpi_seller_mode: mode, kpi_seller_on_receipt: isPrinted} =
            this.line.config;
        const isShown =
            mode &&
            mode !== "off" &&
            !this.line.combo_parent_id &&
            (this.props.mode !== "receipt" || isPrinted);
        return isShown && this.line.kpi_seller_id?.name;
    },
});
