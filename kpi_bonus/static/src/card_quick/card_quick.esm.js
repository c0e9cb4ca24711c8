import {Component, onMounted, onWillStart, useState} from "@odoo/owl";
import {useAutofocus, useService} from "@web/core/utils/hooks";
import {KeepLast} from "@web/core/utils/concurrency";
import {Layout} from "@web/search/layout";
import {_t} from "@web/core/l10n/translation";
import {imageUrl} from "@web/core/utils/urls";
import {isBarcodeScannerSupported} from "@web/core/barcode/barcode_video_scanner";
import {registry} from "@web/core/registry";
import {scanBarcode} from "@web/core/barcode/barcode_dialog";
import {shrinkPhoto} from "./photo.esm";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {useDebounced} from "@web/core/utils/timing";

const SEARCH_DELAY = 200;

/**
 * The quick form of card entries, made for a phone: whose card, what happened, save,
 * and ready for the next one. The server finds the people and checks all rights.
 */
export class CardQuick extends Component {
    static template = "kpi_bonus.CardQuick";
    static components = {Layout};
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
        this.searches = new KeepLast();
        this.canScan = isBarcodeScannerSupported();
        this.display = {controlPanel: {}};
        this.state = useState({...this.getBlank(), saved: null, isUnknown: false});
        this.searchSoon = useDebounced(() => this.search(), SEARCH_DELAY);
        // Phones that allow it open the keyboard at once, which saves a tap.
        useAutofocus({refName: "search", mobile: true});
        onWillStart(() => this.start());
        onMounted(() => this.updateUrl());
    }

    getBlank() {
        return {
            query: "",
            people: [],
            isMore: false,
            isSearched: false,
            person: null,
            kind: "remark",
            typeId: null,
            note: "",
            photo: null,
            isSaving: false,
        };
    }

    /** @returns {Array<object>} entries of the chosen kind under their headings */
    get categories() {
        const categories = new Map();
        for (const type of this.types.filter(({kind}) => kind === this.state.kind)) {
            const known = categories.get(type.category) || [];
            categories.set(type.category, [...known, type]);
        }
        return [...categories].map(([name, types]) => ({name, types}));
    }

    async start() {
        const employeeId = this.props.action.context.active_id || false;
        const {types, person} = await this.call("get_start", [employeeId]);
        this.types = types;
        this.state.person = person || null;
        this.state.isUnknown = Boolean(employeeId && !person);
    }

    call(method, args) {
        return this.orm.call("kpi.card.quick", method, args);
    }

    /** A page loaded anew shows the person on the screen, not the one before. */
    updateUrl() {
        this.props.updateActionState({active_id: this.state.person?.id || false});
    }

    getAvatar(person) {
        return imageUrl("hr.employee.public", person.id, "avatar_128");
    }

    // -- whose card -------------------------------------------------------------------

    async search() {
        const query = this.state.query;
        const found = await this.searches.add(this.call("find_people", [query]));
        Object.assign(this.state, {
            people: found.people,
            isMore: found.is_more,
            isSearched: query.trim().length > 1,
            isUnknown: false,
        });
    }

    async searchNow() {
        this.searchSoon.cancel();
        await this.search();
        if (this.state.people.length === 1) {
            this.choosePerson(this.state.people[0]);
        }
    }

    /**
     * A badge scanner types the code and ends it with Enter.
     *
     * @param {KeyboardEvent} ev
     */
    onSearchKeydown(ev) {
        if (ev.key === "Enter") {
            this.searchNow();
        }
    }

    async scan() {
        let code = "";
        try {
            code = await scanBarcode(this.env);
        } catch (error) {
            this.notification.add(error.message, {type: "warning"});
            return;
        }
        this.state.query = code;
        await this.searchNow();
    }

    choosePerson(person) {
        Object.assign(this.state, {person, saved: null});
        this.updateUrl();
    }

    reset() {
        this.searchSoon.cancel();
        Object.assign(this.state, this.getBlank());
        this.updateUrl();
    }

    // -- what happened ----------------------------------------------------------------

    chooseKind(kind) {
        Object.assign(this.state, {kind, typeId: null});
    }

    async onPhotoTaken(ev) {
        const [file] = ev.target.files;
        if (!file) {
            return;
        }
        try {
            this.state.photo = await shrinkPhoto(file);
        } catch {
            this.notification.add(_t("This file can't be read as a photo."), {
                type: "warning",
            });
        }
        ev.target.value = "";
    }

    // -- save -------------------------------------------------------------------------

    async save() {
        const {person, typeId, note, photo} = this.state;
        const image = photo ? photo.split(",")[1] : false;
        this.state.isSaving = true;
        try {
            const saved = await this.call("write_entry", [
                person.id,
                typeId,
                note,
                image,
            ]);
            this.reset();
            this.state.saved = saved;
        } finally {
            this.state.isSaving = false;
        }
    }

    async takeBack() {
        await this.action.doActionButton({
            type: "object",
            resModel: "kpi.card.line",
            resId: this.state.saved.id,
            name: "action_open_withdrawal",
            onClose: (infos) => {
                if (!infos?.special && !infos?.dismiss) {
                    this.state.saved = null;
                }
            },
        });
    }
}

registry.category("actions").add("kpi_bonus.card_quick", CardQuick);
