import {Component} from "@odoo/owl";
import {usePos} from "@point_of_sale/app/hooks/pos_hook";

export class SellerButton extends Component {
    static template = "kpi_bonus_pos.SellerButton";
    static props = [];

    setup() {
        this.pos = usePos();
    }
}
