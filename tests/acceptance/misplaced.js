// What a reader could not read: beyond the page, cut off, too small, or drawn over something else.
(fontPxMin) => {
  const wide = document.documentElement.clientWidth, found = [];
  for (const one of document.body.querySelectorAll("*")) {
    const box = one.getBoundingClientRect();
    const name = one.tagName + " " + one.textContent.slice(0, 40);
    if (box.right > wide + 1 || box.left < -1) found.push("beyond the page: " + name);
    if (one.scrollWidth > one.clientWidth + 1 && one.clientWidth) found.push("too wide: " + name);
    if (parseFloat(getComputedStyle(one).fontSize) < fontPxMin) found.push("tiny: " + name);
  }
  for (const svg of document.querySelectorAll("svg")) {
    const room = svg.viewBox.baseVal;
    const texts = [...svg.querySelectorAll("text")].map(t => t.getBBox());
    const bars = [...svg.querySelectorAll("rect")].map(r => r.getBBox());
    const meet = (a, b) => a.x < b.x + b.width && b.x < a.x + a.width
      && a.y + 2 < b.y + b.height && b.y + 2 < a.y + a.height;
    texts.forEach((a, i) => {
      const right = a.x + a.width, bottom = a.y + a.height;
      if (a.x < 0 || a.y < -1 || right > room.width + 0.5 || bottom > room.height + 1)
        found.push("cut in the drawing: " + i);
      for (const b of [...texts.slice(i + 1), ...bars])
        if (meet(a, b)) found.push("overlap in the drawing: " + i);
    });
  }
  return found;
}
