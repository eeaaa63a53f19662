(() => {
  const name = e => {
    let text = (e.textContent || "").trim().replace(/\s+/g, " ");
    const holder = e.closest("[id]");
    return (holder ? "#" + holder.id + " " : "") + e.tagName.toLowerCase() + " “" + text.slice(0, 40) + "”";
  };
  const shown = e => e.getClientRects().length > 0;
  const page = document.scrollingElement;
  const out = {width: page.clientWidth, scroll: page.scrollWidth, sideways: [], beyond: [], texts: 0, smallest: 1000, small: [], cut: [], overlaps: [], pictures: 0};
  for (const e of document.querySelectorAll("body *")) {
    if (!shown(e) || e.closest("svg")) continue;
    const flow = getComputedStyle(e).overflowX;
    if (e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 0 && (flow === "auto" || flow === "scroll" || flow === "hidden")) out.sideways.push(name(e));
    const box = e.getBoundingClientRect();
    if (box.right > page.clientWidth + 1 || box.left < -1) out.beyond.push(name(e));
  }
  for (const svg of document.querySelectorAll("svg")) {
    if (!shown(svg)) continue;
    out.pictures++;
    const frame = svg.getBoundingClientRect();
    const boxes = [];
    for (const text of svg.querySelectorAll("text")) {
      if (!text.textContent.trim()) continue;
      const matrix = text.getScreenCTM();
      const size = parseFloat(getComputedStyle(text).fontSize) * Math.hypot(matrix.a, matrix.b);
      out.texts++;
      out.smallest = Math.min(out.smallest, size);
      if (size < 11) out.small.push(name(text) + " " + size.toFixed(1));
      const box = text.getBoundingClientRect();
      if (box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 3 || box.bottom > frame.bottom + 3) out.cut.push(name(text));
      for (const other of boxes) {
        const wide = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
        const high = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top);
        if (wide > 2 && high > size * .45) out.overlaps.push(name(text) + " over “" + other.text + "”");
      }
      boxes.push({box, text: text.textContent});
    }
  }
  return out;
})()
