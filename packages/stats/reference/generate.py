"""Writes one-rate.json: reference values for the methods of one success rate.

    python3 generate.py > one-rate.json && npx biome format --write one-rate.json

Only mpmath is needed. Nothing follows the way the package computes: score intervals come from
the textbook formulas as printed, tails from sums of positive terms, quantiles from Newton
steps on those tails; all in 60 digits. Inputs are the doubles that JavaScript reads.
"""

import json
import sys

import mpmath
from mpmath import mpf, sqrt

mpmath.mp.dps = 60
BITS = 260  # of the fixed-point sums


def z_of(tail):
    return sqrt(2) * mpmath.erfinv(1 - 2 * mpf(tail))


def wilson(k, n, alpha):
    """Brown, Cai & DasGupta (2001), section 3.1."""
    z, p, q = z_of(mpf(alpha) / 2), mpf(k) / n, 1 - mpf(k) / n
    center = (k + z**2 / 2) / (n + z**2)
    spread = z * sqrt(n) / (n + z**2) * sqrt(p * q + z**2 / (4 * n))
    return ends(k, n, center - spread, center + spread)


def wilson_cc(k, n, alpha):
    """Newcombe (1998), method 4, as printed."""
    z, p, q = z_of(mpf(alpha) / 2), mpf(k) / n, 1 - mpf(k) / n
    below = z**2 - 2 - mpf(1) / n + 4 * p * (n * q + 1)
    above = z**2 + 2 - mpf(1) / n + 4 * p * (n * q - 1)
    lower = (2 * n * p + z**2 - 1 - z * sqrt(below)) / (2 * (n + z**2)) if k else mpf(0)
    upper = (2 * n * p + z**2 + 1 + z * sqrt(above)) / (2 * (n + z**2)) if k < n else mpf(1)
    return ends(k, n, lower, upper)


def agresti_coull(k, n, alpha):
    """Brown, Cai & DasGupta (2001), section 3.1, cut to [0, 1]."""
    z = z_of(mpf(alpha) / 2)
    size = n + z**2
    center = (k + z**2 / 2) / size
    spread = z * sqrt(center * (1 - center) / size)
    return max(mpf(0), center - spread), min(mpf(1), center + spread)


def clopper_pearson(k, n, alpha):
    tail = mpf(alpha) / 2
    lower = quantile(k, n - k + 1, tail, False) if k else mpf(0)
    upper = quantile(k + 1, n - k, tail, True) if k < n else mpf(1)
    return lower, upper


def jeffreys(k, n, alpha):
    tail, a, b = mpf(alpha) / 2, k + mpf(0.5), n - k + mpf(0.5)
    lower = quantile(a, b, tail, False) if k else mpf(0)
    upper = quantile(a, b, tail, True) if k < n else mpf(1)
    return lower, upper


def ends(k, n, lower, upper):
    return mpf(0) if k == 0 else lower, mpf(1) if k == n else upper


def log_beta(a, b):
    return mpmath.loggamma(a) + mpmath.loggamma(b) - mpmath.loggamma(a + b)


def beta_tails(a, b, x):
    """(I_x(a, b), 1 - I_x(a, b)) for whole or half a and b."""
    x = mpf(x)
    if x in (0, 1):
        return (x, 1 - x)
    power = mpmath.exp(a * mpmath.log(x) + b * mpmath.log1p(-x) - log_beta(a, b))
    # The series in the smaller of x and 1 - x is the shorter one. Tails down to 1e-40 survive
    # the subtraction from 1.
    if x <= 0.5:
        tail = power / a * series(a, b, x)
        return tail, 1 - tail
    tail = power / b * series(b, a, 1 - x)
    return 1 - tail, tail


def series(a, b, x):
    """sum over j of (a+b)_j / (a+1)_j x^j: DLMF 8.17.8. All terms are positive."""
    numerator, denominator = int(2 * (a + b)), int(2 * (a + 1))
    fixed = int(mpmath.floor(mpmath.ldexp(x, BITS)))
    total = term = 1 << BITS
    while term > total >> 200:
        term = (term * numerator * fixed // denominator) >> BITS
        total += term
        numerator += 2
        denominator += 2
    return mpf(total) / (1 << BITS)


def quantile(a, b, tail, upper):
    """x whose lower (or upper) tail is `tail`: Newton on log tail over the logit of x."""
    low, high = mpf(-400), mpf(400)
    logit = mpmath.log(mpf(a) / b)
    for _ in range(400):
        x = 1 / (1 + mpmath.exp(-logit))
        now = beta_tails(a, b, x)[1 if upper else 0]
        if (now > tail) == upper:
            low = logit
        else:
            high = logit
        if now < mpf(10) ** -40:  # out of reach of the subtraction
            logit = (low + high) / 2
            continue
        density = mpmath.exp(a * mpmath.log(x) + b * mpmath.log1p(-x) - log_beta(a, b))
        step = mpmath.log(now / tail) * now / density
        step = -step if upper else step
        if abs(step) < mpf(10) ** -35:
            return x
        logit = logit - step if low < logit - step < high else (low + high) / 2
    raise ArithmeticError((a, b, tail))


def binomial_tail(k, n, p, upper):
    """P(X >= k) if upper, else P(X <= k)."""
    if n <= 1000:
        p = mpf(p)
        counts = range(k, n + 1) if upper else range(k + 1)
        return sum((mpmath.binomial(n, i) * p**i * (1 - p) ** (n - i) for i in counts), mpf(0))
    if upper:
        return beta_tails(k, n - k + 1, p)[0] if k else mpf(1)
    return beta_tails(k + 1, n - k, p)[1] if k < n else mpf(1)


def critical(method, n, threshold, alpha, direction):
    """By trying every count."""
    limits = [METHODS[method](k, n, alpha) for k in range(n + 1)]
    if direction == "above":
        counts = [k for k in range(n + 1) if limits[k][0] > threshold]
        return (counts[0], binomial_tail(counts[0], n, threshold, True)) if counts else (None, 0)
    counts = [k for k in range(n + 1) if limits[k][1] < threshold]
    return (counts[-1], binomial_tail(counts[-1], n, threshold, False)) if counts else (None, 0)


METHODS = {
    "wilson": wilson,
    "wilson_cc": wilson_cc,
    "clopper_pearson": clopper_pearson,
    "jeffreys": jeffreys,
    "agresti_coull": agresti_coull,
}

COUNTS = [
    (0, 1, 0.05), (1, 1, 0.05), (0, 10, 0.05), (9, 10, 0.05), (10, 10, 0.05),
    (87, 100, 0.05), (323, 400, 0.05), (1935, 2000, 0.05), (4, 7, 0.9),
    (3, 20, 1e-12), (993, 1000, 1e-12), (0, 5000, 1e-12),
    (1, 10**7, 0.05), (5 * 10**6, 10**7, 0.05), (8 * 10**6, 10**7, 1e-12),
    (10**7 - 3, 10**7, 0.01),
]  # fmt: skip

TESTS = [
    (0, 10, 0.8), (10, 10, 0.8), (9, 10, 0.8), (14, 14, 0.8), (87, 100, 0.8),
    (323, 400, 0.75), (323, 400, 0.8), (30, 400, 0.8), (1, 1000, 1e-9),
    (8003000, 10**7, 0.8), (7990000, 10**7, 0.8), (12, 10**7, 1e-6),
]  # fmt: skip

RULES = [
    ("wilson", 11, 0.8, 0.1, "above"), ("clopper_pearson", 13, 0.8, 0.1, "above"),
    ("clopper_pearson", 14, 0.8, 0.1, "above"), ("wilson", 50, 0.8, 0.05, "above"),
    ("wilson_cc", 50, 0.8, 0.05, "above"), ("jeffreys", 50, 0.8, 0.05, "above"),
    ("agresti_coull", 50, 0.8, 0.05, "above"), ("wilson", 60, 0.05, 0.05, "below"),
    ("jeffreys", 60, 0.05, 0.05, "below"), ("clopper_pearson", 100, 0.05, 0.05, "below"),
]  # fmt: skip


def main():
    intervals = [
        [method, k, n, alpha, *map(float, function(k, n, alpha))]
        for method, function in METHODS.items()
        for k, n, alpha in COUNTS
    ]
    tests = [
        [k, n, rate, float(binomial_tail(k, n, rate, True)), float(binomial_tail(k, n, rate, False))]
        for k, n, rate in TESTS
    ]
    sizes = [[*rule, *critical(*rule)] for rule in RULES]
    for row in sizes:
        row[-1] = float(row[-1])
    result = {
        "generator": "reference/generate.py",
        "versions": {"python": sys.version.split()[0], "mpmath": mpmath.__version__},
        "columns": {
            "intervals": ["method", "successes", "episodes", "alpha", "lower", "upper"],
            "tests": ["successes", "episodes", "rate", "greater", "less"],
            "sizes": [
                "method", "episodes", "threshold", "alpha", "direction", "criticalCount", "size",
            ],
        },
        "intervals": intervals,
        "tests": tests,
        "sizes": sizes,
    }  # fmt: skip
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
