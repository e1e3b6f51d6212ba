/* Two minutes before what is being written is deleted: a line with one button, reached by one key. */
(() => {
  "use strict";
  const told = document.querySelector("[data-writing-seconds]");
  if (!told) return;
  const seconds = Number(told.dataset.writingSeconds);
  let timer = 0;
  function warn() {
    const line = document.createElement("p");
    line.className = "session-ends";
    line.setAttribute("role", "alert");
    line.append("两分钟后会删掉已经写的内容。");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn";
    button.textContent = "接着写";
    button.addEventListener("click", () => {
      fetch(told.dataset.stay, { credentials: "same-origin", cache: "no-store" })
        .then((answer) => { if (answer.ok) { line.remove(); watch(); } });
    });
    line.append(button);
    document.body.append(line);
    button.focus();
  }
  function watch() { clearTimeout(timer); timer = setTimeout(warn, Math.max(1, seconds - 120) * 1000); }
  watch();
})();
