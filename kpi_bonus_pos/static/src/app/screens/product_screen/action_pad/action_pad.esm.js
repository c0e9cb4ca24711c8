import {ActionpadWidget} from "@point_of_sale/app/screens/product_screen/action_pad/action_pad";
import {SellerButton} from "@kpi_bonus_pos/app/screens/product_screen/control_buttons/seller_button/seller_button.esm";
import {patch} from "@web/core/utils/patch";

patch(ActionpadWidget, {
    components: {...ActionpadWidget.components, SellerButton},
});
