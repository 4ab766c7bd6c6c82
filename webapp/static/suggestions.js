// The search box as a combobox (ARIA 1.2, list autocomplete with manual selection).
{
  const WAIT = 150, LATE = 1500, LONGEST = 200; // ms, ms, characters
  const input = document.getElementById("q"), combo = input.parentElement;
  combo.insertAdjacentHTML("beforeend", `<div class="drop" hidden>
    <ul role="listbox" id="suggestions" aria-label="Suggestions"></ul>
    <p class="hint" id="keys">${input.dataset.keys}</p>
    </div><p class="hidden" role="status"></p>`);
  const [, drop, status] = combo.children, list = drop.children[0];
  const set = (node, name, value) => node.setAttribute(name, value);
  let chosen, timer, request;

  set(input, "role", "combobox");
  set(input, "aria-autocomplete", "list");
  set(input, "aria-controls", list.id);
  set(input, "aria-describedby", "keys");

  const choose = (option) => {
    chosen = option;
    for (const each of list.children) set(each, "aria-selected", each === option);
    set(input, "aria-activedescendant", option?.id ?? "");
    option?.scrollIntoView({ block: "nearest" });
  };

  const show = (texts, kinds) => {
    list.replaceChildren(...texts.map((text, place) => {
      const option = document.createElement("li");
      option.id = `s${place}`;
      set(option, "role", "option");
      option.innerHTML = "<bdi></bdi> <span class=soft>";
      option.firstChild.textContent = text;
      option.lastChild.textContent = kinds[place];
      return option;
    }));
    choose();
    const count = texts.length;
    drop.hidden = !count;
    drop.style.maxHeight = `max(10rem, ${visualViewport.height - drop.getBoundingClientRect().top - 8}px)`;
    set(input, "aria-expanded", count > 0);
    status.textContent = ["", "1 suggestion"][count] ?? `${count} suggestions`;
  };

  const take = () => {
    if (chosen) input.value = chosen.firstChild.textContent;
  };

  const stop = () => {
    clearTimeout(timer);
    request?.abort();
    request = null;
  };

  const close = () => {
    stop();
    show([]);
  };

  const ask = async () => {
    stop();
    const { signal } = request = new AbortController();
    setTimeout((late) => late.abort(), LATE, request); // or it opens under a pointer gone on
    const address = new URL("suggestions", input.form.action);
    address.search = new URLSearchParams(new FormData(input.form));
    try {
      const [, texts, kinds] = await (await fetch(address, { signal, cache: "no-store" })).json();
      if (!signal.aborted) show(texts, kinds);
    } catch {
      if (request?.signal === signal) close();
    }
  };

  const typed = ({ isComposing }) => {
    if (isComposing) return;
    choose();
    stop();
    if (input.value.trim() && input.value.length <= LONGEST) timer = setTimeout(ask, WAIT);
    else close();
  };

  const press = (event) => {
    const { key } = event, isOpen = !drop.hidden;
    const places = [undefined, ...list.children], place = places.indexOf(chosen);
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    if (/Arrow(Up|Down)/.test(key) && isOpen) {
      stop(); // what is chosen from stays
      choose(key === "ArrowUp" ? places.at(place - 1) : places[(place + 1) % places.length]);
    } else if (key === "ArrowDown") typed(event);
    else if (key === "Escape" && isOpen) close();
    else {
      if (key === "Enter") take(); // it is sent as ever
      if (key === "Tab") close();
      if (/Left|Right|Home|End/.test(key)) choose();
      return;
    }
    event.preventDefault();
  };

  for (const name of ["input", "compositionend"]) input.addEventListener(name, typed);
  for (const name of ["blur", "compositionstart"]) input.addEventListener(name, close);
  input.addEventListener("keydown", press);
  input.form.addEventListener("submit", close);
  drop.addEventListener("mousedown", (event) => event.preventDefault()); // keeps the focus
  list.addEventListener("click", ({ target }) => {
    choose(target.closest("li"));
    take();
    input.form.requestSubmit();
  });
  close();
}
