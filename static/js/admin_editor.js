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

// Select2 names its boxes by their content, which may be empty: name them by their field's label.
function labelOf(select) {
  const label = select.labels[0] || document.querySelector(`label[for="${select.id}"]`);
  const text = label ? label.textContent : select.getAttribute("aria-label") || "";
  return text.replace(/:\s*$/, "").trim();
}

function nameBoxes() {
  for (const select of document.querySelectorAll("select.select2-hidden-accessible")) {
    const box = select.nextElementSibling;
    const name = labelOf(select);
    if (!name || !box || !box.classList.contains("select2")) continue;
    for (const part of box.querySelectorAll("[role=combobox], [role=textbox], input")) {
      part.removeAttribute("aria-labelledby");
      const chosen = part.getAttribute("role") === "combobox" ? box.textContent.trim() : "";
      part.setAttribute("aria-label", chosen ? `${name}: ${chosen}` : name);
    }
  }
  // Select2 puts a button straight into its list of what is chosen, which is no list then.
  for (const part of document.querySelectorAll("ul.select2-selection__rendered, ul.select2-selection__rendered > li")) {
    part.setAttribute("role", "presentation");
  }
  const search = document.querySelector(".select2-container--open .select2-dropdown input");
  if (search && !search.hasAttribute("aria-label")) {
    const open = document.querySelector(".select2-container--open [role=combobox]");
    if (open) search.setAttribute("aria-label", open.getAttribute("aria-label"));
  }
  // Admin leaves the boxes of a date and the marks for removal in a table without a name.
  for (const field of document.querySelectorAll("#content-main :is(input, select, textarea)")) {
    if (field.type === "hidden" || field.labels.length || field.hasAttribute("aria-label")) continue;
    const cell = field.closest("td");
    const head = cell && cell.closest("table").tHead.rows[0].cells[cell.cellIndex];
    const legend = field.closest("fieldset.flex-container")?.querySelector("legend");
    const before = field.previousSibling?.textContent || "";
    const name = [head, legend].map((node) => node?.textContent || "").join(" ") + " " + before;
    if (name.trim()) field.setAttribute("aria-label", name.replace(/[:\s]+/g, " ").trim());
  }
  for (const sign of document.querySelectorAll(".help-tooltip[aria-label]:not([role])")) {
    sign.setAttribute("role", "img");
  }
}

// A table to read that is wider than the screen is scrolled with the keys once it can be reached.
function reachTables() {
  for (const group of document.querySelectorAll(".inline-group")) {
    const wide = group.scrollWidth > group.clientWidth;
    if (wide && !group.querySelector("a[href], input:not([type=hidden]), select, textarea")) {
      group.tabIndex = 0;
      group.setAttribute("role", "region");
      group.setAttribute("aria-label", group.querySelector("h2").textContent.trim());
    }
  }
}
window.addEventListener("load", reachTables);
window.addEventListener("resize", reachTables);

for (const event of ["focusin", "focusout", "formset:added"]) {
  document.addEventListener(event, () => setTimeout(nameBoxes));
}
window.addEventListener("load", () => setTimeout(nameBoxes));
