import {ControlButtons} from "@point_of_sale/app/screens/product_screen/control_buttons/control_buttons";
import {SellerButton} from "@kpi_bonus_pos/app/screens/product_screen/control_buttons/seller_button/seller_button.esm";
import {patch} from "@web/core/utils/patch";

patch(ControlButtons, {
    components: {...ControlButtons.components, SellerButton},
});
