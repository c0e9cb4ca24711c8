import {Component} from "@odoo/owl";
import {Dialog} from "@web/core/dialog/dialog";

/** The lines that cannot be paid, because nobody is said to have sold them. */
export class MissingSellerPopup extends Component {
    static template = "kpi_bonus_pos.MissingSellerPopup";
    static components = {Dialog};
    static props = {
        close: Function,
        confirm: Function,
        cancel: Function,
        lines: Array,
    };

    confirm() {
        this.props.confirm();
        this.props.close();
    }
}
