// What is dragged to an edge takes along what lies out of sight there.
const EDGE = 48, FAST = 14;

// By how many pixels to scroll in this frame with the pointer at `at`: none in between, the more the nearer to an edge.
export const pull = (at, low, high) => (at < low + EDGE ? -FAST * Math.min(1, (low + EDGE - at) / EDGE) : at > high - EDGE ? FAST * Math.min(1, (at - high + EDGE) / EDGE) : 0);

// Scrolls a box, and behind its end the page (`page`: as a finger has no wheel). `top` and `left` are how much of it lies under what sticks to
// its edges, `bottom` what of the window is covered from below.
export function scrollAlong(box, { x, y }, { top = 0, left = 0, bottom = 0, page = false }) {
  const rect = box.getBoundingClientRect();
  const low = innerHeight - bottom;
  const across = pull(x, Math.max(0, rect.left + left), Math.min(innerWidth, rect.right));
  const along = pull(y, Math.max(0, rect.top + top), Math.min(low, rect.bottom));
  if (across) box.scrollLeft += across;
  const before = box.scrollTop;
  if (along) box.scrollTop += along;
  if (page && along && box.scrollTop === before) scrollBy(0, pull(y, 0, low));
}
