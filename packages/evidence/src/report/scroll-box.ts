import { html, type Markup } from "./html.ts";

/** A box in which a wide table scrolls by itself; it takes the keyboard, so that all can scroll. */
export function scrollBox(name: string, content: Markup): Markup {
  return html`<div class="scroll" role="group" aria-label="${name}, scrolls sideways" tabindex="0">${content}</div>`;
}
