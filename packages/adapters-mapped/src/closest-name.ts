/** The name that was probably meant, or undefined when none is near. */
export function closestName(wanted: string, names: readonly string[]): string | undefined {
  const short = wanted.slice(0, 64).toLowerCase();
  const near = names
    .slice(0, 200)
    .map((name) => ({ name, far: distance(short, name.slice(0, 64).toLowerCase()) }))
    .sort((a, b) => a.far - b.far)[0];
  if (near !== undefined && near.far <= Math.max(1, Math.floor(short.length / 3))) return near.name;
  return names.find((name) => tail(name) === tail(wanted));
}

/** Last step of a path, without case: `ok` of `info.OK`. */
function tail(name: string): string {
  return (name.split(/[./]/).at(-1) ?? name).toLowerCase();
}

/** Edits from one word to another (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, change));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
