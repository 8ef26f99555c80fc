// Lets a bare `vitest` and editors find the projects.
export { default } from "./vitest.workspace.ts";
