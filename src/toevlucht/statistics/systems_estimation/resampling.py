"""Tables drawn anew from a table, as R draws them: what was published can be reproduced.

``set.seed(1234)`` and ``rmultinom`` of R (Mersenne Twister; binomial numbers by inversion or by
the algorithm BTPE of Kachitvichyanukul and Schmeiser 1988) give the tables behind the published
intervals. Drawing them the same way makes equality something that a test can prove.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from toevlucht.statistics.compiling import compiled

Floats = NDArray[np.float64]
Words = NDArray[np.uint32]


@compiled
def seeded(seed: int) -> Words:
    """State of the generator after ``set.seed``; the last word is the place in it."""
    state = np.empty(625, np.uint32)
    word = np.uint32(seed)
    for _ in range(51):
        word = np.uint32(69069 * word + 1)
    for i in range(624):
        word = np.uint32(69069 * word + 1)
        state[i] = word
    state[624] = 624
    return state


@compiled
def uniform(state: Words) -> float:
    """The next number between 0 and 1 (Matsumoto and Nishimura 1998)."""
    if state[624] >= 624:
        for k in range(624):
            y = (state[k] & np.uint32(0x80000000)) | (state[(k + 1) % 624] & np.uint32(0x7FFFFFFF))
            turned = state[(k + 397) % 624] ^ (y >> np.uint32(1))
            state[k] = turned ^ np.uint32(0x9908B0DF) if y & np.uint32(1) else turned
        state[624] = 0
    y = state[state[624]]
    state[624] += np.uint32(1)
    y ^= y >> np.uint32(11)
    y ^= (y << np.uint32(7)) & np.uint32(0x9D2C5680)
    y ^= (y << np.uint32(15)) & np.uint32(0xEFC60000)
    y ^= y >> np.uint32(18)
    value = float(y) * 2.3283064365386963e-10
    half = 2.328306437080797e-10
    return min(max(value, half), 1.0 - half)


@compiled
def small_binomial(n: int, p: float, state: Words) -> int:
    """By inversion, for n p under 30 and p up to a half."""
    q = 1.0 - p
    ratio = p / q
    start, g = q**n, ratio * (n + 1)
    while True:
        x, f, u = 0, start, uniform(state)
        while x <= 110:
            if u < f:
                return x
            u -= f
            x += 1
            f *= g / x - ratio
        if u < f:
            return x


@compiled
def stirling(x: float) -> float:
    square = x * x
    inner = 99.0 - 140.0 / square
    return (13860.0 - (462.0 - (132.0 - inner / square) / square) / square) / x / 166320.0


@compiled
def large_binomial(n: int, p: float, state: Words) -> int:
    """BTPE: a triangle, a parallelogram and two exponential tails cover the distribution."""
    q = 1.0 - p
    npq, fm = n * p * q, n * p + p
    ratio = p / q
    g, m = ratio * (n + 1), int(fm)
    p1 = int(2.195 * math.sqrt(npq) - 4.6 * q) + 0.5
    xm = m + 0.5
    xl, xr = xm - p1, xm + p1
    c = 0.134 + 20.5 / (15.3 + m)
    al = (fm - xl) / (fm - xl * p)
    xll = al * (1.0 + 0.5 * al)
    al = (xr - fm) / (xr * q)
    xlr = al * (1.0 + 0.5 * al)
    p2 = p1 * (1.0 + c + c)
    p3 = p2 + c / xll
    p4 = p3 + c / xlr
    while True:
        u, v = uniform(state) * p4, uniform(state)
        if u <= p1:
            return int(xm - p1 * v + u)
        if u <= p2:
            x = xl + (u - p1) / c
            v = v * c + 1.0 - abs(xm - x) / p1
            if v > 1.0 or v <= 0.0:
                continue
            ix = int(x)
        elif u > p3:
            ix = int(xr - math.log(v) / xlr)
            if ix > n:
                continue
            v *= (u - p3) * xlr
        else:
            ix = int(xl + math.log(v) / xll)
            if ix < 0:
                continue
            v *= (u - p2) * xll
        k = abs(ix - m)
        if k <= 20 or k >= npq / 2 - 1:
            f = 1.0
            for i in range(min(m, ix) + 1, max(m, ix) + 1):
                f *= g / i - ratio
            if v <= (f if m < ix else 1.0 / f):
                return ix
            continue
        band = (k / npq) * ((k * (k / 3.0 + 0.625) + 0.1666666666666) / npq + 0.5)
        middle, log_v = -float(k) * k / (2.0 * npq), math.log(v)
        if log_v < middle - band:
            return ix
        if log_v > middle + band:
            continue
        x1, f1, z, w = ix + 1.0, m + 1.0, n + 1.0 - m, n - ix + 1.0
        exact = xm * math.log(f1 / x1) + (n - m + 0.5) * math.log(z / w)
        exact += (ix - m) * math.log(w * p / (x1 * q))
        if log_v <= exact + stirling(f1) + stirling(z) + stirling(x1) + stirling(w):
            return ix


@compiled
def binomial(n: int, p: float, state: Words) -> int:
    if n == 0 or p <= 0:
        return 0
    if p >= 1:
        return n
    rarer = min(p, 1.0 - p)
    drawn = small_binomial(n, rarer, state) if n * rarer < 30 else large_binomial(n, rarer, state)
    return drawn if p <= 0.5 else n - drawn


@compiled
def draw_tables(
    parts: Floats, order: NDArray[np.int64], total: int, tables: Floats, seed: int
) -> None:
    state = seeded(seed)
    for r in range(len(tables)):
        left = total
        for k in range(len(order) - 1):
            if parts[k] > 0 and left > 0:
                drawn = binomial(left, parts[k], state) if parts[k] < 1 else left
                tables[r, order[k]] = drawn
                left -= drawn
        tables[r, order[-1]] += left


def drawn_as_in_r(counts: Floats, order: NDArray[np.int64], tables: int, seed: int) -> Floats:
    """Multinomial tables of the same total.

    Parameters
    ----------
    counts : (2**t,) float64
        Whole numbers of cases.
    order : (r,) int64
        Cells in the order in which R has their rows; it decides which numbers come out.
    tables : int
    seed : int
        That of ``set.seed``.

    Returns
    -------
    (tables, 2**t) float64
    """
    probabilities = counts[order] / counts.sum()
    # R subtracts in extended precision: whether the last share is 1 hangs on its last bit.
    left, shares = probabilities.astype(np.longdouble).cumsum()[-1], np.zeros(len(order))
    for k, probability in enumerate(probabilities):
        if probability > 0:
            shares[k] = probability / left if left > 0 else 1.0
        left -= np.longdouble(probability)
    drawn = np.zeros((tables, len(counts)))
    draw_tables(shares, order, int(counts.sum()), drawn, seed)
    return drawn
