/** Longest cycle that is looked for; a batch of robots or environments is smaller. */
const LONGEST = 32;

/**
 * Length of the shortest cycle that a task's outcomes repeat, or null. Asks for at least four whole
 * repetitions and for both outcomes, so that a policy that always succeeds is not flagged and chance
 * rarely is (two of 1,024 fair sequences of ten).
 */
export function cycleLength(outcomes: string): number | null {
  for (let length = 2; length <= LONGEST && length * 4 <= outcomes.length; length++) {
    const cycle = outcomes.slice(0, length);
    if (new Set(cycle).size < 2) continue;
    if (outcomes === cycle.repeat(Math.ceil(outcomes.length / length)).slice(0, outcomes.length)) {
      return length;
    }
  }
  return null;
}
