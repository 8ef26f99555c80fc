/** What evidence never is: words that claim more than recorded episodes can show. */
const forbidden =
  /\b(certif\w+|approv\w+|endors\w+|guarantee\w*|deployable|safe|safely|safety|compliant|reproduced by us|proven safe)\b/gi;

/** Sentences that use such a word to say that nothing of the kind is shown. */
const denials = ["Whether the policy is safe or fit for any use."];

/** The words in a text of ours that claim too much; the texts that we print must have none. */
export function forbiddenWords(text: string): string[] {
  const rest = denials.reduce((left, denial) => left.replaceAll(denial, ""), text);
  return [...rest.matchAll(forbidden)].map(([word]) => word);
}
