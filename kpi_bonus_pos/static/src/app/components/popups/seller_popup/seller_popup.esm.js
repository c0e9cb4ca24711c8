import {Component, useState} from "@odoo/owl";
import {useAutofocus, useService} from "@web/core/utils/hooks";
import {Dialog} from "@web/core/dialog/dialog";
import {SellerProgressPopup} from "@kpi_bonus_pos/app/components/popups/seller_progress_popup/seller_progress_popup.esm";
import {_t} from "@web/core/l10n/translation";
import {normalize} from "@web/core/l10n/utils";
import {usePos} from "@point_of_sale/app/hooks/pos_hook";
import {useSellerBadge} from "@kpi_bonus_pos/app/hooks/seller_badge_hook.esm";

/** Who sells: a name, or a badge, and what of the receipt is meant. */
export class SellerPopup extends Component {
    static template = "kpi_bonus_pos.SellerPopup";
    static components = {Dialog};
    static props = {
        close: Function,
        getPayload: Function,
        line: {type: Object, optional: true},
        isScopeFixed: {type: Boolean, optional: true},
    };

    setup() {
        this.pos = usePos();
        this.dialog = useService("dialog");
        this.state = useState({query: "", scope: this.props.line ? "line" : "next"});
        useAutofocus({refName: "search"});
        useSellerBadge((seller) => this.select(seller));
    }

    get scopes() {
        const scopes = [
            {value: "line", label: _t("This line"), class: "kpi-seller-line"},
            {value: "next", label: _t("Next lines"), class: "kpi-seller-next"},
            {value: "whole", label: _t("Whole receipt"), class: "kpi-seller-whole"},
        ];
        return this.props.line ? scopes : scopes.slice(1);
    }

    /** Who is to be replaced. */
    get seller() {
        return this.state.scope === "line"
            ? this.props.line.kpi_seller_id
            : this.pos.getKpiSeller();
    }

    get recentSellers() {
        return this.state.query ? [] : this.pos.getRecentKpiSellers();
    }

    get otherSellers() {
        const query = normalize(this.state.query.trim());
        const recent = new Set(this.recentSellers);
        return this.pos
            .getKpiSellers()
            .filter(
                (seller) => !recent.has(seller) && seller.searchString.includes(query)
            );
    }

    /** A scanner types into the field too. */
    onEnter() {
        const seller =
            this.pos.getKpiSellerByBadge(this.state.query.trim()) ||
            [...this.recentSellers, ...this.otherSellers][0];
        if (seller && this.state.query) {
            this.select(seller);
        }
    }

    select(seller) {
        this.props.getPayload({seller, scope: this.state.scope});
        this.props.close();
    }

    showProgress() {
        this.dialog.add(SellerProgressPopup, {seller: this.seller});
    }
}
