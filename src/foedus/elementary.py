r"""exp, log and the cosine of a turn, in arithmetic that a compiler can do for many futures at once.

The C library's functions are calls, and a loop with a call in it runs one future at a time. These are sums and products, the
same interpreted and compiled, on every processor: no step of them may be fused or reordered.

    exp(x) = 2^n exp(r),      n = round(x / ln 2),  r = x - n ln 2,  |r| <= ln 2 / 2
    log(x) = n ln 2 + log(m), x = 2^n m,  sqrt(1/2) <= m < sqrt(2),  log(m) = 2 artanh(s),  s = (m - 1) / (m + 1)
    cos(2 pi v) = sin(2 pi (|v - 1/2| - 1/4))

Each remainder is a Taylor polynomial, cut where what is left is below half a unit in the last place. ln 2 is split in two,
so that n ln 2 has no error. The tests hold the functions to an extended-precision library.
"""

from __future__ import annotations

import math

import numpy as np

from foedus.jitable import Number, jitable

SHIFTER = 1.5 * 2.0**52
"""Added to a number below 2^51, it leaves the nearest integer in the last bits."""
SHIFTER_BITS = np.float64(SHIFTER).view(np.int64)
LN2_HIGH = float.fromhex("0x1.62e42fee00000p-1")
LN2_LOW = 1.90821492927058770002e-10
"""ln 2 less LN2_HIGH, which has 21 zero bits at its end."""
PER_LN2 = 1.0 / math.log(2.0)
LEAST, MOST = -708.0, 709.0
MANTISSA = 52
BIAS = 1023
HALF_ROOT = np.int64(0x3FE6A09E667F3BCD)
"""Bits of sqrt(1/2), rounded up."""
TURN = 2.0 * math.pi

EXP = tuple(1.0 / math.factorial(n) for n in range(13, 1, -1))
"""Of (exp(r) - 1 - r) / r^2, highest power first."""
LOG = tuple(2.0 / n for n in range(23, 1, -2))
"""Of (log(m) - 2 s) / (s z), z = s^2."""
SINE = tuple(1.0 / math.factorial(n) for n in range(23, 1, -2))
"""Of (x - sin(x)) / (x z) as a polynomial in -z, z = x^2."""


@jitable
def polynomial(x: Number, coefficients: tuple[float, ...]) -> Number:
    """The polynomial with these coefficients, highest power first, by Horner's rule."""
    p = 0.0
    for each in coefficients:
        p = p * x + each
    return p


@jitable
def bits(x: Number) -> Number:
    """The 64 bits of a float, as an integer."""
    return np.float64(x).view(np.int64)


@jitable
def of_bits(n: Number) -> Number:
    """The float that has these 64 bits."""
    return np.int64(n).view(np.float64)


@jitable
def whole(n: Number) -> Number:
    """The float of an integer below 2^51 in size, which many processors otherwise make of one integer at a time."""
    return of_bits(n + SHIFTER_BITS) - SHIFTER


@jitable
def exp(x: Number) -> Number:
    """e^x within 1 unit in the last place; beyond -708 and 709 as at these ends, so never 0 nor infinite; NaN of NaN."""
    x = LEAST if x < LEAST else x
    x = MOST if x > MOST else x
    shifted = x * PER_LN2 + SHIFTER
    n = shifted - SHIFTER
    r = (x - n * LN2_HIGH) - n * LN2_LOW
    p = polynomial(r, EXP)
    return (1.0 + (r + r * r * p)) * of_bits((bits(shifted) + BIAS) << MANTISSA)


@jitable
def log(x: Number) -> Number:
    """Natural logarithm within 1 unit in the last place, of a positive normal number.

    NaN of NaN and of infinity, by the last term, which is 0 for any other; of zero and below, a number of no meaning.
    """
    exponent = (bits(x) - HALF_ROOT) >> MANTISSA
    n = whole(exponent)
    f = of_bits(bits(x) - (exponent << MANTISSA)) - 1.0
    s = f / (2.0 + f)
    z = s * s
    p = polynomial(z, LOG)
    half = 0.5 * f * f
    return n * LN2_HIGH - ((half - (s * (half + z * p) + n * LN2_LOW)) - f) + (x - x)


@jitable
def cosine_of_turns(v: Number) -> Number:
    """cos(2 pi v) within 6e-16, for v from 0 to 1 turns."""
    x = TURN * (abs(v - 0.5) - 0.25)
    z = x * x
    p = polynomial(-z, SINE)
    return x - x * z * p
