// Copies addresses and codes (`data-copy=ID`), marks them whole when they are entered, and shows the preview of an embed
// (`template[data-preview]`) when its panel opens.

document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-copy]");
  if (!button) return;
  const field = document.getElementById(button.dataset.copy);
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    field.select(); // the browser doesn't let us: the person copies what is marked
    return;
  }
  const words = button.textContent;
  button.textContent = button.dataset.copied;
  setTimeout(() => (button.textContent = words), 2000);
});

document.addEventListener("focusin", ({ target }) => {
  if (target.matches?.("[data-select]")) target.select();
});

document.addEventListener("toggle", ({ target }) => {
  const template = target.open ? target.querySelector?.("template[data-preview]") : null;
  template?.replaceWith(template.content.cloneNode(true));
}, true); // this event doesn't bubble
