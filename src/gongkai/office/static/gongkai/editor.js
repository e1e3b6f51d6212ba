/* A small editor over the textarea: bold, headings, lists, tables, paste from Word. What it writes is cleaned again
   on the server; without scripts the textarea itself is the editor. */
(() => {
  "use strict";
  const KEEP = new Set(["P", "H2", "H3", "H4", "UL", "OL", "LI", "TABLE", "THEAD", "TBODY", "TFOOT", "TR", "TH", "TD", "STRONG", "EM",
    "U", "SUB", "SUP", "A", "BR", "BLOCKQUOTE", "CAPTION"]);
  const RENAME = { B: "STRONG", I: "EM", DIV: "P", H1: "H2", H5: "H4", H6: "H4" };
  const DROP = new Set(["SCRIPT", "STYLE", "META", "LINK", "TITLE", "XML", "OBJECT", "IFRAME", "SVG", "IMG", "TEMPLATE"]);

  function tidy(node, into) {
    for (const child of Array.from(node.childNodes)) {
      if (child.nodeType === Node.TEXT_NODE) { into.append(child.data.replace(/\s+/g, " ")); continue; }
      if (child.nodeType !== Node.ELEMENT_NODE) continue;
      const name = RENAME[child.nodeName] || child.nodeName.toUpperCase();
      if (DROP.has(name) || name.includes(":")) { if (name.includes(":")) tidy(child, into); continue; }
      if (!KEEP.has(name)) { tidy(child, into); continue; }
      const made = document.createElement(name);
      if (name === "A" && /^(https?:|mailto:|\/)/i.test(child.getAttribute("href") || "")) made.setAttribute("href", child.getAttribute("href"));
      if (name === "TD" || name === "TH") for (const span of ["colspan", "rowspan"]) if (child.hasAttribute(span)) made.setAttribute(span, child.getAttribute(span));
      tidy(child, made);
      into.append(made);
    }
    return into;
  }
  function parsed(html) { return new DOMParser().parseFromString(html, "text/html").body; }
  function cleaned(html) { return tidy(parsed(html), document.createElement("div")).innerHTML; }

  const BUTTONS = [
    ["粗体", () => document.execCommand("bold")],
    ["一级标题", () => block("h2")],
    ["二级标题", () => block("h3")],
    ["正文", () => block("p")],
    ["项目符号", () => document.execCommand("insertUnorderedList")],
    ["编号", () => document.execCommand("insertOrderedList")],
    ["表格", () => insertTable()],
    ["清除格式", () => document.execCommand("removeFormat")],
    ["撤销", () => document.execCommand("undo")],
  ];
  function block(tag) { document.execCommand("formatBlock", false, `<${tag}>`); }
  function insertTable() {
    const row = (cell) => `<tr>${`<${cell}><br></${cell}>`.repeat(3)}</tr>`;
    document.execCommand("insertHTML", false, `<table><tbody>${row("th")}${row("td")}${row("td")}</tbody></table><p><br></p>`);
  }

  function start(area) {
    const label = document.querySelector(`label[for="${area.id}"]`);
    const bar = document.createElement("div");
    bar.className = "editor-bar row-acts";
    bar.setAttribute("role", "toolbar");
    bar.setAttribute("aria-label", "文字格式");
    const page = document.createElement("div");
    page.className = "editor control body";
    page.contentEditable = "true";
    page.setAttribute("role", "textbox");
    page.setAttribute("aria-multiline", "true");
    page.id = `${area.id}_page`;
    if (label) { label.id = label.id || `${area.id}_label`; page.setAttribute("aria-labelledby", label.id); }
    if (area.getAttribute("aria-describedby")) page.setAttribute("aria-describedby", area.getAttribute("aria-describedby"));
    page.innerHTML = cleaned(area.value) || "<p><br></p>";
    document.execCommand("defaultParagraphSeparator", false, "p");

    for (const [words, act] of BUTTONS) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "btn plain sm";
      button.textContent = words;
      button.addEventListener("mousedown", (event) => event.preventDefault());
      button.addEventListener("click", () => { page.focus(); act(); write(); });
      bar.append(button);
    }
    const source = document.createElement("button");
    source.type = "button";
    source.className = "btn plain sm";
    source.textContent = "看源码";
    source.setAttribute("aria-pressed", "false");
    source.addEventListener("click", () => {
      const showing = !page.hidden;
      if (!showing) page.innerHTML = cleaned(area.value) || "<p><br></p>";
      page.hidden = showing;
      tuck(!showing);
      source.setAttribute("aria-pressed", String(showing));
    });
    bar.append(source);

    function write() {
      area.value = cleaned(page.innerHTML);
      area.dispatchEvent(new Event("input", { bubbles: true }));
    }
    page.addEventListener("input", (event) => { event.stopPropagation(); write(); });
    page.addEventListener("paste", (event) => {
      const html = event.clipboardData.getData("text/html");
      if (!html) return;
      event.preventDefault();
      document.execCommand("insertHTML", false, cleaned(html));
      write();
    });
    /* Out of sight but not gone: a link of the error summary leads to it, and from it to the page. */
    function tuck(away) {
      area.classList.toggle("vh", away);
      area.tabIndex = away ? -1 : 0;
      area.toggleAttribute("aria-hidden", false);
      if (away) area.setAttribute("aria-hidden", "true");
    }
    area.addEventListener("focus", () => { if (!page.hidden) page.focus(); });
    area.before(bar, page);
    tuck(true);
  }
  document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("textarea[data-editor]").forEach(start));
})();
