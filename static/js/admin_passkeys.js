"use strict";

// A passkey is made or shown in two requests: the server says what is to be signed, the browser has
// it signed, and the server answers with where to go. The forms stay hidden where the browser cannot.
const able =
  window.PublicKeyCredential &&
  PublicKeyCredential.parseCreationOptionsFromJSON &&
  PublicKeyCredential.parseRequestOptionsFromJSON;

async function post(form, url, data) {
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const response = await fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token },
    body: JSON.stringify(data),
  });
  if (!response.ok) throw new Error(response.statusText);
  return response.json();
}

const does = {
  async create(options) {
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
    return navigator.credentials.create({ publicKey });
  },
  async get(options) {
    const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
    return navigator.credentials.get({ publicKey });
  },
};

for (const form of document.querySelectorAll("form.signin-passkey")) {
  if (!able) continue;
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const status = form.querySelector("[role=status]");
    status.textContent = "";
    try {
      const options = await post(form, form.dataset.ask, {});
      const made = await does[form.dataset.does](options);
      const { csrfmiddlewaretoken, ...typed } = Object.fromEntries(new FormData(form));
      const answer = await post(form, form.dataset.answer, { ...made.toJSON(), ...typed });
      location.assign(answer.next);
    } catch {
      // Also when the user closes the browser's own question.
      status.textContent = form.dataset.failed;
    }
  });
}
