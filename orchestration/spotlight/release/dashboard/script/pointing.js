/* What is pointed at is told at once beside the pointer or finger. Belongs here: the tip. Not here: what a chart says. */

/* Titles of a drawing become what the tip says: a browser shows titles late, and never to a finger. */
export const tellable = (svg) => {
  for (const title of svg.querySelectorAll("title")) {
    title.parentNode.dataset.said = title.textContent;
    title.remove();
  }
  return svg;
};

export const tellPointed = (box, tip) => {
  const hide = () => { tip.hidden = true; };
  const tell = (event) => {
    const said = event.target.closest?.("[data-said]")?.dataset.said;
    if (!said) { hide(); return; }
    tip.textContent = said;
    tip.hidden = false;
    const edge = box.getBoundingClientRect();
    const [x, y] = [event.clientX - edge.left, event.clientY - edge.top];
    tip.style.left = `${Math.max(0, Math.min(x + 14, edge.width - tip.offsetWidth))}px`;
    tip.style.top = `${y > tip.offsetHeight + 14 ? y - tip.offsetHeight - 14 : y + 22}px`;
  };
  for (const kind of ["pointermove", "pointerdown"]) box.addEventListener(kind, tell);
  box.addEventListener("pointerleave", (event) => { if (event.pointerType === "mouse") hide(); });
  addEventListener("pointerdown", (event) => { if (!box.contains(event.target)) hide(); });
  addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
};
