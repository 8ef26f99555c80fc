/** Matches a sticky pattern at a place. */
export function stick(pattern: RegExp, text: string, at: number) {
  pattern.lastIndex = at;
  const match = pattern.exec(text);
  return match === null ? null : Object.assign(match, { end: at + match[0].length });
}
