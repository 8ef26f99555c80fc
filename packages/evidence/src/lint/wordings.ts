/** Words that claim what no count of episodes shows. */
export const overclaims =
  /(?<!\bnot |\bnon-|\bun)\b(?:certifi(?:ed|able)|approved|endorsed|safe(?:ly)?(?![\w-]*\s*(?:door|box)\b)|deployable|deployment[- ]ready|ready for deployment|production[- ](?:ready|grade)|guarante(?:es?|ed)|proven|fail[- ]?safe|flawless(?:ly)?|infallible|error[- ]free|never fails?|always succeeds?|trustworthy)\b/gi;

/** Words that reach beyond the recorded episodes. */
export const generalisations =
  /\b(?:any (?:task|object|environment|scene|kitchen|home|robot)s?|every (?:task|object|environment|scene|kitchen|home|robot)|arbitrary (?:\w+ )?(?:task|object|environment|scene)s?|unseen (?:task|object|environment|scene)s?|in the wild|general[- ]purpose|everywhere|all (?:environments|situations|conditions|robots))\b/gi;

/** A simulator's episodes are not the real world. */
export const realWorld =
  /\b(?:(?:the )?real[- ]world|real robots?|in reality|physical robots?)\b/gi;

/** Words without a measure. */
export const vague =
  /\b(?:(?:very |really )?(?:good|great|excellent|strong|impressive|decent|competent|solid)(?:ly)?|robust(?:ly|ness)?|reliab(?:le|ly|ility)|consistent(?:ly)?|state[- ]of[- ]the[- ]art|sota|near[- ](?:perfect|optimal)|human[- ]level|superhuman|(?:works|performs|does|generali[sz]es) well|high success|significantly|most of the time|usually|often|(?:about|around|approximately|roughly|nearly|almost|circa) (?=[\d.])\S{1,12})|~\s?\d{1,3}\b/gi;

/** A comparison with another policy, not with a number. */
export const comparisons =
  /\b(?:outperform\w*|better than(?! \d)|superior to|beats?|worse than(?! \d)|on par with|surpass\w*(?! \d)|improves? (?:on|over|upon)|than (?:the )?(?:baseline|previous|prior|other))\b/gi;

/** The different matches of a pattern in a text, at most five. */
export function wordsFound(pattern: RegExp, text: string): string[] {
  const found = [...text.matchAll(pattern)].map(([word]) => word.trim().toLowerCase());
  return [...new Set(found)].slice(0, 5);
}
