/* Too many or too large files are told before they are sent: a long wait, and what was typed, would be lost with them. */
(() => {
  "use strict";
  const form = document.querySelector("form[data-most-files]");
  if (!form) return;
  const most = Number(form.dataset.mostFiles);
  const bytes = Number(form.dataset.fileBytes);
  const inputs = Array.from(form.querySelectorAll("input[type=file]"));
  const mb = (size) => size / 1024 / 1024;

  function fault(removing) {
    const chosen = inputs.flatMap((input) => Array.from(input.files));
    const held = form.querySelectorAll(".held li").length - (removing ? 1 : 0);
    const large = chosen.find((file) => file.size > bytes);
    if (large) return `“${large.name}”有 ${mb(large.size).toFixed(1)} MB，每个不能超过 ${mb(bytes)} MB。压缩图片或者拆成几个文件再选。`;
    if (chosen.length && held + chosen.length > most) {
      return `最多 ${most} 个文件，${held ? `已经收下 ${held} 个，` : ""}这次选了 ${chosen.length} 个。重新选一次。`;
    }
    return "";
  }

  function tell(words) {
    form.querySelectorAll("[data-too-much]").forEach((line) => line.remove());
    if (!words) return;
    const line = document.createElement("p");
    line.className = "wrong-words";
    line.dataset.tooMuch = "";
    line.setAttribute("role", "alert");
    line.textContent = words;
    inputs.find((input) => input.files.length).before(line);
  }

  form.addEventListener("change", (event) => { if (inputs.includes(event.target)) tell(fault(false)); });
  form.addEventListener("submit", (event) => {
    const words = fault(Boolean(event.submitter) && event.submitter.name === "remove");
    tell(words);
    if (words) { event.preventDefault(); inputs.find((input) => input.files.length).focus(); }
  });
})();
