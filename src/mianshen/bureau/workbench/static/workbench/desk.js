// Keyboard, drawer, selection and charts of the workbench. Pages work without it where they can.
"use strict";

const drawer = () => document.getElementById("drawer");

function openDrawer() {
  drawer().hidden = false;
  document.body.classList.add("with-drawer");
}

function closeDrawer() {
  const row = document.querySelector("tr[aria-selected=true]");
  drawer().hidden = true;
  drawer().replaceChildren();
  document.body.classList.remove("with-drawer");
  if (row) {
    row.removeAttribute("aria-selected");
    row.querySelector("[data-open]")?.focus();
  }
}

function step(to) {
  const rows = [...document.querySelectorAll("tr[data-row]")];
  if (!rows.length) return;
  const focused = document.activeElement?.closest?.("tr[data-row]");
  const here = rows.findIndex((row) => row.getAttribute("aria-selected") === "true" || row === focused);
  const next = rows[Math.min(rows.length - 1, Math.max(0, here + to))];
  const link = next.querySelector("[data-open]");
  link?.focus();
  if (!drawer().hidden) link?.click();
}

function marked(row) {
  document.querySelectorAll("tr[aria-selected=true]").forEach((one) => one.removeAttribute("aria-selected"));
  row?.setAttribute("aria-selected", "true");
}

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input:not([type=checkbox]), textarea, select");
  if (event.key === "Escape") {
    if (!drawer().hidden) closeDrawer();
    document.querySelectorAll("details.menu[open]").forEach((one) => (one.open = false));
    if (typing) typing.blur();
  } else if (typing || event.ctrlKey || event.metaKey || event.altKey) {
    return;
  } else if (event.key === "/") {
    event.preventDefault();
    document.getElementById("search")?.focus();
  } else if (event.key === "Enter") {
    const main = document.querySelector("button[data-enter]");
    if (main && !event.target.closest("a, button, summary, input")) main.click();
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    if (!document.querySelector("tr[data-row]")) return;
    event.preventDefault();
    step(event.key === "ArrowDown" ? 1 : -1);
  }
});

document.addEventListener("click", (event) => {
  const fill = event.target.closest("[data-fill]");
  if (fill) {
    const field = document.querySelector(fill.dataset.fill);
    field.value = fill.dataset.value;
    field.form.querySelector("[type=password]")?.focus();
  }
  if (event.target.closest("[data-close]")) closeDrawer();
  if (event.target.closest("[data-print]")) window.print();
  const opener = event.target.closest("[data-open]");
  if (opener) marked(opener.closest("tr"));
  document.querySelectorAll("details.menu[open]").forEach((one) => {
    if (!one.contains(event.target)) one.open = false;
  });
});

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id === "drawer" && event.detail.xhr.status < 400) {
    openDrawer();
  }
  drawCharts(event.detail.target);
});

// What happened is said where notices stand; the sentences come with the page, in its language.
function tellNotice(sentence, tone) {
  const place = document.getElementById("notices");
  if (!place || !sentence) return;
  const notice = document.createElement("p");
  notice.className = `notice ${tone}`;
  notice.textContent = sentence;
  place.replaceChildren(notice);
  notice.scrollIntoView({ block: "nearest" });
}
for (const broken of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(broken, (event) => {
    delete event.detail.elt?.dataset?.sent;
    tellNotice(document.body.dataset.broken, "error");
  });
}

// One click is one act: a form that was sent is not sent again before its answer has come. A form
// that is answered by a file (data-again) may be.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || "again" in form.dataset) return;
  if (form.dataset.sent) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  form.dataset.sent = "yes";
  keepDraft(form);
}, true);
document.addEventListener("htmx:afterRequest", (event) => delete event.detail.elt?.dataset?.sent);
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
});

// What was written stays in this tab until it is known to have arrived: a session may have ended,
// or the act been refused. Passwords and files are never kept.
const DRAFT = "draft";
const WRITTEN = "textarea, input:not([type]), input[type=text], input[type=date], input[type=search]";
function keepDraft(form) {
  const fields = [...form.querySelectorAll(WRITTEN)].filter((one) => one.name && one.value);
  if (form.querySelector("[type=password]")) return;
  const values = fields.map((one) => [one.name, one.value]);
  if (!values.length) return;
  const path = location.pathname;
  sessionStorage.setItem(DRAFT, JSON.stringify({ path, action: form.getAttribute("action"), values }));
}
function restoreDraft() {
  const kept = JSON.parse(sessionStorage.getItem(DRAFT) || "null");
  if (!kept) return;
  if (document.querySelector("[data-unsaved]")) {
    sessionStorage.setItem(DRAFT, JSON.stringify({ ...kept, unsaved: true }));
    return;
  }
  if (document.querySelector("[type=password]")) return;
  sessionStorage.removeItem(DRAFT);
  const came = performance.getEntriesByType("navigation")[0]?.type;
  const unanswered = came === "back_forward" || came === "reload";
  if (kept.path !== location.pathname || document.querySelector(".notice.success")) return;
  if (kept.unsaved || unanswered) fillIn(kept);
}
function fillIn({ action, values }) {
  const form = [...document.forms].find((one) => one.method === "post" && one.getAttribute("action") === action);
  const written = form ? [...form.querySelectorAll(WRITTEN)] : [];
  const lost = values.filter(([name, value]) => written.some((one) => one.name === name && one.value !== value));
  if (!lost.length) return;
  for (const [name, value] of lost) written.find((one) => one.name === name).value = value;
  form.closest("details")?.setAttribute("open", "");
  tellNotice(document.body.dataset.restored, "warning");
}
document.addEventListener("DOMContentLoaded", restoreDraft);

// A form that asks anew when one of its choices changes.
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-at-once]");
  if (form) form.requestSubmit();
});

// The batch bar: how many are ticked, and what they come to, in whole fen.
function countTicked() {
  const bar = document.querySelector("[data-batch]");
  if (!bar) return;
  const ticked = [...document.querySelectorAll("input[name=order]:checked")];
  const fen = ticked.reduce((sum, one) => sum + BigInt(one.dataset.fen), 0n);
  const yuan = (fen / 100n).toString().replace(/\B(?=(\d{3})+$)/g, ",");
  bar.querySelector("[data-count]").textContent = ticked.length;
  bar.querySelector("[data-sum]").textContent = `${yuan}.${(fen % 100n).toString().padStart(2, "0")}`;
  bar.querySelector("[data-some]").hidden = !ticked.length;
  bar.querySelector("[data-none]").hidden = Boolean(ticked.length);
}
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-tick-all]")) {
    document.querySelectorAll("input[name=order]").forEach((one) => (one.checked = event.target.checked));
  }
  if (event.target.matches("[data-tick-all], input[name=order]")) countTicked();
});

// A chart is a table first: <div data-chart="name" data-option="…"> stands beside the table.
let library;
async function drawCharts(root) {
  const places = [...root.querySelectorAll("[data-option]")];
  if (!places.length) return;
  library ??= import(document.body.dataset.charts || "/static/vendor/echarts.esm.min.js");
  const echarts = await library.catch(() => null);
  if (!echarts) return;
  for (const place of places) {
    const option = JSON.parse(document.getElementById(place.dataset.option).textContent);
    const chart = echarts.init(place, null, { renderer: "svg" });
    chart.setOption({ animationDuration: 150, ...option });
    new ResizeObserver(() => chart.resize()).observe(place);
    place.dataset.drawn = "yes";
  }
}
document.addEventListener("DOMContentLoaded", () => drawCharts(document));
