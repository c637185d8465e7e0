// What is dragged to an edge takes along what lies out of sight there.
const EDGE = 48, FAST = 14;

// By how many pixels to scroll in this frame with the pointer at `at`: none in between, the more the nearer to an edge.
export const pull = (at, low, high) => (at < low + EDGE ? -FAST * Math.min(1, (low + EDGE - at) / EDGE) : at > high - EDGE ? FAST * Math.min(1, (at - high + EDGE) / EDGE) : 0);

// From where to where the window is seen: between the bar above, and the one that a phone has below.
export function seen() {
  const [above, below] = [".bar", ".rail"].map((each) => document.querySelector(each)?.getBoundingClientRect());
  return [Math.max(0, above?.bottom ?? 0), below && below.width >= innerWidth ? below.top : innerHeight];
}

// Scrolls a box, and behind its end the page (`page`: a finger has no wheel). `top` and `left` are how much of it lies under what sticks to it.
export function scrollAlong(box, { x, y }, { top = 0, left = 0, page = false }) {
  const rect = box.getBoundingClientRect(), [high, low] = seen();
  const across = pull(x, Math.max(0, rect.left + left), Math.min(innerWidth, rect.right));
  const along = pull(y, Math.max(high, rect.top + top), Math.min(low, rect.bottom));
  if (across) box.scrollLeft += across;
  const before = box.scrollTop;
  if (along) box.scrollTop += along;
  if (page && along && box.scrollTop === before) scrollBy(0, pull(y, high, low));
}
