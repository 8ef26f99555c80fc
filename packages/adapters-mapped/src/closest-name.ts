import { editDistance } from "@worldflux/schema";

/** The name that was probably meant, or undefined when none is near. */
export function closestName(wanted: string, names: readonly string[]): string | undefined {
  const short = wanted.slice(0, 64).toLowerCase();
  const near = names
    .slice(0, 200)
    .map((name) => ({ name, far: editDistance(short, name.slice(0, 64).toLowerCase()) }))
    .sort((a, b) => a.far - b.far)[0];
  if (near !== undefined && near.far <= Math.max(1, Math.floor(short.length / 3))) return near.name;
  return names.find((name) => tail(name) === tail(wanted));
}

/** Last step of a path, without case: `ok` of `info.OK`. */
function tail(name: string): string {
  return (name.split(/[./]/).at(-1) ?? name).toLowerCase();
}
