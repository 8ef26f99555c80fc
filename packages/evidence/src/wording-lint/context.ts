import type { WordingFacts } from "./facts.ts";
import { mentions } from "./facts.ts";
import type { Sentence } from "./sentences.ts";

const SUCCESS =
  /\b(?:succe(?:ss|ed)\w*|solv\w+|complet(?:es?|ed|ing|ion)|accomplish\w*|pass(?:es|ed)?|SR|achiev\w+|reach\w*|attain\w*|scor(?:es?|ed|ing)|works?)\b/gi;
/** Who acts and what is counted: a percentage beside them is most likely a rate of outcomes. */
const ACTORS =
  /\b(?:episodes?|rollouts?|trials?|attempts?|polic(?:y|ies)|agents?|robots?|reliab\w+|right|correct\w*|goal|target|tasks?|average|overall|mean|total)\b/i;
const FAILURE = /\b(?<!\bas )(?:fail(?:s|ed|ing|ures?)?|unsuccessful\w*|miss(?:es|ed)? the)\b/gi;

/** Things that have percentages and are no outcomes. */
const OTHER_THING =
  /^[\s~%]{0,3}(?:percent\s)?(?:of\s(?:the\s|all\s|our\s|its\s)?(?:\w+\s){0,2}?(?:data|dataset|demonstrations?|demos|training|steps|parameters|frames|tokens|weights|layers|compute|memory|budget|trajectories|images|videos|annotations|labels|code)\b|(?!\s?or\s)(?:\w+\s)?(?:better|higher|worse|lower|faster|slower|smaller|larger|cheaper|lighter|shorter|longer|quantiz\w+|sparsity|overlap|utilization|coverage|load)\b)/i;
const OTHER_SENTENCE =
  /\b(?:learning rate|dropout|warm(?:ed)?[- ]?up|weight decay|batch size|parameters|discount|latency|throughput|GPUs?|memory|gradient|optimizer|epochs?)\b/i;

/** Whether a sentence speaks of outcomes of this package rather than of, say, training. */
export function isAboutOutcomes({ text, form }: Sentence, facts: WordingFacts): boolean {
  if (OTHER_SENTENCE.test(text) && !/\bsucce(?:ss|ed)/i.test(text)) return false;
  return (
    [SUCCESS, FAILURE, ACTORS].some((pattern) => text.search(pattern) >= 0) ||
    mentions(form, facts.names)
  );
}

/** Whether the number that ends there is of something that is no outcome. */
export function isOfOtherThing(text: string, end: number): boolean {
  return OTHER_THING.test(text.slice(end, end + 80));
}

/** Whether the nearest word speaks of failing: a rate of 13.5 % is then one of failures. */
export function speaksOfFailing(text: string, start: number, end: number): boolean {
  const nearest = (pattern: RegExp) => {
    let best = Number.POSITIVE_INFINITY;
    for (const { index, 0: word } of text.matchAll(pattern)) {
      if (index < end) best = Math.min(best, start - index - word.length);
      // A word usually stands in front of its number; one behind it is its own if no other is nearer.
      else if (!/\d|\b(?:one|two|three)\b/i.test(text.slice(end, index))) {
        best = Math.min(best, (index - end) * 2 + 4);
      }
    }
    return best;
  };
  return nearest(FAILURE) < nearest(SUCCESS);
}

const NEGATION =
  /\b(?:not|no|nothing|neither|nor|cannot|never|without|whether|unclear|unknown|inconclusive|isn['’]t|doesn['’]t|don['’]t|can['’]t|far from|reject\w*|rul(?:e[sd]?|ing) out|exclud\w*)\b/gi;

/**
 * Whether a word before the place, in the same clause, denies what stands there. With `comma` a clause ends at a
 * comma too: "without tuning, it reaches 90 %" denies nothing of the 90 %.
 */
export function isDenied(text: string, at: number, comma = false): boolean {
  const from = Math.max(0, at - 90);
  const clause = text.slice(from, at);
  const cut = Math.max(
    clause.lastIndexOf(";"),
    clause.lastIndexOf(":"),
    clause.lastIndexOf(" but "),
    clause.lastIndexOf(" however"),
    comma ? clause.lastIndexOf(",") : -1,
  );
  return clause.slice(cut + 1).search(NEGATION) >= 0;
}

/** Whether the sentence names its counting rule or says what it leaves out. */
export function saysWhatIsLeftOut(text: string): boolean {
  return (
    /\b(?:errors?|errored|crash\w*|missing|pending|incomplete)\b/i.test(text) &&
    /\b(?:left out|leaving out|exclud\w+|without|not count\w*|ignor\w+|omit\w*|drop\w*|remov\w+|count\w*|treat\w*|as failures?|complet\w+)\b/i.test(
      text,
    )
  );
}

/** Whether the sentence says that single tasks are meant. */
export function saysSingleTask(text: string): boolean {
  return /\b(?:(?:single|individual|some|one|each|per|best|worst|hardest|easiest|lowest|highest|weakest|strongest) (?:\w+ )?tasks?|per[- ]task|task rate|tasks? by task|tasks (?:stay|reach|remain|fall|score|sit|are|have|achieve|succeed|lie)\w*)\b/i.test(
    text,
  );
}
