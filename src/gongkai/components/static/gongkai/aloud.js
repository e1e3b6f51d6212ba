/* Reads a text with the browser's own voice and marks the sentence it is at. Hidden where there is no Chinese voice. */
(() => {
  "use strict";
  const speech = window.speechSynthesis;
  const bars = Array.from(document.querySelectorAll("[data-read-aloud]"));
  if (!speech || !bars.length) return;
  const chinese = () => speech.getVoices().find((voice) => /^(zh|cmn)/i.test(voice.lang));

  function sentences(root) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const found = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      for (const match of node.data.matchAll(/[^。！？；]+[。！？；]*/g)) {
        if (match[0].trim()) found.push({ node, from: match.index, to: match.index + match[0].length, text: match[0].trim() });
      }
    }
    return found;
  }
  function mark(sentence) {
    if (!window.Highlight || !CSS.highlights) return;
    CSS.highlights.delete("aloud");
    if (!sentence) return;
    const range = new Range();
    range.setStart(sentence.node, sentence.from);
    range.setEnd(sentence.node, sentence.to);
    CSS.highlights.set("aloud", new Highlight(range));
  }

  function run(bar) {
    const root = document.getElementById(bar.dataset.readAloud);
    const play = bar.querySelector("[data-aloud=play]");
    const stop = bar.querySelector("[data-aloud=stop]");
    const rate = bar.querySelector("[data-aloud=rate]");
    const words = play.querySelector("span");
    let queue = [];
    let at = 0;
    let reading = false;
    let turn = 0;

    function end() { turn += 1; reading = false; speech.cancel(); mark(null); at = 0; words.textContent = "朗读"; stop.hidden = true; }
    function next() {
      if (!reading) return;
      if (at >= queue.length) { end(); return; }
      const mine = turn;
      const said = new SpeechSynthesisUtterance(queue[at].text);
      said.lang = "zh-CN";
      said.voice = chinese() || null;
      said.rate = Number(rate.value);
      said.onend = () => { if (mine === turn) { at += 1; next(); } };
      mark(queue[at]);
      speech.speak(said);
    }
    play.addEventListener("click", () => {
      turn += 1;
      if (reading) { reading = false; speech.cancel(); words.textContent = "继续"; return; }
      if (!queue.length || at === 0) queue = sentences(root);
      reading = true; words.textContent = "暂停"; stop.hidden = false;
      next();
    });
    stop.addEventListener("click", () => { end(); play.focus(); });
    rate.addEventListener("change", () => { if (reading) { turn += 1; speech.cancel(); next(); } });
    window.addEventListener("pagehide", () => speech.cancel());
  }
  function show() { const voice = chinese(); bars.forEach((bar) => { bar.hidden = !voice; }); }
  bars.forEach(run);
  show();
  speech.addEventListener("voiceschanged", show);
})();
