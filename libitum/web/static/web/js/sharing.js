// Copies addresses and codes (`data-copy=ID`), and marks them whole when they are entered.

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
