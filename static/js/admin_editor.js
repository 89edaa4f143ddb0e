"use strict";

// The text editor adds a style element of its own unless it finds one that is so marked. Our policy
// refuses inline style, so those rules stand in admin_site.css, and this element, which is no style
// sheet because it is not an HTML one, makes the editor content.
const mark = document.createElementNS("urn:admin", "style");
mark.setAttribute("data-tiptap-style", "");
document.head.append(mark);

// The editor hides its field, and with it the field's name: give both to the box one types in.
document.addEventListener("prose-editor:ready", ({ detail: { editor, textarea } }) => {
  const box = editor.view.dom;
  const label = document.querySelector(`label[for="${textarea.id}"]`);
  box.setAttribute("role", "textbox");
  box.setAttribute("aria-multiline", "true");
  if (label) box.setAttribute("aria-label", label.textContent.replace(/:\s*$/, "").trim());
  if (textarea.lang) box.setAttribute("lang", textarea.lang);
});
