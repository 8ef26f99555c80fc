import { readTemplate } from "../claim/template.ts";
import { templates } from "../claim/template-names.ts";
import { type Outcome, painter } from "../output.ts";

/** `claim templates`: what a claim can start from. */
export async function claimTemplates({ json }: { readonly json: boolean }): Promise<Outcome> {
  const paint = painter(json);
  const listed = templates.map((name) => ({ name, about: readTemplate(name).about }));
  const width = Math.max(...templates.map((name) => name.length));
  return {
    text: [
      ...listed.map(({ name, about }) => `${name.padEnd(width)}  ${about}`),
      "",
      paint("command", "worldflux claim create --template lerobot-libero --output claim_pkg/"),
    ].join("\n"),
    json: { templates: listed },
  };
}
