// Pages of the wall screen as elements. Whatever comes from the server is set as text.

const SVG = "http://www.w3.org/2000/svg";

/**
 * @param {string} name of the class, without its prefix
 * @param {string} text
 * @param {string} tag
 * @returns {HTMLElement}
 */
export function make(name, text = "", tag = "div") {
    const element = document.createElement(tag);
    element.className = name
        .split(" ")
        .map((part) => `o_wall_${part}`)
        .join(" ");
    element.textContent = text;
    return element;
}

function makeTrend(trend) {
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("class", "o_wall_trend");
    svg.setAttribute("viewBox", `0 0 ${Math.max(trend.length * 7 - 2, 1)} 28`);
    svg.setAttribute("preserveAspectRatio", "none");
    svg.setAttribute("aria-hidden", "true");
    trend.forEach((height, day) => {
        if (height === null) {
            return;
        }
        const bar = document.createElementNS(SVG, "rect");
        bar.setAttribute("x", day * 7);
        bar.setAttribute("y", 26 - height * 0.26);
        bar.setAttribute("width", 5);
        bar.setAttribute("height", height * 0.26 + 2);
        if (day === trend.length - 1) {
            bar.setAttribute("class", "o_wall_last");
        }
        svg.append(bar);
    });
    return svg;
}

function makeBar(row, pace) {
    const bar = make("bar");
    const fill = make(row.level || "plain");
    fill.style.width = `${row.bar || 0}%`;
    bar.append(fill);
    if (pace) {
        const mark = make("pace");
        mark.style.left = `${pace}%`;
        bar.append(mark);
    }
    return bar;
}

function makePercent(row, labels) {
    return row.percent
        ? make("percent", row.percent)
        : make("percent none", labels.labelNone);
}

function makeMove(move) {
    if (!move) {
        return make("move");
    }
    return move > 0 ? make("move up", `▲ ${move}`) : make("move down", `▼ ${-move}`);
}

function makeName(row) {
    const name = make("name", row.name || row.section || "–");
    if (row.name && row.section) {
        name.append(make("section", row.section, "small"));
    }
    return name;
}

function makeRow(row, table, labels) {
    const element = make(table.has_figures ? "row" : "row plain");
    element.append(
        make(`place place_${row.place}`, row.place || "–"),
        makeMove(row.move),
        makeName(row)
    );
    if (table.has_figures) {
        element.append(
            makeTrend(row.trend),
            make("figure", row.day || "–"),
            make("figure", row.month || "–")
        );
    }
    element.append(makePercent(row, labels), makeBar(row, table.pace));
    return element;
}

function makeHead(table, view, labels) {
    const head = make(table.has_figures ? "row head" : "row plain head");
    const name = table.kind === "people" ? labels.labelName : labels.labelSection;
    head.append(make("empty"), make("empty"), make("name", name));
    if (table.has_figures) {
        head.append(
            make("trend", labels.labelTrend),
            make("figure", `${view.day} ${table.unit}`),
            make("figure", `${labels.labelMonth} ${table.unit}`)
        );
    }
    const percent = table.has_figures ? labels.labelPercent : labels.labelResult;
    head.append(make("figure", percent), make("bar_head"));
    return head;
}

/**
 * @param {object} page table and those of its rows that fit on the page
 * @param {object} view
 * @param {object} labels texts, from the attributes of the body
 * @returns {HTMLElement}
 */
export function drawTable({table, rows}, view, labels) {
    const element = make("rows");
    element.append(makeHead(table, view, labels));
    element.append(...rows.map((row) => makeRow(row, table, labels)));
    return element;
}

function makeTile(tile, view, labels) {
    const element = make("tile");
    const head = make("tile_head");
    head.append(make("name", tile.title), make("big", tile.percent || "–"));
    const parts = [tile.month && `${tile.month}`];
    if (tile.month && tile.plan) {
        parts.push(labels.labelOf, tile.plan);
    }
    element.append(
        head,
        makeTrend(tile.trend),
        makeBar(tile, null),
        make("of", parts.filter(Boolean).join(" "))
    );
    return element;
}

/**
 * @param {object[]} tiles
 * @param {object} view
 * @param {object} labels
 * @returns {HTMLElement}
 */
export function drawTiles(tiles, view, labels) {
    const element = make(`tiles tiles_${tiles.length}`);
    element.append(...tiles.map((tile) => makeTile(tile, view, labels)));
    return element;
}
