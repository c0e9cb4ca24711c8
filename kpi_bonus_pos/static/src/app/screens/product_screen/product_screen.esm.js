import {ProductScreen} from "@point_of_sale/app/screens/product_screen/product_screen";
import {patch} from "@web/core/utils/patch";
import {useSellerBadge} from "@kpi_bonus_pos/app/hooks/seller_badge_hook.esm";

patch(ProductScreen.prototype, {
    setup() {
        super.setup();
        if (this.pos.isKpiSellerAsked) {
            useSellerBadge((seller) => this.pos.setKpiSeller(seller));
        }
    },
});
