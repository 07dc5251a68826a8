// Look every two seconds how far the work is. Without scripts, the link in the notice does the same.
const shown = document.querySelector("[data-job]");

async function look() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const now = page.querySelector("[data-job]");
  if (!now || now.dataset.job === "done" || now.dataset.job === "failed") {
    location.reload();
    return;
  }
  shown.replaceChildren(...[...now.childNodes].filter((node) => node.nodeName !== "SCRIPT"));
  setTimeout(look, 2000);
}

setTimeout(look, 2000);
