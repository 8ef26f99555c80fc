/** What a task's name says without the scene that LIBERO names first. */
export function instruction(name: string): string {
  return name.replace(/^[A-Z_]+SCENE\d+_/, "");
}
