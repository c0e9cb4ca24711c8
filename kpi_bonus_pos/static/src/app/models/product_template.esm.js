import {ProductTemplate} from "@point_of_sale/app/models/product_template";
import {patch} from "@web/core/utils/patch";

patch(ProductTemplate.prototype, {
    /** Tips, discounts, down payments and gift cards are nobody's sale. */
    get isKpiCounted() {
        const config = this.models["pos.config"].getFirst();
        const shown = config._pos_special_display_products_ids || [];
        const special = new Set(config._pos_special_products_ids);
        return (
            this.kpi_counts !== false &&
            !shown.includes(this.id) &&
            !this.product_variant_ids.some(({id}) => special.has(id))
        );
    },
});
