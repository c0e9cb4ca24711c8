import {drawTable, drawTiles, make} from "./draw.esm";

// A board that is switched on anew is found again without anybody's help.
const RETRY_SECONDS = 60;
const TILES = 4;

/** Turns the pages of a board, and looks for new figures. */
class Wall {
    constructor() {
        this.labels = document.body.dataset;
        this.page = -1;
        this.pages = [];
        this.etag = "";
        this.view = null;
    }

    start() {
        this.tick();
        setInterval(() => this.tick(), 1000);
        addEventListener("resize", () => this.show(this.page));
        addEventListener("keydown", (event) => this.onKey(event));
        addEventListener("click", () => this.show(this.page + 1));
        // Not every browser lets a page keep the screen on.
        navigator.wakeLock?.request("screen").catch(() => false);
        return this.look();
    }

    find(id) {
        return document.getElementById(id);
    }

    tick() {
        const lang = document.documentElement.lang;
        const options = {hour: "2-digit", minute: "2-digit", hourCycle: "h23"};
        this.find("clock").textContent = new Date().toLocaleTimeString(lang, options);
    }

    onKey(event) {
        const step = {ArrowRight: 1, ArrowLeft: -1, " ": 1}[event.key];
        if (step) {
            this.show(this.page + step);
        }
    }

    /** Asks for the figures; those that are shown already are not sent again. */
    async look() {
        const path = location.pathname.replace(/\/$/, "");
        let response = null;
        try {
            response = await fetch(`${path}/data`, {
                headers: this.etag ? {"If-None-Match": this.etag} : {},
                cache: "no-store",
            });
            await this.take(response);
        } catch {
            // Figures stay while the network is away, and say how old they are.
            response = null;
        }
        document.body.classList.toggle("o_wall_offline", !response);
        this.showMeasured(Boolean(response));
        setTimeout(() => this.look(), this.getRefreshSeconds() * 1000);
    }

    async take(response) {
        if (response.status === 304) {
            return;
        }
        if (response.status === 404) {
            this.switchOff();
            return;
        }
        if (!response.ok) {
            throw new Error(response.status);
        }
        const view = await response.json();
        const isFirst = !this.view;
        this.view = view;
        this.etag = response.headers.get("ETag");
        this.find("board").textContent = [view.company, view.name]
            .filter(Boolean)
            .join(" · ");
        this.find("period").textContent = view.period || "";
        document.title = view.name || "";
        if (isFirst) {
            this.show(0);
        }
    }

    getRefreshSeconds() {
        return this.view?.refresh_seconds || RETRY_SECONDS;
    }

    switchOff() {
        this.view = null;
        this.etag = "";
        clearTimeout(this.timer);
        this.setPage("", make("message", this.labels.statusOff), "");
        for (const id of ["board", "period", "number", "hint"]) {
            this.find(id).textContent = "";
        }
    }

    showMeasured(isOnline) {
        const moment = this.view?.measured;
        const label = isOnline ? this.labels.labelMeasured : this.labels.statusOffline;
        this.find("measured").textContent = moment ? `${label} ${moment}` : "";
    }

    /** Pages as they fit on this screen, at this moment. */
    makePages() {
        const {tiles, tables} = this.view;
        const pages = [];
        for (let first = 0; first < tiles.length; first += TILES) {
            pages.push({tiles: tiles.slice(first, first + TILES)});
        }
        const room = this.getRowsPerPage();
        for (const table of tables) {
            // No page with a single row: they share the rows evenly.
            const count = Math.ceil(table.rows.length / room);
            const size = Math.ceil(table.rows.length / count);
            for (let first = 0; first < table.rows.length; first += size) {
                const rows = table.rows.slice(first, first + size);
                pages.push({table, rows});
            }
        }
        return pages;
    }

    getRowsPerPage() {
        const page = this.find("page");
        const probe = make("row");
        const head = make("row head");
        page.replaceChildren(probe, head);
        const room = page.clientHeight - head.offsetHeight;
        const size = Math.floor(room / probe.offsetHeight);
        page.replaceChildren();
        return Math.max(size, 1);
    }

    show(number) {
        clearTimeout(this.timer);
        if (!this.view) {
            return;
        }
        this.pages = this.makePages();
        const count = this.pages.length;
        if (!count) {
            this.setPage("", make("message", this.labels.statusEmpty), "");
            this.timer = setTimeout(() => this.show(0), 5000);
            return;
        }
        this.page = (number + count) % count;
        this.showPage(this.pages[this.page]);
        this.find("number").textContent = `${this.page + 1} / ${count}`;
        const seconds = this.view.page_seconds;
        this.find("progress").animate(
            [{transform: "scaleX(0)"}, {transform: "scaleX(1)"}],
            {duration: seconds * 1000, fill: "forwards"}
        );
        this.timer = setTimeout(() => this.show(this.page + 1), seconds * 1000);
    }

    showPage(page) {
        if (page.tiles) {
            const tiles = drawTiles(page.tiles, this.view, this.labels);
            this.setPage(this.labels.labelOverview, tiles, "");
            return;
        }
        const hint = page.table.pace ? this.labels.labelPace : "";
        const table = drawTable(page, this.view, this.labels);
        this.setPage(page.table.title, table, hint);
    }

    setPage(title, element, hint) {
        this.find("title").textContent = title;
        this.find("hint").textContent = hint;
        this.find("page").replaceChildren(element);
    }
}

new Wall().start();
