/* Small helps for both faces. Every page works without them. */
(() => {
  "use strict";
  const all = (selector, root) => Array.from((root || document).querySelectorAll(selector));

  function showWhatNeedsScript(root) {
    all("[data-needs-script], [data-copy]", root).forEach((node) => { node.hidden = false; });
  }

  /* `autofocus` does this where the browser knows it for every element, and without scripts. */
  function focusProblems(root) {
    const box = (root || document).querySelector("[data-focus]");
    if (box && !("autofocus" in HTMLElement.prototype && root === document)) box.focus();
  }

  /* A link of the error summary goes to the control itself, so that typing can begin at once. */
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".problems a[href^='#']");
    if (link) {
      const control = document.getElementById(decodeURIComponent(link.hash.slice(1)));
      if (control) { event.preventDefault(); control.scrollIntoView({ block: "center" }); control.focus({ preventScroll: true }); }
    }
    if (event.target.closest("[data-print]")) window.print();
    const copier = event.target.closest("[data-copy]");
    if (copier && navigator.clipboard) {
      navigator.clipboard.writeText(document.getElementById(copier.dataset.copy).textContent.trim())
        .then(() => { copier.textContent = "已复制"; });
    }
  });

  /* Suggestions: down and up walk through them, Escape closes. */
  document.addEventListener("keydown", (event) => {
    const box = event.target.closest(".find");
    if (!box) return;
    const links = all(".suggestions a", box);
    if (event.key === "Escape") { box.querySelector(".suggestions").replaceChildren(); box.querySelector("input").focus(); }
    if (!links.length || (event.key !== "ArrowDown" && event.key !== "ArrowUp")) return;
    event.preventDefault();
    const at = links.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
    (links[at] || box.querySelector("input")).focus();
  });

  document.addEventListener("DOMContentLoaded", () => { showWhatNeedsScript(); focusProblems(document); });
  document.addEventListener("htmx:afterSwap", (event) => { showWhatNeedsScript(event.target); focusProblems(event.target); });
})();
