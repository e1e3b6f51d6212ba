/* The staff's keys, the bulk bar, drafts and the end of the session. Keys are listed in components/shortcuts.py. */
(() => {
  "use strict";
  const all = (selector, root) => Array.from((root || document).querySelectorAll(selector));
  const rows = () => all("[data-row]").filter((row) => row.querySelector("a"));
  let at = -1;

  function writing(target) {
    return target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable=true], dialog");
  }
  function move(step) {
    const found = rows();
    if (!found.length) return;
    const here = found.findIndex((row) => row.contains(document.activeElement));
    at = Math.min(found.length - 1, Math.max(0, (here < 0 ? at : here) + step));
    found[at].querySelector("a").focus();
  }
  function pick() {
    const row = document.activeElement.closest("[data-row]");
    const box = row && row.querySelector("input[name=ids]");
    if (box) { box.checked = !box.checked; count(); }
  }
  /* a and r only go to the form: whoever decides still presses the button with the words on it. */
  function goTo(key) {
    const target = document.querySelector(`[data-key="${key}"]`);
    if (!target) return;
    const fold = target.closest("details");
    if (fold) fold.open = true;
    const form = target.closest("form");
    const first = form && form.querySelector("textarea, input:not([type=hidden])");
    (first || target).focus();
  }
  const keys = {
    j: () => move(1), k: () => move(-1), x: pick, a: () => goTo("a"), r: () => goTo("r"),
    "/": () => { const field = document.querySelector("[data-find]"); if (field) field.focus(); },
    "?": () => { const table = document.getElementById("keys"); if (table && !table.open) table.showModal(); },
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || writing(event.target)) return;
    const act = keys[event.key];
    if (act) { event.preventDefault(); act(); }
  });

  function count() {
    const picked = all("input[name=ids]:checked").length;
    all("[data-picked]").forEach((node) => { node.textContent = String(picked); });
  }
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-pick-all]")) {
      all("input[name=ids]").forEach((box) => { box.checked = event.target.checked; });
    }
    count();
  });

  /* Leaving while a draft is on its way waits for an answer of the person. */
  let unsaved = false;
  const state = (words) => { const line = document.getElementById("autosave-state"); if (line) line.textContent = words; };
  document.addEventListener("input", (event) => { if (event.target.closest("[data-autosave]")) unsaved = true; });
  document.addEventListener("submit", () => { unsaved = false; });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (!event.target.matches || !event.target.matches("[data-autosave]")) return;
    if (event.detail.successful) unsaved = false;
    else state([401, 409, 422].includes(event.detail.xhr.status) ? event.detail.xhr.responseText : "草稿还没存上，网络恢复后会再试；先别关这一页。");
  });
  window.addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });

  /* Two minutes before the session ends: a line with one button. */
  const seconds = Number(document.body.dataset.sessionSeconds || 0);
  const address = document.body.dataset.keepAlive;
  function warn() {
    const line = document.createElement("p");
    line.className = "session-ends";
    line.setAttribute("role", "alert");
    line.append("两分钟后会自动退出，已写的草稿会保留。");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn";
    button.textContent = "继续用";
    button.addEventListener("click", () => {
      fetch(address, { method: "GET", credentials: "same-origin", cache: "no-store" })
        .then((answer) => { if (answer.ok) { line.remove(); watch(); } });
    });
    line.append(button);
    document.body.append(line);
    button.focus();
  }
  let timer = 0;
  function watch() { clearTimeout(timer); timer = setTimeout(warn, Math.max(1, seconds - 120) * 1000); }
  if (seconds && address) { watch(); document.addEventListener("htmx:afterRequest", (event) => { if (!event.target.closest?.("[data-polled]")) watch(); }); }
})();
