/* Boxes are drawn with the pointer on the picture of a page; each fills a row of number fields, which say the same
   without scripts. */
(() => {
  "use strict";
  const picture = document.querySelector(".redact-desk .leaf-picture");
  const fields = document.getElementById("boxes");
  if (!picture || !fields) return;
  const NS = "http://www.w3.org/2000/svg";
  const width = Number(picture.dataset.width), height = Number(picture.dataset.height);
  const page = fields.closest("form").dataset.page;
  const hint = fields.querySelector("[data-draw-hint]");
  hint.hidden = matchMedia("(pointer: coarse)").matches;
  picture.classList.add("drawable");

  const field = (row, edge) => row.querySelector(`[name="box_${edge}"]`);
  const rows = () => Array.from(fields.querySelectorAll(".box-row"));
  const isEmpty = (row) => ["left", "top", "right", "bottom"].every((edge) => !field(row, edge).value);

  function freeRow() {
    const free = rows().find(isEmpty);
    if (free) return free;
    const all = rows(), made = all[0].cloneNode(true), number = all.length + 1;
    made.setAttribute("aria-label", `第 ${number} 个框`);
    for (const input of made.querySelectorAll("input")) {
      const label = made.querySelector(`label[for="${input.id}"]`);
      input.id = input.id.replace(/\d+/, number);
      if (label) label.htmlFor = input.id;
      if (input.name !== "box_page") input.value = "";
    }
    fields.append(made);
    return made;
  }

  function place(event) {
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(picture.getScreenCTM().inverse());
    return [Math.min(Math.max(at.x, 0), width), Math.min(Math.max(at.y, 0), height)];
  }

  function shape(rect, [x1, y1], [x2, y2]) {
    rect.setAttribute("x", Math.min(x1, x2));
    rect.setAttribute("y", Math.min(y1, y2));
    rect.setAttribute("width", Math.abs(x2 - x1));
    rect.setAttribute("height", Math.abs(y2 - y1));
  }

  function clearer(row) {
    const found = row.querySelector("button");
    if (found) return found;
    const made = document.createElement("button");
    made.type = "button";
    made.className = "btn plain";
    made.textContent = "清掉这个框";
    row.append(made);
    return made;
  }

  function drawAll() {
    for (const old of picture.querySelectorAll(".drawn-box")) old.remove();
    for (const row of rows()) {
      clearer(row).hidden = isEmpty(row);
      if (isEmpty(row) || field(row, "page").value !== page) continue;
      const [left, top, right, bottom] = ["left", "top", "right", "bottom"].map((edge) => Number(field(row, edge).value));
      const rect = document.createElementNS(NS, "rect");
      rect.setAttribute("class", "drawn-box");
      shape(rect, [left * width / 100, top * height / 100], [right * width / 100, bottom * height / 100]);
      picture.append(rect);
    }
  }

  let from = null, rect = null;
  picture.addEventListener("pointerdown", (event) => {
    if (event.button || event.pointerType === "touch") return; // a finger scrolls; the fields are there for it
    event.preventDefault();
    picture.setPointerCapture(event.pointerId);
    from = place(event);
    rect = document.createElementNS(NS, "rect");
    rect.setAttribute("class", "drawn-box");
    picture.append(rect);
  });
  picture.addEventListener("pointermove", (event) => { if (from) shape(rect, from, place(event)); });
  picture.addEventListener("pointercancel", () => { from = null; drawAll(); });
  picture.addEventListener("pointerup", (event) => {
    if (!from) return;
    const to = place(event), begin = from;
    from = null;
    if (Math.abs(to[0] - begin[0]) / width > 0.002 && Math.abs(to[1] - begin[1]) / height > 0.002) {
      const row = freeRow(), percent = (value, whole) => (value * 100 / whole).toFixed(2);
      field(row, "page").value = page;
      field(row, "left").value = percent(Math.min(begin[0], to[0]), width);
      field(row, "right").value = percent(Math.max(begin[0], to[0]), width);
      field(row, "top").value = percent(Math.min(begin[1], to[1]), height);
      field(row, "bottom").value = percent(Math.max(begin[1], to[1]), height);
    }
    drawAll();
  });
  fields.addEventListener("input", drawAll);
  fields.addEventListener("click", (event) => {
    const row = event.target.closest(".box-row button")?.closest(".box-row");
    if (!row) return;
    for (const edge of ["left", "top", "right", "bottom"]) field(row, edge).value = "";
    drawAll();
    field(row, "left").focus();
  });
  drawAll();
})();
