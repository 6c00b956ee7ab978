// Does the small work that the sign-in page asks for, and then sends the form by itself: numbers whose SHA-256 begins
// with noughts. Digests are computed here because the browser's own are closed without TLS, and slow one by one.

const SLICE_MS = 25;
const ROUNDS = roundConstants();

document.addEventListener("DOMContentLoaded", () => {
  const place = document.querySelector("[data-puzzle]");
  if (!place || !("requestSubmit" in HTMLFormElement.prototype)) return;
  // What was not solved is asked in words.
  if (place.dataset.wasUnsolved) return;
  place.querySelector("[data-question]").hidden = true;
  place.querySelector("[data-working]").hidden = false;
  work(place, []);
});

function work(place, numbers, from = 0) {
  const { puzzle, pieces, bits } = place.dataset;
  const until = performance.now() + SLICE_MS;
  let number = from;
  while (performance.now() < until) {
    // The clock is looked at now and then only.
    for (let tries = 0; tries < 64; tries += 1, number += 1) {
      if (firstWord(`${puzzle}:${numbers.length}:${number}`) >>> (32 - Number(bits)) !== 0) continue;
      numbers.push(number);
      number = -1;
      if (numbers.length === Number(pieces)) return send(place, numbers);
    }
  }
  window.setTimeout(() => work(place, numbers, number), 0);
}

function send(place, numbers) {
  place.querySelector("[name='work']").value = numbers.join(",");
  place.closest("form").requestSubmit();
}

// The first 32 bits of the SHA-256 of an ASCII text.
function firstWord(text) {
  const blocks = Math.ceil((text.length + 9) / 64);
  const words = new Uint32Array(blocks * 16);
  for (let at = 0; at < text.length; at += 1) words[at >> 2] |= text.charCodeAt(at) << (24 - 8 * (at & 3));
  words[text.length >> 2] |= 0x80 << (24 - 8 * (text.length & 3));
  words[words.length - 1] = text.length * 8;
  const state = Uint32Array.of(
    0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
  );
  const schedule = new Uint32Array(64);
  for (let block = 0; block < blocks; block += 1) mix(state, schedule, words.subarray(block * 16, block * 16 + 16));
  return state[0];
}

function mix(state, w, block) {
  w.set(block);
  for (let i = 16; i < 64; i += 1) {
    const s0 = turn(w[i - 15], 7) ^ turn(w[i - 15], 18) ^ (w[i - 15] >>> 3);
    const s1 = turn(w[i - 2], 17) ^ turn(w[i - 2], 19) ^ (w[i - 2] >>> 10);
    w[i] = w[i - 16] + s0 + w[i - 7] + s1;
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let i = 0; i < 64; i += 1) {
    const s1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + ROUNDS[i] + w[i]) | 0;
    const s0 = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22);
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) | 0, c, b, a, (t1 + t2) | 0];
  }
  [a, b, c, d, e, f, g, h].forEach((value, at) => (state[at] += value));
}

function turn(value, by) {
  return (value >>> by) | (value << (32 - by));
}

// The fractions of the cube roots of the first 64 primes.
function roundConstants() {
  const constants = [];
  for (let number = 2; constants.length < 64; number += 1) {
    let isPrime = true;
    for (let by = 2; by * by <= number; by += 1) if (number % by === 0) isPrime = false;
    if (isPrime) constants.push(((Math.cbrt(number) % 1) * 2 ** 32) | 0);
  }
  return constants;
}
