"use strict";

// What is typed in a release's form is kept on the server as its writer's own unsaved text, some
// seconds after typing stops. The browser keeps a copy only while the server cannot take it, and
// from when a save is sent until the form is seen again.
{
  const STILL = 3000; // milliseconds without typing before the text is sent
  const LONGEST = 20000; // and the longest that anything typed waits
  const BEAT = 45000;
  const TWICE = 2000; // milliseconds within which a second press is the same save
  // What a browser sends from a page that is being left.
  const LEAVING = 60000;

  const panel = document.getElementById("open-form");
  const form = document.getElementById("release_form");
  if (panel && form) start(panel, form);

  function start(panel, form) {
    const words = panel.dataset;
    const status = document.getElementById("autosave-status");
    const token = form.querySelector("[name=csrfmiddlewaretoken]");
    const place = `osparat:${words.user}:${location.pathname}`;
    let kept = null;
    let waiting = 0;
    let since = 0;
    let leaving = false;
    let sent = 0;
    let sending = null;

    const fields = () =>
      [...new FormData(form)].filter(
        ([name, value]) =>
          typeof value === "string" && name !== "csrfmiddlewaretoken" && !name.startsWith("_"),
      );
    const now = () => JSON.stringify(fields());

    function say(text, { signIn = false } = {}) {
      if (status.textContent === text) return;
      status.textContent = text;
      if (!signIn) return;
      const link = document.createElement("a");
      Object.assign(link, { href: words.signIn, target: "_blank", rel: "noopener" });
      link.textContent = words.signInWords;
      status.append(" ", link);
    }

    function keepHere() {
      try {
        const copy = { at: new Date().toISOString(), fields: fields() };
        localStorage.setItem(place, JSON.stringify(copy));
      } catch {
        // A browser may refuse to keep anything; the text is still in the form.
      }
    }

    function forgetHere() {
      try {
        localStorage.removeItem(place);
      } catch {
        // As above.
      }
    }

    async function post(address, type, body, again = true) {
      const answer = await fetch(address, {
        method: "POST",
        headers: { "Content-Type": type, "X-CSRFToken": token.value },
        body,
        redirect: "manual",
        keepalive: body.length < LEAVING,
        signal: sending?.signal,
      });
      let said = {};
      try {
        said = await answer.json();
      } catch {
        // Not one of our answers: an error page, or a way to somewhere else.
      }
      // Who has signed in again in another tab has a new token there; take it into this form too.
      if (said.token) {
        for (const input of document.querySelectorAll("[name=csrfmiddlewaretoken]")) {
          input.value = said.token;
        }
        if (answer.status === 403 && again) return post(address, type, body, false);
      }
      return { ok: answer.ok, status: answer.status, type: answer.type, said };
    }

    async function save() {
      clearTimeout(waiting);
      waiting = 0;
      since = 0;
      const text = now();
      if (leaving || text === kept) return;
      sending?.abort();
      sending = new AbortController();
      let answer;
      try {
        const body = JSON.stringify({ fields: fields() });
        answer = await post(words.autosave, "application/json", body);
      } catch (problem) {
        if (problem.name === "AbortError") return;
        keepHere();
        say(words.unreachable);
        retry();
        return;
      }
      if (answer.ok) {
        kept = text;
        forgetHere();
        say(answer.said.said);
      } else if (answer.status === 401 || answer.type === "opaqueredirect") {
        if (!answer.said.kept) keepHere();
        say(words.signedOut, { signIn: true });
        retry();
      } else {
        keepHere();
        say(answer.said.said || words.refused);
      }
    }

    function retry() {
      if (!waiting) waiting = setTimeout(save, LONGEST);
    }

    function typed() {
      if (leaving || now() === kept) return;
      since ||= Date.now();
      clearTimeout(waiting);
      waiting = setTimeout(save, Math.max(0, Math.min(STILL, since + LONGEST - Date.now())));
      if (!status.textContent) say(words.typing);
    }

    // The text editor tells of its changes by "input" on its own field; the search fields tell only
    // jQuery, and added or removed rows only the page.
    kept = now();
    form.addEventListener("input", typed);
    form.addEventListener("change", typed);
    window.django?.jQuery?.(form).on("change", typed);
    document.addEventListener("formset:added", typed);
    document.addEventListener("formset:removed", typed);
    form.addEventListener("submit", (event) => {
      // The same text is not sent twice by pressing twice.
      if (event.defaultPrevented || (leaving && Date.now() - sent < TWICE)) {
        event.preventDefault();
        return;
      }
      leaving = true;
      sent = Date.now();
      keepHere();
      clearTimeout(waiting);
      sending?.abort();
    });
    // Back from the page that followed: the form is used again.
    window.addEventListener("pageshow", () => {
      leaving = false;
    });
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden" && waiting) save();
    });

    if (words.heartbeat) {
      const presence = document.getElementById("presence");
      const beat = async () => {
        const revision = form.querySelector("[name=revision]").value;
        let answer;
        try {
          const body = new URLSearchParams({ revision }).toString();
          answer = await post(words.heartbeat, "application/x-www-form-urlencoded", body);
        } catch {
          return;
        }
        if (answer.status === 401 || answer.type === "opaqueredirect") {
          say(words.signedOut, { signIn: true });
        }
        if (!answer.ok) return;
        // Only what has changed is put there, and so read out.
        const lines = answer.said.lines;
        const shown = [...presence.children].map((line) => line.textContent);
        if (lines.join("\n") === shown.join("\n")) return;
        presence.replaceChildren(
          ...lines.map((line) => Object.assign(document.createElement("p"), { textContent: line })),
        );
      };
      setInterval(beat, BEAT);
      document.addEventListener("visibilitychange", () => {
        if (document.visibilityState === "visible") beat();
      });
    }

    offer();

    // What an editor has typed among the fields; the rest tells where and when.
    function typedIn(pairs) {
      const about = /^(revision|base|opened|.*_FORMS|.*-id|.*-release|.*-upload)$/;
      const typed = pairs.filter(([name]) => !about.test(name));
      return JSON.stringify(typed).replaceAll("\\r\\n", "\\n");
    }

    function isSaved(copy) {
      const opened = copy?.fields?.find(([name]) => name === "opened")?.[1];
      return Boolean(opened) && words.saved.split(" ").includes(opened);
    }

    // Also those of other forms: a new text is saved at one address and goes on at another.
    function forgetSaved() {
      for (const name of Object.keys(localStorage)) {
        if (!name.startsWith(`osparat:${words.user}:`)) continue;
        if (isSaved(JSON.parse(localStorage.getItem(name)))) localStorage.removeItem(name);
      }
    }

    // Whether the server has all of the copy: in this answer, as stored, or as the text that waits
    // to be taken back.
    function isSafe(copy) {
      return (
        "received" in words ||
        [kept, document.getElementById("waiting-typed")?.textContent].some(
          (text) => text && typedIn(copy.fields) === typedIn(JSON.parse(text)),
        )
      );
    }

    // A copy that the server could not take, from before the editor signed in again.
    function offer() {
      let copy = null;
      try {
        forgetSaved();
        copy = JSON.parse(localStorage.getItem(place));
      } catch {
        return;
      }
      const box = document.getElementById("copy-here");
      if (!copy || !Array.isArray(copy.fields)) return;
      if (isSafe(copy)) {
        forgetHere();
        return;
      }
      const when = new Date(copy.at);
      document.getElementById("copy-here-when").textContent = when.toLocaleString(
        document.documentElement.lang,
        { dateStyle: "long", timeStyle: "short" },
      );
      box.hidden = false;
      document.getElementById("copy-here-take").addEventListener("click", async () => {
        const said = document.getElementById("copy-here-status");
        try {
          const body = JSON.stringify({ fields: copy.fields });
          const answer = await post(words.autosave, "application/json", body);
          if (answer.ok) {
            forgetHere();
            leaving = true;
            location.assign(words.takeBack);
          } else {
            said.textContent = answer.said.said || words.refused;
          }
        } catch {
          said.textContent = words.unreachable;
        }
      });
      document.getElementById("copy-here-discard").addEventListener("click", () => {
        forgetHere();
        box.hidden = true;
      });
    }
  }
}
