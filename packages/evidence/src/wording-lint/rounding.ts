/** Half a unit of the first decimal: so much may a percentage be rounded in the claim's favour. */
export const ROUNDING = 0.05 + 1e-9;

/** Whether `stated` is `exact` cut or rounded to its decimals. */
export function isRounded(stated: number, decimals: number, exact: number): boolean {
  return Math.abs(stated - exact) < 10 ** -decimals - 1e-9;
}

/** How far a stated rate lies in the claim's favour of the exact one, in percentage points. */
export function flattery(stated: number, exact: number, favour: 1 | -1): number {
  return (stated - exact) * favour;
}
