/**
 * A task in one spelling. lbm_eval takes the name of a YAML file, `put_mug_on_saucer`, where released
 * results have `PutMugOnSaucer`: parts are joined, each with a capital. A name without `_` stays.
 */
export function taskName(skillType: string): string {
  if (!skillType.includes("_")) return skillType;
  return skillType
    .split("_")
    .map((part) => part.slice(0, 1).toUpperCase() + part.slice(1))
    .join("");
}
