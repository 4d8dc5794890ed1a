// What makes the pages more comfortable where scripts run. Everything works without it.
"use strict";

// A form is sent once, however often its button is pressed.
addEventListener("submit", (e) => {
  if (e.target.dataset.sent) { e.preventDefault(); return; }
  e.target.dataset.sent = "yes";
  setTimeout(() => delete e.target.dataset.sent, 8000);
});

// After a refused form, the summary of what is wrong comes first.
document.getElementById("errors")?.focus();

// Two minutes before the session ends, a notice says so.
const ending = document.getElementById("ending");
if (ending) {
  const show = () => { ending.hidden = Date.now() < Number(ending.dataset.ends) * 1000 - 120000; };
  setInterval(show, 5000);
  show();
}

// A form with data-autosave is sent there a moment after typing stops, and before the page is left. An element in it with
// data-saved says when it was saved: the answer's text.
for (const form of document.querySelectorAll("form[data-autosave]")) {
  const said = form.querySelector("[data-saved]");
  let timer, last = "";
  const save = async (leaving) => {
    const body = new URLSearchParams(new FormData(form));
    if (body.toString() === last) return;
    last = body.toString();
    try {
      const answer = await fetch(form.dataset.autosave, {method: "POST", body, keepalive: leaving && last.length < 60000});
      if (!answer.ok) throw new Error();
      const text = await answer.text();
      if (said) said.textContent = text;
      if (ending) ending.dataset.ends = Date.now() / 1000 + 1800;
    } catch { last = ""; if (said) said.textContent = said.dataset.failed; }
  };
  form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(save, 2000); });
  addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") save(true); });
}

// An element with data-live is replaced by what its stream sends; "done" opens the page anew. Of what was replaced, screen
// readers hear the part with data-say, by the element "live-status".
for (const live of document.querySelectorAll("[data-live]")) {
  const source = new EventSource(live.dataset.live);
  const status = document.getElementById("live-status");
  source.addEventListener("piece", (e) => {
    live.innerHTML = e.data;
    const said = live.querySelector("[data-say]")?.textContent;
    if (status && said && status.textContent !== said) status.textContent = said;
  });
  source.addEventListener("done", () => { source.close(); location.reload(); });
  addEventListener("pagehide", () => source.close());
}
