// Moves between the quotations of an article by keys: n next, p previous, Esc from a detail back to the text.
// Without it, all links work: the text leads to the details, and these lead back.
(() => {
  "use strict";
  const places = [...document.querySelectorAll("article.text a.q[id]")];
  if (!places.length) return;

  const light = (number) => {
    for (const lit of document.querySelectorAll(".lit")) lit.classList.remove("lit");
    if (number === undefined) return;
    for (const part of document.querySelectorAll(`[data-q="${number}"], [data-detail="${number}"]`)) {
      part.classList.add("lit");
    }
  };

  const reveal = (element) => {
    for (let fold = element.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  };

  let now = -1;
  const go = (step) => {
    const focused = places.indexOf(document.activeElement);
    now = focused >= 0 ? focused : now;
    now = (now + step + places.length) % places.length;
    reveal(places[now]);
    places[now].focus();
    places[now].scrollIntoView({ block: "center" });
  };

  document.addEventListener("focusin", (event) => {
    const part = event.target.closest("[data-q], [data-detail]");
    if (part) light(part.dataset.q ?? part.dataset.detail);
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target.matches("input, select, textarea")) return;
    if (event.key === "n") go(1);
    else if (event.key === "p") go(now < 0 ? 0 : -1);
    else if (event.key === "Escape") {
      const back = document.activeElement.closest("li.detail")?.querySelector("a.back");
      if (back) document.getElementById(decodeURIComponent(back.hash.slice(1)))?.focus();
    }
  });

  const follow = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    reveal(target);
    target.focus();
    const part = target.closest("[data-q], [data-detail]");
    if (part) light(part.dataset.q ?? part.dataset.detail);
  };
  addEventListener("hashchange", follow);
  if (location.hash) follow();
})();
