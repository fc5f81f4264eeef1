// Large files in parts (分段上传): a form marked data-resume sends its file piece by piece from where the file stands
// here; a broken line, a pause or a closed page loses at most one piece. When all of it is here, the form itself is
// sent and the file is registered. The server says where it stands: 409 with the offset where a piece does not fit.
const WAITS = [2, 5, 10, 20, 30]; // seconds between tries while the line is broken
const RATE_OVER = 10000; // milliseconds over which the speed is reckoned
const EXPIRED = "登录已过期。请重新登录，再选择同一个文件，会接着传。";

const ANOTHER = "选择的不是同一个文件，内容不一样。请选择原来的文件，或者放弃以后重新上传。";

function inWords(bytes) {
  const [size, unit] = bytes >= 2 ** 30 ? [bytes / 2 ** 30, "GB"] : [bytes / 2 ** 20, "MB"];
  return `${size.toFixed(1)} ${unit}`;
}

function timeInWords(seconds) {
  if (seconds < 60) return "不到1分钟";
  const minutes = Math.ceil(seconds / 60);
  return minutes < 60 ? `约${minutes}分钟` : `约${Math.floor(minutes / 60)}小时${minutes % 60 ? `${minutes % 60}分钟` : ""}`;
}

// The digest of the first piece says which file it is, whatever it is called; empty where the browser has no digests.
async function headOf(file, piece) {
  if (!globalThis.crypto?.subtle) return "";
  const begins = await file.slice(0, piece).arrayBuffer().catch(() => { throw new Error("这个文件读不出来，可能已经移走或者正在录制。请核对后重新选择。"); });
  const digest = await crypto.subtle.digest("SHA-256", begins);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

for (const form of document.querySelectorAll("form[data-resume]")) {
  const input = form.querySelector("input[type=file]");
  const shown = form.querySelector("[data-resume-bar]");
  const bar = shown.querySelector("progress");
  const says = form.querySelector("[data-resume-says]");
  const send = form.querySelector("button:not([type=button])");
  const pause = form.querySelector("[data-resume-pause]");
  const headers = { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value };
  const part = Number(form.dataset.part);
  let address = form.dataset.address || "";
  let offset = Number(form.dataset.offset || 0);
  let running = null;
  let marks = []; // [when, how much was here], of the last seconds

  const tell = (words, wrong) => {
    shown.hidden = false;
    says.textContent = words;
    says.classList.toggle("error", Boolean(wrong));
  };
  const progress = (file) => {
    bar.value = (100 * offset) / file.size;
    const now = performance.now();
    marks = [...marks.filter(([when]) => now - when < RATE_OVER), [now, offset]];
    const [[since, before]] = marks;
    const speed = (1000 * (offset - before)) / (now - since);
    const rest = speed > 0 ? `，还要${timeInWords((file.size - offset) / speed)}` : "";
    tell(`已传${inWords(offset)}，还剩${inWords(file.size - offset)}，共${inWords(file.size)}（${Math.floor(bar.value)}%）${rest}`);
  };
  const stopped = (words, wrong) => {
    running = null;
    pause.hidden = true;
    send.disabled = false;
    if (words) tell(words, wrong);
  };

  async function begin(file, head) {
    const typed = new FormData(form);
    typed.set("name", file.name);
    typed.set("size", file.size);
    typed.set("head", head);
    const answer = await fetch(location.pathname, { method: "POST", body: typed, headers, redirect: "manual" });
    if (answer.type === "opaqueredirect") throw new Error(EXPIRED);
    const said = await answer.json();
    if (!answer.ok) throw new Error(said.says.join(""));
    ({ address, offset } = said);
  }

  async function piece(file, signal) {
    const answer = await fetch(`${address}part/`, {
      method: "POST",
      redirect: "manual",
      signal,
      headers: { ...headers, "Content-Type": "application/octet-stream", "Upload-Offset": String(offset) },
      body: file.slice(offset, offset + part),
    });
    if (answer.type === "opaqueredirect") throw new Error(EXPIRED);
    if (answer.status >= 500) return false;
    const said = await answer.json().catch(() => ({ says: "这一段没有收下。请打开过程资料页，从“继续上传”再试。" }));
    if (!answer.ok && answer.status !== 409) throw new Error(said.says);
    offset = said.offset;
    return true;
  }

  async function wait(seconds, signal) {
    tell(`网络中断，${seconds}秒后自动接着传。已经传的不用重传。`, true);
    await new Promise((go) => { setTimeout(go, seconds * 1000); signal.addEventListener("abort", go, { once: true }); });
  }

  async function run(file) {
    running = new AbortController();
    marks = [];
    const { signal } = running;
    send.disabled = true;
    pause.hidden = false;
    let broken = 0;
    try {
      const head = await headOf(file, Number(form.dataset.piece));
      if (head && form.dataset.head && head !== form.dataset.head) throw new Error(ANOTHER);
      if (!address) await begin(file, head);
      while (offset < file.size && !signal.aborted) {
        progress(file);
        const arrived = await piece(file, signal).catch((error) => { if (error instanceof TypeError) return false; throw error; });
        broken = arrived ? 0 : broken + 1;
        if (!arrived) await wait(WAITS[Math.min(broken, WAITS.length) - 1], signal);
      }
    } catch (error) {
      if (!signal.aborted) return stopped(error instanceof TypeError ? "网络不通，没有传。请稍后再试。" : error.message, true);
    }
    if (signal.aborted) return stopped(`已暂停，已传${inWords(offset)}。点“${send.textContent}”接着传；关掉页面，以后也能从过程资料页接着传。`);
    progress(file);
    tell("已传完，正在核对和登记，请稍候……");
    running = null;
    form.action = address;
    form.submit();
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    const [file] = input.files;
    if (running) return;
    if (!file) { tell("请选择要上传的文件。", true); input.focus(); return; }
    if (form.dataset.size && Number(form.dataset.size) !== file.size) { tell(ANOTHER, true); return; }
    if (file.size > Number(form.dataset.most)) { tell(`这个文件${inWords(file.size)}，每个文件不超过2GB，没有传。请分成几个文件上传，或者登记校验值和存放处。`, true); return; }
    if (!file.size) { tell("这个文件是空的，没有内容，没有传。请重新选择。", true); return; }
    run(file);
  });
  input.addEventListener("change", () => { if (!form.dataset.size) address = ""; });
  pause.addEventListener("click", () => { if (running) running.abort(); });
  addEventListener("beforeunload", (event) => { if (running) event.preventDefault(); });
}
