"use strict";

// Help while one writes. The rules themselves stand on the server, in one place: this only asks.
const token = () => document.querySelector("input[name=csrfmiddlewaretoken]").value;

async function ask(url, fields, signal) {
  const body = new FormData();
  body.set("csrfmiddlewaretoken", token());
  for (const [name, value] of fields) body.append(name, value);
  const answer = await fetch(url, { method: "POST", body, credentials: "same-origin", signal });
  if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
  return answer;
}

function later(wait, work) {
  let timer;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(work, wait);
  };
}

// Puts `html` in `place` part by part, so that what is unchanged is not read out again and an
// opened list of advice stays open.
function renew(place, html) {
  const fresh = document.createElement("template");
  fresh.innerHTML = html;
  const parts = (root) => [...root.querySelectorAll("section.aid")];
  const [now, then] = [parts(place), parts(fresh.content)];
  now.forEach((section, number) => {
    for (const name of [".aid-lack", ".aid-counts", ".aid-advice"]) {
      const [old, next] = [section.querySelector(name), then[number].querySelector(name)];
      if (old && next && old.innerHTML === next.innerHTML) continue;
      if (old && next && old.tagName === next.tagName && name !== ".aid-advice") {
        old.className = next.className;
        old.replaceChildren(...next.childNodes);
      } else if (old && next) {
        next.open = old.open;
        old.replaceWith(next);
      } else if (next) section.append(next);
      else if (old) old.remove();
    }
  });
}

const aids = document.querySelector(".aids");
if (aids) {
  const form = aids.closest("form");
  const watched = /^(title|lead|body|publisher)_(sv|en)$/;
  let asked = 0;
  const look = later(700, async () => {
    const number = ++asked;
    const typed = [...new FormData(form)].filter(([name]) => watched.test(name));
    try {
      const html = await (await ask(aids.dataset.hints, typed)).text();
      if (number === asked) renew(aids, html);
    } catch {
      // Advice may wait: the form itself says so when the session is over.
    }
  });
  form.addEventListener("input", (event) => {
    if (watched.test(event.target.name || "")) look();
  });

  const editors = new Map();
  document.addEventListener("prose-editor:ready", ({ detail: { editor, textarea } }) => {
    editors.set(textarea.id, editor);
  });

  // The editor hides its field, so a link to that leads to the box one types in.
  form.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#id_"]');
    if (!link) return;
    event.preventDefault();
    const id = link.hash.slice(1);
    if (editors.has(id)) editors.get(id).commands.focus();
    else document.getElementById(id).focus();
  });

  // A save waits for what is being pasted; this script stands before the others on the page.
  const PASTE = 2000; // milliseconds that the cleaning may take
  let pasting = 0;
  let pressed = null;
  form.addEventListener(
    "submit",
    (event) => {
      if (!pasting) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      pressed = event;
    },
    true,
  );

  // Before the editor sees it: what is pasted is cleaned as it would be when saved.
  document.addEventListener(
    "paste",
    async (event) => {
      const editor = [...editors.values()].find(({ view }) => view.dom.contains(event.target));
      const html = event.clipboardData.getData("text/html");
      // What was copied in an editor of ours needs no cleaning.
      if (!editor || !html || html.includes("data-pm-slice")) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      let kept = html;
      pasting += 1;
      try {
        const answer = await ask(aids.dataset.pasted, [["html", html]], AbortSignal.timeout(PASTE));
        kept = (await answer.json()).html;
      } catch {
        // The server cleans it when it is saved.
      }
      pasting -= 1;
      editor.view.pasteHTML(kept);
      if (!pasting && pressed) {
        const { submitter } = pressed;
        pressed = null;
        form.requestSubmit(submitter);
      }
    },
    true,
  );
}

const meant = document.querySelector(".time-meant");
if (meant) {
  const form = meant.closest("form");
  const look = later(400, async () => {
    try {
      const html = await (await ask(meant.dataset.url, [...new FormData(form)])).text();
      if (html.trim() !== meant.innerHTML.trim()) meant.innerHTML = html;
    } catch {
      meant.replaceChildren();
    }
  });
  form.addEventListener("input", look);
  // Admin's calendar and clock fill the fields in without an event; leaving them tells.
  form.addEventListener("change", look);
  form.addEventListener("focusin", look);
  form.addEventListener("click", look);
}
