// What is typed is kept: forms marked data-autosave are sent every 15 seconds when they changed, and on leaving.
// Uploads marked data-upload show how far they are. Without scripts the forms' own buttons do all of it.
const EVERY = 15000;

function fields(form) {
  const typed = new FormData(form);
  for (const [name, value] of [...typed]) if (value instanceof File) typed.delete(name);
  typed.set("autosave", "1");
  return typed;
}

for (const form of document.querySelectorAll("form[data-autosave]")) {
  const says = form.querySelector("[data-autosave-says]");
  let changed = false;
  let sent = false;
  form.addEventListener("input", () => { changed = true; });
  form.addEventListener("submit", () => { sent = true; changed = false; });
  setInterval(async () => {
    if (!changed || sent) return;
    changed = false;
    try {
      const answer = await fetch(location.pathname, { method: "POST", body: fields(form), redirect: "manual" });
      if (answer.status === 204) {
        const now = new Date();
        if (says) says.textContent = `已自动保留，${now.getHours()}:${String(now.getMinutes()).padStart(2, "0")}`;
      } else if (says) {
        says.textContent = "登录已过期。请点“保存”，重新登录后内容会自动带回。";
      }
    } catch {
      changed = true;
      if (says) says.textContent = "网络不通，恢复后会再次保留。";
    }
  }, EVERY);
  addEventListener("pagehide", () => { if (changed && !sent) navigator.sendBeacon(location.pathname, fields(form)); });
}

for (const form of document.querySelectorAll("form[data-upload]")) {
  const bar = form.querySelector("progress");
  const input = form.querySelector("input[type=file]");
  const box = form.querySelector(".drop");
  form.querySelector("[data-upload-hint]").hidden = false;
  form.addEventListener("dragover", (event) => { event.preventDefault(); box.classList.add("drop-over"); });
  form.addEventListener("dragleave", () => box.classList.remove("drop-over"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    box.classList.remove("drop-over");
    if (event.dataTransfer.files.length) input.files = event.dataTransfer.files;
  });
  form.addEventListener("submit", (event) => {
    if (!input.files.length || form.dataset.sent) return;
    event.preventDefault();
    bar.hidden = false;
    const request = new XMLHttpRequest();
    request.upload.addEventListener("progress", (at) => { if (at.lengthComputable) bar.value = (100 * at.loaded) / at.total; });
    request.addEventListener("load", () => {
      const page = new DOMParser().parseFromString(request.responseText, "text/html");
      document.querySelector("main").replaceWith(page.querySelector("main"));
      document.title = page.title;
      if (request.responseURL !== location.href) history.pushState(null, "", request.responseURL);
      document.querySelector("h1").scrollIntoView();
    });
    request.addEventListener("error", () => { bar.hidden = true; delete form.dataset.sent; form.submit(); });
    request.open("POST", location.href);
    request.send(new FormData(form));
  });
}
