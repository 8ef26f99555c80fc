import { betaLowerQuantile, betaUpperQuantile } from "./beta.ts";

/**
 * t with P(|T| > t) = alpha for Student's t with `df` degrees of freedom, at any df.
 *
 * t^2 / (df + t^2) is Beta(1/2, df/2), and its complement Beta(df/2, 1/2) (Johnson, Kotz &
 * Balakrishnan, Continuous Univariate Distributions 2, section 28.2). The smaller of the two has
 * all its digits; from 1 minus it, t would lose nine of them at 1e7 degrees of freedom.
 */
export function studentCriticalValue(alpha: number, df: number): number {
  const share = betaUpperQuantile(alpha, 0.5, df / 2);
  if (share < 0.5) return Math.sqrt((df * share) / (1 - share));
  const rest = betaLowerQuantile(alpha, df / 2, 0.5);
  return Math.sqrt((df * (1 - rest)) / rest);
}
