/* A link or button with data-dialog opens that dialog here; without this script the link leads to a page that asks.
   Where the page holds no such dialog, the link does what links do. */
document.addEventListener("click", (event) => {
  const opener = event.target.closest?.("[data-dialog]")
  const dialog = opener && document.getElementById(opener.dataset.dialog)
  if (dialog) {
    event.preventDefault()
    dialog.showModal()
  }
  const closer = event.target.closest?.("dialog [data-close]")
  if (closer) {
    event.preventDefault()
    closer.closest("dialog").close()
  }
})
