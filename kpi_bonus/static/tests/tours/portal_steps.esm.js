// Steps that the tours through the pages of an employee share.

/** A click that leads to another page. */
export function go(trigger) {
    return {trigger, run: "click", expectUnloadPage: true};
}

export function tap(trigger) {
    return {trigger, run: "click"};
}

export function fill(trigger, text) {
    return {trigger, run: `edit ${text}`};
}

/** The page does something by itself only after its scripts have started. */
export function started() {
    return {trigger: "body[is-ready=true]"};
}

/** Nothing is wider than the screen, on phones above all. */
export function fits(page) {
    return {
        trigger: page,
        run: () => {
            const {scrollWidth, clientWidth} = document.documentElement;
            if (scrollWidth > clientWidth) {
                throw new Error(`${page}: ${scrollWidth} px on ${clientWidth} px`);
            }
        },
    };
}

export function empty(trigger) {
    return {
        trigger,
        run: ({anchor}) => {
            if (anchor.value) {
                throw new Error(`${trigger} is not empty: ${anchor.value}`);
            }
        },
    };
}

export function attach(trigger, name) {
    return {
        trigger,
        run: ({anchor}) => {
            const files = new DataTransfer();
            files.items.add(new File(["receipt 17"], name, {type: "text/plain"}));
            anchor.files = files.files;
        },
    };
}
