import {registry} from "@web/core/registry";

// What the form promises: an entry takes at most five taps and 15 seconds. Letters
// typed after the tap into the field, and the camera's own taps, do not count.
const PIXEL =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9" +
    "awAAAABJRU5ErkJggg==";
const counter = {taps: 0, start: 0};

function countTap() {
    counter.taps += 1;
}

function begin() {
    return {
        trigger: ".o_kpi_quick",
        run: () => {
            counter.taps = 0;
            counter.start = Date.now();
            document.addEventListener("click", countTap, true);
        },
    };
}

function tap(trigger) {
    return {trigger, run: "click"};
}

function expectSaved(person, taps) {
    return {
        trigger: `.o_kpi_quick_saved:contains(${person})`,
        run: () => {
            document.removeEventListener("click", countTap, true);
            const seconds = (Date.now() - counter.start) / 1000;
            console.log(`${person}: ${counter.taps} taps, ${seconds} s`);
            if (counter.taps !== taps) {
                throw new Error(`${counter.taps} taps instead of ${taps}`);
            }
            if (seconds >= 15) {
                throw new Error(`${seconds} seconds`);
            }
        },
    };
}

const byName = [
    begin(),
    {trigger: ".o_kpi_quick_search", run: "edit anna"},
    tap(".o_kpi_quick_person:contains(Anna Seller)"),
    tap(".o_kpi_quick_type:contains(Rude to a customer)"),
    tap(".o_kpi_quick_save:enabled"),
    expectSaved("Anna Seller", 4),
];

const byBadgeWithPhoto = [
    begin(),
    {trigger: ".o_kpi_quick_search", run: "edit B0042"},
    {trigger: ".o_kpi_quick_search", run: "press Enter"},
    tap(".o_kpi_quick_chosen:contains(Boris Painter) ~ div .o_kpi_quick_kind_thanks"),
    tap(".o_kpi_quick_type:contains(/^Written thanks$/)"),
    {
        trigger: ".o_kpi_quick_camera:has(input[type=file])",
        run: ({anchor}) => {
            countTap();
            const bytes = Uint8Array.from(atob(PIXEL), (char) => char.charCodeAt(0));
            const files = new DataTransfer();
            files.items.add(new File([bytes], "photo.png", {type: "image/png"}));
            const input = anchor.querySelector("input");
            input.files = files.files;
            input.dispatchEvent(new Event("change"));
        },
    },
    {trigger: ".o_kpi_quick_photo"},
    tap(".o_kpi_quick_save:enabled"),
    expectSaved("Boris Painter", 5),
];

registry.category("web_tour.tours").add("kpi_card_quick", {
    steps: () => [...byName, ...byBadgeWithPhoto],
});

registry.category("web_tour.tours").add("kpi_card_quick_scanned", {
    steps: () => [
        begin(),
        {trigger: ".o_kpi_quick_chosen:contains(Anna Seller)"},
        tap(".o_kpi_quick_type:contains(Absent over ten minutes)"),
        tap(".o_kpi_quick_save:enabled"),
        expectSaved("Anna Seller", 2),
        tap(".o_kpi_quick_take_back"),
        {trigger: ".modal input", run: "edit It was Boris"},
        tap(".modal button[name=action_withdraw]"),
        {trigger: ".o_kpi_quick:not(:has(.o_kpi_quick_saved))"},
    ],
});
