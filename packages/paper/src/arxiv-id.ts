/** An arXiv identifier, as arXiv itself writes it. */
export interface ArxivId {
  /** `2401.01234` or `hep-th/9901001`: without a version, and without a subject class. */
  readonly id: string;
  /** `2` for v2; null where none is named, which means the latest. */
  readonly version: number | null;
}

/** Archives that gave out identifiers of the form `archive/YYMMNNN` until March 2007. */
const archives = new Set(
  (
    "acc-phys adap-org alg-geom ao-sci astro-ph atom-ph bayes-an chao-dyn chem-ph cmp-lg comp-gas " +
    "cond-mat cs dg-ga funct-an gr-qc hep-ex hep-lat hep-ph hep-th math math-ph mtrl-th nlin " +
    "nucl-ex nucl-th patt-sol physics plasm-ph q-alg q-bio quant-ph solv-int supr-con"
  ).split(" "),
);

const VERSION = String.raw`(?:v([1-9]\d{0,2}))?`;
const NEW = new RegExp(String.raw`^(\d{2})(\d{2})\.(\d{4,5})${VERSION}$`, "i");
const OLD = new RegExp(
  String.raw`^([a-z-]{2,9})(?:\.[a-z]{2})?/(\d{2})(\d{2})(\d{3})${VERSION}$`,
  "i",
);

/**
 * Reads an arXiv identifier: `2401.01234v2`, `0706.0001`, `hep-th/9901001`, `math.GT/0309136`.
 * Undefined for what cannot be one: month 13, five digits before 2015.
 *
 * Source: https://info.arxiv.org/help/arxiv_identifier.html
 */
export function parseArxivId(text: string): ArxivId | undefined {
  const recent = NEW.exec(text);
  if (recent !== null) {
    const [, year = "", month = "", number = "", version] = recent;
    const time = Number(year) * 100 + Number(month);
    const digits = time >= 1501 ? 5 : 4;
    if (!isMonth(month) || time < 704 || number.length !== digits || Number(number) === 0) {
      return undefined;
    }
    return { id: `${year}${month}.${number}`, version: versionOf(version) };
  }
  const old = OLD.exec(text);
  if (old === null) return undefined;
  const [, archive = "", year = "", month = "", number = "", version] = old;
  const name = archive.toLowerCase();
  // 1991 to March 2007.
  const full = (Number(year) > 90 ? 1900 : 2000) + Number(year);
  const early = full * 100 + Number(month);
  if (!archives.has(name) || !isMonth(month) || early < 199_107 || early > 200_703)
    return undefined;
  if (Number(number) === 0) return undefined;
  return { id: `${name}/${year}${month}${number}`, version: versionOf(version) };
}

function isMonth(text: string): boolean {
  return Number(text) >= 1 && Number(text) <= 12;
}

function versionOf(text: string | undefined): number | null {
  return text === undefined ? null : Number(text);
}
