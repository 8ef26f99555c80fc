import type { WordingCode } from "./catalog.ts";
import { isDenied } from "./context.ts";
import type { WordingFacts } from "./facts.ts";
import type { Found, Looked } from "./finding.ts";

interface Phrase {
  readonly code: WordingCode;
  readonly pattern: RegExp;
  readonly why: string;
  readonly rewrite: (looked: Looked) => string;
  /** Lets a phrase pass that is no over-reach here. */
  readonly passes?: (match: string, text: string, at: number, facts: WordingFacts) => boolean;
}

const scoped = ({ facts }: Looked) => {
  const { tasks } = facts.evidence;
  return `say "on the ${tasks.length} recorded ${tasks.length === 1 ? "task" : "tasks"}"`;
};
const compared = () => "leave it out, or compare two packages with `worldflux evidence diff`";

/** Nouns that a scope can be too wide over. */
const THINGS =
  "robots?|tasks?|objects?|environments?|scenes?|embodiments?|settings?|situations?|scenarios?|conditions|homes|households|instructions?|skills?|domains?";

const phrases: readonly Phrase[] = [
  {
    code: "forbidden_word",
    pattern:
      /\b(?:certif(?:y|ies|ied|ication\w*)|accredit\w+|approv(?:ed|es|al)|endors\w+|guarante\w+|prove[ns]?|proved|safe|safely|safety|fail-?safe|risk-?free|deployable|trustworthy|(?:production|deployment|enterprise|industrial)[- ](?:ready|grade)|worldflux (?:confirms|vouches|validates|recommends|accepts)|ready (?:for|to) (?:production|deploy\w*|use|ship)|(?:can|may) (?:be )?(?:trust|relied|rely)\w*|meets? (?:all |the )?(?:industry|safety|regulatory) \w+|fit for (?:use|purpose)|compliant with)\b/gi,
    why: "recorded episodes never show it",
    rewrite: ({ strongest }) => strongest,
    passes: (match, text, at) =>
      /^prove/i.test(match) && /^\s(?:nothing|no|little)\b/i.test(text.slice(at + match.length)),
  },
  {
    code: "absolute_word",
    pattern:
      /\b(?:never fails?|always (?:succeeds?|works?|completes?|solves?)|flawless\w*|infallibl\w+|perfect(?:ly)?|without (?:a single )?fail(?:ure)?|(?:will|does|do) (?:not|never) (?:fail|drop|break|miss|make mistakes)|(?:is|are) (?:now |essentially |effectively )?solved|has (?:mastered|solved)|masters|100 ?% reliable)\b/gi,
    why: "an interval of finitely many episodes never reaches it",
    rewrite: ({ strongest }) => strongest,
    passes: (match, _, __, { result }) => /^perfect/i.test(match) && result.estimate === 1,
  },
  {
    code: "independence_not_shown",
    pattern:
      /\b(?:independent(?:ly)? (?:\w+ )?(?:verif|reproduc|replicat|evaluat|validat|confirm|audit|test|review|assess|check|lab|stud|research)\w*|(?:external|outside) (?:review|audit|evaluat|validat|lab|check)\w*|peer[- ]review\w*|third[- ]part(?:y|ies)\b|(?:verified|audited|evaluated|tested|reproduced|replicated|confirmed|validated|measured) by (?:worldflux|an? independent|a third|external))/gi,
    why: "the package holds output that its author recorded; nobody else ran the policy",
    rewrite: () => 'say "packaged imported evaluation output; its numbers can be recomputed"',
  },
  {
    code: "comparison_not_shown",
    pattern:
      /\b(?:outperform\w*|state[- ]of[- ]the[- ]art|SOTA|beats?|beating|surpass\w*|superior|(?:better|worse|higher|lower|more (?:accurate|robust|reliable|successful|capable)) than|(?:the )?(?:best|strongest|leading) (?:\w+ )?(?:results?|polic(?:y|ies)|models?|methods?|performance|success rates?|reported|known|published|scores?)|ahead of|improv\w+ (?:over|on|upon)|exceed\w* (?:all|the|any|prior|previous|every|other)|on par with|competitive with|comparable (?:to|with)|prior work|rivals?|rivall?ing|match(?:es|ing|ed)? (?:much |far )?(?:the |prior |previous |larger |bigger |other |human |expert |specialist )+\w+|(?:tops?|leads?|topping|leading) (?:the |all |every )|leaderboard|edges? out|no other|the most \w+|on (?:a|the same) level with|identical to|top entries|top[- ](?:tier|ranked|performing)|step change|game[- ]chang\w+|human (?:operators?|experts?|demonstrators?|performance)|(?:is|are|be|become|becomes) the first|(?:prior|previous|existing|other|strong|published|competing|earlier) (?:baselines?|methods?|models?|approaches|works?|polic(?:y|ies)|checkpoints?|best|art|systems?)|compared (?:to|with)(?! (?:it|them|itself|this|(?:the|its|a|our) (?:plan|protocol|claim|threshold|baseline|package))\b)|relative to|versus|(?:doubl|halv)(?:es|ed|ing) the|closes the gap|human[- ](?:level|like)|superhuman|record-?breaking|unmatched|unrivall?ed|breakthrough)(?!\w)/gi,
    why: "one package compares nothing",
    rewrite: compared,
    passes: (match, text, at) =>
      // "better than 80 %" is a bound, "better than the threshold" is about the claim.
      /(?:than|surpass\w*|exceed\w*|beats?|beating)$|the$/i.test(match) &&
      /^\s(?:an?\s|the\s|its\s)?(?:\d|threshold|baseline|margin|claim|half|bar\b)/i.test(
        text.slice(at + match.length - (/\sthe$/i.test(match) ? 4 : 0), at + match.length + 24),
      ),
  },
  {
    code: "scope_too_wide",
    pattern: new RegExp(
      String.raw`\b(?:any|every|all|arbitrary|unseen|novel|new|unknown|other|diverse)\s(?:of\s)?(?:the\s)?(?:[\w-]+\s)?(?:${THINGS})\b`,
      "gi",
    ),
    why: "the evidence is limited to the recorded episodes and their protocol",
    rewrite: scoped,
    passes: isWithinRecord,
  },
  {
    code: "scope_too_wide",
    pattern:
      /\b(?:real[- ]worlds?|in[- ]the[- ]wild|unstructured|in (?:people's )?(?:homes|households|factories|kitchens|warehouses|hospitals|production)|generali[sz](?:es?|ed|ing|ation|able)|zero-?shot|out[- ]of[- ]distribution|human[- ]level|superhuman|universal|general[- ]purpose|(?:transfers?|transferred) to|anywhere|solv(?:es?|ed|ing) (?:robot(?:ic)? )?(?:manipulation|robotics|locomotion|grasping|navigation|assembly)|open[- ]world|out of the box|off the shelf|sim[- ]to[- ]real|sim2real|(?:has|have|had|was|were) (?:never|not) (?:seen|been trained|trained|encountered)|your (?:robot|lab|home|kitchen|factory|warehouse|arm|setup)|(?:our|a|the|their|customers?['’]?s?) (?:warehouse|factory|hospital|household|customers?|production line|shop floor)|deploy(?:ed|ment|ing)?|(?:robust|resilient|invariant|insensitive) (?:to|against|under)|everyday|daily life|(?:household|domestic) (?:chores?|tasks?|work)|chores|generality|(?:new|novel|unseen|changed|different|varying) (?:lighting|kitchens?|rooms?|cameras?|backgrounds?|instructions|buildings?)|clutter\w*|cop(?:es?|ing) with|in the field|across (?:tasks|robots|embodiments|environments|domains|scenes|benchmarks))\b/gi,
    why: "the evidence is limited to the recorded episodes and their protocol",
    rewrite: scoped,
  },
  {
    code: "scope_too_wide",
    pattern: /\b(?:real|physical|actual) (?:robots?|hardware|arms?|machines?)\b/gi,
    why: "the claim names a simulator",
    rewrite: scoped,
    passes: (_, __, ___, { simulator }) => simulator === null,
  },
];

/** "All ten tasks", "every task of LIBERO-Spatial", "all recorded tasks" stay within the record. */
function isWithinRecord(match: string, text: string, at: number, facts: WordingFacts): boolean {
  if (!/\btasks?$/i.test(match) || !/^(?:all|every|any|other)\b/i.test(match)) return false;
  if (/^other/i.test(match)) return /\b(?:nothing|than)\b/i.test(text.slice(0, at));
  if (
    /\b(?:these|those|recorded|planned|evaluated|tested|listed|its|of the|\d+|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty)\b/i.test(
      match,
    )
  ) {
    return true;
  }
  const rest = text.slice(at + match.length, at + match.length + 60).toLowerCase();
  if (/^\stogether\b/.test(rest)) return true;
  const form = rest.replace(/[-_\s]/g, "");
  return /^\s(?:of|in|on|from)\b/.test(rest) && facts.names.some((name) => form.includes(name));
}

/** Tells its reader what to do; what it names there is not said of the policy. */
const INSTRUCTION =
  /\b(?:if you|if your|you (?:can|may|need|should|want|plan)|(?:to|how to) (?:load|run|train|install|serve|reproduce)|please|make sure|we provide|provided (?:by|in)|scripts?|install(?:ation)?)\b/i;
const spared: readonly WordingCode[] = ["scope_too_wide", "comparison_not_shown"];

/** Words that no package allows, and words that this one does not. */
export function phraseRules(looked: Looked): Found[] {
  const { text } = looked.sentence;
  const instructs = INSTRUCTION.test(text);
  return phrases.flatMap(({ code, pattern, why, rewrite, passes }) =>
    [...text.matchAll(pattern)].flatMap((match): Found[] => {
      const at = match.index;
      const denied = code !== "absolute_word" && isDenied(text, at);
      if (instructs && spared.includes(code)) return [];
      if (denied || passes?.(match[0], text, at, looked.facts)) return [];
      return [{ code, start: at, end: at + match[0].length, why, rewrite: rewrite(looked) }];
    }),
  );
}

/** Kept beside `phrases`: a comparison by number. */
const BY_NUMBER =
  /\d[\s-]?(?:%|percent|points?|x|times)\s(?:absolute\s|relative\s)?(?:better|higher|worse|lower|more successful|improvements?|gains?|increases?|boosts?|lead|jump|advantage)\b/gi;

/** "5 % better", "a 12-point improvement". */
export function gainRules({ sentence: { text } }: Looked): Found[] {
  return [...text.matchAll(BY_NUMBER)].map((match) => ({
    code: "comparison_not_shown" as const,
    start: match.index,
    end: match.index + match[0].length,
    why: "one package compares nothing",
    rewrite: compared(),
  }));
}
