import {Interaction} from "@web/public/interaction";
import {registry} from "@web/core/registry";
import {rpc} from "@web/core/network/rpc";

const DELAY = 250;

/**
 * Tries other figures. All arithmetic and all formatting is the server's: here the
 * inputs are only collected, and the answers shown.
 */
export class KpiWhatIf extends Interaction {
    static selector = ".o_kpi_what_if";
    dynamicContent = {
        "input[type=range]": {"t-on-input": this.onSlide},
        "input[type=number]": {"t-on-input": this.onType},
        "[data-add]": {"t-on-click": this.onAdd},
        ".o_kpi_reset": {"t-on-click": this.onReset},
    };

    setup() {
        this.request = 0;
        this.askSoon = this.debounced(this.ask, DELAY);
    }

    onSlide(ev) {
        this.getEntry(ev.target.dataset.for).value = ev.target.value;
        this.askSoon();
    }

    onType(ev) {
        const slider = this.getSlider(ev.target.dataset.line);
        if (slider) {
            slider.value = ev.target.value;
        }
        this.askSoon();
    }

    onAdd(ev) {
        const entry = ev.currentTarget.parentElement.querySelector("input");
        const count = Number(entry.value) + Number(ev.currentTarget.dataset.add);
        entry.value = Math.min(Math.max(count, Number(entry.min)), Number(entry.max));
        this.askSoon();
    }

    onReset() {
        for (const input of this.el.querySelectorAll("input")) {
            input.value = input.defaultValue;
        }
        this.askSoon();
    }

    getEntry(line) {
        return this.el.querySelector(`[data-line="${line}"]`);
    }

    getSlider(line) {
        return line && this.el.querySelector(`[data-for="${line}"]`);
    }

    /**
     * Only figures that were changed are sent: those on the page are rounded.
     *
     * @returns {object} parameters of the route
     */
    getTried() {
        const tried = {facts: {}};
        for (const input of this.el.querySelectorAll("input[type=number]")) {
            if (input.value !== "" && input.value !== input.defaultValue) {
                const {line, counter} = input.dataset;
                if (line) {
                    tried.facts[line] = Number(input.value);
                } else {
                    tried[counter] = Number(input.value);
                }
            }
        }
        return tried;
    }

    async ask() {
        this.request++;
        const request = this.request;
        const answer = await this.waitFor(rpc(this.el.dataset.url, this.getTried()));
        // An answer that was overtaken by a later one is of no interest.
        if (request === this.request) {
            this.protectSyncAfterAsync(() => this.show(answer))();
        }
    }

    show(answer) {
        for (const el of this.el.querySelectorAll("[data-result]")) {
            const text = answer[el.dataset.result];
            if (el.dataset.result === "error") {
                el.classList.toggle("d-none", !text);
            }
            if (text !== undefined) {
                el.textContent = text;
            }
        }
    }
}

registry.category("public.interactions").add("kpi_bonus.what_if", KpiWhatIf);
